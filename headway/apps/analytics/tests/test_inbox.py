"""From a line in the inbox to an event that counts once: kills, torn lines, doubles, ids that become known."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from headway.apps.analytics import compacting
from headway.apps.analytics.compacting import compact
from headway.apps.analytics.inbox import Line, Log, encoded, inbox_dir, lines, sealed
from headway.apps.analytics.models import EventRejection, EventSegment, InboxLog, PersonAlias
from headway.apps.analytics.segments import stitched_events
from tests.world import NOW, World

AT = 1_790_000_000_000_000


def line(number: int, person: str = "P1", **more: Any) -> Line:
    given = {"source": "s", "id": f"m{number}", "event": "opened", "person": person, "anonymous": "",
             "account": "", "at_us": AT + number, "received_us": AT + number}  # fmt: skip
    return Line(**given | more)


def arrive(world: World, *arrived: Line) -> None:
    log = Log(inbox_dir(world.workspace.pk))
    log.append(encoded(arrived))
    log.close()


def events(world: World, columns: str = "person, event, at_us") -> list[Any]:
    with stitched_events(world.context()) as session:
        return session.execute(f"SELECT {columns} FROM events ORDER BY at_us, person").fetchall()


def test_a_line_becomes_an_event_and_its_log_is_read_once(world: World) -> None:
    arrive(world, line(1, account="A1", properties=msgspec.Raw(b'{"plan":"pro"}')), line(2, "P2"))
    assert compact(world.workspace, NOW) == 2
    assert compact(world.workspace, NOW) == 0
    assert events(world, "person, account, event, at_us, properties") == [
        ("P1", "A1", "opened", AT + 1, '{"plan":"pro"}'),
        ("P2", "", "opened", AT + 2, "{}"),
    ]
    segment = EventSegment.objects.get()
    assert (segment.rows, segment.people, segment.source) == (2, 2, "unknown")
    assert [(one.name, one.lines) for one in InboxLog.objects.all()] == [
        (sealed(inbox_dir(world.workspace.pk))[0].name, 2)
    ]


def test_the_same_id_counts_once_in_a_log_and_against_segments_of_long_ago(world: World) -> None:
    arrive(world, line(1), line(1, at_us=AT + 9), line(1, source="other"))
    assert compact(world.workspace, NOW) == 2
    arrive(world, line(1, at_us=AT + 50), line(3))
    assert compact(world.workspace, NOW) == 1
    assert [at for _, _, at in events(world)] == [AT + 1, AT + 1, AT + 3]


def test_a_torn_last_line_was_never_acknowledged_and_stops_nothing(world: World) -> None:
    arrive(world, line(1))
    with sealed(inbox_dir(world.workspace.pk))[0].open("ab") as stream:
        stream.write(encoded([line(2)])[:-9])
    assert compact(world.workspace, NOW) == 1
    assert list(lines(b"\0\0\0\n")) == []


def test_a_log_that_is_sealed_while_its_writer_lives_is_left_for_a_new_one(world: World) -> None:
    folder = inbox_dir(world.workspace.pk)
    log = Log(folder)
    log.append(encoded([line(1)]))
    first = sealed(folder)
    log.append(encoded([line(2)]))
    assert [len(list(lines(path.read_bytes()))) for path in first] == [1]
    assert compact(world.workspace, NOW) == 2
    log.close()


def test_what_another_compactor_read_meanwhile_is_not_listed_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(world, line(1))
    read = compacting._read
    turns = iter([True])

    def beaten(workspace: Any, *given: Any) -> Any:
        reading = read(workspace, *given)
        if next(turns, False):
            compact(workspace, NOW)
        return reading

    monkeypatch.setattr(compacting, "_read", beaten)
    assert compact(world.workspace, NOW) == 0
    assert len(events(world)) == 1
    assert len(list((inbox_dir(world.workspace.pk).parent / "events").glob("*.parquet"))) == 1


def test_what_one_workspace_cannot_take_in_stops_no_other(world: World) -> None:
    arrive(world, line(1))
    bad = inbox_dir(world.elsewhere.pk).parent
    log = Log(inbox_dir(world.elsewhere.pk))
    log.append(encoded([line(2)]))
    log.close()
    (bad / "events").write_text("a file where the folder should be")
    with pytest.raises(ExceptionGroup) as refusal:
        compacting.compact_all(NOW)
    assert [type(one) for one in refusal.value.exceptions] == [FileExistsError]
    assert len(events(world)) == 1


def test_ids_that_become_known_later_are_one_person_without_rewriting(world: World) -> None:
    arrive(world, line(1, "", anonymous="anon"))
    compact(world.workspace, NOW)
    path = EventSegment.objects.get().path
    arrive(world, line(2, "old-id", anonymous="anon", event="$identify"), line(3, "old-id"))
    compact(world.workspace, NOW)
    arrive(world, line(4, "new-id", merged="old-id", event="$alias"), line(5, "", anonymous="anon"))
    compact(world.workspace, NOW)
    assert [person for person, _, _ in events(world)] == ["new-id"] * 5
    assert EventSegment.objects.filter(path=path).exists()
    assert set(PersonAlias.objects.values_list("alias", "person", "cause")) == {
        ("anon", "new-id", "known"), ("old-id", "new-id", "merged"),
    }  # fmt: skip


def test_a_merge_in_a_circle_is_refused_and_counted(world: World) -> None:
    arrive(
        world,
        line(1, "B", merged="A", event="$alias"),
        line(2, "C", merged="B", event="$alias"),
        line(3, "A", merged="C", event="$alias"),
        line(4, "B", merged="A", event="$alias"),
        line(5, "A", merged="A", event="$alias"),
    )
    compact(world.workspace, NOW)
    assert dict(PersonAlias.objects.values_list("alias", "person")) == {"A": "C", "B": "C"}
    rejection = EventRejection.objects.get()
    assert (rejection.reason.split(",")[0], rejection.events) == ("the ids are one person already", 1)


def test_a_shared_device_stays_with_whoever_signed_in_first(world: World) -> None:
    arrive(
        world,
        line(1, "", anonymous="device"),
        line(2, "P1", anonymous="device", event="$identify"),
        line(3, "P2", anonymous="device", event="$identify"),
    )
    compact(world.workspace, NOW)
    assert [person for person, _, _ in events(world)] == ["P1", "P1", "P2"]
    assert EventRejection.objects.get().events == 1


def test_a_refused_event_is_counted_by_day_and_reason(world: World) -> None:
    began = msgspec.Raw(rb'"{\"userId\":\"ann@acme.example\"}"')
    why = "it has no event name"
    arrive(world, line(1, reason=why), line(2, reason=why, properties=began), line(3, reason=why))
    assert compact(world.workspace, NOW) == 0
    found = EventRejection.objects.get()
    assert (found.source, found.reason, found.events) == ("unknown", why, 3)
    assert found.example == '{"userId":"[EMAIL_1]"}'
    assert not EventSegment.objects.exists()


PLANTED = """
import os, signal, sys
import django
django.setup()
from pathlib import Path
from headway.apps.analytics import segments
from headway.apps.analytics.inbox import lines
found = list(lines(Path(sys.argv[1]).read_bytes()))
segments.collected_write(found, Path(sys.argv[2]), [])
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_between_segment_and_mark_counts_nothing_twice(world: World) -> None:
    arrive(world, line(1), line(2))
    folder = inbox_dir(world.workspace.pk).parent / "events"
    log = sealed(inbox_dir(world.workspace.pk))[0]
    done = subprocess.run([sys.executable, "-c", PLANTED, str(log), str(folder)], env=os.environ, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(list(folder.glob("*.parquet"))) == 1
    assert compact(world.workspace, NOW) == 2
    assert [at for _, _, at in events(world)] == [AT + 1, AT + 2]
    assert len(list(folder.glob("*.parquet"))) == 2
    assert Path(EventSegment.objects.get().path).exists()
