"""What can be changed in the foundation: members, tokens, links, imports, jobs, the workspace itself."""

from datetime import timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Model
from pydantic import Field

from headway.core.access import rows
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound, Refused
from headway.core.jobs import enqueue
from headway.core.models import ApiToken, JobRun, Link, Membership, User, token_hash
from headway.core.registry import SECRET, Answer, Done, Question, action
from headway.core.roles import ADMINS, CONTRIBUTORS, DECIDERS, EVERYONE, Role


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


@action("core.workspace_edit", roles=DECIDERS)
def workspace_edit(context: Context, question: WorkspaceEdit) -> Done[RecordRef]:
    """Change the workspace's name, goal or currency; what is left out stays."""
    workspace, changes = context.workspace, question.model_dump(exclude_none=True)
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


class MemberSet(Question):
    email: str = Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=254)
    role: Role
    name: str = Field("", max_length=200)


@action("core.member_set", roles=ADMINS)
def member_set(context: Context, question: MemberSet) -> Done[RecordRef]:
    """Give a person a role in the workspace; a person not known yet gets an account without a password.

    Only an owner may make an owner. The last owner keeps the role.
    """
    if question.role == Role.OWNER and context.role != Role.OWNER:
        raise Refused("Only an owner may make somebody an owner.")
    email = question.email.lower()
    user = User.objects.filter(email=email).first() or User.objects.create_user(email, name=question.name)
    member = rows(Membership, context).filter(user=user).first()
    before = member.role if member else None
    if before == Role.OWNER and question.role != Role.OWNER:
        _refuse_last_owner(context)
    member, _ = Membership.objects.update_or_create(
        workspace=context.workspace, user=user, defaults={"role": question.role}
    )
    changes = {"user": str(user.pk), "role": {"before": before, "after": question.role.value}}
    return Done(ref_of(member, email), f"Made a member {question.role.label.lower()}", member, changes)


def _refuse_last_owner(context: Context) -> None:
    if context.role != Role.OWNER:
        raise Refused("Only an owner may change an owner's role.")
    if rows(Membership, context).filter(role=Role.OWNER).count() == 1:
        raise Invalid("This is the last owner; make somebody else an owner first.")


class TokenCreate(Question):
    name: str = Field(min_length=1, max_length=100)
    days_valid: int = Field(90, ge=1, le=3650)


class TokenSecret(Answer):
    id: str
    name: str
    secret: str = Field(description="Shown once; only its hash is kept.", json_schema_extra=SECRET)


@action("core.token_create", roles=CONTRIBUTORS)
def token_create(context: Context, question: TokenCreate) -> Done[TokenSecret]:
    """Make an API token that acts as the asking person in this workspace."""
    secret = ApiToken.new_secret()
    token = ApiToken.objects.create(
        membership=Membership.objects.get(workspace=context.workspace, user=context.actor),
        name=question.name,
        hash=token_hash(secret),
        created_at=context.now,
        expires_at=context.now + timedelta(days=question.days_valid),
    )
    answer = TokenSecret(id=str(token.pk), name=token.name, secret=secret)
    return Done(answer, f"Made the API token {token.name!r}", token, {"days_valid": question.days_valid})


class TokenRevoke(Question):
    id: UUID


@action("core.token_revoke", roles=CONTRIBUTORS, destructive=True)
def token_revoke(context: Context, question: TokenRevoke) -> Done[RecordRef]:
    """Make an API token useless from now on: one's own, or any of the workspace for an admin."""
    found = ApiToken.objects.filter(membership__workspace=context.workspace, pk=question.id, revoked_at=None)
    if context.role not in ADMINS:
        found = found.filter(membership__user=context.actor)
    token = found.first()
    if token is None:
        raise NotFound("No such API token that you may revoke; core.token_list has them.")
    token.revoked_at = context.now
    token.save(update_fields=["revoked_at"])
    return Done(ref_of(token, token.name), f"Revoked the API token {token.name!r}", token)


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


class ThemeSet(Question):
    theme: Literal["system", "light", "dark"]


@action("core.theme_set", roles=EVERYONE)
def theme_set(context: Context, question: ThemeSet) -> Done[RecordRef]:
    """Choose how the pages look for the asking person: light, dark, or as the system has it."""
    user, before = context.actor, context.actor.theme or "system"
    user.theme = "" if question.theme == "system" else question.theme
    user.save(update_fields=["theme"])
    changes = {"theme": {"before": before, "after": question.theme}}
    return Done(ref_of(user, user.email), f"Set the theme to {question.theme}", user, changes)
