"""What there is to be asked about: events, properties with their values, metrics."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Counted = Literal["people", "accounts", "events"]


@dataclass(frozen=True)
class NamedMetric:
    """A registered metric: what it is called, the categories it can be split by, and where it plainly counts people or
    events of some names, which."""

    name: str
    label: str
    splits: Sequence[str] = ()
    counted: Counted | None = None
    events: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Vocabulary:
    """`properties` are the values of each, as far as they are known; a month without its year is counted back from
    `today`."""

    today: date
    events: Sequence[str] = ()
    properties: Mapping[str, Sequence[str]] = field(default_factory=dict)
    metrics: Sequence[NamedMetric] = ()


@dataclass(frozen=True)
class Heard:
    """Words of the sentence and what they are taken for; `meaning` is empty for what is not understood."""

    words: str
    meaning: str


@dataclass(frozen=True)
class Reading:
    """A sentence as it is understood. `events` are the steps in their order, none for any event; with `never` the
    last one is what was not done. `heard` is every word of the sentence, `assumed` what it does not say."""

    events: tuple[str, ...] = ()
    never: bool = False
    counted: Counted = "events"
    grain: str = ""
    by: str = ""
    where: Mapping[str, str] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    metric: str = ""
    heard: tuple[Heard, ...] = ()
    assumed: tuple[str, ...] = ()
    is_understood: bool = True

    @property
    def missed(self) -> list[str]:
        return [one.words for one in self.heard if not one.meaning]
