"""How many rows there are, in each group and in all, and what their numbers add up to."""

from calendar import month_name
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Model, QuerySet, Sum

from headway.core.lists.answers import GroupShown
from headway.core.lists.cells import group_value
from headway.core.lists.columns import Column
from headway.core.lists.places import Key, expression, value_key
from headway.core.lists.sheet import Sheet, Unusable
from headway.core.unchanged import kept

MONTHS = month_name[1:]
GROUPS_MOST = 500


@dataclass(frozen=True)
class Grouping:
    """A column that rows are grouped by, and what brings the rows of a group together."""

    column: Column
    keys: Sequence[Key]


@dataclass(frozen=True)
class Leaf:
    """An innermost group: its value in each key that rows are grouped by, and how many rows it has."""

    values: tuple[Any, ...]
    count: int


@dataclass(frozen=True)
class Grouped:
    """Groups as they are shown, the innermost of them in the order of rows, and whether these are all there are."""

    shown: list[GroupShown]
    leaves: list[Leaf]
    summed: list[str]
    is_whole: bool

    def leaf_at(self, values: Sequence[Any] | None) -> Leaf | None:
        """The innermost group that a row with these values is in; without values the first."""
        if values is None:
            return next(iter(self.leaves), None)
        return next((one for one in self.leaves if one.values == tuple(values[: len(one.values)])), None)

    def added(self) -> tuple[int, dict[str, float | None]]:
        """The rows of all groups, and their sums."""
        outer = [one for one in self.shown if len(one.path) == 1]
        return sum(one.count for one in outer), {name: _together(outer, name) for name in self.summed}


@dataclass
class _Sum:
    label: str
    count: int = 0
    totals: dict[str, float | None] = field(default_factory=dict)


def summable(sheet: Sheet, columns: Sequence[Column]) -> tuple[list[Column], list[str]]:
    """The columns that can be summed, and a sentence for each formula that cannot be worked out."""
    found, problems = [], []
    for column in columns:
        try:
            if column.summable:
                value_key(sheet, column)
                found.append(column)
        except Unusable as error:
            problems.append(f"{error}; {column.label} has no total.")
    return found, problems


def _together(groups: Sequence[GroupShown], name: str) -> float | None:
    known = [found for one in groups if (found := one.totals.get(name)) is not None]
    return sum(known) if known else None


def count(sheet: Sheet, found: QuerySet[Model]) -> int:
    """How many rows there are."""
    return kept(sheet.end, found, "count", found.count)


def count_until(sheet: Sheet, found: QuerySet[Model], most: int) -> tuple[int, bool]:
    """How many rows there are, counted no further than `most`, and whether there are more."""
    counted = count(sheet, found.order_by()[: most + 1])
    return min(counted, most), counted > most


def summed(sheet: Sheet, columns: Sequence[Column], found: QuerySet[Model]) -> tuple[int, dict[str, Any]]:
    """The number of rows, and the sums of summable columns; money in minor units."""
    keys = {one.name: value_key(sheet, one) for one in columns}
    if not keys:
        return count(sheet, found), {}
    named = {f"sum_{place}": name for place, name in enumerate(keys)}
    addends = {alias: expression(keys[name]) for alias, name in named.items()}
    sums = {alias: Sum(one) for alias, one in addends.items()}
    asked = found.annotate(**addends)
    values = kept(sheet.end, asked, "sums", lambda: found.aggregate(list_count=Count("*"), **sums))
    return values["list_count"], {name: values[alias] for alias, name in named.items()}


def groups_of(
    sheet: Sheet, groupings: Sequence[Grouping], columns: Sequence[Column], found: QuerySet[Model]
) -> tuple[Grouped, list[str]]:
    """Every group in the order of the rows, those within it behind it; and a sentence where there are too many."""
    keys = [key for one in groupings for key in one.keys]
    sums = {f"sum_{place}": value_key(sheet, one) for place, one in enumerate(columns)}
    names = {f"key_{place}": expression(key) for place, key in enumerate(keys)}
    labels = {f"label_{place}": F(path) for place, path in _label_paths(groupings)}
    order = [F(name).asc(nulls_last=True) for name in names]
    counted = (
        found.order_by().annotate(**names, **labels).values(*names, *labels)
        .annotate(list_count=Count("*"), **{name: Sum(expression(key)) for name, key in sums.items()})
        .order_by(*order)[: GROUPS_MOST + 1]
    )  # fmt: skip
    read = kept(sheet.end, counted, "groups", lambda: list(counted))
    problems = [f"Only the first {GROUPS_MOST} groups are told."] if len(read) > GROUPS_MOST else []
    summed_ = [one.name for one in columns]
    told = _rolled(sheet, groupings, summed_, read[:GROUPS_MOST])
    leaves = [Leaf(tuple(row[name] for name in names), row["list_count"]) for row in read[:GROUPS_MOST]]
    return Grouped(told, leaves, summed_, not problems), problems


def _label_paths(groupings: Sequence[Grouping]) -> list[tuple[int, str]]:
    return [
        (place, f"{one.column.place}__email")
        for place, one in enumerate(groupings)
        if one.column.type == "person" and not one.column.key
    ]


def _rolled(
    sheet: Sheet, groupings: Sequence[Grouping], summed_: Sequence[str], read: Sequence[Mapping[str, Any]]
) -> list[GroupShown]:
    sums: dict[tuple[str | None, ...], _Sum] = {}
    for row in read:
        path: tuple[str | None, ...] = ()
        at = 0
        for place, one in enumerate(groupings):
            values = [row[f"key_{at + step}"] for step in range(len(one.keys))]
            at += len(one.keys)
            path = (*path, group_value(one.column, values[-1]))
            label = _label(sheet, one.column, values, row.get(f"label_{place}"), path[-1])
            _add(sums.setdefault(path, _Sum(label)), row, summed_)
    return [
        GroupShown(path=list(path), label=one.label, count=one.count, totals=one.totals)
        for path, one in sums.items()
    ]


def _add(one: _Sum, row: Mapping[str, Any], names: Sequence[str]) -> None:
    one.count += row["list_count"]
    for place, name in enumerate(names):
        more, so_far = row[f"sum_{place}"], one.totals.get(name)
        one.totals[name] = so_far if more is None else more + (so_far or 0)


def _label(sheet: Sheet, column: Column, values: Sequence[Any], email: str | None, value: str | None) -> str:
    if value is None:
        return f"No {column.label.lower()}"
    if column.type == "person":
        return sheet.members.get(value, "somebody who left") if column.key else str(values[0] or email)
    if column.type == "record":
        return str(values[0])
    if column.type in {"date", "moment"}:
        return f"{MONTHS[int(value[5:7]) - 1]} {value[:4]}"
    if column.type in {"choice", "choices"}:
        return _chosen(column, value)
    return values[-1] if isinstance(values[-1], str) else value


def _chosen(column: Column, value: str) -> str:
    labels = dict(column.choices)
    return ", ".join(labels.get(one, one) for one in value.split("|"))
