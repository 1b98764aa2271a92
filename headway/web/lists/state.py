"""What the address of a list says, and the address that says it: every link is the state with one thing changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args
from urllib.parse import urlencode

from django.http import QueryDict

from headway.engine.filters.chips import joined, parted

View = Literal["table", "board", "timeline", "matrix", "tree"]
Match = Literal["all", "any"]
VIEWS: tuple[View, ...] = get_args(View)
GROUPS = ("", "2", "3")
GROUPED_MOST = 3
# What a saved view keeps: all but where somebody is in it and what they have open.
PASSING = ("after", "peek", "saved", "select", "edit", "add", "to", "bulk")


@dataclass(frozen=True)
class Chip:
    """One condition: a column, an operator and its values, written `status:is:open|planned`; it may make no sense."""

    column: str
    op: str
    values: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> "Chip":
        """A chip from its written form; what is missing is empty.

        >>> Chip.read("status:is:open|planned")
        Chip(column='status', op='is', values=('open', 'planned'))
        >>> Chip.read("arr:empty"), Chip.read("title:has:a:b")
        (Chip(column='arr', op='empty', values=()), Chip(column='title', op='has', values=('a:b',)))
        """
        column, _, rest = text.partition(":")
        op, _, said = rest.partition(":")
        return cls(column, op or "is", parted(said) if said else ())

    def __str__(self) -> str:
        return ":".join([self.column, self.op, *([joined(self.values)] if self.values else [])])


@dataclass(frozen=True)
class Group:
    """Chips that hold together: all of them, or any."""

    match: Match = "all"
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True)
class State:
    """Everything that decides what a list shows."""

    view: View = "table"
    groups: tuple[Group, Group, Group] = (Group(), Group(), Group())
    join: Match = "all"
    sort: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    density: str = ""
    x: str = ""
    y: str = ""
    size: str = ""
    start: str = ""
    end: str = ""
    zoom: str = ""
    sums: str = ""
    after: str = ""
    peek: str = ""
    saved: str = ""
    select: tuple[str, ...] = ()
    edit: str = ""
    add: str = ""
    to: str = ""
    bulk: str = ""
    told: tuple[str, ...] = field(default=(), compare=False)

    @property
    def chips(self) -> list[tuple[int, int, Chip]]:
        """Every chip with its group and its place in it."""
        return [
            (at, place, chip)
            for at, group in enumerate(self.groups)
            for place, chip in enumerate(group.chips)
        ]

    def but(self, **changes: Any) -> "State":
        """This state with some of it changed. Where somebody is in the list and the open forms are left behind
        unless they are named, because what they point at may be gone; the record beside the list stays."""
        return replace(
            self, **({"after": "", "select": (), "edit": "", "add": "", "to": "", "bulk": ""} | changes)
        )

    def kept(self) -> "State":
        """What a saved view keeps of it."""
        return replace(self, **{name: getattr(State(), name) for name in PASSING})

    def with_group(self, at: int, **changes: Any) -> "State":
        groups = list(self.groups)
        groups[at] = replace(groups[at], **changes)
        return self.but(groups=tuple(groups))

    def with_chip(self, at: int, chip: Chip, place: int | None = None) -> "State":
        """With a chip added to a group, or put in the place of another."""
        chips = list(self.groups[at].chips)
        chips[len(chips) if place is None else place : len(chips) if place is None else place + 1] = [chip]
        return self.with_group(at, chips=tuple(dict.fromkeys(chips)))

    def without_chip(self, at: int, place: int) -> "State":
        chips = self.groups[at].chips
        return self.with_group(at, chips=chips[:place] + chips[place + 1 :])

    def narrowed(self, chip: Chip) -> "State | None":
        """With one more condition that every row must fit; None where an address cannot say that."""
        used = [group for group in self.groups if group.chips]
        if self.join == "any" and len(used) > 1:
            return None
        fits = [at for at, group in enumerate(self.groups) if group.match == "all" and group.chips]
        free = [at for at, group in enumerate(self.groups) if not group.chips]
        at = next(iter(fits + free), None)
        return (
            None if at is None else replace(self.with_group(at, match="all").with_chip(at, chip), join="all")
        )

    def pairs(self) -> list[tuple[str, str]]:
        """The state as the parts of an address. `view` always stands in it: an address without it is nobody's
        choice yet, and opens the view that the person or the workspace has for the list."""
        found: list[tuple[str, str]] = [("view", self.view)]
        for number, group in zip(GROUPS, self.groups, strict=True):
            found += [(f"f{number}", str(chip)) for chip in group.chips]
            found += (
                [(f"match{number}", group.match)] if group.match == "any" and len(group.chips) > 1 else []
            )
        found += [("join", self.join)] if self.join == "any" else []
        found += [
            (name, ",".join(getattr(self, name)))
            for name in ("sort", "group", "columns")
            if getattr(self, name)
        ]
        found += [(name, getattr(self, name)) for name in SINGLE if getattr(self, name)]
        return found + [("select", one) for one in self.select]

    @property
    def closed(self) -> str:
        """The address with the forms closed and nothing selected, at the same rows."""
        return self.but(after=self.after).query()

    @property
    def beside(self) -> str:
        """The address of a record beside the list, for its ref to be added."""
        return self.but(after=self.after, peek="").query() + "&peek="

    @property
    def saved_address(self) -> str:
        """What a saved view keeps, as it is kept."""
        return self.kept().query().removeprefix("?")

    def query(self) -> str:
        """The state as the query of an address.

        >>> State(view="board", sort=("-arr", "title")).query()
        '?view=board&sort=-arr%2Ctitle'
        """
        return "?" + urlencode(self.pairs())


SINGLE = (
    "density",
    "x",
    "y",
    "size",
    "start",
    "end",
    "zoom",
    "sums",
    "saved",
    "after",
    "peek",
    "edit",
    "add",
    "to",
    "bulk",
)


def state_of(query: QueryDict) -> State:
    """The state that an address says; what it cannot mean is left out and told in `told`."""
    view = query.get("view", "table")
    told = () if view in VIEWS else (f"There is no view {view[:40]!r}; this is the table.",)
    single = {name: query.get(name, "").strip() for name in SINGLE}
    return State(
        view=view if view in VIEWS else "table",
        groups=tuple(_group(query, number) for number in GROUPS),  # type: ignore[arg-type]
        join=_match(query.get("join")),
        sort=_names(query.getlist("sort")),
        group=_names(query.getlist("group"))[:GROUPED_MOST],
        columns=_names(query.getlist("columns")),
        select=tuple(query.getlist("select")),
        told=told,
        **single,
    )


def _group(query: QueryDict, number: str) -> Group:
    chips = (Chip.read(text) for text in query.getlist(f"f{number}") if text.strip(":"))
    return Group(_match(query.get(f"match{number}")), tuple(dict.fromkeys(chips)))


def _match(said: str | None) -> Match:
    return "any" if said == "any" else "all"


def _names(parts: Iterable[str]) -> tuple[str, ...]:
    """Names as a form sends them, one each, or as an address writes them, with commas."""
    return tuple(dict.fromkeys(name.strip() for part in parts for name in part.split(",") if name.strip()))


def is_composed(query: QueryDict) -> bool:
    """Whether a form without a script said a state in parts that an address says shorter."""
    return any(name in query for name in ("fc", "by"))


def composed(query: QueryDict, state: State) -> State:
    """The state that the small forms ask for: a chip in parts (`fc`, `fo`, `fv`, where: `fg`), or a sort (`by`)."""
    if by := query.get("by", ""):
        turned = "-" if query.get("way") == "down" else ""
        others = tuple(one for one in state.sort if one.lstrip("-") != by)
        return state.but(sort=(f"{turned}{by}", *others)[:3])
    column, op = query.get("fc", ""), query.get("fo", "is")
    values = tuple(one for text in query.getlist("fv") if (one := text.strip()))
    if not column or (not values and op not in {"empty", "set"}):
        return state.but()
    where, _, place = query.get("fg", "0").partition(".")
    at = int(where) if where in {"0", "1", "2"} else 0
    exists = place.isdigit() and int(place) < len(state.groups[at].chips)
    return state.with_chip(
        at, Chip(column, op, () if op in {"empty", "set"} else values), int(place) if exists else None
    )
