"""How one kind of problem is talked about: sentences with `[this|that]` choices and `{slots}`, by their \
    role."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Voice:
    category: str
    scenes: tuple[str, ...]
    symptoms: tuple[str, ...]
    harms: tuple[str, ...]
    asks: tuple[str, ...]
    shorts: tuple[str, ...]
    notes: tuple[str, ...]


def voice(
    category: str, *, scenes: str, symptoms: str, harms: str, asks: str, shorts: str, notes: str
) -> Voice:
    return Voice(
        category, lines(scenes), lines(symptoms), lines(harms), lines(asks), lines(shorts), lines(notes)
    )


def lines(block: str) -> tuple[str, ...]:
    return tuple(" ".join(line.split()) for line in block.splitlines() if line.strip())
