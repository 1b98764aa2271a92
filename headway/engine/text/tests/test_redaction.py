import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.engine.text.names import NameIndex
from headway.engine.text.particulars import iban_holds, luhn_holds
from headway.engine.text.redaction import Span, redact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mail ann@a.example or ANN@a.example.", "Mail [EMAIL_1] or [EMAIL_1]."),
        ("ann@a.example and bob.x+y@mail.b.example", "[EMAIL_1] and [EMAIL_2]"),
        ("card 4111 1111 1111 1111 12/26 exp", "card [CARD_1] 12/26 exp"),
        ("card 5500-0000-0000-0004", "card [CARD_1]"),
        ("IBAN GB29 NWBK 6016 1331 9268 19 please", "IBAN [IBAN_1] please"),
        ("DE89370400440532013000.", "[IBAN_1]."),
        ("login from 192.168.1.10:8080 and ip 8.8.8.8", "login from [IP_1]:8080 and ip [IP_2]"),
        ("2001:db8::ff00:42:8329 here", "[IP_1] here"),
        ("SSN 123-45-6789", "SSN [SSN_1]"),
        ("call 555 123 4567 now", "call [PHONE_1] now"),
        ("(415) 555-0199", "[PHONE_1]"),
        ("+44 (0)20 7946 0958", "[PHONE_1]"),
        ("07911 123456", "[PHONE_1]"),
        ("password is hunter22x", "password is [SECRET_1]"),
        ("sk_live_4eC39HqLyjWDarjtT1zdp7dc", "[SECRET_1]"),
        ("AKIAIOSFODNN7EXAMPLE", "[SECRET_1]"),
        ("Authorization: Bearer abcdefghijklmnop1234", "Authorization: Bearer [SECRET_1]"),
        ("https://x.example/r?token=abc123def&x=1", "https://x.example/r?token=[TOKEN_1]&x=1"),
        ("https://x.example/reset/9f8a7d6c5b4a3e2d", "https://x.example/reset/[TOKEN_1]"),
        ("https://u:pw@host.example/x", "https://[SECRET_1]@host.example/x"),
    ],
)
def test_particulars_are_replaced(text, expected):
    assert redact(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "since version 10.4.2.1 it crashes; 10.4.2.1 too",
        "updated to 192.168.1.3",
        "card 4111 1111 1111 1112",
        "IBAN GB29 NWBK 6016 1331 9268 18",
        "order 4155552671 is late",
        "on 2026-04-02 10:15:30 at 12:30:45",
        "amount 1,000,000.00 or 12345678.90",
        "password: forgotten",
        "epoch 1712345678 and 1712345678123",
        "id 123e4567-e89b-12d3-a456-426614174000",
        "std::string a::b",
        "zip 90210-1234, \u20ac 4155552671",
        "SSN 000-45-6789",
        "",
    ],
)
def test_what_only_looks_like_a_particular_stays(text):
    assert redact(text).text == text


def test_spans_keep_the_offsets_in_the_original():
    redacted = redact("Ann: a@b.example, 4111111111111111")
    assert redacted.spans == (Span(5, 16, "EMAIL", "[EMAIL_1]"), Span(18, 34, "CARD", "[CARD_1]"))


NAMES = NameIndex.of(["Anna Costa", "Will Young", "Rose de la Cruz"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("anna costa's card", "[NAME_1]'s card"),
        ("A. Costa called", "[NAME_1] called"),
        ("Hi Anna, help", "Hi [NAME_1], help"),
        ("Anna's bag", "[NAME_1]'s bag"),
        ("Rose de la Cruz or Cruz, Rose", "[NAME_1] or [NAME_2]"),
        ("Regards,\nWill", "Regards,\n[NAME_1]"),
        ("Will you send a young card?", "Will you send a young card?"),
        ("a costa rican bank", "a costa rican bank"),
    ],
)
def test_known_names_are_replaced(text, expected):
    assert redact(text, NAMES).text == expected


def test_without_known_names_no_name_is_replaced():
    assert redact("Hi Anna Costa").text == "Hi Anna Costa"


def test_each_text_counts_its_own_tokens():
    assert [redact(one).text for one in ("a@b.example", "c@d.example")] == ["[EMAIL_1]", "[EMAIL_1]"]


@given(st.text(max_size=200))
def test_any_text_outside_the_spans_is_kept_as_it_was(text):
    redacted = redact(text)
    rebuilt, position = "", 0
    for span in redacted.spans:
        rebuilt += text[position : span.start] + span.token
        position = span.end
    assert rebuilt + text[position:] == redacted.text


@given(st.integers(10**14, 10**15 - 1))
def test_exactly_one_check_digit_passes_luhn(number):
    assert sum(luhn_holds(f"{number}{digit}") for digit in range(10)) == 1


@given(st.text("0123456789", min_size=18, max_size=18))
def test_exactly_one_pair_of_check_digits_passes_for_an_iban(account):
    remainder = int(account + "131400") % 97
    assert iban_holds(f"DE{98 - remainder:02d}{account}")
    assert (
        not iban_holds(f"DE{(98 - remainder) % 97 + 1:02d}{account}")
        or (98 - remainder) % 97 + 1 == 98 - remainder
    )


def test_redaction_is_idempotent():
    once = redact("a@b.example 4111111111111111 +44 20 7946 0958").text
    assert once == "[EMAIL_1] [CARD_1] [PHONE_1]"
    assert redact(once).text == once
