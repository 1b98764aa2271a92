"""What keeps delegations sound: only what is one's own is lent, to a member, and never in a circle."""

from collections.abc import Sequence

from headway.apps.governance import policies
from headway.apps.governance.models import Delegation
from headway.apps.governance.standing import acting
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.models import User
from headway.core.records import member_named
from headway.engine.rights.delegated import cycle_in


def taker_named(context: Context, email: str) -> User:
    """The member with that e-mail address. Raises Invalid for nobody, and for oneself."""
    taker = member_named(context, email, "to")
    if not taker.is_active:
        raise Invalid(f"Field to: the account of {email!r} is closed; lend to somebody who can sign in.")
    if taker == context.actor:
        raise Invalid("Field to: a position cannot be lent to oneself.")
    return taker


def refuse_what_is_not_held(context: Context, positions: Sequence[str]) -> None:
    """Raise Invalid for positions that the acting person does not hold by role or name."""
    policy, person = policies.in_force(context), acting(context)
    own = policy.positions_of(person.role, person.positions)
    if missing := [name for name in positions if name not in own]:
        raise Invalid(
            f"Field positions: you do not hold {', '.join(missing)}; you hold {', '.join(sorted(own)) or 'none'}."
        )


def refuse_circle(context: Context, taker: User) -> None:
    """Raise Invalid where the taker lends, over others or directly, to the giver."""
    running = rows(Delegation, context).filter(ended_at=None, ends__gte=context.today)
    edges = [(str(giver), str(to)) for giver, to in running.values_list("giver", "taker")]
    if cycle_in([*edges, (str(context.actor.pk), str(taker.pk))]):
        raise Invalid(f"Field to: {taker} lends positions to you already; that would go in a circle.")
