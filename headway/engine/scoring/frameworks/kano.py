"""Kano: what kind of need a feature answers, from paired survey questions."""

from __future__ import annotations

from collections.abc import Mapping

from headway.engine.scoring.errors import ScoringError

ANSWERS = ("like", "expect", "neutral", "live_with", "dislike")
# Rows: answer if the feature is there; columns: answer if it is not, both in the order of ANSWERS.
TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
TIE_ORDER = "MOAIRQ"


def evaluate(functional: str, dysfunctional: str) -> str:
    """Return the category of one person's two answers.

    A attractive, O one-dimensional, M must-be, I indifferent, R reverse, Q questionable. Answers are like,
    expect, neutral, live_with, dislike; anything else raises ScoringError. Source: Berger et al., "Kano's
    methods for understanding customer-defined quality", 1993.

    >>> evaluate("like", "dislike"), evaluate("neutral", "dislike"), evaluate("like", "live_with")
    ('O', 'M', 'A')
    """
    return TABLE[_place(functional, "functional")][_place(dysfunctional, "dysfunctional")]


def _place(answer: object, question: str) -> int:
    if not isinstance(answer, str) or answer not in ANSWERS:
        raise ScoringError(f"The {question} answer {answer!r} is not known: use one of {', '.join(ANSWERS)}.")
    return ANSWERS.index(answer)


def category(counts: Mapping[str, float]) -> str:
    """Return the most frequent category of a feature, ties decided M > O > A > I (then R, Q).

    >>> category({"A": 4, "O": 7, "M": 7, "I": 2})
    'M'
    """
    return max(TIE_ORDER, key=lambda letter: (counts.get(letter, 0), -TIE_ORDER.index(letter)))


def better(counts: Mapping[str, float]) -> float | None:
    """Return how much satisfaction the feature adds, 0..1: (A + O) / (A + O + M + I); None where those are 0.

    Source: M. Timko in Berger et al., 1993.

    >>> better({"A": 30, "O": 20, "M": 40, "I": 10})
    0.5
    """
    return _share(counts, "AO")


def worse(counts: Mapping[str, float]) -> float | None:
    """Return what its absence takes from satisfaction, -1..0: -(O + M) / (A + O + M + I); None where 0.

    >>> worse({"A": 30, "O": 20, "M": 40, "I": 10})
    -0.6
    """
    share = _share(counts, "OM")
    return None if share is None else -share


def _share(counts: Mapping[str, float], letters: str) -> float | None:
    total = sum(counts.get(letter, 0) for letter in "AOMI")
    return sum(counts.get(letter, 0) for letter in letters) / total if total else None
