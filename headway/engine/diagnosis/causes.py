"""The parts of a whole that explain why a share or a sum moved, searched over combinations of dimensions.

A value that was not there before (a release, a market, a plan) has no past of its own: it is compared with what the
part was before without it, and naming it costs nothing, since its coming is a change in itself.

A part is scored as a scan for clusters scores it (Kulldorff 1997, for Poisson counts): how much likelier what it counts
now is at a rate of its own than at the rate it had before, less how far the rest then still is from what it had
before. Contribution and surprise are both in it: a part must be large enough to matter and far enough from its past,
and all else must be as usual without it.
"""

from dataclasses import dataclass

import numpy as np

from headway.engine.diagnosis.parts import Coded, Cut, Flags, Numbers, Table, coded, cuts, with_past

DEPTH = 3
CAUSES_MOST = 4
# What a further dimension must leave of the evidence to be worth naming; without it chance always finds one.
NARROWER = 0.9
# A further cause has this part of the first one's evidence at least.
FURTHER = 0.3
# Counts of nothing are as if half of one had been there, at the rate of the whole.
PRIOR = 0.5


@dataclass(frozen=True)
class Cause:
    """A part of the whole: its values by dimension, what it counted now and before and of how many, what it would
    have counted now at its rate of before, the part of the whole's change that it explains (1 is all of it; more,
    where others moved against it), and its evidence (log-likelihood ratio, 0 and more). Of a sum the rates are counts
    in a unit of time."""

    where: dict[str, str]
    counted: float
    of_now: float
    counted_before: float
    of_before: float
    expected: float
    explains: float | None
    evidence: float

    @property
    def rate_now(self) -> float | None:
        return self.counted / self.of_now if self.of_now else None

    @property
    def rate_before(self) -> float | None:
        return self.counted_before / self.of_before if self.of_before else None


@dataclass(frozen=True)
class _Whole:
    counted_now: float
    counted_before: float
    of_now: float
    of_before: float

    @property
    def moved_up(self) -> bool:
        return self.counted_now * self.of_before > self.counted_before * self.of_now


@dataclass(frozen=True)
class _Best:
    cut: Cut
    at: int
    score: float
    evidence: float


def causes(table: Table, depth: int = DEPTH, most: int = CAUSES_MOST) -> list[Cause]:
    """What explains the change of a table from before to now, the strongest first; further ones cut by the same
    dimensions only, and only while they carry a good part of the evidence of the first.

    Empty where nothing is counted at one of the two times, or where nothing moved with the whole. Time grows with
    rows times the number of ways to choose up to `depth` dimensions.

    >>> now, sold = np.array([True, True, False, False]), np.array([40.0, 81, 80, 79])
    >>> table = Table({"shop": ["north", "south"] * 2}, now, sold, np.full(4, 100.0))
    >>> [(one.where, one.counted, one.expected) for one in causes(table)]
    [({'shop': 'north'}, 40.0, 80.0)]
    """
    rows = np.ones(len(table.counted), dtype=bool)
    dimensions, found = coded(table), list[tuple[Cause, _Best]]()
    whole = _whole(table, rows)
    while len(found) < most and (best := _best(table, dimensions, rows, depth, whole)):
        if found and best.evidence < FURTHER * found[0][1].evidence:
            break
        found.append((_told(best, whole), best))
        rows = rows & (best.cut.part != best.at)
        dimensions = {name: dimensions[name] for name in best.cut.dimensions}
    return [cause for cause, _ in found]


def _whole(table: Table, rows: Flags) -> _Whole:
    now, before = table.is_now & rows, ~table.is_now & rows
    gather = np.sum if table.is_share else (lambda numbers: numbers.max(initial=0.0))
    return _Whole(
        float(table.counted[now].sum()), float(table.counted[before].sum()),
        float(gather(table.of[now])), float(gather(table.of[before])),
    )  # fmt: skip


def _best(table: Table, dimensions: dict[str, Coded], rows: Flags, depth: int, first: _Whole) -> _Best | None:
    whole = _whole(table, rows)
    if not (whole.counted_before > 0 and whole.of_before > 0 and whole.of_now > 0):
        return None
    best: _Best | None = None
    wider: dict[tuple[str, ...], Cut] = {}
    for plain in cuts(table, dimensions, rows, depth):
        wider[plain.dimensions] = plain
        cut, new = with_past(plain, wider) if table.is_share else (plain, np.zeros(len(plain.names)))
        score, evidence = _scored(cut, whole, up=first.moved_up, is_share=table.is_share)
        score *= NARROWER ** (len(cut.dimensions) - new)
        at = int(score.argmax())
        if score[at] > 0 and (best is None or score[at] > best.score):
            best = _Best(cut, at, float(score[at]), float(evidence[at]))
    return best


def _scored(cut: Cut, whole: _Whole, *, up: bool, is_share: bool) -> tuple[Numbers, Numbers]:
    """The score of each part of a cut and its evidence alone; a part that moved against the whole has none."""
    other_of_now, other_of_before = (
        (whole.of_now - cut.of_now, whole.of_before - cut.of_before)
        if is_share
        else (cut.of_now, cut.of_before)
    )
    usual = whole.of_before / whole.counted_before
    expected = _expected(cut.of_now, cut.counted_before, cut.of_before, usual)
    rest = whole.counted_now - cut.counted_now
    rest_expected = _expected(other_of_now, whole.counted_before - cut.counted_before, other_of_before, usual)
    evidence = _evidence(cut.counted_now, expected)
    score = evidence - _evidence(rest, rest_expected)
    with_whole = (cut.counted_now > expected) == up
    return np.where(with_whole & (cut.of_now > 0), score, -np.inf), evidence


def _expected(of_now: Numbers, counted_before: Numbers, of_before: Numbers, usual: float) -> Numbers:
    return of_now * (counted_before + PRIOR) / (of_before + PRIOR * usual)


def _evidence(counted: Numbers, expected: Numbers) -> Numbers:
    """The log-likelihood ratio of a Poisson count at its own rate against an expected one."""
    safe = np.where((counted > 0) & (expected > 0), counted / np.where(expected > 0, expected, 1.0), 1.0)
    return np.asarray(counted * np.log(safe) - (counted - expected))


def _told(best: _Best, whole: _Whole) -> Cause:
    cut, at = best.cut, best.at
    counted, before = float(cut.counted_now[at]), float(cut.counted_before[at])
    of_now, of_before = float(cut.of_now[at]), float(cut.of_before[at])
    expected = before / of_before * of_now if of_before else 0.0
    moved = whole.counted_now - whole.counted_before / whole.of_before * whole.of_now
    return Cause(
        dict(zip(cut.dimensions, cut.names[at], strict=True)), counted, of_now, before, of_before, expected,
        (counted - expected) / moved if moved else None, best.evidence,
    )  # fmt: skip
