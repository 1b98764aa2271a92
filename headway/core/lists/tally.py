"""How many rows a list has and what they add up to, looking at no more rows than is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Model, QuerySet

from headway.core.lists.columns import Column
from headway.core.lists.sheet import Sheet
from headway.core.lists.sums import Grouped, Grouping, count, count_until, groups_of, summed


@dataclass(frozen=True)
class Asked:
    """The rows that fit, the columns to add up, and how far rows are counted where conditions choose them; 0 is
    to the end."""

    sheet: Sheet
    summing: Sequence[Column]
    found: QuerySet[Model]
    most: int
    is_filtered: bool


@dataclass(frozen=True)
class Tally:
    """With `is_more` there are more rows than `total`, which were not counted."""

    total: int
    is_more: bool = False
    totals: dict[str, float | None] = field(default_factory=dict)


def grouped_of(asked: Asked, groupings: Sequence[Grouping]) -> tuple[Grouped | None, list[str]]:
    """The groups, with sums unless there are too many rows; and a sentence where there are too many groups."""
    if not groupings:
        return None, []
    is_summed = asked.summing and not (asked.most and count_until(asked.sheet, asked.found, asked.most)[1])
    return groups_of(asked.sheet, groupings, asked.summing if is_summed else [], asked.found)


def tally_of(asked: Asked, grouped: Grouped | None, shown: int | None) -> Tally:
    """The number of rows and their sums; `shown` is how many there are where the page has all of them."""
    if grouped and grouped.is_whole:
        total, totals = grouped.added()
        return Tally(total, totals=totals)
    if shown is not None and not asked.summing:
        return Tally(shown)
    if asked.most and shown is None and (asked.is_filtered or asked.summing):
        counted, is_more = count_until(asked.sheet, asked.found, asked.most)
        if is_more:
            return Tally(counted, True) if asked.is_filtered else Tally(count(asked.sheet, asked.found))
    total, totals = summed(asked.sheet, asked.summing, asked.found)
    return Tally(total, totals=totals)
