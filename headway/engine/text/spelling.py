"""Words that were probably meant: near ones among the words that are there.

A word with at most k slips (a letter too many, missing, wrong, or two neighbours swapped) has, when it is cut into
k + 1 parts, one part that stands unharmed in the misspelt word, but for a swap across its edges (Li, Deng, Wang and
Feng, Pass-Join, VLDB 2011). So a dictionary that is indexed by length and parts need only be asked for a few parts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

ONE_SLIP_FROM, TWO_SLIPS_FROM = 4, 8
SHORTEST, LONGEST = 3, 24


@dataclass(frozen=True, order=True)
class Part:
    """What a word of the dictionary has to hold: `text` as its part number `number` of `parts`, at this length."""

    letters: int
    parts: int
    number: int
    text: str


def slips_most(word: str) -> int:
    """How many slips are allowed for: 1 from 4 letters, 2 from 8, none in numbers and very long words.

    >>> [slips_most(word) for word in ("abc", "exprot", "notifcations", "2026", "x" * 30)]
    [0, 1, 2, 0, 0]
    """
    if any(letter.isdigit() for letter in word) or len(word) > LONGEST:
        return 0
    return 2 if len(word) >= TWO_SLIPS_FROM else int(len(word) >= ONE_SLIP_FROM)


def span_of(letters: int, parts: int, number: int) -> tuple[int, int]:
    """Where a part begins and ends in a word of that many letters.

    >>> [span_of(8, 3, number) for number in range(3)]
    [(0, 2), (2, 5), (5, 8)]
    """
    return letters * number // parts, letters * (number + 1) // parts


def parts_wanted(word: str) -> set[Part]:
    """The parts of which every word within the allowed slips has one.

    >>> Part(letters=5, parts=2, number=0, text="ro") in parts_wanted("rope")
    True
    """
    slips = slips_most(word)
    found: set[Part] = set()
    if slips:
        lengths = range(max(SHORTEST, len(word) - slips), min(LONGEST, len(word) + slips) + 1)
        for letters in lengths:
            for number in range(slips + 1):
                begin, end = span_of(letters, slips + 1, number)
                texts = _at(word, begin, end, slips)
                found |= {Part(letters, slips + 1, number, text) for text in texts}
    return found


def _at(word: str, begin: int, end: int, slips: int) -> Iterator[str]:
    """The stretch of a word, moved by up to `slips`, and as it was before a swap across either edge."""
    for moved in range(-slips, slips + 1):
        first, last = begin + moved, end + moved
        if first < 0 or last > len(word):
            continue
        text = word[first:last]
        before = word[first - 1] + text[1:] if first else text
        yield from (text, before)
        if last < len(word):
            yield from (text[:-1] + word[last], before[:-1] + word[last] if len(text) > 1 else text)


def slips_between(one: str, other: str, most: int) -> int:
    """Slips from one word to another (optimal string alignment); `most` + 1 where there are more.

    >>> slips_between("exprot", "export", 2), slips_between("notifcaton", "notification", 2)
    (1, 2)
    >>> slips_between("abcd", "wxyz", 2)
    3
    """
    if abs(len(one) - len(other)) > most or _letters_apart(one, other) > 2 * most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one):
        earlier, before, row = before, row, [at + 1]
        for there, facing in enumerate(other):
            cost = min(before[there] + (letter != facing), before[there + 1] + 1, row[there] + 1)
            if at and there and letter == other[there - 1] and one[at - 1] == facing:
                cost = min(cost, earlier[there - 1] + 1)
            row.append(cost)
        if min(row) > most and (not before or min(before) > most):
            return most + 1
    return min(row[-1], most + 1)


def _letters_apart(one: str, other: str) -> int:
    """How many different letters only one of the words has: quick to tell, and at most two for each slip."""
    return len(set(one) ^ set(other))


def meant(word: str, candidates: Mapping[str, int], most: int = 3) -> list[str]:
    """The words that were probably meant, best first: fewest slips, same first letter, most used, by letter.

    `candidates` has for each word how often it is used.

    >>> meant("exprot", {"export": 40, "expert": 2, "import": 90, "exports": 3})
    ['export']
    >>> meant("tabel", {"table": 9, "label": 30})
    ['table', 'label']
    """
    allowed = slips_most(word)
    ranked = sorted(_ranked(word, candidates, allowed))
    return [one for _, _, _, one in ranked[:most]]


def _ranked(word: str, candidates: Mapping[str, int], allowed: int) -> Iterable[tuple[int, bool, int, str]]:
    for one, uses in candidates.items():
        slips = slips_between(word, one, allowed)
        if 0 < slips <= allowed:
            yield slips, one[:1] != word[:1], -uses, one
