"""How far evidence can be trusted: how much there is, from how many sides, how fresh, and who checked it."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

HALF_AMOUNT_MESSAGES = 30
HALF_SPREAD_ACCOUNTS = 10
HALF_LIFE_DAYS = 180.0
CEILING = 0.9
UNCONFIRMED = 0.8


@dataclass(frozen=True, slots=True)
class Confidence:
    """A share 0..1 as a range, and the three parts (each 0..1) it is made of."""

    p10: float
    p50: float
    p90: float
    amount: float
    diversity: float
    recency: float


def confidence_of(
    channels: Mapping[str, int], accounts: int, age_days: Collection[float], confirmed: bool
) -> Confidence:
    """Return the confidence in what messages say, given their count per channel, accounts and ages.

    With n messages: amount = n / (n + 30); diversity = mean of the evenness of channels (entropy over that of
    five even channels, at most 1) and accounts / (accounts + 10); recency = mean of 0.5 ** (age / 180 days).
    P50 = 0.9 x (0.5 amount + 0.25 diversity + 0.25 recency), times 0.8 until a person confirmed that the
    evidence belongs to the initiative. P10 and P90 lie 0.05 + 0.15 x (1 - amount) to each side, within 0..1.
    The weights are a convention, not a measurement; calibration against results replaces them.

    >>> found = confidence_of({"support": 15, "sales": 15}, 10, [0.0] * 30, True)
    >>> round(found.amount, 2), round(found.diversity, 3), found.recency, round(found.p50, 3)
    (0.5, 0.465, 1.0, 0.555)
    """
    n = sum(channels.values())
    amount = n / (n + HALF_AMOUNT_MESSAGES)
    diversity = (_evenness(channels) + accounts / (accounts + HALF_SPREAD_ACCOUNTS)) / 2
    recency = _recency(age_days)
    p50 = CEILING * (0.5 * amount + 0.25 * diversity + 0.25 * recency) * (1.0 if confirmed else UNCONFIRMED)
    half_width = 0.05 + 0.15 * (1 - amount)
    return Confidence(max(0.0, p50 - half_width), p50, min(1.0, p50 + half_width), amount, diversity, recency)


def _evenness(channels: Mapping[str, int]) -> float:
    total = sum(channels.values())
    shares = [count / total for _, count in sorted(channels.items()) if count]
    entropy = -sum(share * math.log(share) for share in shares)
    return min(1.0, entropy / math.log(5))


def _recency(age_days: Collection[float]) -> float:
    return math.fsum(0.5 ** (age / HALF_LIFE_DAYS) for age in age_days) / len(age_days) if age_days else 0.0
