"""A list as lanes on a calendar, under the headings of its groups."""

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from headway.core.lists.answers import GroupShown, RowsList
from headway.web.lists import spans
from headway.web.lists.state import State


@dataclass(frozen=True)
class Part:
    """The lanes of one group; `group` is None where the list has no groups."""

    group: GroupShown | None
    lanes: tuple[spans.Lane, ...]


@dataclass(frozen=True)
class Timeline:
    """`undated` counts the records that have no day and so no place."""

    parts: tuple[Part, ...]
    heads: SafeString
    zoom: str
    undated: int
    dashed: bool


def timeline(found: RowsList, decided: State, today: date) -> Timeline:
    """The lanes of the rows between the columns that the state was decided to have."""
    pairs = [(row, *spans.days_of(row, decided.start, decided.end)) for row in found.rows]
    dated = [(row, (first, last)) for row, first, last in pairs if first and last]
    shown = spans.calendar([days for _, days in dated], today, decided.zoom)
    sure = spans.sure_column(found.all_columns)
    groups = {tuple(one.path): one for one in found.groups}
    parts: dict[tuple[str | None, ...], list[spans.Lane]] = {}
    for row, days in dated:
        parts.setdefault(tuple(row.groups[:1]), []).append(spans.lane(shown, row, days, sure))
    return Timeline(
        tuple(Part(_group(groups, path), tuple(lanes)) for path, lanes in parts.items()),
        spans.heads(shown), shown.zoom, len(found.rows) - len(dated), sure is not None,
    )  # fmt: skip


def _group(
    groups: dict[tuple[str | None, ...], GroupShown], path: tuple[str | None, ...]
) -> GroupShown | None:
    if not path:
        return None
    return groups.get(path) or GroupShown(path=list(path), label=path[0] or "Not set", count=0)
