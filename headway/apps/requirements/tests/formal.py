"""Shorthands of tests about decision rights: what a change claims, a strict policy, and people who agree."""

from typing import Any

from headway.core.context import Context
from headway.core.gate import Claim, Pending
from headway.core.models import Membership
from headway.core.perform import parse, perform
from headway.core.registry import entry_named
from tests.world import World


def claim_of(context: Context, name: str, /, **question: Any) -> Claim | None:
    """The right that a change would use, without making it."""
    entry = entry_named(name, "action")
    assert entry.claim
    claim: Claim | None = entry.claim(context, parse(entry, question))
    return claim


def formal(world: World) -> None:
    """The enterprise policy, with somebody for support."""
    perform("governance.policy_adopt", {"profile": "enterprise"}, world.context("owner"))
    Membership.objects.filter(user=world.users["contributor"]).update(positions=["support"])


def pended(world: World, name: str, role: str = "product_manager", /, **question: Any) -> Pending:
    """A change that has to wait for others."""
    answer = perform(name, question, world.context(role))
    assert isinstance(answer, Pending)
    return answer


def agreed(world: World, approval: str, *roles: str) -> None:
    """The members of these roles agree to a change that waits."""
    for role in roles:
        perform("governance.approval_give", {"ref": approval}, world.context(role))
