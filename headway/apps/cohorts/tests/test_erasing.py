"""Who is erased is in no cohort and in no index any more, and their pseudonym is one and the same in both."""

from typing import Any

import pytest

from headway.apps.analytics.index import keeping
from headway.apps.analytics.index.keeping import index_folder
from headway.apps.cohorts.models import CohortMember
from headway.core.perform import ask, perform
from tests.privacy import canary
from tests.world import World


def test_who_is_erased_is_in_no_cohort_and_no_index(
    world: World, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(keeping, "ROWS_LEAST", 0)
    here = world.context()
    rows = f"person_id,event,ts\n{canary.USER_ID},open,2026-01-05T10:00:00Z\nben,open,2026-01-05T10:00:00Z\n"
    behind = {"query": "analytics.funnel", "question": {"steps": ["open"]}}
    with django_capture_on_commit_callbacks(execute=True):
        perform("analytics.event_import", {"file_name": "events.csv", "content": rows}, here)
        perform("cohorts.cohort_save", {"ref": "all", "name": "All", "behind": behind}, here)
    assert canary.USER_ID.encode() in on_disk(world)
    with django_capture_on_commit_callbacks(execute=True):
        canary.erase(world)
    assert canary.USER_ID.encode() not in on_disk(world)
    members = set(CohortMember.objects.values_list("person", flat=True))
    behind_now = {"query": "analytics.funnel", "question": {"steps": ["open"], "cohort": "all"}}
    assert set(ask("analytics.people_behind", behind_now, here).model_dump()["people"]) == members
    assert len(members) == 2 and "ben" in members and canary.USER_ID not in members


def on_disk(world: World) -> bytes:
    folder = index_folder(world.workspace.pk)
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
