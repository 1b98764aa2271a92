"""A plan laid out on a board: which bet stands in which row, from which column to which."""

from collections.abc import Iterable
from dataclasses import dataclass

from headway.apps.roadmap.answers import LoadRow, PlanDetail, PlannedItem, ShortfallList

COMMITTED_QUARTERS = 2
FULL_SHARE = 0.95


@dataclass(frozen=True)
class Bet:
    """An item in a team's row: its first column (from 1), how many columns, and this team's share of it."""

    item: PlannedItem
    column: int
    columns: int
    person_weeks: float
    direction: bool


@dataclass(frozen=True)
class Load:
    period: str
    used: float
    capacity: float
    share: float
    full: bool
    p_overload: float | None


@dataclass(frozen=True)
class TeamRow:
    name: str
    loads: list[Load]
    bets: list[Bet]


@dataclass(frozen=True)
class Period:
    name: str
    direction: bool


@dataclass(frozen=True)
class Board:
    periods: list[Period]
    rows: list[TeamRow]


@dataclass(frozen=True)
class Column:
    title: str
    said: str
    direction: bool
    items: list[PlannedItem]


def by_team(plan: PlanDetail) -> Board:
    """Teams as rows, quarters as columns; an item stands in the row of each team that works on it."""
    periods = [Period(name, place >= COMMITTED_QUARTERS) for place, name in enumerate(plan.periods)]
    teams = dict.fromkeys(load.team for load in plan.loads)
    return Board(periods, [TeamRow(team, _loads(plan, team), _bets(plan, team)) for team in teams])


def _loads(plan: PlanDetail, team: str) -> list[Load]:
    own = {load.period: load for load in plan.loads if load.team == team}
    return [_load(own[period]) for period in plan.periods if period in own]


def _load(row: LoadRow) -> Load:
    used, capacity = row.used_person_weeks, row.capacity_person_weeks
    share = used / capacity if capacity else float(used > 0)
    return Load(row.period, used, capacity, min(1.0, share) * 100, share >= FULL_SHARE, row.p_overload)


def _bets(plan: PlanDetail, team: str) -> list[Bet]:
    bets = [_bet(plan, item, item.effort_person_weeks[team]) for item in _of(plan, team)]
    return sorted(bets, key=lambda bet: (bet.column, -bet.columns, bet.item.rank or 10_000, bet.item.id))


def _of(plan: PlanDetail, team: str) -> Iterable[PlannedItem]:
    return (item for item in plan.items if item.effort_person_weeks.get(team, 0) > 0)


def _bet(plan: PlanDetail, item: PlannedItem, person_weeks: float) -> Bet:
    start, finish = plan.periods.index(item.start), plan.periods.index(item.finish)
    return Bet(item, start + 1, finish - start + 1, person_weeks, start >= COMMITTED_QUARTERS)


def by_horizon(plan: PlanDetail) -> list[Column]:
    """Now, next and later: the first quarter, the second, and the rest without dates."""
    now, following, later = plan.periods[:1], plan.periods[1:2], plan.periods[2:]
    return [
        Column("Now", now[0] if now else "", False, _starting(plan, now)),
        Column("Next", following[0] if following else "", False, _starting(plan, following)),
        Column("Later", "direction, no dates", True, _starting(plan, later)),
    ]


def _starting(plan: PlanDetail, periods: list[str]) -> list[PlannedItem]:
    found = [item for item in plan.items if item.start in periods]
    return sorted(found, key=lambda item: (plan.periods.index(item.start), item.rank or 10_000, item.id))


def people_lines(found: ShortfallList) -> list[str]:
    """What each team lacks, spread evenly over the quarters, as lines of the form that asks for people."""
    share = 1 / len(found.quarters)
    return [
        f"{one.team}, {quarter}, {one.lacking_person_weeks * share:.1f}"
        for one in found.rows
        if one.lacking_person_weeks
        for quarter in found.quarters
    ]
