"""What a scoring run finds, before it is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from headway.apps.prioritisation.models import Initiative


@dataclass(frozen=True)
class Scored:
    """One initiative's place in a framework; without a score, `reason` says what is unknown."""

    initiative: Initiative
    p10: float | None = None
    p50: float | None = None
    p90: float | None = None
    p_top: float | None = None
    contributions: Mapping[str, float] = field(default_factory=dict)
    why: Sequence[str] = ()
    reason: str = ""


@dataclass(frozen=True)
class Ranking:
    """All initiatives, the best first, and what the framework says of the whole list."""

    scored: list[Scored]
    details: dict[str, float | bool | str] = field(default_factory=dict)
