"""Mentions however they are written, near misses left alone, and offsets that follow."""

from hashlib import blake2b
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.engine.text.mentions import (
    ERASED,
    Wanted,
    keys_of_email,
    keys_of_name,
    moved,
    struck,
    whole_key,
    words_of,
)

KEYS = (
    keys_of_name("Zoë Lindqvist")
    | keys_of_name("山田 太郎")
    | keys_of_email("zoe.l@mail.example")
    | {whole_key("usr-77412")}
)
PLAIN = Wanted.of(KEYS)
HASHED = Wanted.of(
    KEYS,
    lambda key: blake2b(key.encode(), key=b"salt", digest_size=16).hexdigest(),
    lambda word: blake2b(word.encode(), key=b"salt", digest_size=2).hexdigest(),
)


@pytest.mark.parametrize("wanted", [PLAIN, HASHED], ids=["plain", "hashed"])
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Zoë Lindqvist asked", "[erased] asked"),
        ("zoe LINDQVIST's phone", "[erased]'s phone"),
        ("Lindqvist, Zoë", "[erased]"),
        ("Zoe\u0308  Lindqvist", "[erased]"),
        ("\uff3a\uff4f\uff45 Lindqvist", "[erased]"),
        ("zo\u00ade lindqvist", "[erased]"),
        ("@ZoeLindqvist", "@[erased]"),
        ("see zoe.l%40mail.example&x=1", "see [erased]&x=1"),
        ("mailto:ZOE.L@MAIL.EXAMPLE>", "mailto:[erased]>"),
        ("[NAME_1] Lindqvist and Zoë [NAME_2]!", "[erased] and [erased]!"),
        ("こちらは山田太郎です", "こちらは[erased]です"),
        ("id=usr-77412;usr_77412", "id=[erased];[erased]"),
        (r"line\nZoë Lindqvist", r"line\n[erased]"),
        ("Zoë and Lindqvist", "Zoë and Lindqvist"),
        ("Zoë Lindqvister", "Zoë Lindqvister"),
        ("usr-774123, xusr-77412", "usr-774123, xusr-77412"),
        ("山田さんと太郎", "山田さんと太郎"),
        ("Zoë ------ Lindqvist", "Zoë ------ Lindqvist"),
        ("", ""),
    ],
)
def test_each_form_is_found_and_near_misses_are_not(wanted: Wanted, text: str, left: str) -> None:
    assert struck(text, wanted.found(text)) == left


@given(
    st.text(max_size=40),
    st.sampled_from(["Zoë Lindqvist", "zoe.l@mail.example", "USR-77412"]),
    st.text(max_size=40),
)
def test_what_stands_apart_is_always_found_and_struck_for_good(before: str, name: str, after: str) -> None:
    text = f"{before} ; {name} ; {after}"
    spans = PLAIN.found(text)
    assert any(text[start:end].strip() for start, end in spans)
    assert PLAIN.found(struck(text, spans)) == []
    assert HASHED.found(text) == spans


@given(st.text(max_size=60))
def test_words_lie_in_the_text_in_order(text: str) -> None:
    words = words_of(text)
    assert all(0 <= one.start < one.end <= len(text) for one in words)
    assert all(left.start <= right.start for left, right in pairwise(words))


@given(st.text(max_size=20), st.text(max_size=20))
def test_offsets_outside_a_mention_keep_their_sign(before: str, after: str) -> None:
    text = f"{before} ; Zoë Lindqvist ; {after}"
    spans = PLAIN.found(text)
    left = struck(text, spans)
    inside = {place for start, end in spans for place in range(start, end)}
    assert all(left[moved(place, spans)] == text[place] for place in range(len(text)) if place not in inside)
    assert all(left[moved(end, spans) - len(ERASED) : moved(end, spans)] == ERASED for _, end in spans)
