"""Which themes a short phrase talks about, by its words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Words that say nothing about the subject.
STOP = frozenset(
    re.findall(
        "[a-z]+",
        "a an and are by do does for get getting how i in is it my not of on or the to via was what when where "
        "why with",
    )
)
LEAST_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Topic:
    """A theme to compare with: its name, telling terms, and its centre as float32 bytes (may be empty)."""

    name: str
    terms: tuple[str, ...]
    centroid: bytes = b""


def matches(phrases: Sequence[str], topics: Sequence[Topic]) -> dict[str, list[tuple[int, float]]]:
    """Return for each phrase the topics (by place) it is about with a weight 0..1, best first.

    >>> matches(["card_arrival"], [Topic("new card arrival", ("card", "arrive")), Topic("fees", ("fee",))])
    {'card_arrival': [(0, 1.0)]}
    """
    bags = [stems(" ".join((topic.name, *topic.terms))) for topic in topics]
    return {phrase: _overlaps(stems(phrase), bags) for phrase in phrases}


def _overlaps(words: frozenset[str], bags: Sequence[frozenset[str]]) -> list[tuple[int, float]]:
    shares = [(place, len(words & bag) / len(words)) for place, bag in enumerate(bags) if words]
    return sorted((pair for pair in shares if pair[1] >= LEAST_OVERLAP), key=lambda pair: (-pair[1], pair[0]))


def stems(text: str) -> frozenset[str]:
    """Return the telling words of a text, cut to their first five letters so that forms of a word agree.

    >>> sorted(stems("unable_to_verify_identity"))
    ['ident', 'unabl', 'verif']
    """
    words = re.findall(r"[a-z0-9]+", text.lower())
    return frozenset(word[:5] for word in words if word not in STOP)
