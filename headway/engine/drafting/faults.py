"""What is wrong with a document against the records it cites: exact checks, no judgement."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from headway.engine.drafting.numbers import format_number, numbers_in, refs_in
from headway.engine.drafting.sources import MARKER, Key, Source, said
from headway.engine.drafting.text import Section, plain, unescaped, unquoted

TERMS = frozenset({"P10", "P50", "P90"})
SHORTEST_NAME = 3
GROUP = re.compile(r"((?:\[\d+\])+)")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)")
LIST_START = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+")
QUOTED = re.compile(r"“(.+?)”|\"(.+?)\"")
QUOTE_LINE = re.compile(r"^\s*>\s*“(.*)”")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A piece of text, the markers after it, and what it quotes. An entry of the evidence list follows its marker."""

    text: str
    numbers: tuple[int, ...]
    quotes: tuple[str, ...] = ()
    is_entry: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """The records as they are now: texts of messages by id, and sources by key."""

    messages: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[Key, Source] = field(default_factory=dict)


def faults(sections: Sequence[Section], citations: Mapping[int, Source], known: Known) -> list[str]:
    """Return one sentence per fault of a document; an empty list means that every claim is backed.

    Checked exactly: a `[n]` is in the list of citations; each citation's id exists and its quote and figure are
    as in the record; what stands in quotation marks is word for word (blanks aside) in a message or record cited
    right after it; every number, date, quarter and ref-like word is one of the source cited right after it in
    its sentence (a marker that opens a line governs the line); and, in text that no person wrote, each marker
    stands after something that its source holds.

    >>> source = Source("record", "INI-01", label="INI-01 Cards", numbers=("12",))
    >>> known = Known({}, {source.key: source})
    >>> faults([Section("a", "Effort", "It takes 12 weeks [1].")], {1: source}, known)
    []
    >>> faults([Section("a", "Effort", "INI-01 takes 13 weeks [1].")], {1: source}, known)
    ['Effort: the number 13 is not one of what [1] cites (INI-01).']
    """
    found = [
        fault for number, source in sorted(citations.items()) for fault in _citation(number, source, known)
    ]
    live = {number: known.sources.get(source.key, source) for number, source in citations.items()}
    for section in sections:
        for line in section.markdown.splitlines():
            idle = () if section.is_edited else _idle(line, live)
            found += [f"{section.title}: {fault}" for fault in (*_line(line, live, known), *idle)]
    return found


def _citation(number: int, source: Source, known: Known) -> Iterator[str]:
    name = f"Citation [{number}]"
    if source.kind == "feedback":
        if source.id not in known.messages:
            yield f"{name}: there is no message {source.id}."
        elif plain(source.quote) not in plain(known.messages[source.id]):
            yield f"{name}: its quote is not word for word in message {source.id}."
        return
    now = known.sources.get(source.key)
    if now is None:
        yield f"{name}: there is no {source.kind} {' '.join(filter(None, (source.id, source.name)))}."
    elif source.quote and not any(plain(source.quote) in plain(text) for text in now.texts):
        yield f"{name}: its quote is not word for word in {source.id}."
    elif source.label != now.label:
        yield f"{name}: it is called {source.label!r} here and {now.label!r} in the record."
    elif source.figure != now.figure and _values(source) != _values(now):
        yield f"{name}: {source.id} {source.name} was {_values(source)} and is now {_values(now)}."


def _values(source: Source) -> str:
    return (said(source.figure) if source.figure else "") or "unknown"


def _line(line: str, live: Mapping[int, Source], known: Known) -> Iterator[str]:
    text = LIST_START.sub("", line)
    for number in MARKER.findall(text):
        if int(number) not in live:
            yield f"[{number}] is not in the list of citations."
    for claim in claims_of(text):
        yield from _claim(claim, live, known)


def claims_of(line: str) -> Iterator[Claimed]:
    """Cut a line into claims: each sentence, or part of one, that ends in markers; its quotes apart.

    >>> [(claim.text, claim.numbers) for claim in claims_of("It takes 12 weeks [1] and 3 teams [2][4]. Late.")]
    [('It takes 12 weeks ', (1,)), (' and 3 teams ', (2, 4)), ('.', ()), ('Late.', ())]
    """
    opening = GROUP.match(line)
    if opening:
        yield _claimed(line[opening.end() :], opening.group(1), is_entry=True)
        return
    quote = QUOTE_LINE.match(line)
    if quote:
        rest = line[quote.end() :]
        text, markers, after = (*GROUP.split(rest, maxsplit=1), "", "")[:3]
        yield Claimed(unescaped(text), _numbers(markers), (unescaped(quote.group(1)),))
        line = after
    for sentence in _sentences(line):
        parts = GROUP.split(sentence)
        for text, markers in zip(parts[::2], [*parts[1::2], ""], strict=True):
            if text.strip() or markers:
                yield _claimed(text, markers)


