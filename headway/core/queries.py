"""What can be asked of the foundation: who, what happened, what came in, what is linked."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count
from pydantic import Field

from headway.core import activity
from headway.core.access import memberships, rows
from headway.core.answers import ActivityRow, PageQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.models import Activity, ApiToken, JobRun, Link, Membership
from headway.core.registry import Answer, Empty, Question, query
from headway.core.roles import ADMINS


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


class WorkspaceRow(Answer):
    slug: str
    name: str
    role: str
    time_zone: str
    currency: str
    goal: str


class WorkspaceList(Answer):
    rows: list[WorkspaceRow]
    current: str


@query("core.workspace_list")
def workspace_list(context: Context, question: Empty) -> WorkspaceList:
    """The workspaces the asking person is a member of, the one most recently worked in first."""
    found = [
        WorkspaceRow(
            slug=member.workspace.slug,
            name=member.workspace.name,
            role=member.role,
            time_zone=member.workspace.time_zone,
            currency=member.workspace.currency,
            goal=member.workspace.goal,
        )
        for member in memberships(context.actor)
    ]
    return WorkspaceList(rows=found, current=context.workspace.slug)


class MemberRow(Answer):
    email: str
    name: str
    role: str
    active: bool


class MemberList(Answer):
    rows: list[MemberRow]


@query("core.member_list")
def member_list(context: Context, question: Empty) -> MemberList:
    """Who belongs to the workspace and in which role."""
    found = rows(Membership, context).select_related("user").order_by("user__email")
    return MemberList(
        rows=[
            MemberRow(email=one.user.email, name=one.user.name, role=one.role, active=one.user.is_active)
            for one in found
        ]
    )


class TokenRow(Answer):
    id: str
    name: str
    email: str
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class TokenList(Answer):
    rows: list[TokenRow]


@query("core.token_list", roles=ADMINS)
def token_list(context: Context, question: Empty) -> TokenList:
    """The API tokens of the workspace; their secrets are not kept."""
    found = ApiToken.objects.filter(membership__workspace=context.workspace).select_related(
        "membership__user"
    )
    return TokenList(
        rows=[
            TokenRow(
                id=str(one.pk),
                name=one.name,
                email=one.membership.user.email,
                created_at=one.created_at,
                expires_at=one.expires_at,
                revoked_at=one.revoked_at,
            )
            for one in found.order_by("-created_at")
        ]
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
