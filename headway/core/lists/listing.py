"""One page of a list: rows in order, their cells, groups and totals, in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from headway.core.access import rows
from headway.core.context import Context
from headway.core.lists.answers import RowShown, RowsList, RowsQuestion
from headway.core.lists.cells import Cells, address_at, address_pattern, group_value
from headway.core.lists.columns import Column, list_open
from headway.core.lists.conditions import filter_of, readable
from headway.core.lists.keyset import Place, Step, after, order_of, same, token_of, token_read
from headway.core.lists.places import group_keys, order_keys
from headway.core.lists.sheet import Sheet, Unusable
from headway.core.lists.shown import columns_shown
from headway.core.lists.sums import Grouped, Grouping, summable
from headway.core.lists.tally import Asked, grouped_of, tally_of

Values = QuerySet[Model, tuple[Any, ...]]


@dataclass
class _Page:
    """What a question comes down to: the columns, the order, the groups, and what could not be used."""

    sheet: Sheet
    columns: list[Column]
    problems: list[str]
    groupings: list[Grouping] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def page_of(context: Context, question: RowsQuestion) -> RowsList:
    """The rows that a question asks for. Raises NotFound, Refused or Invalid."""
    sheet = Sheet(context, list_open(context, question.kind))
    columns, problems = sheet.shown(map(readable, question.columns))
    page = _Page(sheet, columns, problems)
    condition, faults = filter_of(sheet, question.filters, question.join)
    page.problems += faults
    _group(page, question.group)
    _sort(page, question.sort or sheet.declared.sort)
    found = rows(sheet.declared.model, context).alias(**condition.aliases).filter(condition.condition)
    summing, faults = summable(sheet, columns if question.totals else [])
    page.problems += faults
    asked = Asked(sheet, summing, found, question.count_most, bool(condition.condition))
    grouped, faults = grouped_of(asked, page.groupings)
    page.problems += faults
    shown, next_ = _rows(page, question, found, grouped)
    is_all = not next_ and not question.after
    tally = tally_of(asked, grouped, len(shown) if is_all else None)
    used = _used(columns, shown)
    all_columns = columns_shown(sheet, sheet.columns.values(), used)
    by_name = {one.name: one for one in all_columns}
    return RowsList(
        kind=sheet.declared.kind.name,
        label=sheet.declared.kind.label,
        plural=sheet.declared.kind.plural,
        columns=[by_name[one.name] for one in columns],
        all_columns=all_columns,
        rows=shown,
        total=tally.total,
        is_more=tally.is_more,
        groups=grouped.shown if grouped else [],
        totals=tally.totals,
        next=next_,
        problems=page.problems,
    )


def _group(page: _Page, names: Sequence[str]) -> None:
    for name in dict.fromkeys(map(readable, names)):
        try:
            column = page.sheet.column(name)
            page.groupings.append(Grouping(column, group_keys(page.sheet, column)))
        except Unusable as error:
            page.problems.append(f"{error}; this grouping is left out.")
    for one in page.groupings:
        page.steps += [Step(key, False) for key in one.keys]


def _sort(page: _Page, names: Sequence[str]) -> None:
    for name in dict.fromkeys(map(readable, names)):
        try:
            keys = order_keys(page.sheet, page.sheet.column(name.removeprefix("-")))
        except Unusable as error:
            page.problems.append(f"{error}; this order is left out.")
            continue
        known = {step.key.name for step in page.steps}
        page.steps += [Step(key, name.startswith("-")) for key in keys if key.name not in known]


def _rows(
    page: _Page, question: RowsQuestion, found: QuerySet[Model], grouped: Grouped | None
) -> tuple[list[RowShown], str]:
    cells = Cells(page.sheet, page.columns)
    keys = [step.key for step in page.steps]
    aliases = {name: one for key in keys for name, one in key.annotation.items()} | cells.aliases
    title = page.sheet.declared.kind.title
    paths = list(dict.fromkeys(["pk", "ref", "version", title, *cells.paths, *(key.name for key in keys)]))
    place = token_read(page.steps, question.after) if question.after else None
    most = question.limit + 1
    values = found.annotate(**aliases).values_list(*paths)
    read = _in_one_group(page, values, grouped, place, most)
    if len(read) < most:
        behind = values.filter(after(page.steps, *place)) if place else values
        read = list(behind.order_by(*order_of(page.steps))[:most])
    part = [dict(zip(paths, row, strict=True)) for row in read[: question.limit]]
    address = address_pattern(page.sheet, page.sheet.declared.kind)
    shown = [_row(page, cells, address, one) for one in part]
    if len(read) < most:
        return shown, ""
    return shown, token_of(page.steps, [part[-1][key.name] for key in keys], part[-1]["pk"])


def _in_one_group(
    page: _Page, values: Values, grouped: Grouped | None, place: Place | None, most: int
) -> list[tuple[Any, ...]]:
    """The rows of a page that lies within one group, in their order; fewer than asked for where it does not.

    Ordering by what groups are made of takes a look at every row. Within a group the order is that of the
    list, which an index has.
    """
    leaf = grouped.leaf_at(place[0] if place else None) if grouped else None
    if leaf is None or leaf.count < most:
        return []
    at = len(leaf.values)
    rest = page.steps[at:]
    inside = values.filter(same(page.steps, leaf.values))
    if place:
        inside = inside.filter(after(rest, place[0][at:], place[1]))
    return list(inside.order_by(*order_of(rest))[:most])


def _row(page: _Page, cells: Cells, address: str, row: Mapping[str, Any]) -> RowShown:
    read, reasons = cells.read(row)
    return RowShown.model_construct(
        ref=row["ref"],
        id=str(row["pk"]),
        title=row[page.sheet.declared.kind.title],
        address=address_at(address, row["ref"]),
        version=row["version"],
        cells=read,
        groups=[group_value(one.column, row[one.keys[-1].name]) for one in page.groupings],
        reasons=reasons,
    )


def _used(columns: Sequence[Column], shown: Sequence[RowShown]) -> dict[str, set[str]]:
    """The choices that the rows have, so that each can be shown by its label."""
    used: dict[str, set[str]] = {}
    for column in columns:
        if column.type in {"choice", "choices"}:
            found = [row.cells[column.name] for row in shown]
            flat = [one for value in found for one in (value if isinstance(value, list) else [value])]
            used[column.name] = {one for one in flat if isinstance(one, str)}
    return used
