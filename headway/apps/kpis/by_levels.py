"""K11 on a table of service levels, which is read once for all periods."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from headway.apps.kpis.answers import BehindRow
from headway.apps.kpis.counted import Counted
from headway.apps.kpis.formulas import Asked
from headway.apps.kpis.spans import Span
from headway.apps.kpis.tables import between, columns_checked, day_number, number, read, text
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.engine.kpis.reliability import Window, budget_left, least_budget, slo_attainment

ALL = "all"
Levels = dict[str, list[Window]]


def attainment(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K11, each row a window; the least budget left is told beside it."""
    found = []
    for levels in _levels(context, "attainment", asked, spans):
        name, left = least_budget(levels)
        kpi = slo_attainment([one for windows in levels.values() for one in windows])
        found.append(Counted(kpi, ((_least(levels, name), left),), _levels_told(levels)))
    return found


def budget(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K11, the budget of the service level that has least left; attainment is told beside it."""
    found = []
    for levels in _levels(context, "budget_left", asked, spans):
        kpi = slo_attainment([one for windows in levels.values() for one in windows])
        found.append(Counted(least_budget(levels)[1], (("Windows met", kpi),), _levels_told(levels)))
    return found


def _least(levels: Levels, name: str) -> str:
    return f"Least budget left ({name})" if len(levels) > 1 else "Budget left"


def _levels_told(levels: Levels) -> Callable[[], list[BehindRow]]:
    return lambda: [_level_told(name, windows) for name, windows in sorted(levels.items())]


def _level_told(name: str, windows: Sequence[Window]) -> BehindRow:
    met, left = slo_attainment(windows), budget_left(windows)
    said = left.reason if left.value is None else f"{left.value:.1f} % of the budget left"
    windows_said = f"{met.numerator:g} of {met.denominator:g} windows met"
    return BehindRow(
        name=name, state="counted" if met.value == 100 else "not", value=met.value, unit="%", n=met.n,
        note=f"{windows_said}; {said}",
    )  # fmt: skip


def _levels(context: Context, formula: str, asked: Asked, spans: Sequence[Span]) -> list[Levels]:
    """The windows of each service level in each period."""
    has = columns_checked(context, formula, asked)
    name = text("slo") if "slo" in has else f"'{ALL}'"
    columns = [day_number("day"), name, *map(number, ("good", "total", "target"))]
    rows = list(zip(*(one.tolist() for one in read(context, asked, columns, between(spans))), strict=True))
    if wanted := asked.get("slo"):
        rows = [one for one in rows if one[1] == wanted]
    return [_of_span(asked, rows, one) for one in spans]


def _of_span(asked: Asked, rows: Sequence[tuple[Any, ...]], span: Span) -> Levels:
    first, last = span.since.toordinal(), span.until.toordinal()
    found: Levels = {}
    for day, name, *numbers in rows:
        if first <= day <= last:
            found.setdefault(name or ALL, []).append(_window(asked, day, numbers))
    return found


def _window(asked: Asked, day: int, numbers: Sequence[float | None]) -> Window:
    good, total, target = numbers
    if good is None or total is None or target is None:
        raise Invalid(
            f"The table {asked['table']} lacks a number on {date.fromordinal(day)}; give good, total and target."
        )
    try:
        return Window(int(good), int(total), target)
    except ValueError as error:
        raise Invalid(f"The table {asked['table']} on {date.fromordinal(day)}: {error}") from error


WORKS = {"attainment": attainment, "budget_left": budget}
