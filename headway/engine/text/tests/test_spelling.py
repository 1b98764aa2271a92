"""Near words are all found by their parts, whatever the slips, and no others come through."""

import random

from hypothesis import given
from hypothesis import strategies as st

from headway.engine.text.spelling import meant, parts_wanted, slips_between, slips_most, span_of

WORDS = st.text("abcdefg", min_size=3, max_size=14)
REFERENCE = (("kitten", "sitting", 3), ("ca", "abc", 3), ("exprot", "export", 1), ("same", "same", 0))


def slipped(word: str, slips: int, seed: int) -> str:
    chance = random.Random(seed)
    for _ in range(slips):
        at = chance.randrange(len(word))
        kind = chance.choice(["drop", "add", "change", "swap"])
        if kind == "drop":
            word = word[:at] + word[at + 1 :]
        elif kind == "add":
            word = word[:at] + chance.choice("abcdefg") + word[at:]
        elif kind == "change":
            word = word[:at] + chance.choice("abcdefg") + word[at + 1 :]
        elif at + 1 < len(word):
            word = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word


def by_definition(one: str, other: str) -> int:
    """Optimal string alignment, written down as defined."""
    rows = [[max(i, j) if not i or not j else 0 for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            rows[i][j] = min(
                rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (one[i - 1] != other[j - 1])
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


def holds(word: str, letters: int, parts: int, number: int, text: str) -> bool:
    begin, end = span_of(letters, parts, number)
    return len(word) == letters and word[begin:end] == text


def test_published_distances() -> None:
    assert [slips_between(one, other, 5) for one, other, _ in REFERENCE] == [slips for *_, slips in REFERENCE]


@given(WORDS, WORDS)
def test_slips_are_counted_as_defined(one: str, other: str) -> None:
    assert slips_between(one, other, 2) == min(by_definition(one, other), 3)


@given(WORDS, st.integers(0, 2), st.integers(0, 10_000))
def test_every_word_within_the_slips_has_one_of_the_parts(word: str, slips: int, seed: int) -> None:
    typed = slipped(word, slips, seed)
    allowed = slips_most(typed)
    if 0 < by_definition(typed, word) <= allowed:
        assert any(holds(word, one.letters, one.parts, one.number, one.text) for one in parts_wanted(typed))


def test_the_fewest_slips_then_the_most_used_come_first() -> None:
    uses = {"notification": 5, "notifications": 50, "certification": 99}
    assert meant("notificaton", uses) == ["notification", "notifications"]
    assert meant("abc", {"abd": 1}) == []
