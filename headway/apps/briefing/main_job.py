"""The main job: from a folder of evidence to a defended quarter plan, step by step through the same actions
that a person would take one at a time."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import Any

from django.utils import timezone
from pydantic import BaseModel

from headway.apps.briefing.answers import ImportPart, PlanReport
from headway.apps.briefing.folder import Evidence, folder_read, question_checked
from headway.apps.briefing.queries import PlanReportQuestion, plan_report
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.files import file_chunks, upload_store
from headway.core.imports.actions import ImportReport
from headway.core.perform import perform

Progress = Callable[[str, float], None]


@dataclass
class Run:
    """One run of the main job: who runs it, what it reports, how long each step took."""

    context: Context
    progress: Progress
    imports: list[ImportPart] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    timings_s: dict[str, float] = field(default_factory=dict)

    def act(self, name: str, payload: Mapping[str, Any]) -> BaseModel:
        return perform(name, payload, replace(self.context, now=timezone.now()))

    @contextmanager
    def step(self, name: str, share: float) -> Iterator[None]:
        """Name a step to whoever watches, and note how long it takes."""
        self.progress(name, share)
        start = perf_counter()
        yield
        self.timings_s[name] = round(perf_counter() - start, 2)


def run(context: Context, folder: Path, quarter: str, horizon: int | None, progress: Progress) -> PlanReport:
    """Import a folder, find themes and problems, score the initiatives, plan the quarter, draft the first PRD.

    `progress(step, share)` is told each step and the share of the whole that lies behind it. Raises Invalid
    for a folder without evidence; a file with bad rows comes in without them, and the report says which.
    """
    job = Run(context, progress)
    question_checked(quarter, horizon)
    evidence = folder_read(folder)
    _evidence_import(job, evidence, source=folder.resolve().name)
    _problems_find(job)
    prd = _quarter_plan(job, quarter, horizon)
    with job.step("Report", 0.98):
        report = plan_report(context, PlanReportQuestion(prd=prd))
    progress("Done", 1.0)
    timings = job.timings_s | {"total": round(sum(job.timings_s.values()), 2)}
    return report.model_copy(update={"imports": job.imports, "notices": job.notices, "timings_s": timings})


def _evidence_import(job: Run, evidence: Evidence, source: str) -> None:
    weights = {path: max(path.stat().st_size, 1) for _, path in evidence.tables}
    done = 0
    for kind, path in evidence.tables:
        with job.step(f"Import {path.name}", 0.15 * done / sum(weights.values())):
            job.imports.append(_table_import(job, kind, path, source))
        done += weights[path]
    if evidence.notes:
        with job.step("Import interviews", 0.15):
            notes = [{"name": path.name, "content": _text(path)} for path in evidence.notes]
            job.act("discovery.note_import", {"notes": notes, "source": source})
    if evidence.goal:
        job.act("core.workspace_edit", {"goal": evidence.goal})


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def _table_import(job: Run, kind: str, path: Path, source: str) -> ImportPart:
    upload = upload_store(job.context, file_chunks(path))
    question = {"file_name": path.name, "upload": upload, "source": source}
    name = "analytics.event_import" if kind == "events" else "core.file_import"
    report = job.act(name, question if kind == "events" else question | {"kind": kind})
    assert isinstance(report, ImportReport)
    errors = [f"{path.name}, row {one.row}{_column(one.column)}: {one.message}" for one in report.errors]
    done = report.run
    return ImportPart(
        file=path.name, kind=kind, read=done.read, created=done.created, updated=done.updated,
        unchanged=done.unchanged, refused=done.refused, first_errors=errors[:10],
    )  # fmt: skip


def _column(name: str) -> str:
    return f", column {name}" if name else ""


def _problems_find(job: Run) -> None:
    with job.step("Find themes", 0.18):
        job.act("discovery.theme_find", {})
    with job.step("Size problems", 0.6):
        job.act("discovery.problem_propose", {})


def _quarter_plan(job: Run, quarter: str, horizon: int | None) -> str:
    """Score, plan and draft; gives the ref of the PRD, empty where there is nothing to draft."""
    with job.step("Propose inputs", 0.63):
        job.act("prioritisation.input_propose", {})
    with job.step("Score initiatives", 0.67):
        job.act("prioritisation.score_run", {})
    with job.step("Plan quarters", 0.72):
        question = {"quarter": quarter} | ({"horizon": horizon} if horizon else {})
        job.act("roadmap.plan_make", question)
    with job.step("Draft the first PRD", 0.93):
        return _prd_draft(job)


def _prd_draft(job: Run) -> str:
    """Draft the PRD of the best-ranked initiative that starts first and stands on evidence."""
    report = plan_report(job.context, PlanReportQuestion())
    linked = {one.id: one for one in report.initiatives if one.problems}
    items = report.plan.items if report.plan else []
    candidates = [one for one in items if one.id in linked]
    if not candidates:
        job.notices.append("No PRD was drafted: nothing in the plan is linked to a problem.")
        return ""
    first = min(candidates, key=lambda one: (one.start, one.rank or 10_000, one.id))
    try:
        return getattr(job.act("requirements.prd_draft", {"initiative": first.id}), "ref", "")
    except Invalid as refused:
        job.notices.append(f"No PRD was drafted: {refused.detail}")
        return ""
