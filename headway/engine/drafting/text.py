"""Pieces of Markdown: sections, quotes, and how customers' words are kept from being read as markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ACTIVE = re.compile(r"([\\`*_\[\]<|~&])")
LONGEST_QUOTE = 280


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a document; `key` is stable, `markdown` has no heading of its own.

    `is_edited` tells that a person wrote the text as it stands.
    """

    key: str
    title: str
    markdown: str
    is_mandatory: bool = True
    is_edited: bool = False


def escaped(text: str) -> str:
    r"""Return a text so that Markdown shows it as written.

    >>> escaped("a *b* [1]")
    'a \\*b\\* \\[1\\]'
    """
    return ACTIVE.sub(r"\\\1", text)


def unescaped(text: str) -> str:
    r"""Return what an escaped text shows.

    >>> unescaped(escaped("a *b* [1] \\ & <c>"))
    'a *b* [1] \\ & <c>'
    """
    return re.sub(r"\\([\\`*_\[\]<|~&])", r"\1", text)


def plain(text: str) -> str:
    """Return a text with every run of white space as one blank.

    >>> plain(" My\\ncard ")
    'My card'
    """
    return " ".join(text.split())


def spoken(title: str) -> str:
    """Return a title in quotation marks, without any of its own.

    >>> spoken('Why "pending"?')
    '“Why pending?”'
    """
    return f"“{unquoted(title)}”"


def unquoted(text: str) -> str:
    """Return a text without double quotation marks."""
    return plain(re.sub(r"[“”\"]", "", text))


def titled(title: str) -> str:
    """Return a title, in quotation marks where its own punctuation would end the sentence around it.

    >>> titled("Late cards"), titled("Where is my transfer?")
    ('Late cards', '“Where is my transfer?”')
    """
    return spoken(title) if re.search(r"[.!?](\s|$)|[“”\"]", title) else title


def excerpt(text: str, longest: int = LONGEST_QUOTE) -> str:
    """Return a message, or its first sentences where it is long: always a part of it, letter for letter.

    >>> excerpt("My card is late. Please help.", 20)
    'My card is late.'
    """
    whole = text.strip()
    if len(whole) <= longest:
        return whole
    part = re.sub(r"\s+\S*$", "", whole[: longest + 1]) or whole[:longest]
    ends = [found.end() for found in re.finditer(r"[.!?](?=\s|$)", part)]
    return part[: ends[-1]] if ends else part


def quote_line(text: str, attribution: Iterable[str], marker: str) -> str:
    """Return a block quote with who said it and its citation.

    >>> quote_line("Late!", ["support", ""], "[3]")
    '> “Late!” — support [3]'
    """
    said = ", ".join(escaped(part) for part in attribution if part)
    return f"> “{escaped(plain(text))}”{f' — {said}' if said else ''} {marker}"


def document(title: str, sections: Sequence[Section]) -> str:
    """Return a whole document as Markdown.

    >>> document("Late cards", [Section("goals", "Goals", "- Fewer.")])
    '# Late cards\\n\\n## Goals\\n\\n- Fewer.\\n'
    """
    parts = [f"# {escaped(title)}", *(f"## {one.title}\n\n{one.markdown.strip()}" for one in sections)]
    return "\n\n".join(parts) + "\n"
