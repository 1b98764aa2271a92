"""A change that waits, made without anybody asking for it."""

from datetime import timedelta

from headway.apps.governance.models import Approval
from headway.core.gate import state_of
from tests.world import NOW, World


def approval_there(world: World, requester: str = "product_manager", late: bool = False) -> dict[str, str]:
    """A change that needs two agreements, so that the first leaves it waiting."""
    approval = Approval.objects.create(
        workspace=world.workspace,
        ref="AP-1",
        action="governance.policy_adopt",
        payload={"profile": "startup"},
        title="Put the rights policy in force",
        right="POL",
        reach={},
        state=state_of(0),
        reason="Two executives decide on this.",
        steps=[{"label": "Executive", "positions": ["executive"], "entries": []}] * 2,
        escalation=[{"to": "director", "after_days": 1}],
        requester=world.users["admin" if requester == "product_manager" else requester],
        channel="web",
        created_at=NOW - timedelta(days=3 if late else 0),
    )
    return {"ref": approval.ref}
