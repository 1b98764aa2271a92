"""What WSJF and ICE ask, derived from the inputs of RICE, so that nothing is estimated twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from headway.apps.prioritisation.inputs import Estimates, range_of
from headway.apps.prioritisation.models import Initiative
from headway.engine.scoring.ranges import Range

MOST = 20.0
DEADLINE_POINTS = ((91, 20.0), (182, 13.0), (365, 8.0))
DEADLINE_FAR, NO_DEADLINE = 3.0, 1.0
ENABLED_POINTS, ENABLES_NOTHING = 5.0, 1.0


@dataclass(frozen=True)
class Known:
    """An initiative with the estimates that count."""

    initiative: Initiative
    estimates: Estimates

    def given(self, name: str) -> Range | None:
        return range_of(self.estimates.get(name))

    @property
    def moscow(self) -> str:
        return self.initiative.moscow or ("must" if self.initiative.is_mandatory else "")

    @property
    def effort_p50(self) -> float:
        return sum(float(team["p50"]) for team in self.initiative.effort.values())

    @property
    def worth(self) -> Range | None:
        """Reach x impact; both are taken low together and high together, which errs on the wide side."""
        reach, impact = self.given("reach"), self.given("impact")
        if reach is None or impact is None:
            return None
        return Range(reach.p10 * impact.p10, reach.p50 * impact.p50, reach.p90 * impact.p90)


def wsjf_item(
    one: Known, known: Sequence[Known], enables: Mapping[str, Sequence[str]], today: date
) -> dict[str, Any]:
    """The four quantities of WSJF on a common scale of about 1 to 20.

    Business value: reach x impact, the list's largest median being 20. Time criticality: 20, 13 or 8 for a
    deadline within 91, 182 or 365 days, 3 for a later one, 1 for none. Risk reduction and opportunity
    enablement: 1, plus 5 for each initiative that directly requires it, at most 20. Job size: effort in
    person-weeks.
    """
    top = max((other.worth.p50 for other in known if other.worth), default=0.0)
    worth = one.worth
    return {
        "name": one.initiative.ref,
        "business_value": _plain(worth.scaled(MOST / top)) if worth and top else None,
        "time_criticality": time_criticality(one.initiative.deadline, today),
        "rr_oe": min(MOST, ENABLES_NOTHING + ENABLED_POINTS * len(enables.get(one.initiative.ref, ()))),
        "job_size": _plain(one.given("effort")),
    }


def time_criticality(deadline: date | None, today: date) -> float:
    """Points for how near a deadline is.

    >>> time_criticality(date(2026, 12, 31), date(2026, 9, 30)), time_criticality(None, date(2026, 9, 30))
    (13.0, 1.0)
    """
    if deadline is None:
        return NO_DEADLINE
    days = (deadline - today).days
    return next((points for limit, points in DEADLINE_POINTS if days <= limit), DEADLINE_FAR)


def ice_item(one: Known, known: Sequence[Known]) -> dict[str, Any]:
    """Impact, confidence and ease on 0 to 10: impact / 3 x 10, confidence x 10, and 10 x least effort / effort."""
    efforts = [effort.p50 for other in known if (effort := other.given("effort"))]
    impact, confidence, effort = (one.given(name) for name in ("impact", "confidence", "effort"))
    ease = min(efforts) if efforts else 0.0
    return {
        "name": one.initiative.ref,
        "impact": _plain(impact.scaled(10 / 3)) if impact else None,
        "confidence": _plain(confidence.scaled(10)) if confidence else None,
        "ease": _plain(Range(*(10 * ease / x for x in (effort.p90, effort.p50, effort.p10))))
        if effort
        else None,
    }


def _plain(spread: Range | None) -> dict[str, float] | None:
    return None if spread is None else {"p10": spread.p10, "p50": spread.p50, "p90": spread.p90}
