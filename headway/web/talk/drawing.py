"""The words of a comment as clean HTML: Markdown, with mentions marked and records and addresses linked."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

from headway.core.errors import NotFound
from headway.core.kinds import kind_named
from headway.core.talk.answers import Said
from headway.web.drawing.words import TAGS

ADDRESS = r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]"
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
ALLOWED = {"a": {"href", "class"}, "span": {"class"}}


def said_html(said: Said, slug: str) -> SafeString:
    """What somebody said. Raw HTML in it stays words; no script, no image and no style can come of it."""
    tokens = _MARKDOWN.parse(said.body)
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "h3"
        if token.children:
            token.children = list(_drawn(token.children, _pattern(said), _maker(said, slug)))
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    clean = nh3.clean(html, tags=TAGS | {"span"}, attributes=ALLOWED)
    return mark_safe(clean)  # nosec B308 B703 # noqa: S308 - cleaned by nh3


def _pattern(said: Said) -> "re.Pattern[str]":
    known = sorted([*said.people, *said.records], key=len, reverse=True)
    named = [rf"(?<![\w/-]){re.escape(one)}(?![\w-])" for one in known]
    return _compiled("|".join([ADDRESS, *named]))


@lru_cache(256)
def _compiled(pattern: str) -> "re.Pattern[str]":
    return re.compile(pattern)


def _maker(said: Said, slug: str) -> Callable[[str], str]:
    """What becomes of the words of an address, a mention or a ref."""

    def made(words: str) -> str:
        if words in said.people:
            return f'<span class="mention">{escape(words)}</span>'
        address = _record_address(said.records, slug, words) if words in said.records else words
        return f'<a href="{escape(address)}">{escape(words)}</a>' if address else escape(words)

    return made


def _record_address(records: Mapping[str, str], slug: str, ref: str) -> str:
    try:
        return kind_named(records[ref]).address(slug, ref)
    except NotFound:
        return ""


def _drawn(tokens: list[Token], pattern: "re.Pattern[str]", made: Callable[[str], str]) -> Iterator[Token]:
    """The tokens of a line with known words drawn; what is inside a link already is left alone."""
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type != "text" or depth:
            yield token
            continue
        at = 0
        for found in pattern.finditer(token.content):
            yield _token("text", token.content[at : found.start()])
            yield _token("html_inline", made(found.group()))
            at = found.end()
        yield _token("text", token.content[at:])


def _token(kind: str, content: str) -> Token:
    return Token(kind, "", 0, content=content)
