"""Keys to the API and the MCP server: made, and made useless."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from pydantic import Field

from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound, Refused
from headway.core.models import ApiToken, Membership, token_hash
from headway.core.registry import SECRET, Answer, Done, Question, action
from headway.core.roles import ADMINS, CONTRIBUTORS
from headway.core.scopes import Scope, beyond, unknown

SCOPES = "What it may use: `read` for every query, beginnings of names such as `discovery`; empty for all."


class TokenCreate(Question):
    name: str = Field(min_length=1, max_length=100)
    days_valid: int = Field(90, ge=1, le=3650)
    scopes: list[Scope] = Field([], max_length=50, description=SCOPES, examples=[["read"]])


class TokenSecret(Answer):
    id: str
    name: str
    secret: str = Field(description="Shown once; only its hash is kept.", json_schema_extra=SECRET)


@action("core.token_create", roles=CONTRIBUTORS)
def token_create(context: Context, question: TokenCreate) -> Done[TokenSecret]:
    """Make an API token that acts as the asking person in this workspace, within scopes where some are given.

    A token that is kept to scopes itself makes none that opens more. Raises Invalid for a scope of nothing.
    """
    scopes = scopes_checked(context, question.scopes)
    secret = ApiToken.new_secret()
    token = ApiToken.objects.create(
        membership=Membership.objects.get(workspace=context.workspace, user=context.actor),
        name=question.name,
        hash=token_hash(secret),
        scopes=scopes,
        created_at=context.now,
        expires_at=context.now + timedelta(days=question.days_valid),
    )
    answer = TokenSecret(id=str(token.pk), name=token.name, secret=secret)
    changes = {"days_valid": question.days_valid, "scopes": scopes}
    return Done(answer, f"Made the API token {token.name!r}", token, changes)


def scopes_checked(context: Context, wanted: Sequence[str]) -> list[str]:
    """Scopes in order, each once. Raises Invalid for one that opens nothing, Refused for more than one's own."""
    scopes = sorted(set(wanted))
    if wrong := unknown(scopes):
        raise Invalid(
            f"Field scopes: nothing is named {wrong[0]!r}; use `read`, an area such as `discovery`, or a name."
        )
    if more := beyond(context.scopes, scopes):
        raise Refused(f"A token makes none that opens more than itself; this one would open {more[0]}.")
    return scopes


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
