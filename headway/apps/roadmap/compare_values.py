"""What two plans are worth and how likely they hold, as figures that say how far to trust them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from headway.apps.prioritisation.inputs import Estimates, benefit_of, estimates_at, range_of
from headway.apps.roadmap.comparing import Pair, Side
from headway.apps.roadmap.models import Plan, PlanItem
from headway.core.context import Context
from headway.core.figures import Figure, RowsQuery
from headway.engine.planning.compare import chance_of_all

if TYPE_CHECKING:
    from headway.engine.planning.worth import Worth

LEVEL = 0.8
UNIT = "value"
MORE = "chance that b is worth more@1"
VALUE = "value of a plan, reach x impact x confidence less the delay@1"
CHANGE = "value of b less value of a@1"


@dataclass(frozen=True)
class Values:
    """What both plans are worth, what that changes, and the chance that the second is worth more."""

    a: Figure
    b: Figure
    change: Figure
    more: Figure


def values_of(context: Context, pair: Pair) -> Values:
    """The values as planned; their P10 and P90 by drawing from the estimates as they stood when each plan was
    made, the same initiative alike in both. One SQL query."""
    from headway.engine.planning.worth import spread  # noqa: PLC0415 - loads scipy

    a, b = pair.a, pair.b
    keys = {*a.items, *b.items}
    first, second = estimates_at(context, keys, a.plan.created_at, b.plan.created_at)
    plain = Values(
        _value(a), _value(b),
        Figure(value=b.plan.value - a.plan.value, unit=UNIT, level=LEVEL, definition=CHANGE),
        Figure(value=None, unit="probability", level=LEVEL, definition=MORE),
    )  # fmt: skip
    lost = _lost(a, first) or _lost(b, second)
    if lost:
        values = Values(*(one.model_copy(update={"reason": lost}) for one in vars(plain).values()))
    else:
        drawn = spread(_worths(a, first), _worths(b, second))
        values = Values(
            _between(plain.a, drawn.first), _between(plain.b, drawn.second), _between(plain.change, drawn.change),
            plain.more.model_copy(update={"value": drawn.p_second_more}),
        )  # fmt: skip
    apart = _apart(a.plan, b.plan)
    return (
        replace(values, change=_unknown(values.change, apart), more=_unknown(values.more, apart))
        if apart
        else values
    )


def _value(side: Side) -> Figure:
    plan = side.plan
    return Figure(
        value=plan.value, unit=UNIT, n=len(side.items) - len(uncounted(side)), level=LEVEL, as_of=plan.created_at,
        definition=VALUE, rows=_rows(plan),
    )  # fmt: skip


def _rows(plan: Plan) -> RowsQuery:
    return RowsQuery(query="roadmap.plan_detail", question={"ref": plan.ref})


def _between(figure: Figure, ends: tuple[float, float]) -> Figure:
    return figure.model_copy(update={"low": ends[0], "high": ends[1]})


def _unknown(figure: Figure, reason: str) -> Figure:
    return figure.model_copy(update={"value": None, "low": None, "high": None, "reason": reason})


def _apart(a: Plan, b: Plan) -> str:
    """Why the values of two plans do not compare; empty where they do."""
    if a.periods != b.periods:
        return f"{a.ref} and {b.ref} do not cover the same quarters, so their values do not compare."
    if _discount(a) != _discount(b):
        return (
            f"{a.ref} leaves {_discount(a):.0%} of a value for each quarter of delay and {b.ref} "
            f"{_discount(b):.0%}, so their values do not compare."
        )
    return ""


def _discount(plan: Plan) -> float:
    return float(plan.settings.get("discount_per_quarter", 0.9))


def uncounted(side: Side) -> list[str]:
    """The refs of the items whose value nobody knew, so that the plan's value does without them."""
    return sorted(one.initiative.ref for one in side.items.values() if one.as_planned.get("value") is None)


def _lost(side: Side, estimates: Mapping[UUID, Estimates]) -> str:
    """Why the range is unknown: the estimates that an item was planned with are no longer those on record."""
    changed = sorted(
        one.initiative.ref
        for key, one in side.items.items()
        if not _agrees(one, benefit_of(estimates.get(key, {})))
    )
    if not changed:
        return ""
    return f"Its range is unknown: the estimates that {side.plan.ref} had for {', '.join(changed)} were not kept."


def _agrees(item: PlanItem, benefit: float | None) -> bool:
    planned = item.as_planned.get("value")
    if planned is None or benefit is None:
        return planned is benefit
    return math.isclose(planned, benefit, rel_tol=1e-9)


def _worths(side: Side, estimates: Mapping[UUID, Estimates]) -> dict[str, "Worth"]:
    from headway.engine.planning.worth import Worth  # noqa: PLC0415 - loads scipy

    found = {}
    for key, item in side.items.items():
        known = estimates.get(key, {})
        reach, impact, confidence = (range_of(known.get(name)) for name in ("reach", "impact", "confidence"))
        if reach and impact and confidence:
            kept = _discount(side.plan) ** side.plan.periods.index(item.finish)
            found[item.initiative.ref] = Worth(reach, impact, confidence, kept)
    return found


def in_time(side: Side) -> Figure:
    """How many initiatives finish in the quarter they are planned to finish in, on average."""
    odds, unknown = _odds(side)
    figure = Figure(
        value=None, unit="initiatives", n=len(side.items), as_of=side.plan.created_at, rows=_rows(side.plan),
        definition="initiatives that finish in their last quarter, expected@1",
    )  # fmt: skip
    if not unknown:
        return figure.model_copy(update={"value": sum(odds)})
    return _bounded(figure, sum(odds), sum(odds) + len(unknown), _unworked(unknown))


def all_in_time(side: Side) -> Figure:
    """The bounds of the chance that every initiative finishes in time, whatever they have in common."""
    odds, unknown = _odds(side)
    low, high = chance_of_all([*odds])
    figure = Figure(
        value=None, unit="probability", n=len(side.items), level=1, as_of=side.plan.created_at,
        definition="all initiatives finish in time, bounds of Frechet@1", rows=_rows(side.plan),
    )  # fmt: skip
    if unknown:
        return _bounded(figure, 0.0, high, _unworked(unknown))
    if low == high:
        return _bounded(figure, low, high, "").model_copy(update={"value": low})
    return _bounded(
        figure, low, high, "The initiatives share teams, so how their odds go together is not known."
    )


def _bounded(figure: Figure, low: float, high: float, reason: str) -> Figure:
    return figure.model_copy(update={"low": low, "high": high, "level": 1.0, "reason": reason})


def _odds(side: Side) -> tuple[list[float], list[str]]:
    found = side.items.values()
    unknown = sorted(one.initiative.ref for one in found if one.odds is None)
    return [one.odds for one in found if one.odds is not None], unknown


def _unworked(refs: Sequence[str]) -> str:
    return f"The odds of {', '.join(refs)} were not worked out."


def overload(side: Side) -> Figure:
    """The mean chance that a team has more work than capacity in a quarter."""
    share = side.plan.settings.get("overloaded_share")
    reason = (
        ""
        if share is not None
        else f"{side.plan.ref} was changed by hand, and its odds were not worked out again."
    )
    return Figure(
        value=share, unit="probability", n=len(side.plan.loads), as_of=side.plan.created_at, reason=reason,
        definition="mean chance of overload over teams and quarters@1", rows=_rows(side.plan),
    )  # fmt: skip
