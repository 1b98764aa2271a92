import numpy as np

from headway.engine.text.naming import distinctive_spans, distinctive_terms, theme_names, words


def test_words_leave_out_numbers_and_redaction_tokens():
    assert words("It\u2019s 20 EUR from [EMAIL_1], see A4?") == ["it's", "eur", "from", "see", "a4"]


def test_terms_are_what_a_theme_says_and_others_do_not():
    texts = ["my top up failed", "top up failed again", "my card is lost", "lost my card again"]
    first, second = distinctive_terms(texts, np.array([0, 0, 1, 1]))
    assert first[0] == "top up failed"
    assert second[0] in {"card", "lost"}
    assert "again" not in {*first, *second}


def test_terms_neither_begin_nor_end_with_a_function_word():
    texts = ["how do I verify my identity", "I want to verify my identity", "where is the atm", "the atm"]
    assert distinctive_terms(texts, np.array([0, 0, 1, 1])) == [("verify my identity",), ("atm",)]


def test_names_are_unique_and_in_sentence_case():
    names = theme_names([("exchange rate", "app"), ("exchange rate",), (), (), ("fee", "charged"), ("fee",)])
    assert names == ("Exchange rate", "Exchange rate 2", "Other", "Other 2", "Fee, charged", "Fee")


def test_a_lone_word_gives_way_to_a_phrase_that_holds_it():
    assert theme_names([("identity", "verify my identity", "check")]) == ("Verify my identity",)


def test_spans_mark_whole_words_whatever_case_and_punctuation():
    text = "Top-up failed; TOP UP! Stop up."
    assert [text[start:end] for start, end in distinctive_spans(text, ["top up"])] == ["Top-up", "TOP UP"]


def test_spans_that_overlap_are_joined():
    assert distinctive_spans("verify my identity", ["verify my", "my identity"]) == [(0, 18)]


def test_spans_find_either_apostrophe():
    assert distinctive_spans("it can\u2019t work", ["can't work"]) == [(3, 13)]
