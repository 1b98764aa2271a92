"""Mentions of a known person in free text, however they are written, and texts with the mentions struck out.

Texts and identifiers are compared by their words: without case, accents, width or punctuation. So one address
is found as `Ann.Lee@x.example`, `ann.lee%40x.example` and in capitals, but never inside another word.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

ERASED = "[erased]"
GAP_MOST = 4
HANDLE_LEAST = 5
# Scripts that put no blanks between words: each sign counts as a word of its own.
_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")
# Blanks and the like as an address or a quoted text writes them.
_ESCAPED = re.compile(r"%(?:20|2b|2d|2e|40|5f)|\\[nrtbf]")
_NUMBERS = range(1, 10)
_SILENT = frozenset({"Mn", "Me", "Cf"})
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is compared, and where it stands in the original text."""

    text: str
    start: int
    end: int


def words_of(text: str) -> list[Word]:
    """The words of a text, folded: `[(w.text, w.start, w.end)]` for "Zo\u00eb's" is zoe 0-3, s 4-5.

    >>> [word.text for word in words_of("ANN.Le\u0301e%40x.example")]
    ['ann', 'lee', 'x', 'example']
    >>> [word.text for word in words_of("to:\\\\nAnn")]
    ['to', 'ann']
    """
    folded, places = _folded(text)
    plain = _ESCAPED.sub(lambda found: " " * len(found[0]), folded)
    return [
        Word(found[0], places[found.start()], _end(text, places[found.end() - 1] + 1))
        for found in _WORD.finditer(plain)
    ]


def _folded(text: str) -> tuple[str, Sequence[int]]:
    if text.isascii():
        return text.lower(), range(len(text))
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        plain = _plain(sign)
        signs.append(plain)
        places += [place] * len(plain)
    return "".join(signs), places


@lru_cache(4096)
def _plain(sign: str) -> str:
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", sign).casefold())
    return "".join(part for part in parts if unicodedata.category(part) not in _SILENT)


def _end(text: str, end: int) -> int:
    while end < len(text) and unicodedata.category(text[end]) in _SILENT:
        end += 1
    return end


def key_of(words: Iterable[str]) -> str:
    """Words as one key, the same however they were separated.

    >>> key_of(["ann", "lee"])
    'ann lee'
    """
    return " ".join(words)


def keys_of_email(address: str) -> set[str]:
    """What an address is found by: itself, and the part before the @ where that can only be this person.

    >>> sorted(keys_of_email("Ann.Lee@x.example")), sorted(keys_of_email("info@x.example"))
    (['ann lee', 'ann lee x example'], ['info x example'])
    """
    local = [word.text for word in words_of(address.partition("@")[0])]
    telling = len(local) > 1 or any(sign.isdigit() for sign in "".join(local))
    own = {key_of(local)} if telling and len(key_of(local)) >= HANDLE_LEAST else set()
    return own | {whole_key(address)} - {""}


def keys_of_name(name: str) -> set[str]:
    """What a name is found by: in its order, last name first, without middle names, and written as one word.

    Also with one part redacted already, as in "[NAME_1] Lee".

    >>> sorted(key for key in keys_of_name("Ann B. Lee") if "name" not in key)
    ['ann b lee', 'ann lee', 'annblee', 'annlee', 'lee ann', 'lee ann b']
    """
    parts = [word.text for word in words_of(name)]
    if len(parts) < 2:
        return {key_of(parts)} - {""}
    ends = [parts[0], parts[-1]]
    spaced = {key_of(form) for form in (parts, ends, ends[::-1], [parts[-1], *parts[:-1]])}
    partly = {f"name {n} {ends[1]}" for n in _NUMBERS} | {f"{ends[0]} name {n}" for n in _NUMBERS}
    return spaced | partly | {form for form in ("".join(parts), "".join(ends)) if len(form) >= HANDLE_LEAST}


def whole_key(text: str) -> str:
    """A whole value as a key.

    >>> whole_key("U-17 ")
    'u 17'
    """
    return key_of(word.text for word in words_of(text))


def _same(text: str) -> str:
    return text


