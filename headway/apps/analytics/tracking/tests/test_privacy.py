"""A person in what waits aside, in counts and in what was seen is found, shown and taken out."""

import pytest

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
