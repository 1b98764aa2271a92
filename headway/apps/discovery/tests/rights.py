"""For tests of decision rights: the claim of a change, and a workspace where every gate is in place."""

from typing import Any

from headway.core.gate import Claim, Pending
from headway.core.models import Membership
from headway.core.perform import parse, perform
from headway.core.registry import entry_named
from tests.world import World


def claim_of(world: World, action: str, *, role: str = "product_manager", **question: Any) -> Claim | None:
    """What the change would claim; nothing is done."""
    entry = entry_named(action, "action")
    assert entry.claim
    claim: Claim | None = entry.claim(world.context(role), parse(entry, question))
    assert claim is None or claim.right in entry.rights
    return claim


def claimed(world: World, action: str, **question: Any) -> Claim:
    claim = claim_of(world, action, **question)
    assert claim
    return claim


def formal(world: World) -> World:
    """The enterprise policy; the analyst is finance, legal and security, the contributor support."""
    question = {"profile": "enterprise", "reason": "We have to answer to auditors"}
    perform("governance.policy_adopt", question, world.context("owner"))
    for role, positions in (("analyst", ["finance", "legal", "security"]), ("contributor", ["support"])):
        Membership.objects.filter(workspace=world.workspace, user=world.users[role]).update(
            positions=positions
        )
    return world


def pending(world: World, action: str, *, role: str = "product_manager", **question: Any) -> Pending:
    """The answer to a change that has to wait."""
    answer = perform(action, question, world.context(role))
    assert isinstance(answer, Pending)
    return answer


def agree(world: World, approval: str, *roles: str) -> dict[str, Any]:
    """Have the members of these roles agree one after the other; gives the last answer."""
    told: dict[str, Any] = {}
    for role in roles:
        told = perform("governance.approval_give", {"ref": approval}, world.context(role)).model_dump()
    return told
