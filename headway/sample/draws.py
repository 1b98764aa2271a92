"""Reproducible chance: each part of the company draws from its own stream, so parts can change alone."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(seed: int, part: str) -> Random:
    return Random(f"{seed}/{part}")  # nosec B311 # noqa: S311 - a story, not a secret


class Deck(Generic[T]):
    """Cards drawn without return until all are used, so that none is worn out or drawn twice in a row."""

    def __init__(self, cards: Sequence[T], rng: Random) -> None:
        self._cards = tuple(cards)
        self._rng = rng
        self._left: list[T] = []
        self._last: T | None = None

    def draw(self) -> T:
        if not self._left:
            self._left = self._rng.sample(self._cards, len(self._cards))
            if self._left[-1] == self._last:
                self._left.reverse()
        self._last = self._left.pop()
        return self._last


def weighted(rng: Random, weights: dict[str, float]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
