"""The formulas that a KPI can be made of: what each means, what it needs, and which way is better."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Formula:
    """`needs` must be chosen, `takes` may be; `text` is the exact definition, with `{name}` for what was chosen."""

    code: str
    label: str
    text: str
    unit: str
    needs: tuple[str, ...]
    takes: tuple[str, ...] = ()
    better: str = "up"
    common_band: str = ""


FORMULAS: dict[str, Formula] = {
    "adoption": Formula(
        "K4", "Feature adoption",
        "Of those who met it ({exposed}), the percent with {times} or more {event} within {window_days} days from "
        "then on; windows that are not over by Kaplan-Meier.",
        "%", ("event", "exposed"), ("window_days", "times", "by", "cohort"), common_band="20 to 40 % in 90 days",
    ),
    "activation": Formula(
        "K5", "Activation",
        "Of those whose first {event} is in the period, the percent whose first {then} comes within {window_days} "
        "days; windows that are not over by Kaplan-Meier.",
        "%", ("event", "then"), ("window_days", "by", "cohort"),
    ),
    "time_to_value": Formula(
        "K5", "Time to value",
        "Of those whose first {event} is in the period, the median days to the first {then} by Kaplan-Meier; who "
        "is not there yet counts as open.",
        "days", ("event", "then"), ("by", "cohort"), "down", "15 to 30 % less than a year before",
    ),
    "retention": Formula(
        "K6", "Retention by use",
        "Of those with a {event} in the period before, the percent with a {then} in this one.",
        "%", ("event",), ("then", "by", "cohort"), common_band="1 to 3 points more a year",
    ),
    "logo_retention": Formula(
        "K6", "Retention of accounts",
        "Of the accounts with any event in the period before, the percent with any event in this one.",
        "%", (), ("cohort",), common_band="1 to 3 points more a year",
    ),
    "expansion": Formula(
        "K7", "Expansion by events",
        "Of the accounts that were seen before the period and had no {event} until then, the percent with one in the "
        "period.",
        "%", ("event",), common_band="10 to 20 % more",
    ),
    "expansion_table": Formula(
        "K7", "Expansion from a table",
        "Of the accounts of the table {table} that are eligible on the first day (eligible_on) and did not buy before, "
        "the percent that bought in the period (bought_on).",
        "%", ("table",), common_band="10 to 20 % more",
    ),
    "conversion": Formula(
        "K8", "Funnel conversion",
        "Of those who enter at the first step in the period, the percent who do {steps} in this order within "
        "{window_days} days; entrants whose window is not over are provisional.",
        "%", ("steps",), ("window_days", "by", "cohort"), common_band="2 to 10 % more a quarter",
    ),
    "attainment": Formula(
        "K11", "Attainment of service levels",
        "Of the windows of the table {table} in the period, the percent whose share of good events (good of total) "
        "reached its target.",
        "%", ("table",), common_band="99.9 % met",
    ),
    "latency": Formula(
        "K12", "Latency",
        "The p{quantile_percent} of all durations (duration_ms) of the table {table} in the period, never a mean of "
        "percentiles.",
        "ms", ("table",), ("quantile_percent",), "down", "p95 below 300 ms",
    ),
}  # fmt: skip
COLUMNS = {
    "expansion_table": ("account", "eligible_on", "bought_on"),
    "attainment": ("day", "good", "total", "target"),
    "latency": ("day", "duration_ms"),
}
# How the definition reads before anything is chosen.
OPEN = {
    "event": "chosen event", "then": "event to follow", "exposed": "by an event or from a day on",
    "steps": "the chosen steps", "table": "you choose",
}  # fmt: skip
FIRST: dict[str, object] = {"window_days": 14.0, "times": 1, "by": "person", "quantile_percent": 95}
FIRST_OF: dict[str, dict[str, object]] = {"adoption": {"window_days": 90.0}}


def chosen_for(name: str, asked: dict[str, object]) -> dict[str, object]:
    """What a formula takes, as it was chosen or as it is at first."""
    formula = FORMULAS[name]
    given = {key: value for key, value in asked.items() if value not in (None, "", [])}
    found = FIRST | FIRST_OF.get(name, {}) | given
    return {key: found[key] for key in (*formula.needs, *formula.takes) if key in found}


def text_of(name: str, asked: dict[str, object]) -> str:
    """The definition of a formula with what was chosen in it.

    >>> text_of("retention", {"event": "opened"})
    'Of those with a “opened” in the period before, the percent with a “opened” in this one.'
    """
    chosen = {key: _worded(key, one) for key, one in chosen_for(name, asked).items()}
    if name == "retention":
        chosen = {"then": chosen.get("event", OPEN["event"])} | chosen
    return FORMULAS[name].text.format(**OPEN | chosen)


def _worded(key: str, value: object) -> str:
    if isinstance(value, list):
        return ", ".join(f"“{one}”" for one in value)
    if isinstance(value, float):
        return f"{value:g}"
    return f"“{value}”" if key in {"event", "then"} else str(value)
