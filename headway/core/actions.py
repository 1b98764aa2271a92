"""What can be changed in the foundation: links, jobs, how pages look, the workspace itself."""

from typing import Literal
from uuid import UUID

from django.db.models import Model
from pydantic import Field

from headway.core.access import rows
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.jobs import enqueue
from headway.core.locales import WEEKDAYS, MoneyShown, Tag, Weekday, Zone
from headway.core.models import JobRun, Link
from headway.core.registry import Done, Question, action
from headway.core.roles import CONTRIBUTORS, DECIDERS


class NoteAdd(Question):
    text: str = Field(min_length=1, max_length=500)


def ref_of(record: Model, ref: str = "") -> RecordRef:
    return RecordRef(kind=record._meta.label_lower, id=str(record.pk), ref=ref or str(record))


@action("core.note_add", roles=CONTRIBUTORS)
def note_add(context: Context, question: NoteAdd) -> Done[RecordRef]:
    """Write a line into the activity log, for what happened outside Headway."""
    return Done(ref_of(context.workspace, context.workspace.slug), question.text, context.workspace)


class WorkspaceEdit(Question):
    name: str | None = Field(None, min_length=1, max_length=200)
    goal: str | None = Field(None, max_length=5000)
    currency: str | None = Field(None, pattern="^[A-Z]{3}$")
    locale: Tag | None = None
    time_zone: Zone | None = None
    week_start: Weekday | None = None
    money_shown: MoneyShown | None = None


@action("core.workspace_edit", roles=DECIDERS)
def workspace_edit(context: Context, question: WorkspaceEdit) -> Done[RecordRef]:
    """Change the workspace's name, goal, currency, or how dates and numbers are written for whoever chose
    nothing else; what is left out stays. A stored amount keeps its currency."""
    workspace, changes = context.workspace, question.model_dump(exclude_none=True)
    if question.week_start:
        changes["week_start"] = WEEKDAYS[question.week_start]
    before = {name: getattr(workspace, name) for name in changes}
    for name, value in changes.items():
        setattr(workspace, name, value)
    workspace.save(update_fields=list(changes) or None)
    return Done(
        ref_of(workspace, workspace.slug),
        f"Changed {', '.join(changes) or 'nothing'} of the workspace",
        workspace,
        {"before": before, "after": changes},
    )


class LinkDecide(Question):
    id: UUID
    state: Literal["confirmed", "rejected"]
    note: str = Field("", max_length=500)


@action("core.link_decide", roles=DECIDERS)
def link_decide(context: Context, question: LinkDecide) -> Done[RecordRef]:
    """Confirm or reject a link that software proposed; a rejected one is not proposed again."""
    link = rows(Link, context).filter(pk=question.id).first()
    if link is None:
        raise NotFound("No such link in this workspace; core.link_list has them.")
    before, link.state = link.state, question.state
    link.note = question.note or link.note
    link.save(update_fields=["state", "note"])
    return Done(
        ref_of(link, str(link.pk)),
        f"{question.state.capitalize()} the link {link.kind}",
        link,
        {"state": {"before": before, "after": link.state}},
    )


class JobRetry(Question):
    id: UUID


@action("core.job_retry", roles=DECIDERS)
def job_retry(context: Context, question: JobRetry) -> Done[RecordRef]:
    """Try a job again that was given up."""
    job = rows(JobRun, context).filter(pk=question.id, status=JobRun.Status.DEAD).first()
    if job is None:
        raise NotFound("No such given-up job in this workspace; core.job_list has them.")
    fresh = enqueue(context, job.name, job.question)
    return Done(ref_of(fresh, job.name), f"Tried the job {job.name} again", fresh, {"after": str(job.pk)})
