"""What stands above a list: its chips, the form for one more, and how it is grouped, sorted and shown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from headway.core.context import Context
from headway.core.lists.answers import ColumnShown, RowsList
from headway.web.lists import asking, chips
from headway.web.lists.controls import Control, filter_control
from headway.web.lists.state import GROUPED_MOST, VIEWS, Chip, State
from headway.web.lists.table import beside_title

VIEW_WORDS = {"table": "Table", "board": "Board", "timeline": "Timeline", "matrix": "Matrix", "tree": "Tree"}


@dataclass(frozen=True)
class Choice:
    """Something to press that changes the list."""

    label: str
    address: str
    chosen: bool = False


@dataclass(frozen=True)
class ChipGroup:
    """Chips that hold together, the word between them and where that word turns round."""

    chips: tuple[chips.Shown, ...]
    word: str
    turn: str


@dataclass(frozen=True)
class ChipForm:
    """The form of one condition: its column, the operators and the control of its value."""

    column: ColumnShown
    ops: tuple[tuple[str, str], ...]
    op: str
    control: Control
    place: str
    places: tuple[tuple[str, str], ...]
    close: str


@dataclass(frozen=True)
class Bar:
    views: tuple[Choice, ...]
    groups: tuple[ChipGroup, ...]
    join: str
    join_turn: str
    adding: tuple[Choice, ...]
    form: ChipForm | None
    grouping: tuple[Choice, ...]
    sorting: tuple[Choice, ...]
    columns: tuple[Choice, ...]
    density: Choice
    clear: str
    hidden: tuple[tuple[str, str], ...]


def bar(found: RowsList, state: State, decided: State, here: Context) -> Bar:
    """The bar of a list in a state; what the address left open was decided."""
    known = {one.name: one for one in found.all_columns}
    used = tuple(group for group in state.groups if group.chips)
    return Bar(
        views=tuple(Choice(VIEW_WORDS[one], _viewed(state, one), state.view == one) for one in VIEWS),
        groups=tuple(_group(state, at, known) for at, group in enumerate(state.groups) if group.chips),
        join="or" if state.join == "any" else "and",
        join_turn=state.but(join="all" if state.join == "any" else "any").query() if len(used) > 1 else "",
        adding=tuple(Choice(one.label, state.but(add=one.name).query()) for one in found.all_columns if one.filterable),
        form=_form(found.kind, state, known, here),
        grouping=_grouping(state, decided, known),
        sorting=_sorting(state, found.all_columns),
        columns=_columns(found, state),
        density=_density(state),
        clear=replace(state.but(groups=State().groups), join="all").query() if used else "",
        hidden=tuple(state.but().pairs()),
    )  # fmt: skip


def _density(state: State) -> Choice:
    other = "" if state.density else "compact"
    return Choice("Compact", state.but(density=other, after=state.after).query(), bool(state.density))


def _viewed(state: State, view: str) -> str:
    return state.but(view=view).query()


def _group(state: State, at: int, known: dict[str, ColumnShown]) -> ChipGroup:
    group = state.groups[at]
    turned = state.with_group(at, match="all" if group.match == "any" else "any").query()
    shown = tuple(_chip(state, at, place, chip, known) for place, chip in enumerate(group.chips))
    return ChipGroup(shown, "or" if group.match == "any" else "and", turned if len(shown) > 1 else "")


def _chip(state: State, at: int, place: int, chip: Chip, known: dict[str, ColumnShown]) -> chips.Shown:
    column = known.get(chip.column)
    names = {one.value: one.label for one in column.choices} | {"me": "me"} if column else {}
    said = chips.words(
        chip, column.label if column else chip.column, column.type if column else "text", names
    )
    change = state.but(add=chip.column, to=f"{at}.{place}").query() if column else ""
    return chips.Shown(said, change, state.without_chip(at, place).query(), column is None)


def _form(kind: str, state: State, known: dict[str, ColumnShown], here: Context) -> ChipForm | None:
    column = known.get(state.add)
    if column is None or not column.filterable:
        return None
    if column.choices_total > len(column.choices):
        column = asking.columns_of(kind, here, column.name)[0]
    chip = _named(state)
    ops = chips.ops_of(column.type)
    control = filter_control(column, chip.values if chip else ())
    return ChipForm(
        column, ops, chip.op if chip else ops[0][0], control, state.to, _places(state), state.but().query()
    )


def _named(state: State) -> Chip | None:
    """The chip that the form is to change."""
    at, _, place = state.to.partition(".")
    found = [chip for group, number, chip in state.chips if (str(group), str(number)) == (at, place)]
    return found[0] if found else None


def _places(state: State) -> tuple[tuple[str, str], ...]:
    """Where a new condition may go; there is a choice once there is a condition."""
    used = [at for at, group in enumerate(state.groups) if group.chips]
    free = [at for at, group in enumerate(state.groups) if not group.chips]
    if not used or state.to:
        return ()
    old = [
        (str(at), f"With {_ordinal(place)}conditions" if len(used) > 1 else "With these conditions")
        for place, at in enumerate(used)
    ]
    return (*old, *((str(at), "In a group of its own") for at in free[:1]))


def _ordinal(place: int) -> str:
    return ("the first ", "the second ", "the third ")[place]


def _grouping(state: State, decided: State, known: dict[str, ColumnShown]) -> tuple[Choice, ...]:
    columns = [one for one in known.values() if one.groupable]
    found = [
        Choice(one.label, _grouped(state, decided, one.name), one.name in decided.group) for one in columns
    ]
    nothing = Choice("No groups", state.but(group=()).query(), not state.group)
    return (*([] if state.view in {"board", "tree"} else [nothing]), *found)


def _grouped(state: State, decided: State, name: str) -> str:
    """A board and a timeline have one grouping; a table and a tree have up to three, one inside the other."""
    if state.view in {"board", "timeline"}:
        return state.but(group=(name,)).query()
    if name in decided.group:
        return state.but(group=tuple(one for one in decided.group if one != name)).query()
    return state.but(group=(*decided.group, name)[-GROUPED_MOST:]).query()


def _sorting(state: State, columns: Sequence[ColumnShown]) -> tuple[Choice, ...]:
    first = state.sort[0] if state.sort else ""
    own = Choice("As the list has it", state.but(sort=()).query(), not state.sort)
    found = [_sorted(state, one, first) for one in columns if one.sortable]
    return (own, *found)


def _sorted(state: State, column: ColumnShown, first: str) -> Choice:
    arrow = {column.name: " ↑", f"-{column.name}": " ↓"}.get(first, "")
    turned = f"-{column.name}" if first == column.name else column.name
    return Choice(f"{column.label}{arrow}", state.but(sort=(turned,)).query(), bool(arrow))


def _columns(found: RowsList, state: State) -> tuple[Choice, ...]:
    """Every column and whether it is shown; the name of a column stands where an address would."""
    shown = {one.name for one in found.columns}
    return tuple(
        Choice(one.label, one.name, one.name in shown) for one in beside_title(found, found.all_columns)
    )
