"""A plan report as tables for a person at a terminal."""

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from headway.interfaces.cli.tables import wide_console

Part = Mapping[str, Any]
MOST = 10


def show(report: Part) -> None:
    """Print what was read, problems, initiatives, the plan with its loads, what is out and why, the PRD."""
    console = wide_console()
    _print(console, _imports(report["imports"]), _problems(report["problems"]))
    _print(console, _initiatives(report["initiatives"]))
    if plan := report["plan"]:
        _print(console, _plan(report), _loads(plan["loads"]), _excluded(report))
        console.print(_proof(plan))
    if prd := report["prd"]:
        console.print(Text(f"PRD: {prd['title']} ({len(prd['citations'])} citations)"))
    for notice in report["notices"]:
        console.print(Text(notice), style="yellow")
    spent = ", ".join(f"{name} {seconds:.1f}" for name, seconds in report["timings_s"].items())
    console.print(Text(f"Seconds: {spent}"), style="dim")


def _print(console: Console, *tables: Table) -> None:
    for table in tables:
        console.print(table)
        console.print()


def _table(title: str, *columns: str) -> Table:
    """A table; columns that start with > hold numbers."""
    table = Table(title=title, title_justify="left", title_style="bold", box=None, header_style="dim")
    for column in columns:
        table.add_column(column.lstrip(">"), justify="right" if column.startswith(">") else "left")
    return table


def _add(table: Table, *cells: object) -> None:
    """Add a row of plain texts: words of customers must not be read as markup."""
    table.add_row(*(Text(str(cell)) for cell in cells))


def _imports(found: Iterable[Part]) -> Table:
    table = _table("Read", "File", ">Rows", ">New", ">Changed", ">Same", ">Left out", "First reason")
    for one in found:
        counts = (one["read"], one["created"], one["updated"], one["unchanged"], one["refused"])
        _add(table, one["file"], *counts, *one["first_errors"][:1])
    return table


def _problems(found: Iterable[Part]) -> Table:
    table = _table("Problems", ">#", "Problem", ">Accounts", ">Revenue", ">Per month")
    for one in list(found)[:MOST]:
        sizes = (figure(one["accounts"]), figure(one["arr"]), figure(one["mentions_per_month"]))
        _add(table, one["rank"], one["title"], *sizes)
    return table


def _initiatives(found: Iterable[Part]) -> Table:
    table = _table("Initiatives", ">#", "Initiative", ">Score", ">P10-P90", ">In top 10", "Why")
    for one in list(found)[:MOST]:
        score = one["score"]
        between = f"{number(score['p10'])}-{number(score['p90'])}"
        chance = f"{one['p_top_10']:.0%}" if one["p_top_10"] is not None else "?"
        # The first reason says the rank and the score, which have columns of their own.
        why = " ".join(one["why"][1:2])
        _add(table, one["rank"], one["title"], number(score["p50"]), between, chance, why)
    return table


def _plan(report: Part) -> Table:
    names, table = _names(report), _table("Plan", "Quarter", "Starts", "Until")
    items = sorted(report["plan"]["items"], key=lambda item: (item["start"], item["finish"], item["id"]))
    for item in items:
        _add(table, item["start"], names.get(item["id"], item["id"]), item["finish"])
    return table


def _loads(loads: Iterable[Part]) -> Table:
    table = _table("Load", "Team", "Quarter", ">Used weeks", ">Of weeks")
    for load in loads:
        used, most = load["used_person_weeks"], load["capacity_person_weeks"]
        _add(table, load["team"], load["period"], f"{used:.1f}", f"{most:.1f}")
    return table


def _excluded(report: Part) -> Table:
    names, table = _names(report), _table("Left out", "Initiative", "Why", ">Price")
    for one in report["plan"]["excluded"]:
        _add(table, names.get(one["id"], one["id"]), one["reason"], number(one["price"]))
    return table


def _proof(plan: Part) -> Text:
    value, greedy = plan["value"], plan["greedy_value"]
    better = f", {value / greedy:.3f} times the greedy plan" if value and greedy else ""
    gap = f"{plan['gap']:.2%}" if plan["gap"] is not None else "unknown"
    return Text(f"Value {number(value)}, bound {number(plan['bound'])}, proven gap {gap}{better}")


def _names(report: Part) -> dict[str, str]:
    return {one["id"]: f"{one['id']} {one['title']}" for one in report["initiatives"]}


def figure(found: Part) -> str:
    """A figure's value, or why there is none.

    >>> figure({"value": None, "unit": "accounts", "reason": "no message names one"})
    '? (no message names one)'
    >>> figure({"value": 1234.0, "unit": "accounts", "reason": ""})
    '1,234'
    """
    return f"? ({found['reason']})" if found["value"] is None else number(found["value"])


def number(value: float | None) -> str:
    """A number short enough for a table.

    >>> [number(value) for value in (None, 0.1234, 12.34, 98765.4)]
    ['?', '0.12', '12.3', '98,765']
    """
    if value is None:
        return "?"
    if value == round(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
