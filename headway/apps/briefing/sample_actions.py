"""A made-up company to look around in: one click in, one click out."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from headway.apps.analytics.actions import EventImport, event_import, segment_before
from headway.apps.analytics.actions import Prepared as PreparedEvents
from headway.apps.briefing.digest_actions import digest_asked
from headway.apps.briefing.folder import folder_read
from headway.apps.briefing.sample import SAMPLE, sample_runs
from headway.apps.discovery.leavings import emptied_forget
from headway.core.context import Context
from headway.core.errors import Conflict
from headway.core.files import file_chunks, upload_store
from headway.core.imports.actions import FileImport, file_import, parsed_before
from headway.core.imports.registry import importer_of
from headway.core.imports.run import Parsed, run_undo
from headway.core.registry import Answer, Done, Empty, action
from headway.core.roles import DECIDERS


@dataclass(frozen=True)
class Tables:
    """The sample company's files, read but not stored."""

    files: Sequence[tuple[FileImport, Parsed]]
    events: tuple[EventImport, PreparedEvents]


class SampleAdded(Answer):
    files: int
    rows: int


class SampleRemoved(Answer):
    files: int
    rows: int
    themes: int


def sample_before(context: Context, question: Empty) -> Tables:
    """Make the company and read its files before the transaction opens."""
    from headway.sample.company import write_company  # noqa: PLC0415 - only who asks for a sample needs it

    if sample_runs(context).exists():
        raise Conflict("The sample company is in this workspace already; take it out first to have it anew.")
    with tempfile.TemporaryDirectory() as home:
        write_company(Path(home))
        paths = folder_read(Path(home)).tables
        files = [_read(context, kind, path) for kind, path in paths if kind != "events"]
        events = _events_read(context, dict(paths)["events"])
    return Tables(files, events)


def _read(context: Context, kind: str, path: Path) -> tuple[FileImport, Parsed]:
    upload = upload_store(context, file_chunks(path))
    question = FileImport(kind=kind, file_name=path.name, upload=upload, source=SAMPLE, mapping={})
    return question, parsed_before(context, question)


def _events_read(context: Context, path: Path) -> tuple[EventImport, PreparedEvents]:
    upload = upload_store(context, file_chunks(path))
    question = EventImport(file_name=path.name, upload=upload, source=SAMPLE)
    return question, segment_before(context, question)


@action("briefing.sample_add", roles=DECIDERS, prepare=sample_before)
def sample_add(context: Context, question: Empty, tables: Tables) -> Done[SampleAdded]:
    """Bring the sample company in by importing its files, then find its themes and problems and score its
    initiatives in the background.

    The company is made up, and so is everything anybody says in it. Raises Conflict when it is there already.
    """
    runs = [file_import(context, one, parsed).answer.run for one, parsed in tables.files]
    runs.append(event_import(context, *tables.events).answer.run)
    digest_asked(context)
    answer = SampleAdded(files=len(runs), rows=sum(run.created for run in runs))
    summary = f"Brought the sample company in: {answer.rows} rows from {answer.files} files"
    return Done(answer, summary, context.workspace, answer.model_dump())


@action("briefing.sample_remove", roles=DECIDERS, destructive=True)
def sample_remove(context: Context, question: Empty) -> Done[SampleRemoved]:
    """Take the sample company out by undoing its imports, and what was proposed from nothing else.

    What people made stays: raises Conflict, and changes nothing, where something of theirs would be lost.
    """
    runs = list(sample_runs(context).order_by("-at", "-id"))
    if not runs:
        raise Conflict("The sample company is not in this workspace; there is nothing to take out.")
    removed = sum(run_undo(context, run, importer_of(run.kind)) for run in runs)
    answer = SampleRemoved(files=len(runs), rows=removed, themes=emptied_forget(context))
    summary = f"Took the sample company out: {removed} rows from {len(runs)} files"
    return Done(answer, summary, context.workspace, answer.model_dump())
