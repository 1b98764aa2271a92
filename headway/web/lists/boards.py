"""A list as a board: a column for each value of a choice, a card for each record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from django.utils.safestring import SafeString, mark_safe

from headway.core.lists.answers import ColumnShown, RowShown, RowsList
from headway.web.lists.cells import cut, inside, plain
from headway.web.lists.state import Chip, State
from headway.web.lists.table import beside_title

FACTS_MOST = 3


@dataclass(frozen=True)
class Place:
    """A column of the board: its value, how many records have it, and their cards."""

    value: str
    label: str
    count: int
    cards: tuple[SafeString, ...]
    more: str

    @property
    def hidden(self) -> int:
        return self.count - len(self.cards)


@dataclass(frozen=True)
class Board:
    by: ColumnShown | None
    places: tuple[Place, ...]
    movable: bool


def board(found: RowsList, state: State, name: str, may_edit: bool) -> Board:
    """The board by the column of that name."""
    by = next((one for one in found.all_columns if one.name == name), None)
    if by is None:
        return Board(None, (), False)
    movable = may_edit and by.editable
    cards = _cards(found, by, state, movable)
    counts = {group.path[0]: group.count for group in found.groups if len(group.path) == 1}
    places = tuple(
        _place(value, label, counts.get(value, 0), tuple(cards.get(value, ())), _address(by, value, state))
        for value, label in _values(by, _labels(found, by))
    )
    return Board(by, places, movable)


def _labels(found: RowsList, by: ColumnShown) -> dict[str | None, str]:
    """The values that records have, with their names."""
    of_groups = {group.path[0]: group.label for group in found.groups if len(group.path) == 1}
    of_rows = {} if of_groups else {_value(by, row): plain(by, row.cells.get(by.name)) for row in found.rows}
    return of_groups | of_rows


def _values(by: ColumnShown, labels: dict[str | None, str]) -> list[tuple[str | None, str]]:
    """Every value of the choice in its order, those that only records have, and at the end none."""
    known: list[tuple[str | None, str]] = [] if by.type in {"person", "record"} else [
        (one.value, one.label) for one in by.choices
    ]  # fmt: skip
    if by.type == "flag":
        known = [("true", "Yes"), ("false", "No")]
    names = {value for value, _ in known}
    known += [(value, label) for value, label in labels.items() if value is not None and value not in names]
    return known + ([(None, "Not set")] if None in labels else [])


def _place(value: str | None, label: str, count: int, own: tuple[SafeString, ...], address: str) -> Place:
    return Place(value or "", label, max(count, len(own)), own, address)


def _address(by: ColumnShown, value: str | None, state: State) -> str:
    """All the records of a column of the board, as a table."""
    chip = Chip(by.name, "is", (value,)) if value is not None else Chip(by.name, "empty")
    narrowed = state.narrowed(chip)
    return replace(narrowed, view="table", group=()).query() if narrowed else ""


def _cards(
    found: RowsList, by: ColumnShown, state: State, movable: bool
) -> dict[str | None, list[SafeString]]:
    shown = [one for one in beside_title(found) if one.name != by.name][:FACTS_MOST]
    drawn = Drawing(by, shown, escape(state.beside), escape(f"{state.closed}&edit="), movable, state)
    cards: dict[str | None, list[SafeString]] = {}
    for row in found.rows:
        value = row.groups[0] if row.groups else _value(by, row)
        cards.setdefault(value, []).append(_card(row, value, drawn))
    return cards


def _value(by: ColumnShown, row: RowShown) -> str | None:
    found = row.cells.get(by.name)
    if isinstance(found, bool):
        return "true" if found else "false"
    if isinstance(found, dict):
        found = found.get("ref") or found.get("id")
    return str(found) if found not in (None, "") else None


@dataclass(frozen=True)
class Drawing:
    """What all the cards of a board have in common; a ref is added to the two addresses."""

    by: ColumnShown
    shown: Sequence[ColumnShown]
    peek: str
    edit: str
    movable: bool
    state: State


def _card(row: RowShown, value: str | None, drawn: Drawing) -> SafeString:
    ref, said = escape(row.ref), escape(cut(row.title or row.ref))
    facts = "".join(
        f"<div><dt>{escape(one.label)}</dt><dd>{inside(one, row.cells.get(one.name), most=60)}</dd></div>"
        for one in drawn.shown
        if plain(one, row.cells.get(one.name))
    )
    grip = f' data-version="{row.version}"' if drawn.movable else ""
    opened = " open" if drawn.state.peek == row.ref else ""
    html = (
        f'<li class="lst-card{opened}" data-ref="{ref}"{grip}><a class="title" id="row-{ref}" dir="auto" '
        f'href="{drawn.peek}{ref}" hx-boost="true">{said}</a><span class="sub">{ref}</span>'
        f"{f'<dl>{facts}</dl>' if facts else ''}{_move(row, value, drawn)}</li>"
    )
    return mark_safe(html)  # nosec B308 B703 # noqa: S308 - every part above is escaped


def _move(row: RowShown, value: str | None, drawn: Drawing) -> str:
    """The way to another column that needs no pointer: a link, which opens the choice on its card."""
    ref = escape(row.ref)
    if not drawn.movable:
        return ""
    if drawn.state.edit == row.ref:
        return _mover(drawn.by, value, ref)
    return (
        f'<a class="btn small quiet" href="{drawn.edit}{ref}#edit" hx-boost="true">'
        f'Move<span class="hidden"> {ref}</span></a>'
    )


def _mover(by: ColumnShown, value: str | None, ref: str) -> str:
    """The choice of another column on one card, sent with the board's own form."""
    options = [(one.value, one.label) for one in by.choices] or [("true", "Yes"), ("false", "No")]
    said = "".join(
        f'<option value="{escape(one)}"{" selected" if one == value else ""}>{escape(label)}</option>'
        for one, label in options
    )
    return (
        f'<span class="cluster" id="edit"><label class="hidden" for="move-to">Move {ref} to</label>'
        f'<select id="move-to" name="set.{escape(by.name)}" form="move" autofocus>{said}</select>'
        f'<button class="btn small primary" form="move">Move</button></span>'
    )
