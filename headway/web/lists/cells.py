"""What a cell says, by the type of its column. Made here and not in a template, because a page has hundreds of them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from headway.core.lists.answers import ColumnShown, RowShown
from headway.web.drawing.numbers import day, minor_money, moment, short, with_unit

NONE = '<span class="none"><span aria-hidden="true">&ndash;</span><span class="hidden">not set</span></span>'
NUMBERS = {"number", "money", "formula"}
TEXT_MOST, TITLE_MOST = 160, 200


def cut(text: str, most: int = TEXT_MOST) -> str:
    """A text no longer than a cell has room for; all of it is a press away.

    >>> cut("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def plain(column: ColumnShown, value: Any) -> str:
    """A value as text, as long as it is; empty where there is none."""
    return "" if value is None or value in ("", []) else _PLAIN.get(column.type, _text)(column, value)


def _text(column: ColumnShown, value: Any) -> str:
    return str(value)


def _number(column: ColumnShown, value: Any) -> str:
    return with_unit(float(value), column.unit) if column.unit else short(float(value))


def _money(column: ColumnShown, value: Any) -> str:
    return minor_money(int(value["minor"]), str(value["currency"]))


def _day(column: ColumnShown, value: Any) -> str:
    return day(value if isinstance(value, date) else str(value))


def _moment(column: ColumnShown, value: Any) -> str:
    return moment(value if isinstance(value, datetime) else datetime.fromisoformat(str(value)))


def _choice(column: ColumnShown, value: Any) -> str:
    return next((one.label for one in column.choices if one.value == value), str(value))


def _choices(column: ColumnShown, value: Any) -> str:
    return ", ".join(_choice(column, one) for one in value)


def _person(column: ColumnShown, value: Any) -> str:
    return str(value.get("name") or value.get("id"))


def _record(column: ColumnShown, value: Any) -> str:
    return str(value.get("title") or value.get("ref"))


def _flag(column: ColumnShown, value: Any) -> str:
    return "Yes" if value else "No"


_PLAIN: Mapping[str, Callable[[ColumnShown, Any], str]] = {
    "number": _number, "formula": _number, "money": _money, "date": _day, "moment": _moment, "choice": _choice,
    "choices": _choices, "person": _person, "record": _record, "flag": _flag,
}  # fmt: skip


def inside(column: ColumnShown, value: Any, reason: str = "", most: int = TEXT_MOST) -> SafeString:
    """The HTML of a value; an unknown one says why where that is known."""
    said = plain(column, value)
    if not said:
        html = f'<span class="none" title="{escape(reason)}">unknown</span>' if reason else NONE
    elif column.type == "record" and value.get("address"):
        html = f'<a href="{escape(value["address"])}" dir="auto">{escape(cut(said, most))}</a>'
    elif column.type == "link" and said.startswith(("https://", "http://")):
        html = f'<a href="{escape(said)}" rel="noopener noreferrer">{escape(cut(_host(said), most))}</a>'
    else:
        html = escape(cut(said, most))
    return SafeString(html)  # nosec B703 - every value above is escaped


def _host(address: str) -> str:
    return address.partition("://")[2].rstrip("/")


def cell(column: ColumnShown, row: RowShown, may_edit: bool) -> str:
    """A cell of a table. One that may be changed in place says so to the script."""
    kind = "num" if column.type in NUMBERS else "text" if column.type in {"text", "long_text"} else "word"
    grip = f' data-cell="{escape(column.name)}"' if may_edit and column.editable else ""
    html = inside(column, row.cells.get(column.name), row.reasons.get(column.name, ""))
    direction = ' dir="auto"' if kind == "text" else ""
    return f'<td class="{kind}" data-label="{escape(column.label)}"{grip}{direction}>{html}</td>'


def number_of(column: ColumnShown, value: Any) -> float | None:
    """A value as a plain number, money in whole units; None where there is none."""
    if value is None:
        return None
    return value["minor"] / 100 if column.type == "money" else float(value)


def total(column: ColumnShown, value: float | None) -> str:
    """A sum as its column writes numbers."""
    if value is None:
        return ""
    if column.type == "money":
        return minor_money(int(value), column.unit)
    return with_unit(value, column.unit) if column.unit else short(value)
