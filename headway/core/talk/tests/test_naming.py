"""Whom and what words name."""

import pytest

from headway.core.talk.naming import Named, mentions, refs

ANN = Named("1", "Ann Lee", "ann@x.test")
BOB = Named("2", "Bob Lee-Ray", "bob.ray@x.test")
ANNA = Named("3", "Ann Lee Ortiz", "ortiz@x.test")
PEOPLE = [ANN, BOB, ANNA]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ask @ann@x.test.", [("@ann@x.test", "1")]),
        ("ask @ANN@X.TEST", [("@ANN@X.TEST", "1")]),
        ("@Ann Lee, please", [("@Ann Lee", "1")]),
        ("@ann lee ortiz knows", [("@ann lee ortiz", "3")]),
        ("(@bob.ray)", [("@bob.ray", "2")]),
        ("@ortiz.", [("@ortiz", "3")]),
        ("@Ann Leeway", [("@Ann", "1")]),
        ("mail ann@x.test", []),
        ("@zoe@elsewhere.test and @zoe", []),
        ("`@ann` and ```\n@ann\n```", []),
        ("@@ann and @ ann", []),
    ],
)
def test_a_mention_is_an_address_a_name_or_a_word_of_it(text: str, found: list[tuple[str, str]]) -> None:
    assert [(one.words, one.people[0].id) for one in mentions(text, PEOPLE)] == found


def test_a_word_that_several_are_called_names_all_of_them() -> None:
    [lee] = mentions("@lee", [ANN, Named("4", "Kim Lee", "kim@x.test")])
    assert [one.id for one in lee.people] == ["1", "4"]


def test_two_of_one_name_are_both_named() -> None:
    twin = Named("5", "Ann Lee", "lee.ann@x.test")
    [mention] = mentions("@Ann Lee?", [ANN, twin])
    assert mention.people == (ANN, twin)


def test_refs_are_words_in_capitals_with_a_number_each_once() -> None:
    assert refs("P-1, (INI-01) and P-1; not p-1, A/P-2, `P-3`, X-Y or #P-4") == ["P-1", "INI-01"]
    assert len(refs(" ".join(f"P-{number}" for number in range(80)))) == 50
