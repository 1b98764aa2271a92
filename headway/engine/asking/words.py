"""The words of a sentence, and what is left of a word when its endings are taken off."""

import re
from dataclasses import dataclass

WORD = re.compile(r"\d{4}-\d{2}-\d{2}|[^\W_]+(?:[._'][^\W_]+)*", re.UNICODE)
# Forms that no ending tells.
IRREGULAR = {
    "sent": "send", "took": "take", "taken": "take", "paid": "pay", "payment": "pay", "began": "begin", "ups": "up",
    "users": "people",
    "user": "people", "persons": "people", "person": "people", "customers": "account", "customer": "account",
    "companies": "account", "company": "account", "did": "do", "made": "make", "bought": "buy", "left": "leave",
    "payments": "pay", "invitation": "invit", "invitations": "invit", "registered": "signup", "optimized": "optimis",
    "optimize": "optimis", "workers": "people", "invite": "invit", "invites": "invit",
}  # fmt: skip
ENDINGS = ("ing", "ed", "es", "s", "e")
STEM_LETTERS_LEAST = 3


@dataclass(frozen=True)
class Token:
    """A word of a sentence as it is written, small, and without its ending."""

    text: str
    low: str
    stem: str


def stem(word: str) -> str:
    """A word without its ending; forms that are irregular become the plain one.

    >>> [stem(one) for one in ("invited", "invites", "sent", "payments", "uploads", "submitted")]
    ['invit', 'invit', 'send', 'pay', 'upload', 'submit']
    """
    low = word.lower()
    if low in IRREGULAR:
        return IRREGULAR[low]
    for ending in ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= STEM_LETTERS_LEAST:
            low = low[: -len(ending)]
            break
    # submitt, dispatched: a doubled end is of the ending.
    return (
        low[:-1] if len(low) > STEM_LETTERS_LEAST + 1 and low[-1] == low[-2] and low[-1] not in "ls" else low
    )


def tokens(sentence: str) -> list[Token]:
    """The words of a sentence in their order.

    >>> [one.low for one in tokens("Active people, since 2026-06-01?")]
    ['active', 'people', 'since', '2026-06-01']
    """
    return [Token(found, found.lower(), stem(found)) for found in WORD.findall(sentence)]


def stems_of(name: str) -> tuple[str, ...]:
    """The stems of a name that is written with underscores.

    >>> stems_of("payment_failed")
    ('pay', 'fail')
    """
    return tuple(one.stem for one in tokens(name.replace("_", " ").replace(":", " ")))
