"""From a sentence with `[this|that]` choices and `{slots}` to what one person typed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from headway.sample.days import newest_version

CHOICE = re.compile(r"\[([^\[\]]*)\]")
SLOT = re.compile(r"\{(\w+)\}")

TECHS = (
    "Marek", "Dwayne", "Sunil", "Ilse", "Paolo", "Bea", "Tomasz", "Kofi", "Aoife", "Jens",
    "Rhys", "Lotte", "Imran", "Grace", "Henrik", "Yara", "Callum", "Petra", "Owen", "Nadia",
)  # fmt: skip
SITES = (
    "the hospital", "St Anne's", "the retail park", "Mill Street 14", "the harbour tower", "a farm near "
    "Ashby",
    "the old brewery", "the car park at Weir Lane", "the school in Oakvale", "the water works", "Block C",
    "the hotel on the ring", "a villa in Thornbury", "the cold store", "the ice rink", "the town hall",
)  # fmt: skip
CUSTOMERS = (
    "Mrs Aldous", "a housing co-op", "the care home", "Mr Petrak", "a bakery", "the Lindqvists", "our "
    "biggest client",
    "a landlord with 40 flats", "an elderly couple", "the cinema", "Dr Osei", "a nursery", "the brewery",
    "a tenant",
)  # fmt: skip
WHENS = (
    "yesterday", "this morning", "on Tuesday", "last Thursday", "last week", "two days ago", "on Monday",
    "this afternoon", "on Friday", "over the weekend", "the other day",
)  # fmt: skip
WEEKDAYS = ("on Monday", "on Tuesday", "last Wednesday", "on Thursday", "on Friday", "last Saturday")

SLOTS: dict[str, Callable[[Random], str]] = {
    "tech": lambda rng: rng.choice(TECHS),
    "site": lambda rng: rng.choice(SITES),
    "customer": lambda rng: rng.choice(CUSTOMERS),
    "when": lambda rng: rng.choice(WHENS),
    "day": lambda rng: rng.choice(WEEKDAYS),
    "n": lambda rng: str(rng.randint(2, 9)),
    "many": lambda rng: str(rng.randint(12, 68) * 10),
    "vans": lambda rng: str(rng.randint(18, 75)),
    "miles": lambda rng: str(rng.randint(9, 70)),
    "pct": lambda rng: str(rng.randint(8, 34)),
    "money": lambda rng: money(rng, rng.choice((rng.randint(90, 980), rng.randint(10, 96) * 100))),
    "sum": lambda rng: money(rng, rng.randint(38, 460)),
    "rate": lambda rng: money(rng, rng.randint(38, 130)),
}
PROPER = {"Android", "Chrome", "Edge", "Fernhill", "Google", "Mrs", "Okta", "Outlook", "Tuesday"}


def money(rng: Random, amount: int) -> str:
    cents = rng.choice(("", "", f".{rng.randint(5, 95):02d}"))
    return rng.choice((f"£{amount:,}{cents}", f"€{amount}{cents}", f"{amount} euros", f"${amount:,}{cents}"))


def choose(rng: Random, sentence: str) -> str:
    """The sentence with one of each `[this|that]`; choices may stand inside choices."""
    while CHOICE.search(sentence):
        sentence = CHOICE.sub(lambda found: rng.choice(found[1].split("|")), sentence)
    return sentence


def fill(rng: Random, text: str, day: date) -> str:
    """The text with each `{slot}` filled as it would be on that day."""
    fixed = {"version": newest_version(day), "month": (day.replace(day=1) - timedelta(days=1)).strftime("%B")}
    return SLOT.sub(lambda slot: _in_place(slot, fixed.get(slot[1]) or SLOTS[slot[1]](rng)), text)


def _in_place(slot: re.Match[str], filling: str) -> str:
    before = slot.string[: slot.start()]
    starts = not before or before.endswith((". ", "? ", "! "))
    return filling[0].upper() + filling[1:] if starts else filling


def joined(sentences: list[str]) -> str:
    """Sentences in a row, each but the last closed by a mark, none starting with a small letter after one."""
    closed = [s if s[-1] in ".!?:,-" or s.endswith("but") else f"{s}." for s in sentences[:-1]]
    return " ".join([*closed, sentences[-1]])


def after(opener: str, sentence: str) -> str:
    """The sentence carried on from an opener such as "Also," without a capital in the middle."""
    word = sentence.split(" ", maxsplit=1)[0]
    small = (word == "A" or word[1:2].islower()) and word not in PROPER
    return f"{opener} {sentence[0].lower() + sentence[1:] if small else sentence}"


def mistyped(rng: Random, text: str) -> str:
    """The text with one or two slips of the fingers in words of five letters or more."""
    words = text.split(" ")
    long_ones = [i for i, word in enumerate(words) if len(word) > 4 and word.isalpha()]
    for index in rng.sample(long_ones, min(len(long_ones), rng.choice((1, 1, 2)))):
        words[index] = _slip(rng, words[index])
    return " ".join(words)


def _slip(rng: Random, word: str) -> str:
    at = rng.randint(1, len(word) - 3)
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return rng.choice((swapped, word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:]))


def hurried(text: str) -> str:
    """As typed with one thumb: no capitals, no apostrophes, no full stop at the end."""
    return text.lower().replace("'", "").rstrip(".")
