"""K4 to K8 on the events of a workspace: the behaviour engine counts, the formula says what is divided by what."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, cast

from headway.apps.analytics.behaviour.answers import (
    AdoptionAnswer,
    FunnelAnswer,
    RetentionAnswer,
    TimeToValueAnswer,
)
from headway.apps.analytics.segments import stitched_events
from headway.apps.analytics.warehouse.connecting import is_there
from headway.apps.kpis.spans import Span
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.figures import Figure
from headway.core.perform import ask
from headway.engine.kpis.adoption import K4, K5_MEDIAN, K5_SHARE
from headway.engine.kpis.answer import ANY, PERCENT, Kpi, share_of
from headway.engine.kpis.conversion import K8
from headway.engine.kpis.keeping import K6_LOGO, K6_USAGE, expansion_flow

Asked = Mapping[str, Any]
DAY_S = 86_400


def adoption(context: Context, asked: Asked, span: Span, period: str) -> Kpi:
    """K4, as far as it was known at the end of the period."""
    query, question = adoption_asked(context, asked, span)
    found = cast(AdoptionAnswer, ask(query, question, context))
    return _of_figure(K4, found.share, found.adopted, found.exposed, found.unfinished or 0)


def adoption_asked(context: Context, asked: Asked, span: Span) -> tuple[str, dict[str, Any]]:
    own = {name: asked[name] for name in ("event", "exposed", "window_days", "times")}
    return "analytics.adoption", own | _whom(asked) | {"as_of": span.ends_at(context).isoformat()}


def activation(context: Context, asked: Asked, span: Span, period: str) -> Kpi:
    """K5, the percent that got there within the window."""
    found = _to_value(context, asked, _days(span))
    # Who started less than a window before the last event may still get there.
    open_from = (found.as_of or context.now) - timedelta(days=asked["window_days"])
    late = _days(span) | {"from": max(open_from, span.begins_at(context)).isoformat()}
    is_open = open_from < span.ends_at(context)
    last = _to_value(context, asked, late) if is_open else None
    open_windows = (last.started or 0) - (last.reached or 0) if last else 0
    share = found.within
    reached = None if share.value is None else round(share.value * (found.started or 0))
    return _of_figure(K5_SHARE, share, reached, found.started, open_windows)


def time_to_value(context: Context, asked: Asked, span: Span, period: str) -> Kpi:
    """K5, the median days."""
    found = _to_value(context, asked, _days(span))
    started, reached = found.started or 0, found.reached or 0
    one = found.median
    reason = one.reason if one.value is None else ""
    return Kpi(
        K5_MEDIAN, "days", one.value, one.low, one.high, reached, started, started, started - reached, reason
    )


def _to_value(context: Context, asked: Asked, days: dict[str, str]) -> TimeToValueAnswer:
    question = {"start": asked["event"], "value": asked["then"], "within_days": asked.get("window_days", 14)}
    found = ask("analytics.time_to_value", question | _whom(asked) | days, context)
    return cast(TimeToValueAnswer, found)


def retention(context: Context, asked: Asked, span: Span, period: str) -> Kpi:
    """K6 by use."""
    then = asked.get("then") or asked["event"]
    question = _whom(asked) | {"start_event": {"event": asked["event"]}, "return_event": {"event": then}}
    began, back = _kept(context, question, span, period)
    return share_of(K6_USAGE, back, began, "people in the period before", ANY)


def logo_retention(context: Context, asked: Asked, span: Span, period: str) -> Kpi:
    """K6 by accounts."""
    anything = {"start_event": {"event": None}, "return_event": {"event": None}, "by": "account"}
    began, back = _kept(context, _whom(asked) | anything, span, period)
    return share_of(K6_LOGO, back, began, "accounts in the period before", ANY)


def _kept(context: Context, question: dict[str, Any], span: Span, period: str) -> tuple[int, int]:
    """How many there were in the period before, and how many of them in this one."""
    periods = {"period": period, "periods": 2, "first_period": span.before(period).since.isoformat()}
    asked = question | periods | {"week_start": "monday"}
    matrix = cast(RetentionAnswer, ask("analytics.retention", asked, context)).matrix
    return (matrix[0][0], matrix[0][1]) if matrix else (0, 0)


def conversion(context: Context, asked: Asked, span: Span, period: str) -> Kpi:
    """K8."""
    query, question = conversion_asked(context, asked, span)
    found = cast(FunnelAnswer, ask(query, question, context))
    counts = found.counts or [0]
    return share_of(K8, counts[-1], counts[0], "entrants", ANY, open_windows=found.provisional or 0)


def conversion_asked(context: Context, asked: Asked, span: Span) -> tuple[str, dict[str, Any]]:
    own = {"steps": asked["steps"], "window_seconds": asked["window_days"] * DAY_S}
    return "analytics.funnel", own | _whom(asked) | _days(span)


def expansion(context: Context, asked: Asked, span: Span, period: str) -> Kpi:
    """K7, the flow, of accounts that are in the events."""
    if is_there():
        raise Invalid(
            "Expansion by events is counted from the events that Headway keeps; take the table form instead."
        )
    first_us = round(span.begins_at(context).timestamp() * 1e6)
    last_us = round(span.ends_at(context).timestamp() * 1e6)
    with stitched_events(context) as session:
        found = session.execute(
            "SELECT account, bool_or(at_us < ?), bool_or(event = ? AND at_us < ?), "
            "bool_or(event = ? AND at_us BETWEEN ? AND ?) FROM events WHERE account <> '' GROUP BY account",
            [first_us, asked["event"], first_us, asked["event"], first_us, last_us],
        ).fetchall()
    eligible = {account for account, was_there, had_it, _ in found if was_there and not had_it}
    return expansion_flow(eligible, {account for account, _, _, bought in found if bought})


def _whom(asked: Asked) -> dict[str, Any]:
    return {name: asked[name] for name in ("by", "cohort") if asked.get(name)}


def _days(span: Span) -> dict[str, str]:
    return {"from": span.since.isoformat(), "to": span.until.isoformat()}


def _of_figure(
    definition: str, share: Figure, hits: int | None, trials: int | None, open_windows: int
) -> Kpi:
    """A share from 0 to 1 as a KPI in percent."""
    value, low, high = (
        None if one is None else PERCENT * one for one in (share.value, share.low, share.high)
    )
    reason = share.reason if value is None else ""
    return Kpi(definition, "%", value, low, high, hits, trials, trials or 0, open_windows, reason)


Work = Callable[[Context, Asked, Span, str], Kpi]
WORKS: dict[str, Work] = {
    "adoption": adoption,
    "activation": activation,
    "time_to_value": time_to_value,
    "retention": retention,
    "logo_retention": logo_retention,
    "conversion": conversion,
    "expansion": expansion,
}
BEHIND = {"adoption": adoption_asked, "conversion": conversion_asked}
