"""Everything that one page of a list shows, put together from the answers to what it asks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString

from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.imports.registry import importers
from headway.core.kinds import kind_named
from headway.core.lists.answers import ColumnShown, RowShown, RowsList, ViewShown
from headway.core.lists.columns import list_of
from headway.core.perform import is_open
from headway.core.registry import entry_named
from headway.engine.filters.address import is_changed
from headway.web.lists import asking, boards, bubbles, table, timelines, trees
from headway.web.lists.bars import Bar, Choice, bar
from headway.web.lists.cells import inside
from headway.web.lists.controls import Control, edit_control
from headway.web.lists.state import State, state_of

GONE = "The saved view is gone or not yours to see; this is the list without it."


@dataclass(frozen=True)
class SavedViews:
    """The views of a list that a person sees; `open` is the one they look at, `changed` says it is not as saved."""

    all: tuple[ViewShown, ...]
    open: ViewShown | None
    changed: bool
    plain: str


@dataclass(frozen=True)
class Fact:
    column: ColumnShown
    html: SafeString
    control: Control | None


@dataclass(frozen=True)
class Peek:
    """A record beside the list, with everything that the list knows of it."""

    row: RowShown
    facts: tuple[Fact, ...]
    title: Control | None
    title_column: ColumnShown | None
    close: str

    @property
    def editable(self) -> bool:
        return self.title is not None or any(fact.control for fact in self.facts)


@dataclass(frozen=True)
class Page:
    kind: str
    state: State
    decided: State
    rows: RowsList
    bar: Bar
    views: SavedViews
    told: tuple[str, ...]
    may_edit: bool
    count: str
    more: str
    first: str
    add_up: str
    peek: Peek | None
    drawn: Any
    bulk: "Bulk | None"
    import_kind: str
    empty: bool
    axes: tuple[tuple[str, str, tuple[Choice, ...]], ...]

    @property
    def customised(self) -> bool:
        """Whether the workspace can add fields to this kind of record."""
        return list_of(self.kind).customised


@dataclass(frozen=True)
class Bulk:
    """The change of every selected record: of which column, and its control."""

    column: ColumnShown
    control: Control
    rows: tuple[RowShown, ...]


def opened(kind: str, query: QueryDict, here: Context) -> tuple[State, SavedViews]:
    """The state that an address means: its own, else that of the saved view it names, else of the default view."""
    views = asking.saved_views(kind, here)
    state = state_of(query)
    found = next((one for one in views if one.ref == state.saved), None)
    told = (GONE,) if state.saved and found is None else ()
    if not set(query) - {"saved", "peek"}:
        found = found or (None if state.saved else _default(views))
        if found:
            state = replace(state_of(QueryDict(found.address)), saved=found.ref, peek=state.peek)
    state = replace(state, saved=found.ref if found else "", told=(*state.told, *told))
    changed = found is not None and is_changed(found.address, state.kept().query())
    return state, SavedViews(tuple(views), found, changed, State(view="table").query())


def _default(views: list[ViewShown]) -> ViewShown | None:
    own = next((one for one in views if one.my_default), None)
    return own or next((one for one in views if one.workspace_default), None)


def page(kind: str, state: State, views: SavedViews, here: Context) -> Page:
    """The page of a list in a state."""
    found = asking.listed(kind, state, here)
    rows, decided = found.rows, found.decided
    may_edit = is_open(entry_named("lists.records_edit", "action"), here)
    peek, gone = _peek(kind, state, rows, may_edit, here)
    told = (*state.told, *rows.problems, *gone)
    return Page(
        kind, state, decided, rows, bar(rows, state, decided, here), views, told, may_edit,
        table.counted(rows), replace(state, after=rows.next).query() if rows.next else "",
        replace(state, after="").query() if state.after else "", _add_up(rows, state), peek,
        _drawn(rows, state, decided, may_edit, here), _bulk(kind, state, rows, may_edit, here), import_kind(kind),
        not rows.total and not any(group.chips for group in state.groups), _axes(rows, state, decided),
    )  # fmt: skip


def _add_up(rows: RowsList, state: State) -> str:
    """Where all rows are counted and added up; empty where they are, or have nothing to add up."""
    has_sums = state.view == "table" and any(one.summable for one in rows.columns)
    is_undone = rows.is_more or (has_sums and bool(rows.rows) and not rows.totals)
    return state.but(sums="all", after=state.after).query() if is_undone else ""


def import_kind(kind: str) -> str:
    """The kind of file that brings records of this kind in; empty where none does."""
    model = kind_named(kind).model
    return next((one.kind for one in importers() if one.model is model), "")


def _drawn(rows: RowsList, state: State, decided: State, may_edit: bool, here: Context) -> Any:
    named = {one.name: one for one in rows.all_columns}
    if state.view == "board":
        return boards.board(rows, state, next(iter(decided.group), ""), may_edit)
    if state.view == "timeline":
        return timelines.timeline(rows, decided, timezone.localdate(here.now))
    if state.view == "tree":
        return trees.tree(rows, state, decided.group)
    if state.view == "matrix":
        x, y = named.get(decided.x), named.get(decided.y)
        return bubbles.matrix(rows.rows, x, y, named.get(decided.size), state.beside) if x and y else None
    return table.table(rows, state, may_edit)


def _axes(rows: RowsList, state: State, decided: State) -> tuple[tuple[str, str, tuple[Choice, ...]], ...]:
    """What a drawing is made of and what it could be made of instead."""
    if state.view == "matrix":
        parts: tuple[tuple[str, str], ...] = (("x", "Across"), ("y", "Up"), ("size", "Size"))
        columns = asking.numeric(rows.all_columns)
    elif state.view == "timeline":
        parts, columns = (("start", "From"), ("end", "To")), asking.dated(rows.all_columns)
    else:
        return ()
    return tuple((name, label, tuple(_axis(name, decided, columns))) for name, label in parts)


def _axis(name: str, decided: State, columns: list[ColumnShown]) -> Iterator[Choice]:
    said = getattr(decided, name)
    if name in {"size", "end"}:
        yield Choice("Nothing", asking.NOTHING, not said)
    yield from (Choice(one.label, one.name, said == one.name) for one in columns)


def _peek(
    kind: str, state: State, rows: RowsList, may_edit: bool, here: Context
) -> tuple[Peek | None, tuple[str, ...]]:
    if not state.peek:
        return None, ()
    try:
        row, found = asking.one_row(kind, state.peek, here, [one.name for one in rows.all_columns])
    except NotFound as gone:
        return None, (gone.detail,)
    title = table.title_column(found)
    control = (
        edit_control(title, f"set.{title.name}", row.cells.get(title.name, row.title))
        if title and title.editable and may_edit
        else None
    )
    facts = tuple(_fact(one, row, may_edit) for one in table.beside_title(found))
    return Peek(row, facts, control, title, replace(state, peek="").query()), ()


def _fact(column: ColumnShown, row: RowShown, may_edit: bool) -> Fact:
    value = row.cells.get(column.name)
    control = edit_control(column, f"set.{column.name}", value) if column.editable and may_edit else None
    return Fact(column, inside(column, value, row.reasons.get(column.name, ""), most=4000), control)


def _bulk(kind: str, state: State, rows: RowsList, may_edit: bool, here: Context) -> Bulk | None:
    column = next((one for one in rows.all_columns if one.name == state.bulk and one.editable), None)
    chosen = tuple(row for row in rows.rows if row.ref in set(state.select))
    if column is None or not chosen or not may_edit:
        return None
    if column.choices_total > len(column.choices):
        column = asking.columns_of(kind, here, column.name)[0]
    return Bulk(column, edit_control(column, f"set.{column.name}", None), chosen)
