"""What a link shows: its rows as its maker reads them, less everything that its audience may not see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from headway.core.context import Context
from headway.core.errors import HeadwayError
from headway.core.lists.answers import ColumnShown
from headway.core.lists.columns import Column
from headway.core.quarters import quarter_of
from headway.core.sharing.addresses import Asked, View, asked, view_of
from headway.core.sharing.answers import SharedColumn, SharedPage, SharedRow
from headway.core.sharing.audiences import RULES, Rule, permits, public_word
from headway.core.sharing.models import ShareLink
from headway.core.sharing.sealing import sealed, unsealed
from headway.core.sharing.sources import Cells, Found, Source, Wanted, source_named

PAGE, DRAWN_MOST, POINTS_MOST = 50, 200, 2_500
BOARDED, FEW = frozenset({"choice", "flag"}), 12
DATED = frozenset({"date", "moment"})


class Closed(Exception):
    """Why a link shows nothing, in one sentence for whoever made it; a visitor is never told."""


@dataclass(frozen=True)
class Choice:
    """What a visitor may choose: the view, one column to sort by, and the place to go on from."""

    view: str = ""
    sort: str = ""
    after: str = ""


@dataclass(frozen=True)
class Showing:
    """What a choice comes down to: views there are and the one shown, the order, the place."""

    views: tuple[View, ...]
    view: View
    sort: tuple[str, ...]
    after: str

    @property
    def order(self) -> str:
        """What a place is good for."""
        return ",".join((self.view, *self.sort))

    @property
    def limit(self) -> int:
        return {"table": PAGE, "chart": POINTS_MOST}.get(self.view, DRAWN_MOST)


@dataclass(frozen=True)
class Opened:
    """A link with what it stands on: whom it acts for, what it shows, by which rule, with which columns."""

    link: ShareLink
    context: Context
    source: Source
    rule: Rule
    asked: Asked
    columns: tuple[Column, ...]

    @property
    def title(self) -> str:
        """The column that names a row, where it is shown."""
        return self.source.title if any(one.name == self.source.title for one in self.columns) else ""


def opened(link: ShareLink, context: Context) -> Opened:
    """A link as it stands today. Raises Closed where its maker may not read it any more, or nothing is left."""
    try:
        source = source_named(link.what)
    except HeadwayError as error:
        raise Closed(error.detail) from error
    if context.role not in source.roles:
        raise Closed(f"Its maker, in the role {context.role.label.lower()}, may not read it any more.")
    rule = RULES[link.audience]
    columns = shown_columns(link.columns, rule, source, context)
    if not columns:
        raise Closed("None of its columns may be shown any more.")
    return Opened(link, context, source, rule, asked(link.address), columns)


def shown_columns(names: Sequence[str], rule: Rule, source: Source, context: Context) -> tuple[Column, ...]:
    """The columns of these names that there are and that the audience may see."""
    known = source.columns(context)
    found = (known[name] for name in names if name in known)
    return tuple(one for one in found if permits(rule, source.name, one))


def shared_page(link: ShareLink, context: Context, choice: Choice) -> SharedPage:
    """One page of what a link shows. Raises Closed."""
    found = opened(link, context)
    showing = _showing(found, choice)
    got = _got(found, showing)
    start, end = _span(found)
    beside = [one for one in found.columns if one.name != found.title]
    label = next((one.label for one in found.columns if one.name == found.title), found.source.label)
    return SharedPage(
        title=found.link.title,
        note=found.link.note,
        plural=found.source.plural,
        title_label=label,
        title_column=found.title,
        columns=[_column(found, one, got.shown.get(one.name)) for one in beside],
        rows=[_row(found, cells, got.shown) for cells in got.rows],
        total=got.total,
        view=showing.view,
        views=list(showing.views),
        sort=showing.sort[0] if showing.sort else "",
        group=_group(found) if showing.view == "board" else "",
        start=start,
        end=end,
        chart=list(found.source.chart) if showing.view == "chart" else [],
        next=sealed(found.link, showing.order, got.next) if got.next else "",
    )


def _showing(found: Opened, choice: Choice) -> Showing:
    views = _views(found)
    wished = view_of(choice.view) if choice.view else "chart" if "chart" in views else found.asked.view
    view = wished if wished in views else "table"
    # A chart is the rows of one title that follow each other.
    return Showing(views, view, () if view == "chart" else _sort(found, choice.sort), choice.after)


def _got(found: Opened, showing: Showing) -> Found:
    """The rows. Raises Closed where a condition cannot be used: without it more would be shown than was meant."""
    wanted = Wanted(
        columns=tuple(one.name for one in found.columns),
        filters=found.asked.filters,
        join=found.asked.join,
        sort=showing.sort,
        limit=showing.limit,
        after=unsealed(found.link, showing.order, showing.after) if showing.after else "",
    )
    try:
        got = found.source.rows(found.context, wanted)
    except HeadwayError as error:
        raise Closed(error.detail) from error
    if got.problems:
        raise Closed(got.problems[0])
    return got


def _sort(found: Opened, wished: str) -> tuple[str, ...]:
    """The order that was wished for, or the link's own, within the columns that are shown."""
    sortable = {one.name for one in found.columns if one.sortable}
    wanted = (wished,) if wished else found.asked.sort
    return tuple(name for name in wanted if name.removeprefix("-") in sortable)[:3]


