"""A KPI in words: its interval, how it moved, and the cells of its tables with what leads to the rows behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from headway.apps.kpis.answers import Beside, KpiBehind, KpiReading, KpiRow, State
from headway.core.context import Context
from headway.core.perform import is_open
from headway.core.registry import entry_named
from headway.web.drawing.numbers import day, percent, short, with_unit

Cell = str | SafeString
STATES: dict[State, str] = {"counted": "Counted", "open": "Not known yet", "not": "Not counted"}
COLUMNS: list[dict[str, Any]] = [
    {"label": "Period", "number": False},
    *({"label": one, "number": True} for one in ("Value", "95 % interval", "Counted")),
    *({"label": one, "number": False} for one in ("Change", "Against")),
]
WHO = {"people": "person", "accounts": "account"}
# What is divided there is windows, events or money, and not the rows behind.
COUNTED_OTHERWISE = {"attainment", "budget_left", "gross_revenue_retention", "net_revenue_retention"}


@dataclass(frozen=True)
class Behind:
    """What leads from the numbers of a KPI to the rows behind, for whoever may see them."""

    here: Context
    kpi: KpiRow

    def counted(self, one: KpiReading) -> Cell:
        """What was divided by what; each number leads to its rows."""
        if one.since is None or not one.n:
            return "0" if one.value is not None else ""
        if one.numerator is None or one.denominator is None:
            return self._link(f"{one.n:,}", one.since, "")
        if self.kpi.formula in COUNTED_OTHERWISE:
            return self._link(f"{one.numerator:,.0f} of {one.denominator:,.0f}", one.since, "")
        many = [(one.numerator, "counted"), (one.denominator, "")]
        parts = [self._link(f"{number:,.0f}", one.since, state) for number, state in many]
        if not one.open_windows:
            return format_html("{} of {}", *parts)
        return format_html(
            "{} of {}, {} open", *parts, self._link(f"{one.open_windows:,}", one.since, "open")
        )

    def _link(self, words: str, since: date, state: str) -> Cell:
        if not is_open(entry_named("kpis.kpi_behind", "query"), self.here):
            return words
        address = reverse("kpis:kpi-behind", args=[self.here.workspace.slug, self.kpi.ref])
        asked = {"day": since.isoformat()} | ({"state": state} if state else {})
        return format_html('<a href="{}?{}">{}</a>', address, urlencode(asked), words)


def interval(one: KpiReading | Beside) -> str:
    """The 95 % interval, of which one end may not be known yet; empty where it has none."""
    if one.low is None or one.high is None:
        ends = [("from", one.low), ("up to", one.high)]
        return "".join(f"{words} {with_unit(end, one.unit)}" for words, end in ends if end is not None)
    return f"{with_unit(one.low, one.unit)} to {with_unit(one.high, one.unit)}"


def told(one: KpiReading | Beside) -> str:
    """The value with its unit, or why it is not known."""
    if one.value is None:
        return f"Unknown: {one.reason}"
    return with_unit(one.value, one.unit) + ("" if one.unit == "%" else f" {one.unit}")


def moved(kpi: KpiRow, one: KpiReading) -> str:
    """The change relatively and in points, and against what; empty where it is not known."""
    if one.change_points is None:
        return ""
    other = against(kpi, one)
    return f"{_change(one)} against {other}" if other else _change(one)


def _change(one: KpiReading) -> str:
    if one.change_points is None:
        return one.change_reason
    if not one.change_points:
        return "no change"
    word = "up" if one.change_points > 0 else "down"
    unit = "points" if one.unit == "%" else one.unit
    ratio = "" if one.change_ratio is None else f", {percent(abs(one.change_ratio))}"
    return f"{word} by {short(abs(one.change_points))} {unit}{ratio}"


def against(kpi: KpiRow, one: KpiReading) -> str:
    """The period that it is held against."""
    if kpi.base == "before":
        return f"the {kpi.period} before"
    return f"{day(one.base_since)} to {day(one.base_until)}" if one.base_since else ""


def rows_of(kpi: KpiRow, history: Sequence[KpiReading], behind: Behind) -> list[list[Cell]]:
    """A row for each period, the latest first."""
    return [
        [f"{day(one.since)} to {day(one.until)}", told(one), interval(one) or "Unknown",
         behind.counted(one) or "Nothing", _change(one),
         against(kpi, one)]
        for one in reversed(history)
    ]  # fmt: skip


def state_tabs(found: KpiBehind, state: str) -> list[dict[str, Any]]:
    """All rows, or those of one state."""
    asked = f"?day={found.since.isoformat()}"
    whole = {"label": f"All ({sum(found.states.values()):,})", "address": asked, "current": not state}
    each = [
        {
            "label": f"{words} ({found.states[one]:,})",
            "address": f"{asked}&state={one}",
            "current": state == one,
        }
        for one, words in STATES.items()
        if one in found.states
    ]
    return [whole, *each]


def behind_table(here: Context, found: KpiBehind) -> dict[str, Any]:
    """A row for each person, account, service level or endpoint, with the columns that any of them fills; people and
    accounts lead to what they did."""
    cells: list[list[Cell]] = [
        [_named(here, found.counts, one.name), STATES[one.state],
         "" if one.value is None else f"{short(one.value)} {one.unit}".strip(),
         "" if one.n is None else f"{one.n:,}", one.note]
        for one in found.rows
    ]  # fmt: skip
    names = (found.counts.capitalize(), "What became of it", "Its own number", "Of", "More")
    filled = [at for at in range(len(names)) if at < 2 or any(row[at] for row in cells)]
    columns = [{"label": names[at], "number": names[at] in {"Its own number", "Of"}} for at in filled]
    return {"columns": columns, "rows": [[row[at] or "None" for at in filled] for row in cells]}


def _named(here: Context, counts: str, name: str) -> Cell:
    if counts not in WHO:
        return name
    address = f"{reverse('explore:events', args=[here.workspace.slug])}?{urlencode({WHO[counts]: name})}"
    return format_html('<a href="{}">{}</a>', address, name)
