"""From what was typed to ranked hits: words, how the last one goes on, what was meant where nothing is found."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from headway.core.search import vocabulary
from headway.core.search.hits import Hit, Hits, Scope, by_ref, with_words
from headway.engine.text.spelling import meant
from headway.engine.text.words import words_of

WORDS_MOST = 12
MEANT_MOST = 3
BEGUN_LEAST = 3
OTHER_WORD = 0.75
IN_TITLE, SHORT_TITLE, RECENT, IS_REF = 6.0, 2.0, 1.0, 100.0
HALF_LIFE_DAYS = 180.0
Groups = list[list[str]]


@dataclass(frozen=True)
class Found:
    """Ranked hits with their scores; `groups` are the words that were really looked for, `instead` says which
    stand for one that is nowhere, `dropped` which words nothing could be found for. `is_partial` where no entry has
    all of the words."""

    ranked: list[tuple[float, Hit]]
    counts: dict[str, int]
    groups: Groups
    instead: dict[str, list[str]] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    is_partial: bool = False

    def is_wanted(self, word: str) -> bool:
        """Whether a word of a text is one that was looked for."""
        return any(word in group for group in self.groups)


def found_for(text: str, scopes: Sequence[Scope], each: int, now: datetime) -> Found:
    """What is found for a text, best first."""
    words = list(dict.fromkeys(words_of(text)))[:WORDS_MOST]
    if not scopes or not words:
        return Found([], {}, [])
    found = _found(words, scopes, each, now)
    exact = [(IS_REF, hit) for hit in by_ref(scopes, text.strip().lower())]
    if not exact:
        return found
    named = {(hit.kind, hit.record) for _, hit in exact}
    # What merely shares parts of a ref is no answer to it.
    others = [] if found.is_partial else found.ranked
    others = [one for one in others if (one[1].kind, one[1].record) not in named]
    counts = _counted([hit for _, hit in exact]) if found.is_partial else found.counts
    return replace(found, ranked=[*exact, *others], counts=counts, is_partial=False)


def _counted(hits: list[Hit]) -> dict[str, int]:
    return {kind: sum(hit.kind == kind for hit in hits) for kind in {hit.kind for hit in hits}}


def _found(words: list[str], scopes: Sequence[Scope], each: int, now: datetime) -> Found:
    """With all words as typed; else with what was meant by those that are nowhere; else without those."""
    groups = _groups(words, scopes[0].place)
    hits = (
        with_words(scopes, [groups[word] for word in words], each) if all(groups.values()) else Hits([], {})
    )
    instead = {} if hits.entries else _instead(words, groups, scopes)
    groups |= instead
    kept = [word for word in words if groups[word]]
    if not hits.entries and kept:
        hits = with_words(scopes, [groups[word] for word in kept], each)
    wanted = [groups[word] for word in kept]
    if is_partial := not hits.entries and len(kept) > 1:
        hits = with_words(scopes, [[one for group in wanted for one in group]], each)
    ranked = sorted(((_score(hit, wanted, now), hit) for hit in hits.entries), key=_order)
    return Found(
        ranked,
        dict(hits.counts),
        wanted,
        {word: one for word, one in instead.items() if one},
        [word for word in words if not groups[word]],
        is_partial,
    )


def _groups(words: list[str], place: int) -> dict[str, list[str]]:
    """For each word the words to look for: itself, where it is there; else, and for the last one, how it goes on."""
    there = vocabulary.uses_of(place, words)
    begun = {word for word in words if word not in there and len(word) >= BEGUN_LEAST} | {words[-1]}
    groups = {word: [word] if word in there else [] for word in words}
    return groups | {word: vocabulary.goes_on(place, word) for word in words if word in begun}


def _instead(words: list[str], groups: dict[str, list[str]], scopes: Sequence[Scope]) -> dict[str, list[str]]:
    """What was probably meant by words that are nowhere, as far as the kinds that may be read have it."""
    place = scopes[0].place
    unknown = [word for word in words if not groups[word]]
    return {word: _readable(meant(word, vocabulary.near(place, word)), scopes) for word in unknown}


def _readable(candidates: list[str], scopes: Sequence[Scope]) -> list[str]:
    # The vocabulary is that of the workspace; a word that only closed kinds have must not show.
    return [word for word in candidates if with_words(scopes, [[word]], 1).entries][:MEANT_MOST]


def _score(hit: Hit, wanted: Groups, now: datetime) -> float:
    """How well an entry answers: words in its title over words in its body, recent ones over old ones."""
    titled = sum(_in_title(hit, group) for group in wanted) / len(wanted)
    others = max(len(hit.title) - len(words_of(hit.ref)) - len(wanted), 0)
    days = max((now - hit.made_at).total_seconds() / 86_400, 0.0)
    recent: float = RECENT * 0.5 ** (days / HALF_LIFE_DAYS)
    return round(1 + IN_TITLE * titled + SHORT_TITLE * titled / (1 + others) + recent, 4)


def _in_title(hit: Hit, group: list[str]) -> float:
    """1 for the word itself, which comes first, less for one that it goes on to."""
    if group[0] in hit.title:
        return 1.0
    return OTHER_WORD if any(word in hit.title for word in group) else 0.0


def _order(one: tuple[float, Hit]) -> tuple[float, str, int]:
    return -one[0], one[1].kind, -one[1].number
