"""What a page of a list asks: its rows as each view needs them, one record of it, the saved views."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.lists.answers import ColumnShown, ColumnsList, RowShown, RowsList, ViewShown, ViewsList
from headway.core.perform import ask
from headway.web.lists.cells import NUMBERS
from headway.web.lists.state import Chip, State

PAGE = 50
DRAWN_MOST = 100
# Counting and adding up looks at every row; more of them than these are only counted when somebody asks.
COUNTED_MOST = 1000
FEW = 12
# Rows stand in several groups of these, or the group is a month: only the database can tell.
SPREAD = {"choices", "date", "moment"}
NOTHING = "none"
DATES = {"date", "moment"}
SURELY = {"starts", "ends"}
STARTS = ("start", "begin", "from", "earliest", "quarter")
ENDS = ("end", "due", "target", "until", "deadline", "last", "close")


@dataclass(frozen=True)
class Listed:
    """The rows of a list, and the state with what it left open decided: which column a board has, which axes."""

    decided: State
    rows: RowsList


def listed(kind: str, state: State, here: Context) -> Listed:
    """The rows for the view that the state names."""
    if state.view == "table":
        return Listed(state, rows(kind, state, here, PAGE))
    columns = columns_of(kind, here)
    decided = decide(state, columns)
    if decided.view == "board":
        return Listed(decided, _board(kind, decided, here))
    if decided.view == "matrix":
        sized = decided if decided.sort or not decided.size else replace(decided, sort=(f"-{decided.size}",))
        return Listed(
            decided, rows(kind, replace(sized, group=()), here, DRAWN_MOST, _with(decided, columns))
        )
    if decided.view == "timeline":
        by_day = replace(decided, sort=(decided.start,)) if _sorts(decided.start, columns) else decided
        ordered = replace(decided if decided.sort else by_day, group=decided.group[:1])
        return Listed(decided, rows(kind, ordered, here, PAGE, _with(decided, columns)))
    return Listed(decided, rows(kind, decided, here, PAGE))


def _board(kind: str, state: State, here: Context) -> RowsList:
    """Cards of every column of a board, in the order of the list; their counts where not all of them are here."""
    by = state.group[:1]
    mixed = rows(kind, replace(state, group=()), here, PAGE)
    column = next((one for one in mixed.columns if one.name in by), None)
    if column is None or column.type in SPREAD:
        return rows(kind, replace(state, group=by), here, PAGE)
    if mixed.total <= len(mixed.rows):
        return mixed
    return mixed.model_copy(update={"groups": rows(kind, replace(state, group=by, after=""), here, 1).groups})


def _with(state: State, columns: Sequence[ColumnShown]) -> tuple[str, ...]:
    """The columns shown and those that the drawing is made of."""
    needed = [name for name in (state.x, state.y, state.size, state.start, state.end) if name]
    sure = [
        one.name
        for one in columns
        if one.name in {"committed", "commitment", "certainty", "confidence_level"}
    ]
    return tuple(dict.fromkeys([*needed, *sure, *state.columns]))


def rows(
    kind: str, state: State, here: Context, limit: int, columns: Sequence[str] | None = None
) -> RowsList:
    """The rows of a state, at most `limit` of them."""
    question = {
        "kind": kind,
        "filters": [
            {"match": group.match, "chips": [str(chip) for chip in group.chips]}
            for group in state.groups
            if group.chips
        ],
        "join": state.join,
        "sort": list(state.sort)[:5],
        "group": list(state.group),
        "columns": list(state.columns if columns is None else columns),
        "limit": limit,
        "after": state.after,
        "totals": state.view in {"table", "tree"},
        "count_most": 0 if state.sums else COUNTED_MOST,
    }  # fmt: skip
    return cast(RowsList, ask("lists.rows_list", question, here))


def one_row(kind: str, ref: str, here: Context, columns: Sequence[str]) -> tuple[RowShown, RowsList]:
    """A record with the columns named. Raises NotFound."""
    found = some_rows(kind, [ref], here, columns)
    if not found.rows:
        raise NotFound(
            f"No {found.label.lower()} {ref[:60]!r} in this list; it may have been merged or taken away."
        )
    return found.rows[0], found


def some_rows(kind: str, refs: Sequence[str], here: Context, columns: Sequence[str]) -> RowsList:
    """The records with these refs, at most a hundred of them."""
    chip = str(Chip("ref", "is", tuple(refs[:DRAWN_MOST])))
    question = {"kind": kind, "filters": [{"chips": [chip]}], "columns": list(columns), "limit": DRAWN_MOST}
    return cast(RowsList, ask("lists.rows_list", question, here))


def columns_of(kind: str, here: Context, column: str = "") -> list[ColumnShown]:
    """The columns of a kind; a single one with all its choices."""
    asked: dict[str, Any] = {"kind": kind} | ({"column": column} if column else {})
    return cast(ColumnsList, ask("lists.columns_list", asked, here)).columns


def saved_views(kind: str, here: Context) -> list[ViewShown]:
    return cast(ViewsList, ask("lists.view_list", {"kind": kind}, here)).rows


def decide(state: State, columns: Sequence[ColumnShown]) -> State:
    """The state with the columns of its drawing chosen where the address names none."""
    if state.view == "board":
        return replace(state, group=(state.group or _first(boardable(columns)))[:1])
    if state.view == "tree":
        return replace(state, group=state.group or _first(boardable(columns)) or _first(groupable(columns)))
    if state.view == "timeline":
        start, end = _dates(columns)
        return replace(state, start=state.start or start, end=_chosen(state.end, end))
    numbers = [one.name for one in numeric(columns)]
    x, y, size = (*numbers, "", "", "")[:3]
    return replace(state, x=state.x or x, y=state.y or y, size=_chosen(state.size, size))


def _chosen(said: str, otherwise: str) -> str:
    return "" if said == NOTHING else said or otherwise


def _first(columns: Sequence[ColumnShown]) -> tuple[str, ...]:
    return tuple(one.name for one in columns[:1])


def groupable(columns: Sequence[ColumnShown]) -> list[ColumnShown]:
    return [one for one in columns if one.groupable]


def boardable(columns: Sequence[ColumnShown]) -> list[ColumnShown]:
    """Columns with few values, those that can be changed by a move first."""
    found = [
        one for one in columns if one.groupable and one.type in {"choice", "flag"} and len(one.choices) <= FEW
    ]
    return sorted(found, key=lambda one: not one.editable)


def numeric(columns: Sequence[ColumnShown]) -> list[ColumnShown]:
    return [one for one in columns if one.type in NUMBERS]


def dated(columns: Sequence[ColumnShown]) -> list[ColumnShown]:
    """Columns that say when: days, moments, and quarters, which are written in words."""
    return [one for one in columns if one.type in DATES or _is_quarter(one)]


def _is_quarter(column: ColumnShown) -> bool:
    return column.type in {"text", "choice", "choices"} and "quarter" in column.label.lower()


def _sorts(name: str, columns: Sequence[ColumnShown]) -> bool:
    return any(one.name == name and one.sortable for one in columns)


def _dates(columns: Sequence[ColumnShown]) -> tuple[str, str]:
    """The columns that most likely say when something starts and ends."""
    names = sorted((one.name for one in dated(columns)), key=lambda name: name not in SURELY)
    end = next((name for name in names if any(word in name for word in ENDS)), "")
    others = [name for name in names if name != end]
    start = next((name for name in others if any(word in name for word in STARTS)), "")
    return start or end or next(iter(names), ""), end if start else ""
