"""Whom and what the words of a comment name: people after an @, records by ref. Plain values in and out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

AT = re.compile(r"(?<![\w@/.])@(?=\w)")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
HANDLE = re.compile(r"\w+(?:[.+-]\w+)*")
CODE = re.compile(r"(`{3,}).*?(?:\1|\Z)|(`+)(?!`).+?(?<!`)\2(?!`)", re.DOTALL)
REF = re.compile(r"(?<![\w/@#.-])(?=[A-Z0-9-]*\d)[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+(?![\w-])")
REFS_MOST = 50


@dataclass(frozen=True)
class Named:
    """Somebody who can be named: an id, a full name (may be empty) and an e-mail address."""

    id: str
    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} ({self.email})" if self.name else self.email


@dataclass(frozen=True)
class Mention:
    """The words of a mention with their @, and everybody it may be."""

    words: str
    people: tuple[Named, ...]


def without_code(text: str) -> str:
    """A text with its Markdown code blanked out; places stay the same.

    >>> without_code("see `@app.get` @Ann")
    'see            @Ann'
    """
    return CODE.sub(lambda found: re.sub(r"\S", " ", found.group()), text)


def mentions(text: str, people: Sequence[Named]) -> list[Mention]:
    """The mentions in a text, each with the people it may be; an @ that names nobody is only an @.

    A mention is an e-mail address, a full name, the part of an address before its @, or one word of a name.

    >>> ann, bob = Named("1", "Ann Lee", "ann@x.test"), Named("2", "Bob Lee", "bob@x.test")
    >>> [(one.words, len(one.people)) for one in mentions("@Ann Lee, @bob and @lee: ask @zoe", [ann, bob])]
    [('@Ann Lee', 1), ('@bob', 1), ('@lee', 2)]
    """
    return list(_mentions(without_code(text), people))


def _mentions(text: str, people: Sequence[Named]) -> Iterator[Mention]:
    for start in (found.end() for found in AT.finditer(text)):
        length, meant = _after_at(text, start, people)
        if meant:
            yield Mention(text[start - 1 : start + length], tuple(meant))


def _after_at(text: str, start: int, people: Sequence[Named]) -> tuple[int, list[Named]]:
    if address := EMAIL.match(text, start):
        email = address.group().lower()
        return len(email), [one for one in people if one.email.lower() == email]
    lengths = [len(one.name) for one in people if _starts(text, start, one.name)]
    if lengths:
        longest = max(lengths)
        return longest, [one for one in people if len(one.name) == longest and _starts(text, start, one.name)]
    word = HANDLE.match(text, start)
    return (len(word.group()), _called(word.group().casefold(), people)) if word else (0, [])


def _starts(text: str, start: int, name: str) -> bool:
    end = start + len(name)
    whole = bool(name) and text[start:end].casefold() == name.casefold()
    return whole and not text[end : end + 1].isalnum()


def _called(word: str, people: Sequence[Named]) -> list[Named]:
    by_address = [one for one in people if one.email.partition("@")[0].casefold() == word]
    return by_address or [one for one in people if word in one.name.casefold().split()]


def refs(text: str) -> list[str]:
    """What looks like the refs of records in a text, each once, in order; at most 50.

    >>> refs("P-001 and INI-01, not `P-002`, UTF-x or x/P-003; P-001 again")
    ['P-001', 'INI-01']
    """
    return list(dict.fromkeys(REF.findall(without_code(text))))[:REFS_MOST]
