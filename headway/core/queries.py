"""What can be asked of the foundation: what happened, what works in the background, what is linked."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count
from pydantic import Field

from headway.core import activity
from headway.core.access import rows
from headway.core.answers import ActivityRow, PageQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.models import Activity, JobRun, Link
from headway.core.registry import Answer, Empty, Question, query


class ActivityQuestion(PageQuestion):
    subject_kind: str = ""
    subject_id: str = ""


class ActivityList(Answer):
    rows: list[ActivityRow]
    total: int
    next: str = ""


@query("core.activity_list")
def activity_list(context: Context, question: ActivityQuestion) -> ActivityList:
    """What happened in the workspace, the latest first, for one record or for all.

    Rows carry their place in the chain and their hash; `changes` names what was changed.
    """
    found = rows(Activity, context).select_related("actor").order_by("-sequence")
    if question.subject_kind:
        found = found.filter(subject_kind=question.subject_kind)
    if question.subject_id:
        found = found.filter(subject_id=question.subject_id)
    total = found.count()
    if question.after:
        found = found.filter(sequence__lt=_whole_number(question.after))
    part = list(found[: question.limit + 1])
    more = part[question.limit - 1].sequence if len(part) > question.limit else ""
    return ActivityList(rows=[_row(entry) for entry in part[: question.limit]], total=total, next=str(more))


def _whole_number(text: str) -> int:
    if not (text.isdecimal() and len(text) < 19):
        raise Invalid(f"Field after: {text!r} is not a row number; use the `next` of an earlier answer.")
    return int(text)


def _row(entry: Activity) -> ActivityRow:
    return ActivityRow(
        sequence=entry.sequence,
        at=entry.at,
        actor=str(entry.actor) if entry.actor else "Headway",
        channel=entry.channel,
        action=entry.action,
        summary=entry.summary,
        subject_kind=entry.subject_kind,
        subject_id=entry.subject_id,
        changes=entry.changes,
        hash=entry.hash,
    )


class AuditVerdict(Answer):
    rows: int
    head: str
    whole: bool
    broken_at: int | None
    reason: str


@query("core.audit_verify")
def audit_verify(context: Context, question: Empty) -> AuditVerdict:
    """Whether the activity log is whole; if not, the first row that was changed, removed or added."""
    verdict = activity.verify(context.workspace)
    whole = verdict.broken_at is None
    return AuditVerdict(
        rows=verdict.rows, head=verdict.head, whole=whole, broken_at=verdict.broken_at, reason=verdict.reason
    )


class JobRow(Answer):
    id: str
    name: str
    status: str
    attempts: int
    error: str
    created_at: datetime
    finished_at: datetime | None


class JobList(Answer):
    rows: list[JobRow]
    dead: int


@query("core.job_list")
def job_list(context: Context, question: PageQuestion) -> JobList:
    """Background work, the latest first, and how much of it was given up (the dead letters)."""
    found = rows(JobRun, context).order_by("-created_at")
    dead = found.filter(status=JobRun.Status.DEAD).aggregate(count=Count("pk"))["count"]
    part = [
        JobRow(
            id=str(job.pk),
            name=job.name,
            status=job.status,
            attempts=job.attempts,
            error=job.error,
            created_at=job.created_at,
            finished_at=job.finished_at,
        )
        for job in found[: question.limit]
    ]
    return JobList(rows=part, dead=dead)


class LinkQuestion(Question):
    kind: str = Field(description="Model label of the record, such as prioritisation.initiative.")
    id: UUID


class LinkRow(Answer):
    id: str
    kind: str
    from_kind: str
    from_id: str
    to_kind: str
    to_id: str
    state: str
    weight: float | None
    note: str


class LinkList(Answer):
    rows: list[LinkRow]


@query("core.link_list")
def link_list(context: Context, question: LinkQuestion) -> LinkList:
    """Every link that starts or ends at a record; proposals of software say so in `state`."""
    found = rows(Link, context)
    ends = found.filter(from_kind=question.kind, from_id=question.id) | found.filter(
        to_kind=question.kind, to_id=question.id
    )
    return LinkList(
        rows=[
            LinkRow(
                id=str(one.pk),
                kind=one.kind,
                from_kind=one.from_kind,
                from_id=str(one.from_id),
                to_kind=one.to_kind,
                to_id=str(one.to_id),
                state=one.state,
                weight=one.weight,
                note=one.note,
            )
            for one in ends.order_by("kind", "-weight", "id")
        ]
    )
