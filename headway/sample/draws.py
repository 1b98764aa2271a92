"""Reproducible chance: each part of the company draws from its own stream, so parts can change alone."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Generic, TypeVar

T = TypeVar("T")


def stream(seed: int, part: str) -> Random:
    return Random(f"{seed}/{part}")  # noqa: S311 - a story, not a secret


class Deck(Generic[T]):
    """Cards drawn without return until all are used, so that no sentence is worn out before the others."""

    def __init__(self, cards: Sequence[T], rng: Random) -> None:
        self._cards = tuple(cards)
        self._rng = rng
        self._left: list[T] = []

    def draw(self) -> T:
        if not self._left:
            self._left = self._rng.sample(self._cards, len(self._cards))
        return self._left.pop()


def weighted(rng: Random, weights: dict[str, float]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]
