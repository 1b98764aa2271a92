"""Money over time: net present value and internal rate of return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from headway.engine.scoring.errors import ScoringError


def npv(rate: float, cashflows: Sequence[float]) -> float:
    """Return the value today of `cashflows`, one per period, at `rate` per period (0.08 is 8 %).

    The first flow is today's and is not discounted. Raises ScoringError where the rate is -1 or below.

    >>> round(npv(0.08, [-40_000, 5_000, 8_000, 12_000, 30_000]), 4)
    3065.2227
    """
    if rate <= -1:
        raise ScoringError(f"The rate is {rate:g}, but it must be above -1: write 8 % as 0.08.")
    return sum(flow / (1 + rate) ** period for period, flow in enumerate(cashflows))


@dataclass(frozen=True, slots=True)
class Return:
    """The internal rate of return per period, every rate that makes the value zero, and what to beware of."""

    irr: float | None
    roots: tuple[float, ...]
    reason: str | None


def irr(cashflows: Sequence[float]) -> Return:
    """Return the rate per period at which `cashflows` are worth nothing.

    None with a reason where no rate above -1 does so. Where several do, `irr` is the one nearest to zero (the
    rule of numpy-financial), `roots` has all of them, and the reason says to compare the net present value
    instead.

    >>> round(irr([-100, 39, 59, 55, 20]).irr or 0, 5)
    0.28095
    """
    if len(cashflows) < 2 or min(cashflows) >= 0 or max(cashflows) <= 0:
        return Return(None, (), "Money must flow both out and in for a rate of return to exist.")
    roots = _roots(cashflows)
    if not roots:
        return Return(None, (), "No rate above -100 % makes these flows worth zero.")
    several = f"{len(roots)} rates make these flows worth zero: compare the net present value instead."
    return Return(min(roots, key=abs), roots, several if len(roots) > 1 else None)


def _roots(cashflows: Sequence[float]) -> tuple[float, ...]:
    factors = np.roots(np.array(cashflows[::-1], dtype=float))
    real = [float(x.real) for x in factors if x.real > 0 and abs(x.imag) <= 1e-9 * abs(x)]
    return tuple(sorted({round(_polished(1 / x - 1, cashflows), 12) for x in real}))


def _polished(rate: float, cashflows: Sequence[float]) -> float:
    for _ in range(3):
        slope = sum(-t * flow / (1 + rate) ** (t + 1) for t, flow in enumerate(cashflows))
        if not slope:
            return rate
        rate -= npv(rate, cashflows) / slope
    return rate