@dataclass(frozen=True)
class Wanted:
    """Whom to look for: keys, their lengths in words, and a coarse mark of each first word.

    `digest` and `head` turn a key and a first word into what is kept of them. They are the same for a search
    by plain identifiers; a list that may not hold identifiers keeps keyed hashes and still finds every mention.
    """

    keys: frozenset[str]
    heads: frozenset[str]
    lengths: tuple[int, ...]
    digest: Callable[[str], str] = field(default=_same, compare=False)
    head: Callable[[str], str] = field(default=_same, compare=False)

    @classmethod
    def of(
        cls, keys: Iterable[str], digest: Callable[[str], str] = _same, head: Callable[[str], str] = _same
    ) -> "Wanted":
        """Look for these keys, kept as `digest` and `head` make them."""
        split = [key.split(" ") for key in sorted(set(keys) - {""})]
        return cls(
            frozenset(digest(key_of(words)) for words in split),
            frozenset(head(words[0]) for words in split),
            tuple(sorted({len(words) for words in split}, reverse=True)),
            digest,
            head,
        )

    def found(self, text: str) -> list[Span]:
        """Where the person is mentioned, in reading order and apart from each other; the longest form counts.

        >>> wanted = Wanted.of(keys_of_name("Ann Lee") | keys_of_email("ann@x.example"))
        >>> wanted.found("Lee, Ann <ANN@x.example> asked; Annex, Ann L")
        [(0, 8), (10, 23)]
        """
        if not self.keys or not self._may_be_in(text):
            return []
        return [_bracketed(text, span) for span in self._found(words_of(text))]

    def _may_be_in(self, text: str) -> bool:
        """A cheap look that spares taking most texts apart; hashes give no such look."""
        if self.head is not _same:
            return True
        folded, _ = _folded(text)
        return any(head in folded for head in self.heads)

    def _found(self, words: Sequence[Word]) -> Iterator[Span]:
        place = 0
        while place < len(words):
            length = self._length(words, place) if self.head(words[place].text) in self.heads else 0
            if length:
                yield words[place].start, words[place + length - 1].end
            place += max(length, 1)

    def _length(self, words: Sequence[Word], place: int) -> int:
        for length in self.lengths:
            run = words[place : place + length]
            if len(run) == length and _close(run) and self.digest(key_of(w.text for w in run)) in self.keys:
                return length
        return 0

    def is_all_of(self, text: str) -> bool:
        """Whether a value as a whole is one of the identifiers.

        >>> Wanted.of(["u 17"]).is_all_of("U-17"), Wanted.of(["u 17"]).is_all_of("U-17-2")
        (True, False)
        """
        return bool(self.keys) and self.digest(whole_key(text)) in self.keys


def _bracketed(text: str, span: Span) -> Span:
    """A mention that has one half of a pair of brackets takes the other with it: "[NAME_1] Lee"."""
    start, end = span
    missing = text.count("]", start, end) - text.count("[", start, end)
    if missing > 0 and text[start - 1 : start] == "[":
        return (start - 1, end)
    return (start, end + 1) if missing < 0 and text[end : end + 1] == "]" else span


def _close(run: Sequence[Word]) -> bool:
    return all(after.start - before.end <= GAP_MOST for before, after in pairwise(run))


def struck(text: str, spans: Sequence[Span], mark: str = ERASED) -> str:
    """The text with each span replaced.

    >>> struck("Ann asked Ann", [(0, 3), (10, 13)])
    '[erased] asked [erased]'
    """
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += text[position:start], mark
        position = end
    return "".join([*pieces, text[position:]])


def moved(offset: int, spans: Sequence[Span], mark: str = ERASED) -> int:
    """Where an offset into the text is once the spans were struck; inside a span it becomes the mark's end.

    >>> moved(4, [(0, 3)]), moved(2, [(0, 3)]), moved(1, [(5, 9)])
    (9, 8, 1)
    """
    shift = 0
    for start, end in spans:
        if offset <= start:
            break
        if offset < end:
            return start + shift + len(mark)
        shift += len(mark) - (end - start)
    return offset + shift
