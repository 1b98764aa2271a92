import numpy as np
import pytest

from headway.engine.text.themes import find_themes

CARD = ["I lost my card", "my card is lost", "lost card, what now?"]
RATE = ["the exchange rate is wrong", "wrong exchange rate", "exchange rate looks wrong"]


def test_few_texts_fall_into_the_themes_a_reader_sees():
    found = find_themes([*CARD, *RATE])
    assert found.labels.tolist() == [0, 0, 0, 1, 1, 1]
    assert found.confident.all()
    assert found.names == ("Card, lost", "Exchange rate")


def test_no_texts_have_no_themes():
    found = find_themes([])
    assert (found.labels.tolist(), found.names, found.quotes) == ([], (), ())


def test_one_text_is_one_theme():
    found = find_themes(["I lost my card"])
    assert (found.labels.tolist(), found.quotes) == ([0], ((0,),))


def test_copies_of_one_text_are_one_theme_with_one_quote():
    found = find_themes(["I lost my card"] * 80)
    assert found.labels.tolist() == [0] * 80
    assert found.quotes == ((0,),)


def test_blank_texts_have_a_theme_of_their_own_and_are_never_confident():
    found = find_themes(["", *CARD, " \n"])
    assert found.labels.tolist() == [1, 0, 0, 0, 1]
    assert found.names[1] == "No text"
    assert found.confident.tolist() == [False, True, True, True, False]


def test_texts_without_words_do_not_break_names():
    assert find_themes(["?", "!!", "12"]).names == ("Other", "Other 2", "Other 3")


def test_the_largest_theme_comes_first():
    sizes = np.bincount(find_themes([*RATE, "hello there", *CARD, "lost the card"]).labels)
    assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)


@pytest.mark.parametrize("count", [2, 10, 39, 40, 41, 60, 200])
def test_every_text_of_any_corpus_gets_a_theme(count):
    texts = [f"{CARD[row % 3]} {row % 7} {RATE[row % 3] if row % 2 else ''}" for row in range(count)]
    found = find_themes(texts)
    assert len(found.labels) == count
    assert set(found.labels.tolist()) == set(range(len(found.names)))
    assert len(set(found.names)) == len(found.names)


def test_many_copies_of_few_templates_are_told_apart():
    subjects = [
        "lost card",
        "exchange rate",
        "failed transfer",
        "new pin code",
        "cheque deposit",
        "delete account",
    ]
    texts = [f"please help me with my {subjects[row % 6]}" for row in range(600)]
    found = find_themes(texts)
    assert len({tuple(sorted(set(found.labels[row::6].tolist()))) for row in range(6)}) == 6


def test_same_texts_and_seed_give_the_same_themes():
    texts = [f"{CARD[row % 3]} {RATE[row % 2]} {row % 11}" for row in range(120)]
    once, again = find_themes(texts, 3), find_themes(texts, 3)
    assert once.labels.tolist() == again.labels.tolist()
    assert once.names == again.names


def test_vectors_of_another_length_are_refused():
    with pytest.raises(ValueError, match="vectors has 1 rows for 2 texts"):
        find_themes(["a", "b"], vectors=np.ones((1, 4), np.float32))


def test_earlier_themes_of_another_length_are_refused():
    with pytest.raises(ValueError, match="before has 1 entries for 2 texts"):
        find_themes(["a", "b"], before=["t1"])


def test_old_texts_keep_their_theme_and_a_new_one_joins_the_nearest():
    texts = [*CARD, *RATE, "is the exchange rate right?"]
    found = find_themes(texts, before=["t2", "t2", "t2", "t1", "t1", "t1", None])
    assert found.labels.tolist() == [1, 1, 1, 0, 0, 0, 0]


def test_themes_are_found_afresh_when_most_texts_are_new():
    found = find_themes([*CARD, *RATE], before=["t1", *[None] * 5])
    assert found.labels.tolist() == [0, 0, 0, 1, 1, 1]
