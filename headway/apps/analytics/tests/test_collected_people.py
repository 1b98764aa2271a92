"""A person whose events were collected: found in the inbox too, forgotten everywhere, and not brought back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from headway.apps.analytics.arriving import arrivals_tell
from headway.apps.analytics.compacting import WITHDRAWN, compact
from headway.apps.analytics.compacting import withdrawn as withdrawn_why
from headway.apps.analytics.inbox import inbox_dir, logs
from headway.apps.analytics.models import EventRejection, EventSegment, EventSource, PersonAlias
from headway.apps.analytics.segments import stitched_events
from headway.apps.analytics.store import connection, segments_sql
from headway.apps.analytics.tests.test_inbox import AT, arrive, line
from headway.core.models import JobRun
from headway.core.perform import perform
from tests.privacy import canary
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
PROPERTIES = msgspec.Raw(b'{"to":"Quilla Zanderfink"}')


def everything(world: World) -> str:
    """All bytes of events on disk, unpacked."""
    paths = list(EventSegment.objects.values_list("path", flat=True))
    with connection() as session:
        rows = session.execute(f"SELECT * FROM {segments_sql(paths)}").fetchall()
    kept = b"".join(path.read_bytes() for path in logs(inbox_dir(world.workspace.pk)))
    return f"{rows}{kept!r}{list(PersonAlias.objects.values_list('alias', 'person'))}".lower()


def test_who_is_erased_is_gone_from_inbox_segments_and_aliases(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        canary.plant(world)
    arrive(world, line(1, "", anonymous="anon-1"), line(2, "other-2", properties=PROPERTIES))
    compact(world.workspace, NOW)
    arrive(
        world,
        line(3, canary.USER_ID, anonymous="anon-1", event="$identify", id=f"order of {canary.EMAIL}"),
        line(
            4,
            canary.USER_ID,
            account="ACC-7",
            context=msgspec.Raw(b'{"mail":"' + canary.EMAIL.encode() + b'"}'),
        ),
    )
    assert "qz77123" in everything(world)
    with django_capture_on_commit_callbacks(execute=True):
        canary.erase(world)
    left = everything(world)
    assert [trace for trace in canary.TRACES if trace in left] == []
    assert canary.EMAIL not in left
    with stitched_events(world.context()) as session:
        people = session.execute(
            "SELECT person, count(*) FROM events WHERE event IN ('opened', '$identify') GROUP BY 1 ORDER BY 2 DESC"
        ).fetchall()
    assert [(many, person == "other-2") for person, many in people] == [(3, False), (1, True)]
    arrive(world, line(1, "", anonymous="anon-1"), line(4, canary.USER_ID))
    assert compact(world.workspace, NOW) == 0


def test_a_tie_goes_with_the_last_event_under_its_id(world: World) -> None:
    arrive(
        world,
        line(1, "", anonymous="anon-1"),
        line(2, "P1", anonymous="anon-1", event="$identify"),
        line(3, "P2", anonymous="anon-2", event="$identify"),
    )
    compact(world.workspace, NOW)
    rule = {"data_class": "events", "days": 30, "treatment": "delete"}
    perform("privacy.retention_save", rule, world.context("owner"))
    later = datetime.fromtimestamp(AT / 1e6, UTC) + timedelta(days=30)
    perform("privacy.retention_run", {}, world.context("owner", now=later - timedelta(days=1)))
    assert set(PersonAlias.objects.values_list("alias", flat=True)) == {"anon-1", "anon-2"}
    perform("privacy.retention_run", {}, world.context("owner", now=max(later, NOW + timedelta(days=31))))
    assert (PersonAlias.objects.count(), EventSegment.objects.count()) == (0, 0)


def test_a_source_whose_consent_was_withdrawn_sends_nothing_more(world: World) -> None:
    made: Any = perform("analytics.source_add", {"name": "web"}, world.context("owner"))
    source = EventSource.objects.get(ref=made.ref).pk.hex
    arrive(world, line(1, source=source))
    withdrawn = {"source": "web", "basis": "consent", "purpose": "Usage", "is_allowed": False}
    perform("privacy.source_save", withdrawn, world.context("owner"))
    assert compact(world.workspace, NOW) == 0
    found = EventRejection.objects.get()
    assert (found.source, found.reason, found.events) == ("web", WITHDRAWN, 1)
    assert "Records of web may not come in" in withdrawn_why(world.workspace, "web", NOW)


def test_whoever_was_erased_is_erased_again_the_day_after_their_events_come_in(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        canary.plant(world)
        canary.erase(world)
    asked = JobRun.objects.filter(name="privacy.erasures_repeat")
    before = asked.count()
    assert arrivals_tell(NOW) == 0
    arrive(world, line(9, canary.USER_ID))
    compact(world.workspace, NOW)
    assert (arrivals_tell(NOW + timedelta(days=1)), asked.count()) == (1, before + 1)
    assert arrivals_tell(NOW + timedelta(days=3)) == 0
