"""Names of people who are known from records, found again in free text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from headway.engine.text.particulars import Found

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_BEFORE_A_LONE_NAME = re.compile(
    r"(?:\b(?:hi|hello|hey|dear|thanks|thank you|regards|cheers|best|sincerely|yours|mr|mrs|ms|miss|dr|prof|sir|madam"
    r"|i'm|i am|my name is|name is|this is|it's|ask|asked|contact|contacted|told|colleague|spoke to|spoke with"
    r"|talked to|agent|called)\b[\s,.:!-]*|@|--?\s*|\n\s*)$",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['\N{RIGHT SINGLE QUOTATION MARK}]s\b")
_LOOK_BACK = 24


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Known names, ready to be looked up: full names by first word, and the single words they consist of."""

    full: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    parts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, names: Iterable[str]) -> "NameIndex":
        """An index of names as records hold them ("Ann Lee"); also finds "A. Lee", "Ann L." and "Lee, Ann".

        A lone "Ann" counts only after a greeting, a title or the like, or before 's: many names are common words too.

        >>> [found.start for found in NameIndex.of(["Ann Lee"]).found("Hi Ann, ann lee. Annual leeway, A. Lee")]
        [3, 8, 32]
        """
        full: dict[str, set[tuple[str, ...]]] = {}
        parts: set[str] = set()
        for name in names:
            spoken = tuple(word.lower() for word in _WORD.findall(name))
            parts.update(word for word in spoken if len(word) > 2)
            for form in _forms(spoken):
                full.setdefault(form[0], set()).add(form)
        longest = {first: tuple(sorted(forms, key=len, reverse=True)) for first, forms in full.items()}
        return cls(longest, frozenset(parts))

    def found(self, text: str) -> Iterator[Found]:
        """Every stretch of the text that names a known person, in reading order."""
        if not self.full:
            return
        spoken = list(_WORD.finditer(text))
        place = 0
        while place < len(spoken):
            length = self._length(text, spoken, place)
            if length:
                yield Found(spoken[place].start(), spoken[place + length - 1].end(), "NAME")
            place += max(length, 1)

    def _length(self, text: str, spoken: list[re.Match[str]], place: int) -> int:
        """How many words from `place` on are a name; 0 for none."""
        first = spoken[place]
        for form in self.full.get(first[0].lower(), ()):
            run = spoken[place : place + len(form)]
            if tuple(word[0].lower() for word in run) == form and _is_one_name(text, run):
                return len(form)
        return int(self._is_addressed(text, first))

    def _is_addressed(self, text: str, word: re.Match[str]) -> bool:
        if word[0].lower() not in self.parts or not word[0][0].isupper():
            return False
        before = text[max(0, word.start() - _LOOK_BACK) : word.start()]
        return bool(_POSSESSIVE.match(text, word.end()) or _BEFORE_A_LONE_NAME.search(before))


def _forms(spoken: tuple[str, ...]) -> list[tuple[str, ...]]:
    if len(spoken) < 2:
        return []
    first, last = spoken[0], spoken[-1]
    return [spoken, (first, last), (first[0], last), (first, last[0]), (last, first)]


def _is_one_name(text: str, run: list[re.Match[str]]) -> bool:
    """Words of one name stand close together, and an initial is a capital ("a lee shore" names nobody)."""
    gaps = (text[left.end() : right.start()] for left, right in pairwise(run))
    return all(gap.strip(".,_") in {"", " "} and len(gap) <= 3 for gap in gaps) and all(
        len(word[0]) > 1 or word[0].isupper() for word in run
    )


NO_NAMES = NameIndex()
