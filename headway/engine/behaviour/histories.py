"""What people did, as columns: one row per event, sorted by person and within a person by time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from headway.engine.behaviour.errors import BehaviourError

Longs = NDArray[np.int64]
Codes = NDArray[np.signedinteger[Any] | np.unsignedinteger[Any]]
Flags = NDArray[np.bool_]
Masks = NDArray[np.unsignedinteger]
Numbers = NDArray[np.uint32]
MISSING = -1
FEW_NAMES = 8
SECOND_US = 1_000_000
DAY_US = 86_400 * SECOND_US


@dataclass(frozen=True, slots=True)
class Column:
    """A property of events: one code per row into `values`, `MISSING` where the event lacks it."""

    codes: Codes
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Postings:
    """The numbers of the rows of each event, ascending, and when they were: those of code n are
    `rows[ends[n]:ends[n + 1]]`."""

    rows: Numbers
    at_us: Longs
    ends: Longs

    def of(self, codes: Sequence[int]) -> tuple[Numbers, Longs, Longs, Longs]:
        """Numbers and times of rows, and where among them those of each of these codes begin and end."""
        wanted = np.array(codes, np.intp)
        return self.rows, self.at_us, self.ends[wanted], self.ends[wanted + 1]


@dataclass(frozen=True)
class Histories:
    """Events of people (or accounts): `offsets[n]:offsets[n + 1]` are the rows of person n.

    `person` is sorted, `at_us` (microseconds since 1970, UTC) is sorted within a person, `event` has one code
    per row into `events`. Whoever brings columns from outside has them `checked`. `bounds` are the offsets, and
    `postings` the rows of each event, where they are known already.
    """

    people: Sequence[str]
    person: Codes
    at_us: Longs
    event: Codes
    events: tuple[str, ...]
    properties: Mapping[str, Column] = field(default_factory=dict)
    bounds: Longs | None = None
    postings: Postings | None = None

    @property
    def offsets(self) -> Longs:
        if self.bounds is not None:
            return self.bounds
        return np.searchsorted(self.person, np.arange(len(self.people) + 1)).astype(np.int64)

    @property
    def count(self) -> int:
        """How many events there are."""
        return len(self.person) if self.bounds is None else int(self.bounds[-1])

    def rows_of(self, name: str, rows: slice) -> NDArray[Any]:
        """Some rows of a column."""
        found: NDArray[Any] = getattr(self, name)[rows]
        return found

    def having(self, properties: Mapping[str, Column]) -> Histories:
        """The same events with these properties."""
        return replace(self, properties=properties)


def checked(histories: Histories) -> Histories:
    """The histories themselves. Raises BehaviourError for columns of unequal length or out of order.

    >>> checked(histories_of(["a"], [1], ["open"])).events
    ('open',)
    """
    count = len(histories.person)
    columns = [one.codes for one in histories.properties.values()]
    if {len(histories.at_us), len(histories.event), *map(len, columns)} - {count}:
        raise BehaviourError("The columns of the events differ in length; give one value per event.")
    step = np.diff(histories.person)
    if count and ((step < 0).any() or (np.diff(histories.at_us)[step == 0] < 0).any()):
        raise BehaviourError("The events are out of order; sort them by person and time.")
    return histories


@dataclass(frozen=True, slots=True)
class Step:
    """What an event must be to count: its name (None is any event), and for each property one of the values.

    A value of None means that the event lacks the property.
    """

    event: str | None
    props: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)


def histories_of(
    users: Sequence[str],
    at_us: Sequence[int],
    events: Sequence[str],
    props: Sequence[Mapping[str, str]] | None = None,
) -> Histories:
    """The histories in rows that may stand in any order; events of one instant come by name.

    `at_us` are microseconds since 1970 (UTC), `props` a mapping of texts per row.

    >>> found = histories_of(["b", "a", "a"], [5, 7, 6], ["open", "buy", "open"])
    >>> list(found.people), found.person.tolist(), [found.events[n] for n in found.event]
    (['a', 'b'], [0, 0, 1], ['open', 'buy', 'open'])
    """
    people, person = _coded(users)
    times = np.asarray(at_us, np.int64).reshape(-1)
    names, event = _coded(events)
    order = np.lexsort((event, times, person))
    columns = {
        name: _column(props or [], name, order) for name in sorted({n for one in props or [] for n in one})
    }
    return Histories(people, person[order], times[order], event[order], names, columns)


def _coded(texts: Sequence[str]) -> tuple[tuple[str, ...], Codes]:
    names = sorted(set(texts))
    code = {name: n for n, name in enumerate(names)}
    return tuple(names), np.fromiter((code[text] for text in texts), np.int32, len(texts))


def _column(props: Sequence[Mapping[str, str]], name: str, order: Longs) -> Column:
    values = sorted({one[name] for one in props if name in one})
    code = {value: n for n, value in enumerate(values)}
    codes = np.fromiter((code[one[name]] if name in one else MISSING for one in props), np.int32, len(props))
    return Column(codes[order], tuple(values))


def matching(histories: Histories, step: Step) -> Flags:
    """Which rows are events that `step` asks for.

    >>> found = histories_of(["a", "a"], [1, 2], ["open", "buy"], [{}, {"plan": "pro"}])
    >>> matching(found, Step(None, {"plan": ("pro", "free")})).tolist()
    [False, True]
    """
    flags = _called(histories, step.event)
    for name, wanted in step.props.items():
        flags = flags & _holding(histories, name, wanted)
    return flags


def _called(histories: Histories, event: str | None) -> Flags:
    if event is None:
        return np.ones(len(histories.person), np.bool_)
    if event not in histories.events:
        return np.zeros(len(histories.person), np.bool_)
    flags: Flags = histories.event == histories.events.index(event)
    return flags


def _holding(histories: Histories, name: str, wanted: tuple[str | None, ...]) -> Flags:
    column = histories.properties.get(name)
    if column is None:
        return np.full(len(histories.person), None in wanted, np.bool_)
    return props_table(column, wanted)[column.codes]


def props_table(column: Column, wanted: tuple[str | None, ...]) -> Flags:
    """For each code of a column whether its value is wanted.

    >>> props_table(Column(np.array([0, -1]), ("pro",)), ("pro", "free"))[[0, -1]].tolist()
    [True, False]
    """
    # The last place of the table is what MISSING, which is -1, looks up.
    return np.array([*(value in wanted for value in column.values), None in wanted], np.bool_)


def step_masks(histories: Histories, steps: Sequence[Step]) -> Masks:
    """One number per row whose bit k says that the event is one that step k asks for; at most 64 steps.

    >>> found = histories_of(["a", "a"], [1, 2], ["open", "buy"])
    >>> step_masks(found, [Step("open"), Step("buy"), Step(None)]).tolist()
    [5, 6]
    """
    if len(steps) > 64:
        raise BehaviourError(f"There are {len(steps)} steps; ask for at most 64.")
    bits = next(many for many in (8, 16, 32, 64) if len(steps) <= many)
    plain: Masks = np.zeros(len(histories.events), f"u{bits // 8}")
    kind = plain.dtype.type
    for place, step in enumerate(steps):
        if not step.props:
            plain[[step.event in (None, name) for name in histories.events]] |= kind(1 << place)
    masks: Masks = plain[histories.event]
    for place, step in enumerate(steps):
        if step.props:
            masks[matching(histories, step)] |= kind(1 << place)
    return masks


def with_bit(masks: Masks, place: int) -> Flags:
    """Which of the masks have the bit of a step.

    >>> with_bit(np.array([5, 6], np.uint8), 0).tolist()
    [True, False]
    """
    flags: Flags = (masks & masks.dtype.type(1 << place)) != 0
    return flags


def several_bits(masks: Masks) -> Flags:
    """Which of the masks have more than one bit.

    >>> several_bits(np.array([5, 4, 0], np.uint8)).tolist()
    [True, False, False]
    """
    flags: Flags = (masks & (masks - (masks > 0).astype(masks.dtype))) != 0
    return flags


def rows_named(histories: Histories, steps: Sequence[Step]) -> Longs:
    """The rows whose events have the name that one of the steps asks for.

    >>> rows_named(histories_of(["a", "a"], [1, 2], ["open", "buy"]), [Step("buy")]).tolist()
    [1]
    """
    names = {step.event for step in steps}
    wanted = np.array([name in names or None in names for name in histories.events], np.bool_)
    codes = np.flatnonzero(wanted).tolist()
    if len(codes) > FEW_NAMES:
        return np.flatnonzero(wanted[histories.event])
    # A few comparisons are faster than looking each row up.
    flags = np.zeros(len(histories.event), np.bool_)
    for code in codes:
        flags |= histories.event == code
    return np.flatnonzero(flags)


def chosen(histories: Histories, rows: Flags | Longs) -> Histories:
    """The same people with only the rows that are flagged, or named in their order.

    >>> found = histories_of(["a", "b"], [1, 2], ["open", "buy"])
    >>> chosen(found, matching(found, Step("buy"))).person.tolist()
    [1]
    """
    columns = {name: Column(one.codes[rows], one.values) for name, one in histories.properties.items()}
    return Histories(
        histories.people,
        histories.person[rows],
        histories.at_us[rows],
        histories.event[rows],
        histories.events,
        columns,
    )
