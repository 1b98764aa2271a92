"""What a `[n]` stands on, and the list of them as a document grows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from headway.engine.drafting.numbers import format_number, formatted, unit_word

Kind = Literal["feedback", "figure", "record"]
Key = tuple[str, str, str]
MARKER = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, sample size and interval; unknown is None with a reason."""

    value: float | None
    unit: str = ""
    n: int = 0
    low: float | None = None
    high: float | None = None
    level: float = 0.95
    definition: str = ""
    reason: str = ""

    def numbers(self) -> tuple[str, ...]:
        """The value and its interval, formatted: what a sentence citing this figure may carry."""
        own = formatted([(self.value, self.unit), (self.low, self.unit), (self.high, self.unit)])
        return (*own, format_number(self.level, "share"))


@dataclass(frozen=True, slots=True)
class Source:
    """A message, a figure or a record, with the numbers and texts that a claim on it may repeat.

    `id` is the outside ref of the record; `name` says which figure or part of it.
    """

    kind: Kind
    id: str
    name: str = ""
    label: str = ""
    quote: str = ""
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    figure: Figure | None = None

    @property
    def key(self) -> Key:
        return self.kind, self.id, self.name


def figure_source(ref: str, title: str, name: str, figure: Figure) -> Source:
    """Return a figure of a record as a source.

    >>> figure_source("P-001", "Late cards", "accounts", Figure(12, "accounts", n=12)).label
    'P-001 Late cards: accounts'
    """
    words = name.replace("_", " ")
    return Source(
        "figure",
        ref,
        name,
        f"{ref} {title}: {words}",
        "",
        figure.numbers(),
        (title, figure.definition, figure.reason),
        figure,
    )


@dataclass(slots=True)
class References:
    """Numbers sources from 1 in the order in which they are first cited; `kept` ones keep their number."""

    kept: Mapping[int, Source] = field(default_factory=dict)
    _numbers: dict[Key, int] = field(default_factory=dict)
    _sources: dict[int, Source] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, source in self.kept.items():
            self._numbers[source.key] = number
            self._sources[number] = source

    def cite(self, *sources: Source) -> str:
        """Return the markers of sources, such as `[1][4]`.

        >>> References().cite(Source("record", "INI-01"), Source("record", "P-001"))
        '[1][2]'
        """
        return "".join(f"[{self._number(source)}]" for source in sources)

    def _number(self, source: Source) -> int:
        number = self._numbers.get(source.key)
        if number is None:
            number = next(n for n in range(1, len(self._sources) + 2) if n not in self._sources)
            self._numbers[source.key] = number
        self._sources[number] = source
        return number

    def listed(self) -> tuple[tuple[int, Source], ...]:
        """The sources cited so far by number."""
        return tuple(sorted(self._sources.items()))


def markers_in(texts: Iterable[str]) -> set[int]:
    """Return the numbers of all markers in texts.

    >>> sorted(markers_in(["so [1][4].", "and [1]"]))
    [1, 4]
    """
    return {int(number) for text in texts for number in MARKER.findall(text)}


def said(figure: Figure, noun: str = "") -> str:
    """Return a known figure as words with its interval, or an empty text for an unknown one.

    >>> said(Figure(214, "accounts", n=214, low=190, high=238))
    '214 accounts (95% interval 190 to 238)'
    """
    if figure.value is None:
        return ""
    word = noun or unit_word(figure.unit)
    number = f"{format_number(figure.value, figure.unit)} {word}".strip()
    return number + interval(figure)


def interval(figure: Figure) -> str:
    """Return the interval of a figure as words in brackets; empty where there is none of any width.

    >>> interval(Figure(3, "days"))
    ''
    """
    if figure.low is None or figure.high is None or figure.low == figure.high:
        return ""
    edges = [format_number(edge, figure.unit) for edge in (figure.low, figure.high)]
    return f" ({format_number(figure.level, 'share')} interval {edges[0]} to {edges[1]})"
