"""A sentence as a question about what people did: what each word is taken for, and which are not understood."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from headway.engine.asking.times import GRAINS, spell_at
from headway.engine.asking.vocabulary import Counted, Heard, NamedMetric, Reading, Vocabulary
from headway.engine.asking.words import Token, stems_of, tokens

EVENT_WORDS_MOST, NAME_WORDS_MOST = 5, 3
VALUE_LETTERS_LEAST = 3
SMALL = frozenset({
    "count", "number",
    "a", "an", "the", "of", "for", "on", "in", "at", "to", "is", "are", "was", "were", "be", "been", "and",
    "or", "do", "have", "has", "had", "how", "many", "much", "what", "which", "show", "me", "give", "us",
    "our", "their", "they", "them", "then", "that", "those", "with", "from", "as", "split", "broken", "down",
    "there", "it", "we", "i", "ever", "also", "get", "got", "go", "went",
})  # fmt: skip
BY = frozenset({"by", "per", "each", "every"})
NEVER = frozenset({"never", "not", "without", "didn't", "haven't"})
COUNTED: Mapping[str, Counted] = {
    "people": "people", "who": "people", "account": "accounts", "time": "events", "often": "events", "event": "events",
}  # fmt: skip
COUNTED_WORDS = {"people": "how many people", "accounts": "how many accounts", "events": "how often"}
NOT_DONE, A_SHARE = "what follows was not done", "a share"
ANY = frozenset({"activ", "anyth", "someth"})
SHARE = frozenset({"shar", "rat", "percent", "percentag", "conversion", "convert"})
# Used only where no property has the word as its name.
ALIKE = {
    "platform": "device", "os": "device", "version": "app_version", "release": "app_version", "land": "country",
    "region": "country", "tier": "plan", "market": "country",
}  # fmt: skip


@dataclass
class _Ear:
    """What was heard up to a place of the sentence."""

    known: Vocabulary
    found: Sequence[Token]
    events: list[str] = field(default_factory=list)
    never: bool = False
    counted: Counted | None = None
    is_any: bool = False
    grain: str = ""
    by: str = ""
    where: dict[str, str] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    heard: list[Heard] = field(default_factory=list)

    def taken(self, at: int, words: int, meaning: str) -> int:
        """Words that are understood; gives how many."""
        self.heard.append(Heard(" ".join(one.text for one in self.found[at : at + words]), meaning))
        return words


def listen(sentence: str, known: Vocabulary) -> Reading:
    """A sentence as it is understood. Nothing is guessed: a word that fits several things is not understood.

    >>> known = Vocabulary(date(2026, 9, 30), ["signup", "invite_sent"], {"plan": ["team", "trial"]})
    >>> found = listen("how many signed up but never invited anybody, by month", known)
    >>> found.events, found.never, found.counted, found.grain, found.missed
    (('signup', 'invite_sent'), True, 'people', 'month', ['anybody'])
    """
    ear, at = _Ear(known, tokens(sentence)), 0
    while at < len(ear.found):
        taken = next((many for rule in RULES if (many := rule(ear, at))), 0)
        at += taken or ear.taken(at, 1, "")
    return _read(ear)


def _time(ear: _Ear, at: int) -> int:
    spell = spell_at(ear.found, at, ear.known.today)
    if spell is None:
        return 0
    ear.first, ear.last = spell.first or ear.first, spell.last or ear.last
    span = " ".join(
        filter(None, [f"from {spell.first}" if spell.first else "", f"to {spell.last}" if spell.last else ""])
    )
    return ear.taken(at, spell.words, span)


def _grain(ear: _Ear, at: int) -> int:
    words = 2 if ear.found[at].low in BY | {"a"} and at + 1 < len(ear.found) else 1
    grain = GRAINS.get(ear.found[at + words - 1].low)
    if grain is None or (words == 1 and not ear.found[at].low.endswith("ly")):
        return 0
    ear.grain = grain
    return ear.taken(at, words, f"by {grain}")


def _split(ear: _Ear, at: int) -> int:
    if ear.found[at].low not in BY:
        return 0
    name, words = _property(ear, at + 1)
    if not name:
        return 0
    ear.by = name
    return ear.taken(at, words + 1, f"split by {name}")


def _property(ear: _Ear, at: int) -> tuple[str, int]:
    """The property that is named from a place on, and in how many words."""
    for words in range(min(NAME_WORDS_MOST, len(ear.found) - at), 0, -1):
        stems = tuple(one.stem for one in ear.found[at : at + words])
        named = [name for name in ear.known.properties if stems_of(name) == stems]
        if named:
            return named[0], words
    alike = ALIKE.get(ear.found[at].low, "") if at < len(ear.found) else ""
    return (alike, 1) if alike in ear.known.properties else ("", 0)


def _filter(ear: _Ear, at: int) -> int:
    """A value of a property, with the property's name before it or behind it where that is said."""
    lead = int(ear.found[at].low in BY)
    name, words = _property(ear, at + lead)
    value_at = at + lead + words
    value_at += bool(words) and value_at < len(ear.found) and ear.found[value_at].low in {"is", "of"}
    held = _held(ear, value_at, name)
    if held is None:
        return 0
    prop, value = held
    behind = 0
    if not name:
        after, many = _property(ear, value_at + 1)
        behind = many if after == prop else 0
    ear.where[prop] = value
    return ear.taken(at, value_at + 1 + behind - at, f"only where {prop} is {value}")


