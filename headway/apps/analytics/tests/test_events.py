"""Events as they come: odd headers, impossible times, two imports at once, and taken back for good."""

from pathlib import Path
from typing import Any

import pytest

from headway.apps.analytics.actions import EventImport, event_import, segment_before
from headway.apps.analytics.models import EventSegment
from headway.apps.analytics.store import connection, segments_sql
from headway.core.errors import Conflict
from headway.core.imports.actions import ImportReport
from headway.core.perform import perform
from tests.world import World

ONE = "person_id,event,ts\nP1,opened,2026-04-02T00:00:00Z\n"


def bring(world: World, content: str, **mapping: str) -> ImportReport:
    question = {"file_name": "events.csv", "content": content, "mapping": mapping}
    report = perform("analytics.event_import", question, world.context())
    assert isinstance(report, ImportReport)
    return report


def stored(column: str) -> list[object]:
    """That column of all events there are."""
    paths = EventSegment.objects.values_list("path", flat=True)
    with connection() as session:
        return [row[0] for row in session.execute(f"SELECT {column} FROM {segments_sql(paths)}").fetchall()]


def test_the_name_of_a_column_is_only_ever_a_name(world: World) -> None:
    bring(world, 'person_id,event,ts,"a""; DROP TABLE raw; --",a\'b,line\nP1,opened,2026-04-02,1,2,3\n')
    assert stored("properties") == ['{"a\\"\\"; DROP TABLE raw; --":"1","a\'b":"2","line":"3"}']


def test_spaces_around_a_header_and_a_person_called_line_are_no_obstacle(world: World) -> None:
    assert bring(world, "person_id , event, ts\nP1,opened,2026-04-02\n").run.created == 1
    assert bring(world, "line,event,ts\nP2,opened,2026-04-02\n", person_id="line").run.created == 1
    assert sorted(map(str, stored("person"))) == ["P1", "P2"]


@pytest.mark.parametrize("moment", ["99999-01-01", "0044-03-15 (BC)", "infinity"])
def test_a_time_outside_the_calendar_is_refused_by_its_row(world: World, moment: str) -> None:
    report = bring(world, f"{ONE}P2,opened,{moment}\n")
    assert (report.run.created, report.run.refused) == (1, 1)
    assert [(one.row, one.column, one.message) for one in report.errors] == [
        (3, "ts", f"'{moment}' is not a date and time")
    ]


def test_of_two_imports_at_once_the_later_is_told_to_come_again(world: World) -> None:
    question = EventImport(file_name="events.csv", content=ONE)
    prepared = segment_before(world.context(), question)
    bring(world, ONE)
    with pytest.raises(Conflict, match="import the file again"):
        event_import(world.context(), question, prepared)
    assert (stored("person"), prepared.written.path.exists()) == (["P1"], False)


def test_events_taken_back_are_erased_from_the_disk(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    report = bring(world, ONE)
    path = Path(EventSegment.objects.get().path)
    assert path.exists()
    with django_capture_on_commit_callbacks(execute=True):
        perform("core.import_undo", {"run": report.run.id}, world.context())
    assert not path.exists()
