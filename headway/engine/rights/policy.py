"""What a decision-rights policy says, as plain values: who decides what, with whom, and from which size on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from headway.engine.rights.catalogue import FOLLOWING

Mode = Literal["decide", "recommend"]
Measure = Literal["arr_minor", "accounts", "quarters"]
MEASURES: tuple[Measure, ...] = ("arr_minor", "accounts", "quarters")
ANY_CLASS = "any"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a change goes.

    `arr_minor` is yearly revenue in hundredths of the currency, `accounts` and `quarters` are counts; None is
    unknown, with its `reason`. `compliance` is the compliance class it touches, empty for none.
    """

    arr_minor: int | None = 0
    accounts: int | None = 0
    quarters: int | None = 0
    compliance: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which size on a change counts. None: that measure does not matter; `compliance` are classes."""

    arr_minor: int | None = None
    accounts: int | None = None
    quarters: int | None = None
    compliance: frozenset[str] = frozenset()

    def met_by(self, reach: Reach) -> bool:
        """Whether a change reaches any of the limits. A measure that is needed and unknown counts as reached.

        >>> limit = Threshold(accounts=10)
        >>> [limit.met_by(Reach(accounts=count)) for count in (9, 10, None)]
        [False, True, True]
        """
        return bool(self.measures_met(reach)) or self.class_met(reach)

    def measures_met(self, reach: Reach) -> tuple[Measure, ...]:
        """The measures by which a change reaches a limit, those that are unknown among them."""
        return tuple(measure for measure in MEASURES if _reached(getattr(self, measure), reach, measure))

    def class_met(self, reach: Reach) -> bool:
        """Whether the change touches one of the compliance classes; `any` stands for every class."""
        return bool(reach.compliance) and bool(self.compliance & {reach.compliance, ANY_CLASS})


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a delegation carries, the limit itself included. None: that measure is not limited."""

    arr_minor: int | None = None
    accounts: int | None = None
    quarters: int | None = None

    def hold(self, reach: Reach) -> bool:
        """Whether a change stays within the limits. A measure that is limited and unknown does not.

        >>> limit = Limits(accounts=10)
        >>> [limit.hold(Reach(accounts=count)) for count in (10, 11, None)]
        [True, False, False]
        """
        pairs = [(getattr(self, measure), getattr(reach, measure)) for measure in MEASURES]
        return all(limit is None or (value is not None and value <= limit) for limit, value in pairs)


@dataclass(frozen=True, slots=True)
class Position:
    """A position that holds decision rights, and the workspace roles that hold it without being named.

    For one that is `irreplaceable` nobody further up can stand in when a change is escalated.
    """

    name: str
    label: str
    roles: frozenset[str] = frozenset()
    irreplaceable: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """When a rule holds. `name` is as written (`any`, `material`, `compliance:health`), empty for own limits."""

    name: str
    threshold: Threshold | None = None

    def holds(self, reach: Reach) -> bool:
        """Whether the rule holds for a change of this reach; one without a threshold always does."""
        return self.threshold is None or self.threshold.met_by(reach)


@dataclass(frozen=True, slots=True)
class Approval:
    """Whose approval a rule asks for besides. Each entry is one position, or several of which any will do."""

    kind: Literal["all_of", "one_of", "quorum"]
    entries: tuple[tuple[str, ...], ...]
    needed: int


@dataclass(frozen=True, slots=True)
class Escalation:
    """Whom to ask next when so many calendar days have passed without a decision."""

    to: str
    after_days: int


@dataclass(frozen=True, slots=True)
class Rule:
    """Who decides under one condition. `request` empty: anybody may ask. `answer`: who decides on what is
    only recommended. `deadline_days` are calendar days, None for no deadline."""

    when: Condition
    decide: tuple[str, ...]
    approval: Approval | None = None
    request: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()
    consult: tuple[str, ...] = ()
    inform: tuple[str, ...] = ()
    deadline_days: int | None = None
    escalation: tuple[Escalation, ...] = ()


@dataclass(frozen=True, slots=True)
class Right:
    """One decision right with its rules in order; the first whose condition holds is the one."""

    id: str
    title: str
    mode: Mode
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Delegation:
    """A standing delegation: whoever holds `to` also holds `giver`, within limits, up to and on `until`."""

    giver: str
    to: str
    until: date | None = None
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Policy:
    """A whole policy document."""

    profile: str
    title: str
    positions: Mapping[str, Position]
    materiality: Mapping[str, Threshold]
    rights: Mapping[str, Right]
    delegations: tuple[Delegation, ...] = ()

    def right(self, right_id: str) -> Right:
        """The right of this id; LV11 and LV14 follow DRe1 where they are not ruled apart.

        Raises KeyError for an id that no policy knows.
        """
        return self.rights.get(right_id) or self.rights[FOLLOWING.get(right_id, right_id)]

    def positions_of(self, role: str, named: frozenset[str] = frozenset()) -> frozenset[str]:
        """The positions somebody holds by workspace role and by name; names this policy lacks do not count."""
        by_role = {position.name for position in self.positions.values() if role in position.roles}
        return frozenset(by_role | (named & self.positions.keys()))


def _reached(limit: int | None, reach: Reach, measure: Measure) -> bool:
    value: int | None = getattr(reach, measure)
    return limit is not None and (value is None or value >= limit)
