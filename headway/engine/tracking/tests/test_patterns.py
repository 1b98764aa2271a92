"""Patterns mean what regular expressions mean, and none of them takes long."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.engine.tracking.patterns import Pattern
from headway.engine.tracking.plan import PlanError

PARTS = st.sampled_from(
    [
        "a",
        "b",
        ".",
        "[ab]",
        "[^a]",
        "[a-c]",
        "(a|b)",
        "(ab)?",
        "a*",
        "(a|ab)*",
        "b+",
        "a{2}",
        "(ab){1,2}",
        "b{1,}",
        "\\w",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PARTS, max_size=5), st.text("abc", max_size=8))
def test_a_pattern_fits_what_the_regular_expression_fits(parts: list[str], text: str) -> None:
    pattern = "".join(parts)
    assert Pattern(pattern).fits(text) is (re.fullmatch(pattern, text) is not None)


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("^Order [A-Z][a-z]+$", "Order Paid", True),
        ("^Order [A-Z][a-z]+$", "Order Paid twice", False),
        ("[a-z_-]+", "a_b-c", True),
        ("\\d{4}-\\d\\d", "2026-09", True),
        ("\\D\\.", "a.", True),
        ("[\\d.]+", "1.5", True),
        ("\\S*\\s?", "ab ", True),
        ("price\\$", "price$", True),
        ("[]a]+", "]a", True),
        ("", "", True),
        ("(|a)", "a", True),
        (".", "\n", False),
        ("a*", "a" * 301, False),
    ],
)
def test_what_patterns_know(pattern: str, text: str, fits: bool) -> None:
    assert Pattern(pattern).fits(text) is fits


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(a", "opens a group that nothing closes"),
        ("a)", "closes a group that nothing opened"),
        ("*a", "repeats nothing"),
        ("a**", "repeats a repetition"),
        ("a+?", "repeats a repetition"),
        ("(?=a)", "looks ahead"),
        ("(?P<n>a)", "names a group"),
        ("\\1", "an escape that is not known"),
        ("a\\", "ends too early"),
        ("[a", "ends too early"),
        ("[z-a]", "the wrong way round"),
        ("a{2,1}", "the wrong way round"),
        ("a{101}", "more than 100 times"),
        ("a{x}", "no {m}"),
        ("a" * 201, "longer than 200 signs"),
        ("((a{99}){99}){99}", "too large"),
        ("((()*){99}){99}", "too large"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(pattern: str, words: str) -> None:
    with pytest.raises(PlanError, match=re.escape(words)):
        Pattern(pattern)


@pytest.mark.parametrize("pattern", ["(a+)+b", "(a|a)*b", "a*a*a*a*a*a*b", "(.*a){12}b", "(a|b|ab)*c"])
def test_no_pattern_takes_long(pattern: str) -> None:
    began = time.process_time()
    assert not Pattern(pattern).fits("a" * 300)
    assert time.process_time() - began < 1
