"""The only door to rows: each function takes who asks, and gives back nothing from elsewhere."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import F, Max, Model, QuerySet

from headway.core.context import Channel, Context
from headway.core.errors import NotFound, SignInNeeded
from headway.core.models import ApiToken, Membership, User, WorkspaceRecord, token_hash
from headway.core.roles import Role
from headway.core.token_use import used

Row = TypeVar("Row", bound=Model)
Record = TypeVar("Record", bound=WorkspaceRecord)


def memberships(user: User) -> QuerySet[Membership]:
    """The workspaces a person may enter, the one with the latest activity first."""
    return (
        Membership.objects.filter(user=user)
        .select_related("workspace", "user")
        .annotate(latest=Max("workspace__activity__at"))
        .order_by(F("latest").desc(nulls_last=True), "created_at")
    )


def enter(user: User, slug: str | None, channel: Channel, now: datetime) -> Context:
    """The context of a person in a workspace; without a slug, the one most recently worked in.

    Raises NotFound for a workspace that does not exist and for one the person is no member of,
    in the same words, so that names of other workspaces cannot be guessed.
    """
    if not user.is_active:
        raise SignInNeeded("This account is not active; ask an admin.")
    # Which workspace had the latest activity takes a look at all of it, so it is asked only where it matters.
    named = Membership.objects.select_related("workspace").filter(user=user, workspace__slug=slug or "")
    found = named.first() if slug else memberships(user).first()
    if found is None:
        raise NotFound(f"No workspace {slug!r} that you are a member of." if slug else "No workspace yet.")
    return Context(found.workspace, user, Role(found.role), channel, now)


def enter_by_token(secret: str, channel: Channel, now: datetime) -> Context:
    """The context that an API token stands for. Raises SignInNeeded when it is unknown, old or revoked."""
    token = (
        ApiToken.objects.select_related("membership__workspace", "membership__user")
        .filter(hash=token_hash(secret), revoked_at=None)
        .first()
    )
    if token is None or (token.expires_at and token.expires_at <= now):
        raise SignInNeeded("The API token is unknown, expired or revoked; make a new one under Settings.")
    member = token.membership
    if not member.user.is_active:
        raise SignInNeeded("This account is not active; ask an admin.")
    used(token, now)
    scopes = tuple(token.scopes)
    return Context(member.workspace, member.user, Role(member.role), channel, now, True, scopes)


def rows(model: type[Row], context: Context) -> QuerySet[Row]:
    """All rows of a model in the context's workspace."""
    return model._default_manager.filter(workspace=context.workspace)


def row(model: type[Record], context: Context, ref: str) -> Record:
    """One record of the workspace by its ref (`INI-01`) or id. Raises NotFound."""
    found = rows(model, context).filter(ref=ref).first()
    if found is None and (as_id := _uuid(ref)):
        found = rows(model, context).filter(pk=as_id).first()
    if found is None:
        name = str(model._meta.verbose_name)
        raise NotFound(f"No {name} {ref!r} in this workspace; the list of {name} records has the refs.")
    return found


def rows_by_ref(model: type[Record], context: Context, refs: Iterable[str]) -> dict[str, Record]:
    """The records with these refs, by ref; refs that do not exist are absent."""
    return {found.ref: found for found in rows(model, context).filter(ref__in=list(refs))}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
