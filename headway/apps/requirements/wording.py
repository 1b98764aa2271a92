"""How two versions of a text differ, told so that a person can decide on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

LEAD_WORDS = 4
# So few equal words between two changes are read as part of one change.
JOINED_WORDS = 2


@dataclass(frozen=True)
class Edit:
    """Words that leave a text, words that come in their place, and the few words before them."""

    removed: str
    added: str
    lead: str = ""


def edits(before: str, after: str) -> list[Edit]:
    """Where two texts differ, word by word and in order; spaces and line breaks do not count.

    >>> edits("From 7% to 4% by May.", "From 7% to 3% by June.")
    [Edit(removed='4% by May.', added='3% by June.', lead='From 7% to')]
    """
    old, new = before.split(), after.split()
    return [
        Edit(" ".join(old[a:b]), " ".join(new[c:d]), " ".join(old[max(a - LEAD_WORDS, 0) : a]))
        for a, b, c, d in _joined(_spans(old, new))
    ]


Span = tuple[int, int, int, int]


def _spans(old: Sequence[str], new: Sequence[str]) -> list[Span]:
    codes = SequenceMatcher(None, old, new).get_opcodes()
    return [(a, b, c, d) for tag, a, b, c, d in codes if tag != "equal"]


def _joined(spans: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for span in spans:
        if found and span[0] - found[-1][1] <= JOINED_WORDS:
            first = found.pop()
            found.append((first[0], span[1], first[2], span[3]))
        else:
            found.append(span)
    return found


def told(edit: Edit) -> str:
    """One edit as a line of a change in plain words.

    >>> told(Edit("4%", "3%", "From 7% to")), told(Edit("", "And soon."))
    ('After “From 7% to”: “4%” becomes “3%”', 'At the start: “And soon.” comes in')
    """
    place = f"After “{edit.lead}”" if edit.lead else "At the start"
    if edit.removed and edit.added:
        return f"{place}: “{edit.removed}” becomes “{edit.added}”"
    return f"{place}: “{edit.removed}” goes out" if edit.removed else f"{place}: “{edit.added}” comes in"


def count_told(before: int, after: int) -> str:
    """How long a text was and is.

    >>> count_told(120, 131)
    'Length: 120 words, then 131'
    """
    return f"Length: {before:,} words, then {after:,}"
