"""An aggregation written in SQL, such as `COUNT(DISTINCT user_id)`, as the kind of measure it is."""

import re
from dataclasses import dataclass

from headway.engine.metrics.expressions import checked, words
from headway.engine.metrics.model import MetricError

_CALL = re.compile(r"(COUNTIF|COUNT|SUM|AVG|MIN|MAX|COALESCE)\s*\(", re.IGNORECASE)
_AGGS = {
    "count": "count",
    "sum": "sum",
    "avg": "average",
    "min": "min",
    "max": "max",
    "countif": "sum_boolean",
}
_FOREIGN = frozenset(
    ("mozfun", "json_extract_scalar", "safe_divide", "safe_offset", "unnest", "logical_or", "any_value", "array_agg",
     "ignore", "approx_quantiles", "timestamp_diff", "date_diff", "format_date", "percentile_cont")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aggregate:
    """The kind of measure, the expression on a row, and whether none of it is zero rather than unknown."""

    agg: str
    expr: str
    is_zero_for_none: bool = False


def sides(text: str) -> list[str]:
    """The two sides of a division of everything, or the text itself.

    >>> sides("SUM(a / b) / COUNT(*)")
    ['SUM(a / b)', 'COUNT(*)']
    """
    depth = 0
    for at, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == "/" and not depth:
            return [text[:at].strip(), text[at + 1 :].strip()]
    return [text]


def aggregate_read(text: str) -> Aggregate:
    """One aggregation over a row. Raises MetricError for anything else, saying what it is.

    >>> aggregate_read("COALESCE(SUM(amount), 0)")
    Aggregate(agg='sum', expr='amount', is_zero_for_none=True)
    """
    if text.upper().startswith("ARRAY_AGG"):
        raise MetricError(f"{text[:80]!r} gathers a list and not a number; take a quantile or a mean of it.")
    match = _CALL.match(text)
    if match is None or not _closes_at_end(text, match.end()):
        raise MetricError(f"{text[:80]!r} is not one aggregation over a row; write it as a metric of others.")
    name, inside = match.group(1).lower(), text[match.end() : -1].strip()
    if name == "coalesce":
        head, _, last = inside.rpartition(",")
        if last.strip() != "0":
            raise MetricError(f"{text[:80]!r} puts {last.strip()[:20]} where nothing is; only 0 is read.")
        found = aggregate_read(head.strip())
        return Aggregate(found.agg, found.expr, True)
    return _aggregation(name, inside)


def _aggregation(name: str, inside: str) -> Aggregate:
    agg = _AGGS[name]
    distinct = re.match(r"DISTINCT\s+(.*)$", inside, re.IGNORECASE)
    if distinct:
        agg, inside = "count_distinct", distinct.group(1)
    expr = "1" if inside == "*" else inside
    if '"' in expr or "`" in expr:
        raise MetricError(
            f"{expr[:80]!r} has text in double quotes or names in backticks, as only BigQuery has."
        )
    foreign = sorted(words(checked(expr)) & _FOREIGN)
    if foreign:
        raise MetricError(f"{expr[:80]!r} uses {foreign[0]}, which only BigQuery has.")
    return Aggregate(agg, expr, agg in {"count", "sum_boolean"})


def _closes_at_end(text: str, start: int) -> bool:
    depth = 1
    for at in range(start, len(text)):
        depth += (text[at] == "(") - (text[at] == ")")
        if not depth:
            return at == len(text) - 1
    return False
