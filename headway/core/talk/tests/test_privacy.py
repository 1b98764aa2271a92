"""Export and erasure of a person reach what they said, what was said of them and what they were told."""

from typing import Any

import pytest

from headway.core.classes import faults
from headway.core.perform import perform
from headway.core.talk.models import Comment, NoticePreferences, Notification, Watch
from tests.privacy import canary
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def quilla(world: World, say: Any) -> Any:
    """The person of the privacy tests, who speaks, is spoken of, watches and chose how to be told."""
    user = canary.plant(world)
    say("engineer", f"@{canary.NAME} wrote from {canary.EMAIL}", quote=f"said {canary.NAME}")
    context = world.context("engineer").__class__(**{**vars(world.context("contributor")), "actor": user})
    perform("talk.comment_add", {"kind": "problem", "ref": "P-1", "body": "I am here"}, context)
    perform("talk.preferences_set", {"digest_hour": 5}, context)
    say("designer", f"Thanks @{canary.EMAIL}")
    Notification.objects.create(
        workspace=world.workspace,
        person=world.users["owner"],
        event="changed",
        key="x",
        words=f"By {canary.NAME}",
    )
    return user


def test_every_field_is_classified() -> None:
    assert [one for one in faults() if one.startswith("talk.")] == []


def test_an_erasure_leaves_no_trace_in_what_was_said(world: World, quilla: Any) -> None:
    assert any(place.startswith("talk.") for place in canary.traces_in_tables())
    canary.erase(world)
    assert canary.traces_in_tables() == {}
    bodies = list(Comment.objects.order_by("pk").values_list("body", flat=True))
    assert bodies == ["@[erased] wrote from [erased]", "I am here", "Thanks @[erased]"]
    assert not Watch.objects.filter(person=quilla).exists()
    assert not NoticePreferences.objects.filter(person=quilla).exists()
    assert not Notification.objects.filter(person=quilla).exists()


def test_an_export_has_what_the_person_said_and_was_told(world: World, quilla: Any) -> None:
    from headway.apps.privacy.export import person_document
    from headway.apps.privacy.identifiers import Identifiers, subject_of, widened
    from tests.world import NOW

    known = widened(world.workspace, Identifiers.of(canary.GIVEN))
    tables = person_document(world.workspace, known, subject_of(known), NOW)["tables"]
    assert any("I am here" in str(row) for row in tables["talk.comment"])
    assert len(tables["talk.notification"]) == 4
    assert "digest_hour" in str(tables["talk.noticepreferences"])