def _views(found: Opened) -> tuple[View, ...]:
    names = {one.name for one in found.columns}
    chart: tuple[View, ...] = (
        ("chart",) if found.source.chart and names >= {found.title, *found.source.chart} else ()
    )
    board: tuple[View, ...] = ("board",) if _group(found) else ()
    timeline: tuple[View, ...] = ("timeline",) if any(_span(found)) else ()
    return (*chart, "table", *board, *timeline)


def _group(found: Opened) -> str:
    """The column of a board: the link's own choice where it is shown, else the first with few values."""
    names = [one.name for one in found.columns if _is_boarded(found, one)]
    return found.asked.group if found.asked.group in names else next(iter(names), "")


def _is_boarded(found: Opened, column: Column) -> bool:
    if (found.source.name, column.name) in found.rule.words:
        return True
    return column.type == "flag" or (column.type in BOARDED and 0 < len(column.choices) <= FEW)


def _span(found: Opened) -> tuple[str, str]:
    """The columns that say when a row is, among those shown."""
    names = {one.name for one in found.columns}
    if not found.source.filtered:
        start, end = (one if one in names else "" for one in (found.source.start, found.source.end))
        return start or end, end or start
    dated = [one.name for one in found.columns if one.type in DATED and one.name != "created"]
    start = found.asked.start if found.asked.start in dated else next(iter(dated), "")
    end = found.asked.end if found.asked.end in dated else ""
    return start, end or start


def _column(found: Opened, column: Column, shown: ColumnShown | None) -> SharedColumn:
    quarters = found.rule.in_quarters and column.type in DATED
    return SharedColumn(
        name=column.name,
        label=column.label,
        type="text" if quarters else column.type,
        unit=shown.unit if shown else column.unit,
        sortable=column.sortable,
    )


def _row(found: Opened, cells: Cells, shown: Mapping[str, ColumnShown]) -> SharedRow:
    clean = {one.name: _clean(found, one, cells.get(one.name), shown.get(one.name)) for one in found.columns}
    title = clean.pop(found.title, None) if found.title else None
    return SharedRow(title="" if title is None else str(title), cells=clean)


def _clean(found: Opened, column: Column, value: JsonValue, shown: ColumnShown | None) -> JsonValue:
    """A cell without what leads inside: people and records by their names, choices by their labels."""
    if value in (None, "", []):
        return None
    if (found.source.name, column.name) in found.rule.words:
        return public_word(found.rule, found.source.name, column.name, value)
    if isinstance(value, dict):
        return _named(column, value)
    if column.type in DATED and found.rule.in_quarters:
        return quarter_of(_day(str(value), found.context))
    labels = {one.value: one.label for one in shown.choices} if shown else dict(column.choices)
    if isinstance(value, list):
        return [labels.get(str(one), str(one)) for one in value]
    return labels.get(str(value), value) if column.type == "choice" else value


def _named(column: Column, value: Mapping[str, JsonValue]) -> JsonValue:
    if column.type == "money":
        return {"minor": value["minor"], "currency": value["currency"]}
    name = value.get("title") or value.get("name")
    # Who gave no name is known by an e-mail address, which goes to nobody outside.
    return None if column.type == "person" and "@" in str(name) else name


def _day(text: str, context: Context) -> date:
    if "T" not in text:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).astimezone(ZoneInfo(context.workspace.time_zone)).date()
