"""From stored initiatives, capacities and estimates to a planning problem."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from headway.apps.prioritisation.inputs import Estimates, benefit_of, estimates_current
from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.efforts import efforts_by_team
from headway.apps.roadmap.models import Capacity
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.quarters import last_day, quarter_index, quarter_named, quarter_of, quarters_from
from headway.engine.planning.model import Candidate, Problem, Settings

HORIZON_MOST = 6
NO_EFFORT = "It has no effort in any team yet: estimate it to plan it."


@dataclass(frozen=True)
class Frame:
    """A planning problem, which capacities were carried forward, and what cannot be planned, with the reason."""

    problem: Problem
    assumed: list[dict[str, str]]
    left_out: dict[str, str]


def frame(
    context: Context, first: str, horizon: int | None, reserve: float | None, settings: Settings
) -> Frame:
    """Read the workspace as a planning problem that begins with the quarter `first`.

    Beyond the capacity given for a team its last known one is carried forward. Raises Invalid where no team
    has any capacity.
    """
    given = list(rows(Capacity, context).select_related("team").order_by("team__ref", "quarter"))
    if not given:
        raise Invalid("No team has any capacity yet; import teams.csv or use roadmap.capacity_save.")
    periods = quarters_from(first, horizon or _horizon(first, {one.quarter for one in given}))
    capacity, assumed = _capacity(given, periods, reserve)
    initiatives = list(rows(Initiative, context).order_by("ref"))
    estimates = estimates_current(context, [one.pk for one in initiatives])
    left_out = _left_out(initiatives)
    candidates = tuple(
        _candidate(one, estimates.get(one.pk, {}), quarter_index(first))
        for one in initiatives
        if one.ref not in left_out
    )
    teams = tuple(dict.fromkeys(one.team.ref for one in given))
    return Frame(Problem(tuple(periods), teams, capacity, candidates, settings), assumed, left_out)


def _horizon(first: str, quarters: set[str]) -> int:
    """As many quarters in a row as have capacity, at least one and at most six."""
    start, count = quarter_index(first), 0
    while count < HORIZON_MOST and quarter_named(start + count) in quarters:
        count += 1
    return max(count, 1)


def _capacity(
    given: Sequence[Capacity], periods: Sequence[str], reserve: float | None
) -> tuple[dict[tuple[str, str], float], list[dict[str, str]]]:
    by_team: dict[str, list[Capacity]] = {}
    for one in given:
        by_team.setdefault(one.team.ref, []).append(one)
    free: dict[tuple[str, str], float] = {}
    assumed: list[dict[str, str]] = []
    for team, known in by_team.items():
        for period in periods:
            latest = latest_capacity(known, period)
            if latest is None:
                raise Invalid(
                    f"Team {team!r} has no capacity for {period} or before; give it, or start later."
                )
            share = latest.reserve_share if reserve is None else reserve
            free[team, period] = latest.gross_person_weeks * (1 - share)
            if latest.quarter != period:
                assumed.append({"team": team, "period": period, "from": latest.quarter})
    return free, assumed


def latest_capacity(known: Sequence[Capacity], period: str) -> Capacity | None:
    """The capacity given for a period, or the last one before it; None where there is none."""
    past = [one for one in known if quarter_index(one.quarter) <= quarter_index(period)]
    return max(past, key=lambda one: quarter_index(one.quarter)) if past else None


def _left_out(initiatives: Sequence[Initiative]) -> dict[str, str]:
    """What has no effort, and what stands on it; a mandatory one stays in, so that its fault is told."""
    out = {one.ref: NO_EFFORT for one in initiatives if not one.effort and not one.is_mandatory}
    while more := {
        one.ref: f"It requires {blocked}, which cannot be planned: {out[blocked]}"
        for one in initiatives
        if one.ref not in out and (blocked := next((ref for ref in one.requires_refs if ref in out), None))
    }:
        out |= more
    return out


def _candidate(one: Initiative, estimates: Estimates, first: int) -> Candidate:
    efforts = efforts_by_team(one, estimates)
    return Candidate(
        id=one.ref,
        value=benefit_of(estimates),
        effort_person_weeks=_quantile(efforts, "p50"),
        effort_p90_person_weeks=_quantile(efforts, "p90"),
        requires=tuple(one.requires_refs),
        earliest=max(0, quarter_index(one.earliest_quarter) - first) if one.earliest_quarter else 0,
        deadline=last_finish(one.deadline) - first if one.deadline else None,
        mandatory=one.is_mandatory,
    )


def _quantile(efforts: Mapping[str, Mapping[str, float]], name: str) -> dict[str, float]:
    return {team: effort[name] for team, effort in efforts.items()}


def last_finish(deadline: date) -> int:
    """The running number of the last quarter that ends by the deadline, since a plan knows no finer time.

    >>> quarter_named(last_finish(date(2026, 12, 31))), quarter_named(last_finish(date(2027, 1, 9)))
    ('2026-Q4', '2026-Q4')
    """
    quarter = quarter_of(deadline)
    return quarter_index(quarter) - (0 if deadline >= last_day(quarter) else 1)