def _sentences(line: str) -> Iterator[str]:
    """The sentences of a line; what stands in quotation marks is never cut."""
    quotes = [range(*found.span()) for found in QUOTED.finditer(line)]
    start = 0
    for end in SENTENCE_END.finditer(line):
        if not any(end.start() in quote for quote in quotes):
            yield line[start : end.start()]
            start = end.end()
    yield line[start:]


def _claimed(text: str, markers: str, is_entry: bool = False) -> Claimed:
    quotes = tuple(unescaped(found.group(1) or found.group(2)) for found in QUOTED.finditer(text))
    return Claimed(unescaped(QUOTED.sub(" ", text)), _numbers(markers), () if is_entry else quotes, is_entry)


def _numbers(markers: str) -> tuple[int, ...]:
    return tuple(int(number) for number in MARKER.findall(markers))


def _claim(claim: Claimed, live: Mapping[int, Source], known: Known) -> Iterator[str]:
    sources = [live[number] for number in claim.numbers if number in live]
    markers = "".join(f"[{number}]" for number in claim.numbers)
    yield from _quotes(claim, sources, markers, known)
    text = _masked(claim.text, sources)
    allowed = {number for source in sources for number in _allowed(source, claim.is_entry)}
    cited = f"what {markers} cites ({', '.join(source.id for source in sources)})" if sources else ""
    for number in numbers_in(text):
        if number not in allowed:
            yield f"the number {number} {f'is not one of {cited}' if cited else 'has no citation'}."
    for ref in refs_in(text):
        if ref not in TERMS:
            yield f"{ref} {f'is not named by {cited}' if cited else 'has no citation'}."


def _allowed(source: Source, is_entry: bool) -> tuple[str, ...]:
    """The numbers a claim on a source may carry; only the list of evidence tells how many rows are behind it."""
    rows = (format_number(source.figure.n),) if is_entry and source.figure else ()
    return source.numbers + rows


def _masked(text: str, sources: Sequence[Source]) -> str:
    """The text without the ids, titles and other words that the cited records hold themselves."""
    words = {word for source in sources for word in (source.id, source.label, *source.texts) if word}
    for word in sorted(words, key=lambda one: (-len(one), one)):
        if any(letter.isdigit() for letter in word):
            text = re.sub(_whole(word), " ", text)
    return text


def _whole(word: str) -> str:
    return rf"(?<![\w.,-]){re.escape(word)}(?![\w-])"


def _quotes(claim: Claimed, sources: Sequence[Source], markers: str, known: Known) -> Iterator[str]:
    texts = [known.messages.get(source.id, "") for source in sources if source.kind == "feedback"]
    names = [unquoted(text) for source in sources if source.kind != "feedback" for text in source.texts]
    for quote in claim.quotes:
        held = any(plain(quote) in plain(text) for text in texts)
        if not held and not any(unquoted(quote) in name for name in names):
            where = f"{markers} cites" if sources else "is cited: it has no citation"
            yield f"the quote “{quote}” is not word for word in what {where}."


def _idle(line: str, live: Mapping[int, Source]) -> Iterator[str]:
    """Markers of a generated line that back nothing of what it says, by no id, number, name or quote."""
    for claim in claims_of(LIST_START.sub("", line)):
        for number in claim.numbers:
            if number in live and not _backs(live[number], claim):
                yield f"[{number}] ({live[number].id}) backs nothing of {' '.join(claim.text.split())!r}."


def _backs(source: Source, claim: Claimed) -> bool:
    if claim.is_entry:
        return source.label in claim.text
    texts = [source.quote, *source.texts]
    if any(unquoted(quote) in unquoted(text) for quote in claim.quotes for text in texts):
        return True
    names = [source.id, *(text for text in source.texts if len(text) >= SHORTEST_NAME)]
    # Texts show names of channels and segments with blanks.
    words = {form for name in names for form in (name, name.replace("_", " "))}
    told = set(numbers_in(claim.text)) & set(source.numbers)
    return bool(told) or any(re.search(_whole(word), claim.text) for word in words)
