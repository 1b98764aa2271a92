"""What may be behind a change, ranked: parts of the whole, what happened near that time, and what only looks like it.

Strength is between 0 and 1 and is made of what is known alone: how much of the change a part holds, how surprising
that is, how near in time something happened and whether it names the part. How often a strength is right was counted
on planted changes among decoys (`python -m bench.diagnosis`); the words go by that.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp
from typing import Literal

from headway.engine.diagnosis.causes import Cause
from headway.engine.diagnosis.effects import Effect

Kind = Literal["happening", "part", "mix", "vanished", "weekdays", "chance"]
# Evidence of a log-likelihood ratio of five is to be had by luck once in some hundred and fifty looks.
EVIDENCE_USUAL = 5.0
# After so many days a release is named half as often as the reason of a change as right after it (e-folding).
REACH_DAYS = 3.0
# What happened at the right time and says nothing of the part.
UNNAMED = 0.3
# A rate of nothing where so many were expected is no bad rate but a thing that has stopped.
VANISHED_LEAST = 10.0
MIX_LEAST, WEEKDAYS_LEAST = 0.25, 0.25
STRENGTH_LEAST = 0.02
STRONG, POSSIBLE = 0.75, 0.35
WORD = re.compile(r"[\w.]+")


@dataclass(frozen=True)
class Happening:
    """Something that began on a day (any count of days), such as a release; `key` names it for whoever asks."""

    key: str
    sort: str
    title: str
    day: float


@dataclass(frozen=True)
class Moment:
    """Since when the number is another: the day, and the earliest and latest that the series leaves open."""

    day: float
    earliest: float
    latest: float


@dataclass(frozen=True)
class Change:
    """What is known of a change: since when, the parts that explain it, the effects of each dimension's values, how
    much of it the days of the week make (a share of the change), and how often chance alone does as much."""

    moment: Moment
    causes: Sequence[Cause] = ()
    effects: Mapping[str, Sequence[Effect]] = field(default_factory=dict)
    of_weekdays: float = 0.0
    chance: float | None = None


@dataclass(frozen=True)
class Hypothesis:
    """One thing that may be behind it. `where` is the part it is about, `happening` the key of what happened, and
    `timing`, `named` and `size` what its strength was made of; null where that plays no part."""

    kind: Kind
    strength: float
    where: dict[str, str] = field(default_factory=dict)
    happening: str = ""
    timing: float | None = None
    named: bool | None = None
    size: float | None = None
    dimension: str = ""

    @property
    def words(self) -> str:
        return "strong" if self.strength >= STRONG else "possible" if self.strength >= POSSIBLE else "weak"


def hypotheses(change: Change, happenings: Sequence[Happening]) -> list[Hypothesis]:
    """What may be behind a change, the strongest first; of equal ones the one that says most.

    >>> cause = Cause({"version": "5.12.0"}, 200, 500, 430, 500, 430, 1.0, 40.0)
    >>> at = Moment(30, 29, 31)
    >>> known = [Happening("a", "release", "Release 5.12.0", 30), Happening("b", "release", "Release 5.11.0", 2)]
    >>> [(one.kind, one.happening, one.words) for one in hypotheses(Change(at, [cause]), known)]
    [('happening', 'a', 'strong'), ('part', '', 'strong')]
    """
    luck = change.chance or 0.0
    first = change.causes[0] if change.causes else None
    found = [
        *(_happened(one, change.moment, change.causes) for one in happenings),
        *(_part(one) for one in change.causes),
        *_mixes(change, first),
        *_weekdays(change),
    ]
    real = [_weaker(one, 1 - luck) for one in found]
    chance = [] if change.chance is None else [Hypothesis("chance", luck)]
    kept = [one for one in (*real, *chance) if one.strength >= STRENGTH_LEAST]
    return sorted(kept, key=lambda one: -one.strength)


def _weaker(one: Hypothesis, share: float) -> Hypothesis:
    return Hypothesis(
        one.kind, one.strength * share, one.where, one.happening, one.timing, one.named, one.size, one.dimension
    )  # fmt: skip


def part_strength(cause: Cause) -> float:
    """How much a part alone says: the share of the change it holds, times how little luck it takes.

    >>> part_strength(Cause({"device": "ios"}, 10, 100, 50, 100, 50, 0.5, 30.0)) > 0.49
    True
    """
    return _size(cause) * (1 - exp(-cause.evidence / EVIDENCE_USUAL))


def _size(cause: Cause) -> float:
    return min(1.0, abs(cause.explains or 0.0))


def _part(cause: Cause) -> Hypothesis:
    # The same part with something that happened to it says more than the part alone.
    strength = 0.9 * part_strength(cause)
    stopped = not cause.counted and cause.expected >= VANISHED_LEAST
    return Hypothesis("vanished" if stopped else "part", strength, dict(cause.where), size=_size(cause))


def timing(day: float, moment: Moment) -> float:
    """How well a day fits: 1 within the days the series leaves open and on the one before, since what comes late on
    a day shows on the next; less the longer before, and 0 afterwards.

    >>> [round(timing(day, Moment(30, 29, 31)), 2) for day in (25, 28, 31, 32)]
    [0.37, 1.0, 1.0, 0.0]
    """
    if day > moment.latest:
        return 0.0
    return exp(-max(0.0, moment.earliest - 1 - day) / REACH_DAYS)


def names(title: str, where: dict[str, str]) -> bool:
    """Whether a title has a value of a part in it as a word of its own.

    >>> names("Release 5.12.0 for Android", {"app_version": "5.12.0"}), names("Release 5.12.01", {"v": "5.12.0"})
    (True, False)
    """
    words = [one.strip(".") for one in WORD.findall(title.lower())]
    for value in where.values():
        parts = [one.strip(".") for one in WORD.findall(value.lower())]
        runs = range(len(words) - len(parts) + 1)
        if parts and any(words[at : at + len(parts)] == parts for at in runs):
            return True
    return False


def _happened(one: Happening, moment: Moment, causes: Sequence[Cause]) -> Hypothesis:
    fits = timing(one.day, moment)
    meant = next((cause for cause in causes if names(one.title, cause.where)), None)
    if meant is None:
        return Hypothesis("happening", fits * UNNAMED, happening=one.key, timing=fits, named=False)
    strength = fits * (1 - (1 - part_strength(meant)) * UNNAMED)
    return Hypothesis(
        "happening", strength, dict(meant.where), one.key, timing=fits, named=True, size=_size(meant)
    )


def _mixes(change: Change, first: Cause | None) -> list[Hypothesis]:
    """Dimensions of which there are others now, where that alone makes a good part of the change."""
    found = []
    for dimension, effects in change.effects.items():
        moved = sum(one.whole for one in effects)
        share = sum(one.mix for one in effects) / moved if moved else 0.0
        if share >= MIX_LEAST and not (first and dimension in first.where):
            found.append(Hypothesis("mix", 0.9 * min(1.0, share), size=min(1.0, share), dimension=dimension))
    return found


def _weekdays(change: Change) -> list[Hypothesis]:
    share = min(1.0, change.of_weekdays)
    return [Hypothesis("weekdays", 0.9 * share, size=share)] if share >= WEEKDAYS_LEAST else []
