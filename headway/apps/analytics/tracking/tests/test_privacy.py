"""A person in what waits aside, in counts and in what was seen is found, shown and taken out."""

import msgspec
import pytest

from headway.apps.analytics.models import PersonAlias
from headway.apps.analytics.tracking.models import ObservedEvent, QuarantinedEvent, TrackingViolation
from headway.apps.analytics.tracking.tests.given import arrived, done, event_there, line, source_there
from headway.core.perform import ask
from tests.privacy import canary
from tests.world import World


@pytest.mark.django_db
def test_a_person_is_taken_out_of_quarantine_counts_and_looks(world: World) -> None:
    event_there(world)
    done(world, "analytics.tracking_rule_set", violation="extra_property", mode="quarantine")
    source = source_there(world)
    named = line(source, 1, amount=5, sold_by=canary.NAME)
    other = line(source, 2, amount=5, gift=True)
    seen = [line(source, 10 + number, "Call Made", agent=canary.NAME) for number in range(200)]
    arrived(world, named, other, *seen)
    done(world, "analytics.tracking_observe")
    assert canary.NAME in str(ObservedEvent.objects.get(event="Call Made").proposal)
    canary.plant(world)
    places = {
        one.place: one.rows
        for one in ask("privacy.person_preview", canary.GIVEN, world.context("owner")).places  # type: ignore[attr-defined]
    }
    assert [name for name in places if "quarantined" in name] != []
    canary.erase(world)
    assert [one.properties for one in QuarantinedEvent.objects.all()] == [{"amount": 5, "gift": True}]
    left = [*TrackingViolation.objects.values_list("example"), *ObservedEvent.objects.values_list("proposal")]
    assert canary.traces(str(left)) == []


@pytest.mark.django_db
def test_what_waits_aside_under_an_anonymous_id_goes_with_the_person_it_is_tied_to(world: World) -> None:
    event_there(world)
    done(world, "analytics.tracking_rule_set", violation="extra_property", mode="quarantine")
    source = source_there(world)
    canary.plant(world)
    PersonAlias.objects.create(workspace=world.workspace, alias="anon-1", person=canary.USER_ID)
    before, other = line(source, 1, amount=5, gift=True), line(source, 2, amount=5, gift=True)
    arrived(world, msgspec.structs.replace(before, person="", anonymous="anon-1"), other)
    places = ask("privacy.person_preview", canary.GIVEN, world.context("owner")).places  # type: ignore[attr-defined]
    assert [one.rows for one in places if one.place == "events in quarantine under further ids"] == [1]
    canary.erase(world)
    assert [one.person for one in QuarantinedEvent.objects.all()] == ["P1"]
