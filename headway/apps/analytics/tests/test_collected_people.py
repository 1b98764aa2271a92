"""A person whose events were collected: found in the inbox too, forgotten everywhere, and not brought back."""

from typing import Any

import msgspec
import pytest

from headway.apps.analytics.compacting import compact
from headway.apps.analytics.inbox import inbox_dir, logs
from headway.apps.analytics.models import EventSegment, PersonAlias
from headway.apps.analytics.segments import stitched_events
from headway.apps.analytics.store import connection, segments_sql
from headway.apps.analytics.tests.test_inbox import arrive, line
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
