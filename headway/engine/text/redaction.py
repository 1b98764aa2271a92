"""Personal particulars and secrets in free text, replaced by stable tokens; offsets into the original are kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from headway.engine.text.names import NO_NAMES, NameIndex
from headway.engine.text.particulars import RULES, Found


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """One redacted stretch: `start` and `end` are offsets in the original text, `token` stands in its place."""

    start: int
    end: int
    kind: str
    token: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without personal particulars, and where in the original they stood, in reading order."""

    text: str
    spans: tuple[Span, ...]


# Most messages hold nothing of the kind: one cheap look saves a dozen searches.
_WORTH_A_LOOK = re.compile(
    r"@|://|::|\d\D{0,2}\d\D{0,2}\d|[\w-]{16}|:[\da-f]*:|pass|pwd|secret|token|key|bearer",
    re.IGNORECASE,
)


def redact(text: str, known_names: NameIndex = NO_NAMES) -> Redacted:
    """The text with e-mail addresses, phone and card numbers, IBANs, IP addresses, US social security numbers,
    secrets, secrets in URLs and known people's names replaced by tokens such as [EMAIL_1].

    The same particular gets the same token throughout a text; tokens are numbered per kind in reading order.
    No mapping back is kept, but each span gives the offsets in the original. Cards must pass the Luhn check and
    IBANs the mod-97 check; "version 10.4.2.1" is not an IP address. Names are found only when given
    (`NameIndex.of`). Source: `particulars.RULES`.

    >>> redact("Mail ann@a.example or ANN@a.example, card 4111 1111 1111 1111").text
    'Mail [EMAIL_1] or [EMAIL_1], card [CARD_1]'
    >>> redact("Ann Lee's app 10.4.2.1 fails", NameIndex.of(["Ann Lee"])).text
    "[NAME_1]'s app 10.4.2.1 fails"
    """
    rules = (rule.found(text) for rule in RULES) if _WORTH_A_LOOK.search(text) else ()
    return _replaced(text, _apart(chain(chain.from_iterable(rules), known_names.found(text))))


def _apart(found: Iterable[Found]) -> list[Found]:
    """Found stretches without overlap: what an earlier rule took, a later one leaves."""
    kept: list[Found] = []
    for one in found:
        if all(one.end <= other.start or one.start >= other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _replaced(text: str, found: list[Found]) -> Redacted:
    tokens: dict[tuple[str, str], str] = {}
    counts: dict[str, int] = {}
    spans: list[Span] = []
    pieces: list[str] = []
    position = 0
    for one in found:
        key = (one.kind, _plain(text[one.start : one.end]))
        if key not in tokens:
            counts[one.kind] = counts.get(one.kind, 0) + 1
            tokens[key] = f"[{one.kind}_{counts[one.kind]}]"
        spans.append(Span(one.start, one.end, one.kind, tokens[key]))
        pieces += text[position : one.start], tokens[key]
        position = one.end
    return Redacted("".join([*pieces, text[position:]]), tuple(spans))


def _plain(particular: str) -> str:
    """The same number written with other blanks, or the same address in capitals, is the same particular."""
    return re.sub(r"[\s()-]", "", particular).lower()
