"""Words of people: quotes with their telling spans, and Markdown whose [n] open their evidence."""

import re
from collections.abc import Sequence
from html import escape
from typing import Protocol

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

CITED = re.compile(r"\[(\d+)\]")
TAGS = {"p", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "table", "thead", "tbody", "tr",
        "th", "td", "h3", "h4", "h5", "h6", "hr", "br", "a", "del"}  # fmt: skip
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])


class Said(Protocol):
    """A text and the spans in it that tell most, as [start, end)."""

    text: str
    marks: list[tuple[int, int]]


def marked(quote: Said) -> SafeString:
    """A quote with its telling spans marked; a span that does not lie in the text is left out."""
    parts, at = [], 0
    for start, end in sorted(quote.marks):
        if at <= start < end <= len(quote.text):
            parts += [escape(quote.text[at:start]), f"<mark>{escape(quote.text[start:end])}</mark>"]
            at = end
    return mark_safe("".join([*parts, escape(quote.text[at:])]))  # nosec B308 B703 # noqa: S308 - escaped above


def markdown(text: str) -> SafeString:
    """Markdown as clean HTML: its highest heading is an h3, no scripts, no images, no raw HTML.

    >>> markdown("It <b>fails</b> for 4 of 10 [1].")
    '<p>It &lt;b&gt;fails&lt;/b&gt; for 4 of 10 <a class="cite" href="#cite-1" id="from-1">1</a>.</p>\\n'
    """
    tokens = _MARKDOWN.parse(text)
    headings = [token for token in tokens if token.type in {"heading_open", "heading_close"}]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) - highest + 3)}"
    clean = nh3.clean(
        _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}), tags=TAGS, attributes={"a": {"href"}}
    )
    return mark_safe(_citations(clean))  # nosec B308 B703 # noqa: S308 - cleaned by nh3


def _citations(html: str) -> str:
    met: set[str] = set()

    def link(found: re.Match[str]) -> str:
        number = found.group(1)
        own = "" if number in met else f' id="from-{number}"'
        met.add(number)
        return f'<a class="cite" href="#cite-{number}"{own}>{number}</a>'

    return CITED.sub(link, html)


def joined(parts: Sequence[str], last: str = " and ") -> str:
    """Names as a list in a sentence.

    >>> joined(["INI-01", "INI-02", "INI-03"])
    'INI-01, INI-02 and INI-03'
    """
    return last.join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name, for a small picture of a person.

    >>> initials("Olga van der Owner"), initials("ann.lee@lumen.test"), initials("🦊 Fox"), initials(" ")
    ('OO', 'AL', 'F', '?')
    """
    words = [word for word in re.split(r"[\W_]+", name.partition("@")[0]) if word]
    ends = words[:1] + words[-1:] if len(words) > 1 else words
    return "".join(word[0].upper() for word in ends) or "?"
