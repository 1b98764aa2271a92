"""What initiatives need of their teams over some quarters, and how much of it the teams lack."""

from collections.abc import Mapping, Sequence
from typing import Any

from headway.apps.prioritisation.inputs import estimates_current
from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.baseline import baseline_for, span_of
from headway.apps.roadmap.efforts import efforts_by_team
from headway.apps.roadmap.framing import latest_capacity
from headway.apps.roadmap.models import Capacity
from headway.core.access import rows
from headway.core.context import Context

Shortfall = dict[str, Any]


def shortfalls(
    context: Context, initiatives: Sequence[Initiative], quarters: Sequence[str]
) -> list[Shortfall]:
    """For each team that these initiatives need, by name: person-weeks needed (P50), free and lacking.

    Free is the capacity of the quarters after its reserve, less what the baselines in force have planned there
    for other initiatives; beyond the capacity given the last known one counts. `free` and `lacking` are None
    with a `reason` where a team has no capacity yet.
    """
    estimates = estimates_current(context, [one.pk for one in initiatives])
    needed: dict[str, float] = {}
    for one in initiatives:
        for team, effort in efforts_by_team(one, estimates.get(one.pk, {})).items():
            needed[team] = needed.get(team, 0.0) + effort["p50"]
    capacity = _capacity(context)
    planned = _planned(context, initiatives, quarters)
    return [
        _shortfall(team, weeks, capacity.get(team, []), planned.get(team, 0.0), quarters)
        for team, weeks in sorted(needed.items())
    ]


def _capacity(context: Context) -> dict[str, list[Capacity]]:
    found: dict[str, list[Capacity]] = {}
    for one in rows(Capacity, context).select_related("team").order_by("quarter"):
        found.setdefault(one.team.ref, []).append(one)
    return found


def _planned(
    context: Context, initiatives: Sequence[Initiative], quarters: Sequence[str]
) -> dict[str, float]:
    """Person-weeks by team that baselines have planned in these quarters for other initiatives."""
    own = {one.pk for one in initiatives}
    found: dict[str, float] = {}
    for key, item in baseline_for(context, quarters).items.items():
        span = span_of(item.start, item.finish)
        share = len([quarter for quarter in span if quarter in quarters]) / len(span)
        for team, weeks in ({} if key in own else item.as_planned["effort_person_weeks"]).items():
            found[team] = found.get(team, 0.0) + weeks * share
    return found


def _shortfall(
    team: str, needed: float, known: Sequence[Capacity], planned: float, quarters: Sequence[str]
) -> Shortfall:
    latest = [latest_capacity(known, quarter) for quarter in quarters]
    found: Shortfall = {"team": team, "needed_person_weeks": round(needed, 6)}
    if None in latest:
        unknown = {"free_person_weeks": None, "lacking_person_weeks": None}
        return found | unknown | {"reason": f"{team} has no capacity for {quarters[0]} or before"}
    free = max(0.0, sum(one.net_person_weeks for one in latest if one) - planned)
    lacking = max(0.0, needed - free)
    return found | {
        "free_person_weeks": round(free, 6),
        "lacking_person_weeks": round(lacking, 6),
        "reason": "",
    }


def shortfall_words(found: Sequence[Mapping[str, Any]], quarters: Sequence[str]) -> list[str]:
    """A line for each team: what it lacks, that it has enough, or why nobody knows.

    >>> shortfall_words([{"team": "web", "needed_person_weeks": 9.0, "free_person_weeks": 4.0,
    ...                   "lacking_person_weeks": 5.0, "reason": ""}], ["2026-Q4"])
    ['web lacks 5 of the 9 person-weeks needed in 2026-Q4']
    """
    when = quarters[0] if len(quarters) == 1 else f"{quarters[0]} to {quarters[-1]}"
    return [_line(one, when) for one in found]


def _line(one: Mapping[str, Any], when: str) -> str:
    if one["lacking_person_weeks"] is None:
        return f"Whether {one['team']} lacks anything is unknown: {one['reason']}"
    if one["lacking_person_weeks"]:
        return (
            f"{one['team']} lacks {one['lacking_person_weeks']:g} of the {one['needed_person_weeks']:g} "
            f"person-weeks needed in {when}"
        )
    return f"{one['team']} has the {one['needed_person_weeks']:g} person-weeks needed in {when}"
