"""What can be asked of the foundation: who, which work in the background, what is linked."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count
from pydantic import Field

from headway.core.access import rows
from headway.core.answers import PageQuestion
from headway.core.context import Context
from headway.core.models import JobRun, Link
from headway.core.registry import Answer, Question, query
from headway.core.roles import MAKERS


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
    """Background work, the latest first, and how much of it was given up (the dead letters).

    An error may quote what the job was asked, so only roles that make things read it; others read its kind.
    """
    found = rows(JobRun, context).order_by("-created_at")
    dead = found.filter(status=JobRun.Status.DEAD).aggregate(count=Count("pk"))["count"]
    part = [
        JobRow(
            id=str(job.pk),
            name=job.name,
            status=job.status,
            attempts=job.attempts,
            error=job.error if context.role in MAKERS else job.error.split(":")[0],
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
