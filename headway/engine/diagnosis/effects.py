"""A change taken apart so that the parts add up to it: by the values of a dimension, and by the steps of a way.

A share moves since its parts do otherwise (rate) and since there are more of some parts than of others (mix). Both are
measured halfway between the two times (Kitagawa 1955), so that neither time is favoured and nothing is left over.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """What one part of the whole counted before and now, and of how many; of a sum, of how many days."""

    name: str
    counted_before: float
    of_before: float
    counted_now: float
    of_now: float


@dataclass(frozen=True)
class Effect:
    """By how much a part moved the whole: by doing otherwise, and by being another part of it."""

    name: str
    rate: float
    mix: float

    @property
    def whole(self) -> float:
        return self.rate + self.mix


def share_effects(parts: Sequence[Part]) -> list[Effect]:
    """The effect of each part on a share, in the order given; they add up to the change of the share.

    A part that was not there at one of the times has only an effect of mix. Empty where nobody was there at one of
    the times, since then there is no change that is known.

    >>> moved = share_effects([Part("ios", 80, 100, 80, 100), Part("web", 80, 100, 30, 100)])
    >>> [(one.name, one.whole) for one in moved]
    [('ios', 0.0), ('web', -0.25)]
    """
    all_before, all_now = (
        sum(one.of_before for one in parts), sum(one.of_now for one in parts)
    )  # fmt: skip
    if not all_before or not all_now:
        return []
    middle = (
        sum(one.counted_before for one in parts) / all_before
        + sum(one.counted_now for one in parts) / all_now
    ) / 2
    found = []
    for one in parts:
        weight_before, weight_now = one.of_before / all_before, one.of_now / all_now
        rate_before, rate_now = _rates(one)
        found.append(
            Effect(
                one.name,
                (rate_now - rate_before) * (weight_before + weight_now) / 2,
                (weight_now - weight_before) * ((rate_before + rate_now) / 2 - middle),
            )
        )
    return found


def _rates(one: Part) -> tuple[float, float]:
    before = one.counted_before / one.of_before if one.of_before else None
    now = one.counted_now / one.of_now if one.of_now else None
    known = before if before is not None else now
    return (before if before is not None else known or 0.0), (now if now is not None else known or 0.0)


def sum_effects(parts: Sequence[Part]) -> list[Effect]:
    """The effect of each part on a sum a day, in the order given; they add up to the change of the sum.

    >>> sum_effects([Part("ios", 70, 7, 70, 7), Part("web", 70, 7, 0, 7)])[1]
    Effect(name='web', rate=-10.0, mix=0.0)
    """
    return [
        Effect(one.name, one.counted_now / one.of_now - one.counted_before / one.of_before, 0.0)
        for one in parts
        if one.of_now and one.of_before
    ]


def step_effects(before: Sequence[float], now: Sequence[float]) -> list[float]:
    """By how much each step of a way moved the share that gets through, given the share of each step at both times.

    Each step is changed alone in every order that the steps can be changed in, and what that moved is averaged
    (Shapley 1953): the effects add up to the change, also where a step went to nothing. The time grows with
    the cube of the number of steps.

    >>> [round(one, 4) for one in step_effects([0.9, 0.8, 0.5], [0.9, 0.4, 0.5])]
    [0.0, -0.18, 0.0]
    """
    number = len(before)
    found = []
    for at in range(number):
        others = [(before[one], now[one]) for one in range(number) if one != at]
        # ways[k]: the sum over all choices of k changed steps among the others, of the product of all of them.
        ways = [1.0]
        for old, new in others:
            ways = [
                (ways[k] * old if k < len(ways) else 0.0) + (ways[k - 1] * new if k else 0.0)
                for k in range(len(ways) + 1)
            ]
        found.append((now[at] - before[at]) * sum(_turns(number, k) * way for k, way in enumerate(ways)))
    return found


def _turns(number: int, changed: int) -> float:
    """The part of all orders in which just so many others are changed before."""
    ways = 1.0
    for at in range(changed):
        ways = ways * (number - 1 - at) / (at + 1)
    return 1.0 / (number * ways)
