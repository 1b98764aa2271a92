"""What the address of a list asks for, read where no page is at hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import parse_qs

from headway.core.lists.answers import FilterGroup, Match
from headway.engine.filters.address import canonical

View = Literal["table", "board", "timeline", "chart"]
GROUPS = ("", "2", "3")


@dataclass(frozen=True)
class Asked:
    """The parts of an address that decide what is shown. A view that cannot be shared is the table."""

    view: View
    filters: tuple[FilterGroup, ...]
    join: Match
    sort: tuple[str, ...]
    group: str
    columns: tuple[str, ...]
    start: str
    end: str


def asked(address: str) -> Asked:
    """Read an address.

    >>> found = asked("?view=board&f=state:is:open&sort=-arr,title&columns=title")
    >>> found.view, found.sort, found.columns, found.filters[0].chips
    ('board', ('-arr', 'title'), ('title',), ['state:is:open'])
    """
    parts = parse_qs(canonical(address), max_num_fields=500)
    return Asked(
        view=view_of(_one(parts, "view")),
        filters=tuple(group for number in GROUPS if (group := _group(parts, number)).chips),
        join=_match(_one(parts, "join")),
        sort=_names(_one(parts, "sort")),
        group=(*_names(_one(parts, "group")), "")[0],
        columns=_names(_one(parts, "columns")),
        start=_one(parts, "start"),
        end=_one(parts, "end"),
    )


def view_of(name: str) -> View:
    """The view of that name, the table where there is none.

    >>> view_of("timeline"), view_of("matrix")
    ('timeline', 'table')
    """
    return name if name in get_args(View) else "table"  # type: ignore[return-value]


def _group(parts: Mapping[str, list[str]], number: str) -> FilterGroup:
    return FilterGroup(match=_match(_one(parts, f"match{number}")), chips=parts.get(f"f{number}", [])[:50])


def _match(said: str) -> Match:
    return "any" if said == "any" else "all"


def _one(parts: Mapping[str, list[str]], name: str) -> str:
    return parts.get(name, [""])[-1]


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
