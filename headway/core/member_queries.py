"""What can be asked about people of a workspace: who they are, which keys they have, where else one belongs."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from headway.core.access import memberships, rows
from headway.core.context import Context
from headway.core.models import ApiToken, Membership
from headway.core.registry import Answer, Empty, query
from headway.core.roles import ADMINS, CONTRIBUTORS


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
    """The workspaces the asking person is a member of, the one most recently worked in first.

    An API token stands for the person in one workspace only, and is told of that one.
    """
    found = memberships(context.actor)
    if context.by_token:
        found = found.filter(workspace=context.workspace)
    return WorkspaceList(rows=[_workspace_row(one) for one in found], current=context.workspace.slug)


def _workspace_row(member: Membership) -> WorkspaceRow:
    return WorkspaceRow(
        slug=member.workspace.slug,
        name=member.workspace.name,
        role=member.role,
        time_zone=member.workspace.time_zone,
        currency=member.workspace.currency,
        goal=member.workspace.goal,
    )


class MemberRow(Answer):
    email: str
    name: str
    role: str
    active: bool
    positions: list[str]
    source: Literal["person", "directory", "rule"] = Field(description="Who decided that they belong here.")
    last_sign_in: datetime | None = Field(
        description="For owners, admins and oneself; null for others, and where somebody never signed in."
    )


class MemberList(Answer):
    rows: list[MemberRow]


@query("core.member_list")
def member_list(context: Context, question: Empty) -> MemberList:
    """Who belongs to the workspace, in which role and with which positions."""
    found = rows(Membership, context).select_related("user").order_by("user__email")
    return MemberList(rows=[_member_row(context, one) for one in found])


def _member_row(context: Context, member: Membership) -> MemberRow:
    user = member.user
    is_told = context.role in ADMINS or user == context.actor
    return MemberRow(
        email=user.email,
        name=user.name,
        role=member.role,
        active=user.is_active,
        positions=member.positions,
        source=_who_decided(member.source),
        last_sign_in=user.last_login if is_told else None,
    )


def _who_decided(source: str) -> Literal["person", "directory", "rule"]:
    if not source:
        return "person"
    return "directory" if source == "scim" else "rule"


class TokenRow(Answer):
    id: str
    name: str
    email: str
    scopes: list[str] = Field(description="What it is kept to; empty for all that the role may.")
    created_at: datetime
    last_used_at: datetime | None = Field(description="To the minute; null where it never was.")
    expires_at: datetime | None
    revoked_at: datetime | None


class TokenList(Answer):
    rows: list[TokenRow]


@query("core.token_list", roles=CONTRIBUTORS)
def token_list(context: Context, question: Empty) -> TokenList:
    """The API tokens of the workspace for owners and admins, one's own for others; secrets are not kept."""
    found = ApiToken.objects.filter(membership__workspace=context.workspace)
    if context.role not in ADMINS:
        found = found.filter(membership__user=context.actor)
    found = found.select_related("membership__user").order_by("-created_at")
    return TokenList(rows=[_token_row(one) for one in found])


def _token_row(token: ApiToken) -> TokenRow:
    return TokenRow(
        id=str(token.pk),
        name=token.name,
        email=token.membership.user.email,
        scopes=token.scopes,
        created_at=token.created_at,
        last_used_at=token.last_used_at,
        expires_at=token.expires_at,
        revoked_at=token.revoked_at,
    )