def _held(ear: _Ear, at: int, name: str) -> tuple[str, str] | None:
    """The one property that has a word as a value, and the value as it is written there."""
    if at >= len(ear.found):
        return None
    word = ear.found[at]
    names = [name] if name else list(ear.known.properties)
    held = [
        (one, value) for one in names for value in ear.known.properties[one]
        if (value == word.text if len(value) < VALUE_LETTERS_LEAST else value.lower() == word.low)
    ]  # fmt: skip
    return held[0] if len(held) == 1 else None


def _event(ear: _Ear, at: int) -> int:
    """An event by all words of its name, in any order; small words between them do not count."""
    if ear.found[at].low in SMALL:
        return 0
    for words in range(min(EVENT_WORDS_MOST, len(ear.found) - at), 0, -1):
        part = ear.found[at : at + words]
        stems = sorted(one.stem for one in part if one.low not in SMALL)
        joined = "".join(one.stem for one in part)
        named = [
            name
            for name in ear.known.events
            if sorted(stems_of(name)) == stems or stems_of(name) == (joined,)
        ]
        is_joined = bool(named) and stems_of(named[0]) == (joined,)
        if is_joined or (len(named) == 1 and part[-1].low not in SMALL):
            return _done(ear, at, words, named[0])
    return 0


def _hinted(ear: _Ear, at: int) -> int:
    """An event by a word that only its name has."""
    named = [name for name in ear.known.events if ear.found[at].stem in stems_of(name)]
    return _done(ear, at, 1, named[0]) if len(named) == 1 else 0


def _done(ear: _Ear, at: int, words: int, event: str) -> int:
    if event not in ear.events:
        ear.events.append(event)
    is_verb = ear.found[at].low.endswith("ed") and at >= 2 and ear.found[at - 1].low == "many"
    if is_verb and ear.counted is None:
        ear.counted = "people"
    return ear.taken(at, words, f"the event {event}")


def _keyword(ear: _Ear, at: int) -> int:
    word = ear.found[at]
    if counted := COUNTED.get(word.low) or COUNTED.get(word.stem):
        if ear.counted not in (None, counted):
            return 0
        ear.counted = counted
        return ear.taken(at, 1, f"counted by {COUNTED_WORDS[counted]}")
    if word.low in NEVER or (
        word.low == "but" and at + 1 < len(ear.found) and ear.found[at + 1].low in NEVER
    ):
        ear.never = True
        return ear.taken(at, 2 if word.low == "but" else 1, NOT_DONE)
    if word.stem in ANY:
        ear.is_any = True
        return ear.taken(at, 1, "any event")
    if word.stem in SHARE:
        return ear.taken(at, 1, A_SHARE)
    return 0


def _small(ear: _Ear, at: int) -> int:
    return ear.taken(at, 1, "-") if ear.found[at].low in SMALL else 0


RULES: tuple[Callable[[_Ear, int], int], ...] = (
    _time,
    _grain,
    _split,
    _filter,
    _event,
    _keyword,
    _hinted,
    _small,
)


def _read(ear: _Ear) -> Reading:
    metric = _metric(ear)
    steps = tuple(ear.events)
    never = ear.never and len(steps) > 1
    # Who did not do the only thing that is named is everybody else, which nobody means.
    is_cut = ear.never and not never
    of_people = len(steps) > 1 or ear.is_any
    counted: Counted = "people" if len(steps) > 1 else ear.counted or ("people" if of_people else "events")
    lost = {*([NOT_DONE] if is_cut else []), *([A_SHARE] if len(steps) < 2 and not metric else [])}
    assumed = (
        ["Steps are followed by person, not by account."]
        if len(steps) > 1 and ear.counted == "accounts"
        else []
    )
    if ear.counted is None and not metric:
        assumed.append(f"It does not say what is counted; this counts {COUNTED_WORDS[counted]}.")
    if not ear.first and not ear.last:
        assumed.append("It names no days; all there are count.")
    heard = [_meant(one, metric, lost) for one in ear.heard]
    return Reading(
        steps, never, counted, ear.grain, ear.by, ear.where, ear.first, ear.last, metric.name if metric else "",
        tuple(heard), tuple(assumed), is_understood=bool(steps or ear.is_any or metric) and not is_cut,
    )  # fmt: skip


def _meant(one: Heard, metric: NamedMetric | None, lost: set[str]) -> Heard:
    """What words are taken for in the end: those of the metric's label are its, and a share or a never of nothing is
    not understood."""
    if one.meaning in lost:
        return Heard(one.words, "")
    if (
        metric
        and not one.meaning
        and {word.stem for word in tokens(one.words)} <= set(stems_of(metric.label))
    ):
        return Heard(one.words, f"the metric {metric.label}")
    return one


def _metric(ear: _Ear) -> NamedMetric | None:
    """The metric whose label the sentence says in full, the longest; else the one that counts the same."""
    said = {one.stem for one in ear.found}
    fitting = [one for one in ear.known.metrics if _fits(ear, one)]
    called = [(stems, one) for one in fitting if (stems := _called(one.label)) and stems <= said]
    if called:
        return max(called, key=lambda pair: (len(pair[0]), pair[1].name))[1]
    if len(ear.events) != 1 or ear.counted is None:
        return None
    same = [one for one in fitting if one.counted == ear.counted and one.events == frozenset(ear.events)]
    return same[0] if len(same) == 1 else None


def _fits(ear: _Ear, metric: NamedMetric) -> bool:
    """Whether a metric can be meant: one that plainly counts has to count what is said, and never a way of steps."""
    if ear.never:
        return False
    if metric.counted is None:
        return True
    is_same = not ear.events or frozenset(ear.events) == metric.events
    return is_same and ear.counted in (None, metric.counted)


def _called(label: str) -> set[str]:
    return {one.stem for one in tokens(label) if one.low not in SMALL}
