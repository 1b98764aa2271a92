"""An excerpt keeps the words that were looked for, marked, and stays short."""

from hypothesis import given
from hypothesis import strategies as st

from headway.engine.text.excerpts import LETTERS_MOST, Piece, excerpt, marked
from headway.engine.text.words import folded, word_set, words_of


def text_of(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def test_the_word_is_marked_however_it_is_written() -> None:
    pieces = excerpt("Der EXPÖRT geht nicht", "export".__eq__)
    assert pieces == [Piece("Der "), Piece("EXPÖRT", True), Piece(" geht nicht")]


def test_a_word_far_into_a_long_text_is_shown() -> None:
    pieces = excerpt("lead " * 400 + "needle " + "tail " * 400, "needle".__eq__)
    assert [piece.text for piece in pieces if piece.marked] == ["needle"]
    assert text_of(pieces).startswith("…lead ") and text_of(pieces).endswith(" tail…")
    assert len(text_of(pieces)) <= LETTERS_MOST + 2


def test_a_text_of_one_endless_word_is_cut() -> None:
    assert len(text_of(excerpt("x" * 9_000, "y".__eq__))) <= LETTERS_MOST + 2


@given(st.text(max_size=400))
def test_nothing_is_lost_or_made_up_in_a_marked_text(text: str) -> None:
    assert text_of(marked(text, lambda word: word < "m")) == text


@given(st.text(max_size=200))
def test_words_hold_nothing_that_parts_words(text: str) -> None:
    words = words_of(text)
    assert [words_of(word) for word in words] == [[word] for word in words]
    assert word_set(text) == " ".join(sorted(set(words)))


def test_right_to_left_and_other_scripts_are_words() -> None:
    assert words_of("שלום עולם, Ёлка ΣΊΣΥΦΟΣ 輸出 👩‍🔧 ok") == [
        "שלום", "עולם", "елка", "σισυφοσ", "輸出", "ok"
    ]  # fmt: skip
    assert folded("ŁÓDŹ Øre İstanbul") == "lodz ore istanbul"
