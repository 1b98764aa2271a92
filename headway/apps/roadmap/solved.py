"""What planning found, before it is stored."""

from dataclasses import dataclass
from typing import Any, Protocol


class Out(Protocol):
    """An excluded item as the planner tells it."""

    @property
    def id(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def displaces(self) -> tuple[str, ...]: ...
    @property
    def price(self) -> float | None: ...


@dataclass(frozen=True)
class Choice:
    """An item that is in: its quarters, the chance that it finishes in time, and why it is in."""

    id: str
    start: str
    finish: str
    odds: float
    reason: str


@dataclass(frozen=True)
class Solution:
    """A plan with its proof and reliability, in plain values."""

    value: float
    bound: float
    gap: float
    greedy_value: float
    proven: bool
    overloaded_share: float
    loads: list[dict[str, Any]]
    chosen: list[Choice]
    excluded: list[Out]
