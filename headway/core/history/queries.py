"""What happened to one record, and how it stood at a change."""

from django.db.models import QuerySet

from headway.core.audit import finding
from headway.core.context import Context
from headway.core.errors import Refused
from headway.core.history.answers import (
    HistoryQuestion,
    HistoryRow,
    RecordHistory,
    RecordStanding,
    StandingQuestion,
    ValueChange,
    ValueThen,
)
from headway.core.history.logged import Change, changes_of, rows_about
from headway.core.history.standing import standing_at
from headway.core.history.words import Speech
from headway.core.kinds import RecordKind, kind_named
from headway.core.lists.editing import kept
from headway.core.lists.values import plain
from headway.core.models import Activity, ImportRun, WorkspaceRecord
from headway.core.registry import query
from headway.core.roles import MAKERS
from headway.core.talk.records import place_of, record_at


@query("core.record_history")
def record_history(context: Context, question: HistoryQuestion) -> RecordHistory:
    """What happened to one record, the latest first: who changed which values, when, through which door.

    Values are given as the log keeps them and in words. Raises NotFound for an unknown kind or record, Refused
    for a kind that the role does not read, Invalid for an `after` that no answer gave.
    """
    kind, record = record_open(context, question.kind, question.ref)
    before = finding.behind(question.after)
    part = _latest(rows_about(context, kind, record), before, question.limit + 1)
    speech = Speech.of(context, kind)
    place = place_of(kind, record, context.workspace.slug)
    return RecordHistory(
        kind=kind.name, label=kind.label, ref=record.ref, title=place.title, address=place.address,
        version=record.version, created_at=record.created_at, came_from=_came_from(record),
        rows=[_row(speech, entry, record.ref) for entry in part[: question.limit]],
        next=str(part[question.limit - 1].sequence) if len(part) > question.limit else "",
    )  # fmt: skip


def record_open(context: Context, kind: str, ref: str) -> tuple[RecordKind, WorkspaceRecord]:
    """A record for whoever may read its kind. Raises NotFound or Refused."""
    found = kind_named(kind)
    if context.role not in found.readers:
        raise Refused(f"{found.plural} are not open to the role {context.role.label.lower()}.")
    return found, record_at(context, found.name, ref)


def _latest(parts: list[QuerySet[Activity]], before: int | None, most: int) -> list[Activity]:
    found: list[Activity] = []
    for part in parts:
        earlier = part if before is None else part.filter(sequence__lt=before)
        found += earlier.select_related("actor").order_by("-sequence")[:most]
    return sorted(found, key=lambda one: -one.sequence)[:most]


def _came_from(record: WorkspaceRecord) -> str:
    run: ImportRun | None = record.import_run
    if run is not None:
        return f"{run.file_name} of {run.source}"
    return record.source


def _row(speech: Speech, entry: Activity, ref: str) -> HistoryRow:
    changes = [_change(speech, entry, one) for one in changes_of(entry, ref)]
    records = entry.changes.get("records")
    return HistoryRow(
        sequence=entry.sequence,
        at=entry.at,
        actor=str(entry.actor) if entry.actor else "Headway",
        channel=entry.channel,
        action=entry.action,
        outcome=entry.outcome,
        right=str(entry.changes.get("right", "")),
        summary=entry.summary,
        records=len(records) if isinstance(records, dict) and ref in records else 1,
        erased=entry.erased_at is not None,
        restorable=any(one.restorable for one in changes),
        changes=changes,
    )


def _change(speech: Speech, entry: Activity, change: Change) -> ValueChange:
    column, before, after = speech.column(change.name), change.sides.get("before"), change.sides.get("after")
    editor = speech.sheet is not None and speech.context.role in speech.sheet.declared.editors
    is_done = entry.outcome == Activity.Outcome.DONE and entry.erased_at is None
    return ValueChange(
        name=change.name,
        label=speech.label(change.name),
        before=before,
        after=after,
        before_words=speech.words(change.name, before) if "before" in change.sides else "",
        after_words=speech.words(change.name, after) if "after" in change.sides else "",
        changed=change.is_change,
        restorable=change.is_change and editor and is_done and column is not None and column.editable,
    )


@query("core.record_standing", roles=MAKERS)
def record_standing(context: Context, question: StandingQuestion) -> RecordStanding:
    """How a record stood right before or after one of its changes: what going back would change, what stays and why.

    Raises NotFound where its history has no such change, Refused for who may not edit such records.
    """
    kind, record = record_open(context, question.kind, question.ref)
    standing = standing_at(context, kind, record, question.sequence, question.side)
    speech = Speech.of(context, kind)
    return RecordStanding(
        kind=kind.name,
        ref=record.ref,
        version=record.version,
        at=standing.entry.at,
        side=question.side,
        changes=[
            ValueThen(
                column=column.name,
                label=column.label,
                now=(now := plain(kept(record, column))),
                then=plain(then),
                now_words=speech.words(column.name, now),
                then_words=speech.words(column.name, plain(then)),
            )
            for column, then in standing.then.items()
        ],
        left=standing.left,
    )
