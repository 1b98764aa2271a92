"""Which words two texts share, so that records can be matched with a reason that people can read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import log

COMMON = frozenset(
    re.findall(
        r"\w+",
        "a about after all am an and are aren as at be because been before but by can cannot card could couldn count "
        "customer customers day days did didn do does doesn don fewer first for from get had has hasn have haven how i "
        "in into is isn it its last less make many me month months more my need new no not of on one only or our out "
        "own people per says see share should show shown so started still than that the their them then there they "
        "this time to up use used via want was wasn we week weeks what when where which who why will with without won "
        "works would app you your",
    )
)
ENDINGS = ("ings", "ing", "ies", "ed", "es", "s", "e", "y")
SHORTEST_STEM = 3


def stem(word: str) -> str:
    """Return a word without its ending, crudely: enough to match `failed` with `fails`.

    >>> stem("failed"), stem("fails"), stem("transfers"), stem("identity"), stem("pots")
    ('fail', 'fail', 'transfer', 'identit', 'pot')
    """
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def stems(text: str) -> frozenset[str]:
    """Return the stems of the telling words of a text; `top-up`, `top up` and `topup` give the same one.

    >>> sorted(stems("Fewer top-ups fail")), sorted(stems("topup_failed_share"))
    (['fail', 'topup'], ['fail', 'topup'])
    """
    joined = re.sub(
        r"\b(top|sign|log|check|pay|roll)[\s-](up|in|out)(s?)\b", r"\1\2\3", text.lower().replace("_", " ")
    )
    words = re.findall(r"[^\W\d_]+", joined)
    return frozenset(stem(word) for word in words if word not in COMMON and len(word) >= SHORTEST_STEM)


def words_with(found: Iterable[str], text: str) -> list[str]:
    """Return the words of a text, as written there, that have one of the stems.

    >>> words_with(["identit"], "Android identity step")
    ['identity']
    """
    wanted = set(found)
    words = [word for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text) if stems(word) & wanted]
    return list(dict.fromkeys(words))


def rarity(texts: Sequence[frozenset[str]]) -> dict[str, float]:
    """Return how telling each stem is among texts: log((1 + texts) / texts that hold it).

    >>> round(rarity([frozenset({"fail"}), frozenset({"fail", "topup"})])["topup"], 3)
    1.099
    """
    counts: dict[str, int] = {}
    for text in texts:
        for word in text:
            counts[word] = counts.get(word, 0) + 1
    return {word: log((1 + len(texts)) / count) for word, count in counts.items()}


def shared(one: frozenset[str], other: frozenset[str], weights: dict[str, float]) -> tuple[float, list[str]]:
    """Return the summed rarity of the stems in both, and these stems, the most telling first.

    >>> shared(frozenset({"a", "b"}), frozenset({"b"}), {"b": 2.0})
    (2.0, ['b'])
    """
    both = sorted(one & other, key=lambda word: (-weights.get(word, 0.0), word))
    return sum(weights.get(word, 0.0) for word in both), both


def nearest(
    words: frozenset[str], candidates: Iterable[tuple[str, str]], most: int, least: float = 0.5
) -> list[str]:
    """Return the refs of the (ref, text) candidates that share the most telling words, best first.

    Candidates that share nothing, or less than `least` (0..1) of what the best one shares, are left out.

    >>> nearest(stems("pending top-ups"), [("B-1", "A top-up hangs"), ("B-2", "Lost phone")], 5)
    ['B-1']
    """
    texts = [(ref, stems(text)) for ref, text in candidates]
    weights = rarity([found for _, found in texts])
    scored = [(shared(words, found, weights)[0], ref) for ref, found in texts]
    best = max((score for score, _ in scored), default=0.0)
    kept = [(-score, ref) for score, ref in scored if score > 0 and score >= best * least]
    return [ref for _, ref in sorted(kept)[:most]]
