"""The parts of a change: by dimension, by combination and by step, so that they add up to it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headway.apps.diagnosis.answers import Breakdown, EffectRow
from headway.apps.diagnosis.gathered import Gathered
from headway.apps.diagnosis.periods import Periods
from headway.engine.diagnosis.causes import Cause
from headway.engine.diagnosis.effects import Effect, Part, share_effects, step_effects, sum_effects
from headway.engine.diagnosis.parts import Coded, Flags, Numbers, Places, Table, coded

ROWS_MOST = 8
REST, ELSE = "All others", "Everything else"
EXPLAINS, STEPS = "What explains it", "Steps"
TWICE = "what is counted in more than one part, or in none"
Labels = Sequence[str]


@dataclass(frozen=True)
class Whole:
    """The number at both times, in its unit."""

    before: float
    now: float

    @property
    def change(self) -> float:
        return self.now - self.before


def whole_of(found: Gathered) -> Whole | None:
    """The number in the base and now; None where nothing is counted at one of the two times."""
    if found.exact is not None:
        return Whole(*found.exact)
    table, periods = found.table, found.periods
    counted = [float(table.counted[when].sum()) for when in (~table.is_now, table.is_now)]
    if not table.is_share:
        return Whole(counted[0] / periods.base.days, counted[1] / periods.now.days)
    of = [float(table.of[when].sum()) for when in (~table.is_now, table.is_now)]
    return Whole(counted[0] / of[0], counted[1] / of[1]) if all(of) else None


def parts_by(table: Table, periods: Periods, names: Labels, part: Places) -> list[Part]:
    """What each part counted at both times, given the part of each row."""
    many = len(names)

    def held(numbers: Numbers, when: Flags) -> list[float]:
        listed: list[float] = np.bincount(part[when], numbers[when], many).tolist()
        return listed

    now, base = table.is_now, ~table.is_now
    of_base, of_now = (
        (held(table.of, base), held(table.of, now))
        if table.is_share
        else ([float(periods.base.days)] * many, [float(periods.now.days)] * many)
    )
    return [
        Part(name, *numbers)
        for name, *numbers in zip(
            names, held(table.counted, base), of_base, held(table.counted, now), of_now, strict=True
        )
    ]


def effects_of(found: Gathered, parts: Sequence[Part]) -> list[Effect]:
    return share_effects(parts) if found.table.is_share else sum_effects(parts)


def breakdowns_of(
    found: Gathered, whole: Whole, causes: Sequence[Cause]
) -> tuple[list[Breakdown], dict[str, list[Effect]]]:
    """Every breakdown, the combinations first, and the effects of each dimension's values."""
    table, columns = found.table, coded(found.table)
    listed: list[Breakdown] = []
    names = [*(named(one.where) for one in causes), ELSE]
    part = _by_cause(columns, causes, table.is_now)
    if causes:
        listed.append(_breakdown(EXPLAINS, found, whole, parts_by(table, found.periods, names, part))[0])
    if found.depth is not None:
        listed.append(steps_of(found, found.depth, whole, names, part))
    effects: dict[str, list[Effect]] = {}
    for name, column in columns.items():
        parts = parts_by(table, found.periods, [str(one) for one in column.values], column.codes)
        made, moved = _breakdown(name, found, whole, parts)
        listed.append(made)
        # What is new or gone, such as a version, is no other mix of the same.
        if all(one.of_before and one.of_now for one in parts):
            effects[name] = moved
    return listed, effects


def named(where: dict[str, str]) -> str:
    """A part in words.

    >>> named({"device": "ios", "plan": "pro"})
    'device ios, plan pro'
    """
    return ", ".join(f"{name} {value}" for name, value in where.items())


def _by_cause(columns: dict[str, Coded], causes: Sequence[Cause], is_now: Flags) -> Places:
    """The first cause that each row is a part of; the number of causes where it is part of none.

    A value that was not there before, such as a release, is compared with what the part was without it.
    """
    part = np.full(len(is_now), len(causes), dtype=np.int64)
    for at, cause in reversed(list(enumerate(causes))):
        held = [columns[name].values[columns[name].codes] == value for name, value in cause.where.items()]
        old = [one for one in held if (one & ~is_now).any()] or held
        part[np.where(is_now, np.all(held, axis=0), np.all(old, axis=0))] = at
    return part


def _breakdown(by: str, found: Gathered, whole: Whole, parts: list[Part]) -> tuple[Breakdown, list[Effect]]:
    effects = effects_of(found, parts)
    numbers = {one.name: one for one in parts}
    ranked = sorted(effects, key=lambda one: -abs(one.whole))
    # A rest of one is told by its name.
    cut = ROWS_MOST if len(ranked) > ROWS_MOST + 1 else len(ranked)
    rows = [_row(one, numbers[one.name], whole) for one in ranked[:cut]]
    if rest := ranked[cut:]:
        rate, mix = sum(one.rate for one in rest), sum(one.mix for one in rest)
        rows.append(_effect(Effect(f"{REST} ({len(rest)})", rate, mix), (None, None), whole))
    left = whole.change - sum(one.whole for one in effects)
    # The last places of a sum are no part of anything.
    left = 0.0 if abs(left) <= 1e-9 * max(abs(whole.before), abs(whole.now)) else left
    return Breakdown(by=by, rows=rows, left=left, left_words=TWICE if left else ""), effects


def _row(one: Effect, part: Part, whole: Whole) -> EffectRow:
    before = part.counted_before / part.of_before if part.of_before else None
    now = part.counted_now / part.of_now if part.of_now else None
    return _effect(one, (before, now), whole)


def _effect(one: Effect, numbers: tuple[float | None, float | None], whole: Whole) -> EffectRow:
    return EffectRow(
        name=one.name, before=numbers[0], now=numbers[1], rate=one.rate, mix=one.mix, effect=one.whole,
        share=one.whole / whole.change if whole.change else None,
    )  # fmt: skip


def steps_of(found: Gathered, depth: Places, whole: Whole, names: Labels, part: Places) -> Breakdown:
    """The change by what each step lets through: how far the parts do otherwise there, and how far there are others.
    Nothing is left."""
    steps = found.source.steps
    taken = [_taken(found, names, part, depth, at) for at in range(1, len(steps))]
    effects = step_effects([one.before for one, _ in taken], [one.now for one, _ in taken])
    rows = []
    for at, ((passed, moved), effect) in enumerate(zip(taken, effects, strict=True)):
        mix = sum(one.mix for one in moved) / passed.change * effect if passed.change else 0.0
        step = Effect(f"{steps[at]} to {steps[at + 1]}", effect - mix, mix)
        rows.append(_effect(step, (passed.before, passed.now), whole))
    return Breakdown(by=STEPS, rows=rows, left=0.0)


def _taken(
    found: Gathered, names: Labels, part: Places, depth: Places, at: int
) -> tuple[Whole, list[Effect]]:
    """Which share of those who come to a step takes the next, at both times, and what the parts do there."""
    came = depth >= at - 1
    got = (depth[came] >= at).astype(float)
    there = Table({}, found.table.is_now[came], got, np.ones(len(got)))
    parts = parts_by(there, found.periods, names, part[came])
    before, now = sum(one.of_before for one in parts), sum(one.of_now for one in parts)
    passed = Whole(
        sum(one.counted_before for one in parts) / (before or 1.0),
        sum(one.counted_now for one in parts) / (now or 1.0),
    )
    return passed, share_effects(parts)
