"""Which positions a member holds: by role, by name, and lent by others."""

from dataclasses import dataclass
from datetime import date

from headway.apps.governance import policies
from headway.apps.governance.models import Delegation
from headway.core.access import rows
from headway.core.context import Context
from headway.core.gate import Reach as ClaimedReach
from headway.core.models import Membership
from headway.engine.rights.delegated import Delegated, held
from headway.engine.rights.policy import Limits, Policy, Reach
from headway.engine.rights.ruling import Person


def reach_of(claimed: ClaimedReach) -> Reach:
    """A claim's reach in the words of the rules."""
    return Reach(claimed.arr_minor, claimed.accounts, claimed.quarters, claimed.compliance, claimed.reason)


def members(context: Context) -> list[tuple[Person, str]]:
    """Every active member as the rules see them, each with the name that people know."""
    lent = delegated(context)
    found = rows(Membership, context).filter(user__is_active=True).select_related("user")
    return [(_person(one, lent), str(one.user)) for one in found.order_by("created_at", "id")]


@dataclass(frozen=True)
class Holder:
    """An active member with the positions that the member may use for a change of some reach."""

    id: str
    name: str
    positions: frozenset[str]


def holders(context: Context, policy: Policy, reach: ClaimedReach) -> list[Holder]:
    """Every active member with what the member may use today for a change of this reach."""
    on, far = context.today, reach_of(reach)
    return [
        Holder(person.id, name, positions_held(policy, person, on, far)) for person, name in members(context)
    ]


def acting(context: Context) -> Person:
    """The acting person as the rules see them."""
    return _person(rows(Membership, context).get(user=context.actor), delegated(context))


def delegated(context: Context) -> list[Delegated]:
    """Every delegation that nobody has ended."""
    found = rows(Delegation, context).filter(ended_at=None)
    return [
        Delegated(
            positions=frozenset(one.positions),
            to_id=str(one.taker_id),
            start=one.starts,
            until=one.ends,
            limits=lent_within(one),
            from_id=str(one.giver_id),
        )
        for one in found
    ]


def lent_within(one: Delegation) -> Limits:
    """How far a delegation carries."""
    return Limits(one.arr_minor_most, one.accounts_most, one.quarters_most)


@dataclass(frozen=True)
class Standing:
    """The policy in force today and the acting person in it: read once, asked for many changes."""

    policy: Policy
    person: Person
    on: date

    def held(self, reach: Reach) -> frozenset[str]:
        """The positions the person may use today for a change of this reach."""
        return positions_held(self.policy, self.person, self.on, reach)


def standing_of(context: Context) -> Standing:
    return Standing(policies.in_force(context), acting(context), context.today)


def positions_held(policy: Policy, person: Person, on: date, reach: Reach) -> frozenset[str]:
    """The positions somebody may use on a day for a change of this reach."""
    own = policy.positions_of(person.role, person.positions)
    return held(person.id, own, person.delegated, policy.delegations, on, reach)


def _person(member: Membership, lent: list[Delegated]) -> Person:
    mine = tuple(one for one in lent if one.to_id == str(member.user_id))
    return Person(str(member.user_id), member.role, frozenset(member.positions), mine)
