"""A quantity nobody knows exactly, held as its P10, P50 and P90."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from headway.engine.scoring.errors import ScoringError


@dataclass(frozen=True, slots=True)
class Range:
    """An uncertain quantity: one time in ten below `p10`, one in two below `p50`, one in ten above `p90`.

    Any unit; all three in the same one. Raises ScoringError where they are not finite or out of order.

    >>> Range(2, 4, 9).is_point
    False
    """

    p10: float
    p50: float
    p90: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(x) for x in (self.p10, self.p50, self.p90)):
            raise ScoringError(
                f"A range needs three finite numbers, not {self._text}: replace the missing one."
            )
        if not self.p10 <= self.p50 <= self.p90:
            raise ScoringError(
                f"A range must rise from P10 to P50 to P90, but it is {self._text}: reorder it."
            )

    @property
    def _text(self) -> str:
        return f"P10 {self.p10:g}, P50 {self.p50:g}, P90 {self.p90:g}"

    @property
    def is_point(self) -> bool:
        """Whether the quantity is known exactly."""
        return self.p10 == self.p90

    @classmethod
    def point(cls, x: float) -> Self:
        """Return the range of no width at `x`.

        >>> Range.point(3)
        Range(p10=3.0, p50=3.0, p90=3.0)
        """
        return cls(float(x), float(x), float(x))

    @classmethod
    def from_p50_p90(cls, p50: float, p90: float) -> Self:
        """Return the lognormal range through two quantiles; its P10 is p50**2 / p90, as logs are symmetric.

        Raises ScoringError where `p50` is not positive, unless both are zero.

        >>> Range.from_p50_p90(10, 20)
        Range(p10=5.0, p50=10.0, p90=20.0)
        """
        if p50 == p90:
            return cls.point(p50)
        if p50 <= 0:
            raise ScoringError(
                f"A lognormal range needs a P50 above zero, but it is {p50:g}: give P10 as well."
            )
        return cls(p50 * p50 / p90 if p90 else math.nan, float(p50), float(p90))

    def scaled(self, factor: float) -> Self:
        """Return the range with all three quantiles times `factor`, which is at least zero.

        >>> Range(1, 2, 4).scaled(0.5)
        Range(p10=0.5, p50=1.0, p90=2.0)
        """
        return type(self)(self.p10 * factor, self.p50 * factor, self.p90 * factor)

    @classmethod
    def parse(cls, value: object, where: str) -> Self:
        """Return the range written as a number or as {"p10", "p50", "p90"} (p10 may be left out: lognormal).

        `where` names the field and item for the ScoringError raised on anything else.

        >>> Range.parse({"p50": 10, "p90": 20}, "effort of 'A'")
        Range(p10=5.0, p50=10.0, p90=20.0)
        """
        try:
            return cls._parsed(value, where)
        except ScoringError as error:
            raise ScoringError(f"The {where} is wrong: {error}") from None

    @classmethod
    def _parsed(cls, value: object, where: str) -> Self:
        if isinstance(value, Range):
            return cls(value.p10, value.p50, value.p90)
        if not isinstance(value, Mapping):
            return cls.point(_number(value))
        if not {"p50", "p90"} <= set(value):
            raise ScoringError(
                "a range is written as p10, p50 and p90, and at least p50 and p90 must be there."
            )
        p50, p90 = _number(value["p50"]), _number(value["p90"])
        if value.get("p10") is None:
            return cls.from_p50_p90(p50, p90)
        return cls(_number(value["p10"]), p50, p90)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ScoringError(f"{value!r} is not a finite number; give a number or p10, p50 and p90.")
    return float(value)
