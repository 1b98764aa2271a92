"""What a column of an import may hold, and how a cell becomes a value."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from headway.core.errors import Invalid

Parser = Callable[[str], Any]
MOMENT_FORMATS = ("%d/%b/%y %I:%M %p", "%d/%b/%Y %I:%M %p", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M")
DAY_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%d/%b/%y", "%d.%m.%Y")


class RowFault(Exception):
    """Why one row cannot come in: the column, and one sentence."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column, self.message = column, message


@dataclass(frozen=True)
class Column:
    """A column that an importer knows: `needed` must be in the file, `filled` must hold something.

    `repeats` collects every column of that header into a list, read by position, as in Jira exports.
    """

    name: str
    parse: Parser = str.strip
    needed: bool = False
    filled: bool = False
    aliases: Sequence[str] = ()
    repeats: bool = False
    example: str = ""


@dataclass(frozen=True)
class Row:
    """A parsed row: its number in the file, its values by column name, and unknown columns as they came."""

    number: int
    values: dict[str, Any]
    extra: dict[str, str] = field(default_factory=dict)


def text(most: int = 100_000, keep: bool = False) -> Parser:
    """Text; a formula guard (`'=1+1`) is taken off. `keep` leaves line breaks and spaces as they are."""

    def parse(cell: str) -> str:
        plain = cell if keep else cell.strip()
        if re.match(r"'[=+\-@]", plain):
            plain = plain[1:]
        if len(plain) > most:
            raise ValueError(f"has {len(plain)} characters, more than the {most} allowed")
        return plain.replace("\0", "")

    return parse


def number(least: float | None = None, most: float | None = None) -> Parser:
    """A finite number within bounds; an empty cell is unknown.

    >>> number(0)("12.5")
    12.5
    """

    def parse(cell: str) -> float | None:
        if not cell.strip():
            return None
        try:
            value = float(cell.strip().replace("\u00a0", "").replace(" ", ""))
        except ValueError:
            raise ValueError(f"{cell!r} is not a number") from None
        if not math.isfinite(value):
            raise ValueError(f"{cell!r} is not a finite number")
        if least is not None and value < least:
            raise ValueError(f"{cell.strip()} is less than {least:g}")
        if most is not None and value > most:
            raise ValueError(f"{cell.strip()} is more than {most:g}")
        return value

    return parse


def whole(least: int | None = None, most: int | None = None) -> Parser:
    """A whole number within bounds; an empty cell is unknown."""
    bounded = number(least, most)

    def parse(cell: str) -> int | None:
        value = bounded(cell)
        if value is None:
            return None
        if value != int(value):
            raise ValueError(f"{cell.strip()} is not a whole number")
        return int(value)

    return parse


def moment(cell: str) -> datetime | None:
    """A point in time: ISO 8601, taken as UTC where it names no zone, or Jira's `02/Apr/26 9:15 AM`.

    >>> moment("2026-04-02T03:03:35Z").isoformat()
    '2026-04-02T03:03:35+00:00'
    """
    plain = cell.strip()
    if not plain:
        return None
    for attempt in (datetime.fromisoformat, *(_by(form) for form in MOMENT_FORMATS)):
        try:
            found = attempt(plain)
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    raise ValueError(f"{plain!r} is not a date and time; write it like 2026-04-02T09:15:00Z")


def _by(form: str) -> Callable[[str], datetime]:
    return lambda plain: datetime.strptime(plain, form)


def day(cell: str) -> date | None:
    """A calendar day; an empty cell is unknown.

    >>> day("2026-12-31")
    datetime.date(2026, 12, 31)
    """
    plain = cell.strip()
    if not plain:
        return None
    for form in DAY_FORMATS:
        try:
            return _by(form)(plain).date()
        except ValueError:
            continue
    raise ValueError(f"{plain!r} is not a date; write it like 2026-12-31")


def flag(cell: str) -> bool:
    """Yes or no; an empty cell is no.

    >>> flag("1"), flag("")
    (True, False)
    """
    plain = cell.strip().lower()
    if plain in {"", "0", "no", "false", "n"}:
        return False
    if plain in {"1", "yes", "true", "y"}:
        return True
    raise ValueError(f"{cell!r} is neither yes nor no; write 1 or 0")


def parts(separator: str = ";") -> Parser:
    """A list in one cell.

    >>> parts()("a; b;")
    ['a', 'b']
    """
    return lambda cell: [part.strip() for part in cell.split(separator) if part.strip()]


def positions(
    name: str, headers: Sequence[str], columns: Sequence[Column], mapping: Mapping[str, str]
) -> dict[str, list[int]]:
    """Where in the file each known column stands. Raises Invalid naming what is missing and what is there."""
    found = {column.name: places_of(column, headers, mapping.get(column.name)) for column in columns}
    missing = [column.name for column in columns if column.needed and not found[column.name]]
    if missing:
        there = ", ".join(header for header in headers if header) or "no header"
        raise Invalid(
            f"{name}: no column {' and no column '.join(repr(one) for one in missing)} in row 1; the file has "
            f"{there}. Rename the column, or say which column of the file holds {missing[0]!r}."
        )
    return found


def places_of(column: Column, headers: Sequence[str], mapped: str | None) -> list[int]:
    """Where a column stands among the headers, by its names or by the one it was mapped to; mapped to an empty
    name it stands nowhere.

    >>> places_of(Column("id", aliases=("key",)), ["Key", "Id"], None)
    [0]
    >>> places_of(Column("id"), ["Key", "Id"], "")
    []
    """
    if mapped == "":
        return []
    wanted = {header_plain(one) for one in ((mapped,) if mapped else (column.name, *column.aliases))}
    at = [place for place, header in enumerate(headers) if header_plain(header) in wanted]
    return at if column.repeats else at[:1]


def header_plain(header: str) -> str:
    """A header as headers are compared; one without letters and digits, such as an emoji, as it is.

    >>> header_plain("Issue Key "), header_plain("Größe (m)")
    ('issue_key', 'größe_m')
    """
    return re.sub(r"[\W_]+", "_", header.lower()).strip("_") or f" {header.strip()}"


def row_parsed(
    number_: int, cells: Sequence[str], headers: Sequence[str], columns: Sequence[Column],
    at: Mapping[str, list[int]],
) -> Row:  # fmt: skip
    """A file's row as values. Raises RowFault for the first cell that does not fit its column."""
    if any(cell.strip() for cell in cells[len(headers) :]):
        raise RowFault(
            "", f"the row has {len(cells)} cells but the header has {len(headers)}; quote the text"
        )
    padded = [*cells, *[""] * (len(headers) - len(cells))]
    values = {column.name: _value(column, padded, at[column.name]) for column in columns}
    known = {place for places in at.values() for place in places}
    extra = {
        headers[place]: cell
        for place, cell in enumerate(padded[: len(headers)])
        if place not in known and cell
    }
    return Row(number_, values, extra)


def _value(column: Column, cells: Sequence[str], places: Sequence[int]) -> Any:
    try:
        if column.repeats:
            return [column.parse(cells[place]) for place in places if cells[place].strip()]
        cell = cells[places[0]] if places else ""
        if column.filled and not cell.strip():
            raise ValueError("is empty")
        return column.parse(cell)
    except ValueError as error:
        raise RowFault(column.name, str(error)) from error
