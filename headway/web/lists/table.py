"""A list as a table: headings that sort, rows under the headings of their groups, sums at the foot."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from headway.core.kinds import kind_named
from headway.core.lists.answers import ColumnShown, GroupShown, RowShown, RowsList
from headway.web.drawing.numbers import short
from headway.web.lists.cells import NUMBERS, TITLE_MOST, cell, cut, inside, total
from headway.web.lists.controls import Control, edit_control
from headway.web.lists.state import State

UP, DOWN = "↑", "↓"


@dataclass(frozen=True)
class Heading:
    column: ColumnShown
    label: str
    address: str
    arrow: str
    order: str
    kind: str


@dataclass(frozen=True)
class Form:
    """A row that is being edited: a control for each cell, None where a cell cannot be changed here."""

    row: RowShown
    cells: tuple[tuple[ColumnShown, Control | None, SafeString], ...]
    lead: Control | None
    title: ColumnShown | None


@dataclass(frozen=True)
class Line:
    """What stands on a line of the table: a row, the heading of a group, or a row as a form."""

    html: SafeString | None = None
    group: GroupShown | None = None
    depth: int = 0
    form: Form | None = None
    sums: str = ""
    address: str = ""


@dataclass(frozen=True)
class Table:
    lead: Heading | None
    headings: tuple[Heading, ...]
    lines: tuple[Line, ...]
    sums: tuple[str, ...]
    wide: int


def title_column(found: RowsList) -> ColumnShown | None:
    """The column that holds what stands as the title of a record."""
    named = kind_named(found.kind).title
    # What people wrote is listed under its own name, without what was blacked out in it.
    names = (named, named.removeprefix("redacted_"), "title", "name")
    by_name = {one.name: one for one in found.all_columns}
    return next((by_name[name] for name in names if name in by_name), None)


def beside_title(found: RowsList, columns: Sequence[ColumnShown] | None = None) -> list[ColumnShown]:
    """The columns that stand beside the title and the ref of a record."""
    title = title_column(found)
    own = {"ref", title.name if title else "ref"}
    return [one for one in (found.columns if columns is None else columns) if one.name not in own]


def table(found: RowsList, state: State, may_edit: bool) -> Table:
    """The table of the rows."""
    columns = beside_title(found)
    title = title_column(found)
    lead = heading(title, state) if title else None
    sums = tuple(_sum(one, found.totals) for one in columns)
    lines = tuple(_lines(found, columns, state, may_edit))
    return Table(
        lead,
        tuple(heading(one, state) for one in columns),
        lines,
        sums if any(sums) else (),
        len(columns) + 3,
    )


def heading(column: ColumnShown, state: State) -> Heading:
    """The heading of a column: a press sorts by it, the next turns it round, the third takes it off."""
    first = state.sort[0] if state.sort else ""
    order = {"": "", column.name: "ascending", f"-{column.name}": "descending"}.get(first, "")
    following = {"": (column.name,), "ascending": (f"-{column.name}",), "descending": ()}[order]
    address = state.but(sort=following).query() if column.sortable else ""
    arrow = {"ascending": UP, "descending": DOWN}.get(order, "")
    return Heading(column, column.label, address, arrow, order, "num" if column.type in NUMBERS else "")


def _sum(column: ColumnShown, totals: dict[str, float | None]) -> str:
    return total(column, totals.get(column.name)) if column.summable else ""


def _lines(found: RowsList, columns: Sequence[ColumnShown], state: State, may_edit: bool) -> Iterator[Line]:
    groups = {tuple(one.path): one for one in found.groups}
    before: tuple[str | None, ...] = ()
    drawn = Drawing(columns, may_edit, escape(state.beside), escape(f"{state.closed}&edit="), state)
    chosen = set(state.select)
    for row in found.rows:
        path = tuple(row.groups)
        for depth in range(len(path)):
            if path[: depth + 1] != before[: depth + 1]:
                yield _group_line(groups, path[: depth + 1], columns, depth)
        before = path
        if row.ref == state.edit and may_edit:
            yield Line(form=_form(found, row, columns))
        else:
            yield Line(_row(row, drawn, row.ref in chosen))


def _group_line(groups: dict[tuple[str | None, ...], GroupShown], path: tuple[str | None, ...],
                columns: Sequence[ColumnShown], depth: int) -> Line:  # fmt: skip
    group = groups.get(path) or GroupShown(path=list(path), label=path[-1] or "Not set", count=0)
    known = [(one, group.totals[one.name]) for one in columns if group.totals.get(one.name) is not None]
    sums = ", ".join(f"{one.label} {total(one, value)}" for one, value in known)
    return Line(group=group, depth=depth, sums=sums)


@dataclass(frozen=True)
class Drawing:
    """What all the rows of a table have in common; a ref is added to the two addresses."""

    columns: Sequence[ColumnShown]
    may_edit: bool
    peek: str
    edit: str
    state: State


def _row(row: RowShown, drawn: Drawing, chosen: bool) -> SafeString:
    ref, said = escape(row.ref), escape(cut(row.title or row.ref, TITLE_MOST))
    current = " aria-current=true" if drawn.state.peek == row.ref else ""
    lead = (
        f'<th scope="row" class="lead"><a class="title" id="row-{ref}" dir="auto" href="{drawn.peek}{ref}" '
        f'hx-boost="true"{current}>{said}</a><span class="sub">{ref}</span></th>'
    )
    cells = "".join(cell(column, row, drawn.may_edit) for column in drawn.columns)
    pick, act = _tools(ref, drawn.edit, chosen) if drawn.may_edit else ("", "")
    html = f'<tr data-ref="{ref}">{pick}{lead}{cells}{act}</tr>'
    return SafeString(html)  # nosec B703 - every part above is escaped


def _tools(ref: str, edit: str, chosen: bool) -> tuple[str, str]:
    """The box that selects a row, and the link that makes it a form."""
    checked = " checked" if chosen else ""
    pick = (
        f'<td class="pick"><input type="checkbox" name="select" value="{ref}" form="bulk" '
        f'aria-label="Select {ref}"{checked}></td>'
    )
    act = (
        f'<td class="act"><a class="btn small quiet" href="{edit}{ref}#edit" hx-boost="true">'
        f'Edit<span class="hidden"> {ref}</span></a></td>'
    )
    return pick, act


def _form(found: RowsList, row: RowShown, columns: Sequence[ColumnShown]) -> Form:
    title = title_column(found)
    lead = (
        edit_control(title, f"set.{title.name}", row.cells.get(title.name, row.title))
        if title and title.editable
        else None
    )
    cells = tuple(
        (one, edit_control(one, f"set.{one.name}", row.cells.get(one.name)) if one.editable else None,
         inside(one, row.cells.get(one.name)))
        for one in columns
    )  # fmt: skip
    return Form(row, cells, lead, title)


def counted(found: RowsList) -> str:
    """How many rows a list has, in words."""
    many = found.plural.lower() if found.plural[1:2].islower() else found.plural
    one = found.label.lower() if found.label[1:2].islower() else found.label
    more = "more than " if found.is_more else ""
    return f"{more}{short(found.total)} {one if found.total == 1 else many}"
