"""MoSCoW: how much of the effort may be promised."""

from __future__ import annotations

from collections.abc import Mapping

from headway.engine.scoring.errors import ScoringError

MUST_LIMIT = 0.6
PARTS = ("must", "should", "could")


def must_share(effort: Mapping[str, float]) -> float:
    """Return the share of effort (any unit) that is Must, of Must + Should + Could, without Won't.

    Raises ScoringError where an effort is negative or all are zero. Source: DSDM handbook, "MoSCoW
    prioritisation": a plan is safe while Must is at most 60 % of the effort, and about 20 % is Could.

    >>> must_share({"must": 60, "should": 20, "could": 20})
    0.6
    """
    for part in PARTS:
        if effort.get(part, 0) < 0:
            raise ScoringError(f"The effort of {part!r} is {effort[part]:g}: effort cannot be below zero.")
    total = sum(effort.get(part, 0) for part in PARTS)
    if not total:
        raise ScoringError("The effort of must, should and could is zero in all: give the effort of each.")
    return effort.get("must", 0) / total
