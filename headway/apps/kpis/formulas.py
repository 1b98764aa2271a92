"""The formulas that a KPI can be made of: what each means, what it needs, and which way is better."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Asked = Mapping[str, Any]


@dataclass(frozen=True)
class Formula:
    """`needs` must be chosen, `takes` may be; `text` is the exact definition, with `{name}` for what was chosen.

    `rows` says in plural what is counted, where that is neither people nor accounts as chosen.
    """

    code: str
    label: str
    text: str
    unit: str
    needs: tuple[str, ...]
    takes: tuple[str, ...] = ()
    better: str = "up"
    common_band: str = ""
    rows: str = ""


WHOM = ("by", "cohort", "base")
CONTRACTS = (
    "the table {table}, which has a row for each contract with its first day (starts_on) and last day (ends_on, empty "
    "while it runs)"
)
FORMULAS: dict[str, Formula] = {
    "adoption": Formula(
        "K4", "Feature adoption",
        "Of those who first met it ({exposed}){released}, the percent with {event}{often} within {window_days} days "
        "from their own first meeting on, as known at the end of the period; windows that are not over by "
        "Kaplan-Meier.",
        "%", ("event",), ("exposed", "released_on", "window_days", "times", "on_distinct_days", *WHOM),
        common_band="20 to 40 % in 90 days",
    ),
    "activation": Formula(
        "K5", "Activation",
        "Of those whose first {event} is in the period, the percent whose first {then} comes within {window_days} "
        "days; windows that are not over by Kaplan-Meier.",
        "%", ("event", "then"), ("window_days", *WHOM),
    ),
    "time_to_value": Formula(
        "K5", "Time to value",
        "Of those whose first {event} is in the period, the median days to the first {then} by Kaplan-Meier; who "
        "is not there yet counts as open.",
        "days", ("event", "then"), ("window_days", *WHOM), "down", "15 to 30 % less than a quarter or a year before",
    ),
    "retention": Formula(
        "K6", "Retention by use",
        "Of those with {event} in the period {earlier}, the percent with {then} in this one.",
        "%", ("event",), ("then", "later", *WHOM), common_band="1 to 3 points more a year",
    ),
    "logo_retention": Formula(
        "K6", "Retention of accounts by events",
        "Of the accounts with any event in the period before, the percent with any event in this one.",
        "%", (), ("cohort", "base"), common_band="1 to 3 points more a year", rows="accounts",
    ),
    "contract_retention": Formula(
        "K6", "Retention of accounts by contract",
        f"Of the accounts with a contract on the last day before the period, {{due}}the percent with one on its last "
        f"day, by {CONTRACTS}.",
        "%", ("table",), ("due_only", "base"), common_band="1 to 3 points more a year", rows="accounts",
    ),
    "gross_revenue_retention": Formula(
        "K6", "Gross revenue retention",
        "Of what the accounts paid a month (mrr) on the last day before the period, the percent that the same accounts "
        f"still pay on its last day, growth left out, by {CONTRACTS}.",
        "%", ("table",), ("base",), common_band="1 to 3 points more a year", rows="accounts",
    ),
    "net_revenue_retention": Formula(
        "K6", "Net revenue retention",
        "Of what the accounts paid a month (mrr) on the last day before the period, the percent that the same accounts "
        f"pay on its last day, growth included, by {CONTRACTS}.",
        "%", ("table",), ("base",), common_band="1 to 3 points more a year", rows="accounts",
    ),
    "expansion": Formula(
        "K7", "Expansion by events, those who buy",
        "Of the accounts that were seen before the period and had no {event} until then, the percent with one in the "
        "period.",
        "%", ("event",), ("cohort", "base"), common_band="10 to 20 % more", rows="accounts",
    ),
    "attach": Formula(
        "K7", "Expansion by events, those who have it",
        "Of the accounts that were seen until the end of the period, the percent with {event} until then.",
        "%", ("event",), ("cohort", "base"), common_band="10 to 20 % more", rows="accounts",
    ),
    "expansion_table": Formula(
        "K7", "Expansion from a table, those who buy",
        "Of the accounts of the table {table} that are eligible on the first day (eligible_on) and did not buy before, "
        "the percent that bought in the period (bought_on).",
        "%", ("table",), ("base",), common_band="10 to 20 % more", rows="accounts",
    ),
    "attach_table": Formula(
        "K7", "Expansion from a table, those who have it",
        "Of the accounts of the table {table} that are eligible on the last day of the period (eligible_on), the "
        "percent that bought until then (bought_on) and did not end it (ended_on, where the table has it).",
        "%", ("table",), ("base",), common_band="10 to 20 % more", rows="accounts",
    ),
    "conversion": Formula(
        "K8", "Funnel conversion",
        "Of those who enter at the first step in the period, the percent who do {steps} in this order within "
        "{window_days} days; entrants whose window is not over are provisional.",
        "%", ("steps",), ("window_days", *WHOM), common_band="2 to 10 % more a quarter",
    ),
    "attainment": Formula(
        "K11", "Attainment of service levels",
        "Of the windows of the table {table} in the period (one row each), the percent whose share of good events "
        "(good of total) reached its target{slo}.",
        "%", ("table",), ("slo", "base"), common_band="99.9 % met", rows="service levels",
    ),
    "budget_left": Formula(
        "K11", "Error budget left",
        "1 - (1 - SLI) / (1 - target) in percent, where SLI is all good of all total events of a service level in the "
        "period, by the table {table}{slo}; of several the one with the least left.",
        "%", ("table",), ("slo", "base"), rows="service levels",
    ),
    "latency": Formula(
        "K12", "Latency",
        "The p{quantile_percent} of all durations of the table {table} in the period{endpoint}: of the single ones "
        "(duration_ms), or of its histograms added up (count of those up to bound_ms); never a mean of percentiles.",
        "ms", ("table",), ("quantile_percent", "endpoint", "threshold_ms", "base"), "down", "p95 below 300 ms",
        "endpoints",
    ),
    "endpoints_within": Formula(
        "K12", "Endpoints within the threshold",
        "Of the endpoints of the table {table} with requests in the period, the percent whose own p{quantile_percent} "
        "is within {threshold_ms} ms, each from its single durations (duration_ms) or its histograms added up "
        "(count of those up to bound_ms).",
        "%", ("table",), ("quantile_percent", "threshold_ms", "base"), rows="endpoints",
    ),
}  # fmt: skip
# The columns a table needs; of several lists one is enough.
CONTRACT, REVENUE = ("account", "starts_on", "ends_on"), ("account", "starts_on", "ends_on", "mrr")
BOUGHT, LEVELS = ("account", "eligible_on", "bought_on"), ("day", "good", "total", "target")
TIMED: tuple[tuple[str, ...], ...] = (("day", "duration_ms"), ("day", "bound_ms", "count"))
COLUMNS: dict[str, tuple[tuple[str, ...], ...]] = {
    "contract_retention": (CONTRACT,),
    "gross_revenue_retention": (REVENUE,), "net_revenue_retention": (REVENUE,),
    "expansion_table": (BOUGHT,), "attach_table": (BOUGHT,),
    "attainment": (LEVELS,), "budget_left": (LEVELS,),
    "latency": TIMED, "endpoints_within": tuple(("endpoint", *one) for one in TIMED),
}  # fmt: skip
# The columns that what was chosen needs on top.
CHOSEN_COLUMNS = {"due_only": "renews_on", "slo": "slo", "endpoint": "endpoint"}
# How the definition reads before anything is chosen.
OPEN = {
    "event": "the chosen event", "then": "the event to follow", "exposed": "with their first event of any kind",
    "steps": "the chosen steps", "table": "that you choose",
}  # fmt: skip
FIRST: dict[str, object] = {
    "window_days": 14.0, "times": 1, "by": "person", "quantile_percent": 95, "base": "before", "later": 1,
    "threshold_ms": 300.0, "on_distinct_days": False, "due_only": False,
}  # fmt: skip
FIRST_OF: dict[str, dict[str, object]] = {
    "adoption": {"window_days": 90.0},
    "activation": {"base": "quarter"},
    "time_to_value": {"base": "quarter"},
    "conversion": {"base": "last_quarter"},
}
BASES = {
    "before": "The period before", "quarter": "As long a period a quarter earlier",
    "year": "As long a period a year earlier", "last_quarter": "The whole quarter before",
}  # fmt: skip


def chosen_for(name: str, asked: dict[str, object]) -> dict[str, object]:
    """What a formula takes, as it was chosen or as it is at first."""
    formula = FORMULAS[name]
    given = {key: value for key, value in asked.items() if value not in (None, "", [])}
    found = FIRST | FIRST_OF.get(name, {}) | given
    return {key: found[key] for key in (*formula.needs, *formula.takes) if key in found}


def text_of(name: str, asked: dict[str, object]) -> str:
    """The definition of a formula with what was chosen in it.

    >>> text_of("retention", {"event": "opened"})
    'Of those with “opened” in the period before, the percent with “opened” in this one.'
    """
    chosen = chosen_for(name, asked)
    told = {key: _worded(key, one) for key, one in chosen.items()}
    if name == "retention":
        told = {"then": told.get("event", OPEN["event"])} | told
    return FORMULAS[name].text.format(**OPEN | told | _clauses(chosen))


def _clauses(chosen: dict[str, object]) -> dict[str, str]:
    """Parts of a definition that are there only where something was chosen."""
    times, distinct = chosen.get("times", 1), chosen.get("on_distinct_days")
    often = f" {times} or more times" if times != 1 else ""
    if distinct:
        often = f" on {times} or more days"
    released, later = "released_on" in chosen, chosen.get("later", 1)
    return {
        "earlier": "before" if later == 1 else f"{later} periods earlier",
        "often": often,
        "released": f" within {_worded('', chosen['window_days'])} days of the release on {chosen['released_on']}"
        if released else "",
        "due": "and due for renewal in the period (renews_on), " if chosen.get("due_only") else "",
        "slo": f", of {chosen['slo']} alone" if "slo" in chosen else "",
        "endpoint": f", of {chosen['endpoint']} alone" if "endpoint" in chosen else "",
    }  # fmt: skip


def _worded(key: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(f"“{one}”" for one in value)
    if isinstance(value, float):
        return f"{value:g}"
    return f"“{value}”" if key in {"event", "then", "exposed"} else str(value)
