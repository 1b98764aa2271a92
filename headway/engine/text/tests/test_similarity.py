import numpy as np
import pytest

from headway.engine.text.similarity import match_phrases, neighbours, plain_phrase

ITEMS = [
    ("A-1", "Card lost", "I lost my card in town"),
    ("A-2", "Lost card", "my card is lost"),
    ("A-3", "Exchange fee", "a fee for exchanging dollars"),
    ("A-4", "Fee for exchange", "charged to exchange dollars"),
]


def test_each_item_finds_its_double_first():
    found = neighbours(ITEMS, 1)
    assert {one: others[0][0] for one, others in found.items()} == {
        "A-1": "A-2", "A-2": "A-1", "A-3": "A-4", "A-4": "A-3",
    }  # fmt: skip


def test_neighbours_come_best_first_and_leave_out_the_item_itself():
    found = neighbours(ITEMS, 10)
    for one, others in found.items():
        assert len(others) == 3
        assert one not in dict(others)
        scores = [score for _, score in others]
        assert scores == sorted(scores, reverse=True)


def test_a_lone_item_and_blank_items_do_not_break():
    assert neighbours([("a", "", "")]) == {"a": []}
    assert neighbours([("a", "", ""), ("b", "", ""), ("c", "", "")], 1) == {
        "a": [("b", 0.0)], "b": [("a", 0.0)], "c": [("a", 0.0)],
    }  # fmt: skip


def test_a_repeated_id_is_refused():
    with pytest.raises(ValueError, match="'a' stands twice"):
        neighbours([("a", "x", "y"), ("a", "x", "y")])


def test_fewer_than_one_neighbour_is_refused():
    with pytest.raises(ValueError, match="k is 0"):
        neighbours(ITEMS, 0)


@pytest.mark.parametrize(
    ("code", "phrase"),
    [
        ("unable_to_verify_identity", "unable to verify identity"),
        ("reverted_card_payment?", "reverted card payment"),
        ("Refund_not_showing_up", "refund not showing up"),
        ("topUpFailed", "top up failed"),
        ("", ""),
    ],
)
def test_code_names_read_as_words(code, phrase):
    assert plain_phrase(code) == phrase


def test_a_phrase_finds_the_theme_that_speaks_of_it():
    texts = [body for _, _, body in ITEMS]
    found = match_phrases(["lost_card", "Exchange_fee?"], texts, np.array([0, 0, 1, 1]))
    assert [themes[0][0] for themes in found] == [0, 1]


def test_shares_of_the_votes_add_up_to_one():
    found = match_phrases(["lost card"], [body for _, _, body in ITEMS], np.array([0, 1, 2, 3]), count=4)
    assert sum(share for _, share in found[0]) == pytest.approx(1, abs=1e-3)


def test_no_texts_no_match():
    assert match_phrases(["lost card"], [], np.zeros(0, np.int64)) == [[]]
