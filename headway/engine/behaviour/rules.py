"""What a funnel is: its steps, and which events count as a walk through them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from headway.engine.behaviour.errors import BehaviourError
from headway.engine.behaviour.histories import Step

Order = Literal["ordered", "strict", "unordered"]
Anchor = Literal["best", "first"]


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An event that spoils an attempt when it happens between two of its steps (counted from 0)."""

    step: Step
    from_step: int
    to_step: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """Steps to be taken within `window_us` of the first, both ends included.

    `since_us` and `until_us` bound the first step of an attempt, both included; None leaves an end open.
    Raises BehaviourError for what the definitions cannot decide.
    """

    steps: tuple[Step, ...]
    window_us: int
    order: Order = "ordered"
    anchor: Anchor = "best"
    exclusions: tuple[Exclusion, ...] = ()
    since_us: int | None = None
    until_us: int | None = None

    def __post_init__(self) -> None:
        if not self.steps:
            raise BehaviourError("The funnel has no steps; name at least one event.")
        if self.window_us <= 0:
            raise BehaviourError("The window is zero or less; give the seconds that an attempt may take.")
        if self.since_us is not None and self.until_us is not None and self.until_us < self.since_us:
            raise BehaviourError("The range ends before it begins; swap from and to.")
        for place, exclusion in enumerate(self.exclusions):
            self._check(place, exclusion)

    def _check(self, place: int, exclusion: Exclusion) -> None:
        last, start, end = len(self.steps) - 1, exclusion.from_step, exclusion.to_step
        if not 0 <= start < end <= last:
            raise BehaviourError(
                f"Exclusion {place} lies between steps {start} and {end}; give 0 <= from_step < to_step <= {last}."
            )
        if self.order == "unordered" and (start, end) != (0, last):
            raise BehaviourError(
                f"Exclusion {place} covers only some steps of an unordered funnel, where no step comes before "
                f"another; give from_step 0 and to_step {last}."
            )
        if exclusion.step in self.steps[start : end + 1]:
            raise BehaviourError(
                f"Exclusion {place} is also a step between {start} and {end}, so that it would both fill and spoil; "
                "take one of them out."
            )
