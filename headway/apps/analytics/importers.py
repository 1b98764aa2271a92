"""Usage events as a file. They become a segment rather than rows of the database."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from django.db import transaction

from headway.apps.analytics.models import EventSegment
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.imports import columns as cell
from headway.core.imports.columns import Column, Row
from headway.core.imports.registry import Build, Importer, importer_add
from headway.core.models import ImportRun


def _refuse(context: Context, run: ImportRun, parsed: Sequence[Row]) -> Build:
    raise Invalid("Usage events are no table of records; analytics.event_import reads them.")


def _segments_erase(context: Context, run: ImportRun) -> None:
    """Erase the files of events that nothing will list any more, since they tell what people did."""
    for path in rows(EventSegment, context).filter(import_run=run).values_list("path", flat=True):
        transaction.on_commit(partial(Path(path).unlink, missing_ok=True))


EVENTS = Importer(
    kind="events",
    file_name="events.csv",
    model=EventSegment,
    key="event",
    order=90,
    doc="What people did in the product, one row an event; further columns become properties.",
    prepare=_refuse,
    undo=_segments_erase,
    action="analytics.event_import",
    columns=[
        Column("person_id", cell.text(200), needed=True, aliases=("user_id", "user", "distinct_id"), example="P1"),
        Column("account_id", cell.text(200), aliases=("group_id",), example="ACC-1"),
        Column("ts", cell.moment, needed=True, aliases=("time", "timestamp", "at"),
               example="2026-09-01T08:30:00Z"),
        Column("event", cell.text(200), needed=True, aliases=("event_type", "name"), example="app_opened"),
    ],
)  # fmt: skip
importer_add(EVENTS)
