"""Customer messages: who wrote which of them, when, through which channel."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from headway.sample.customers import Account, Person
from headway.sample.days import DAYS, FIRST_DAY, HALF, OUTAGE, moment, ramp, spread
from headway.sample.draws import Deck, stream, weighted
from headway.sample.voices.admin import ADMIN
from headway.sample.voices.clients import CLIENTS
from headway.sample.voices.dispatch import DISPATCH
from headway.sample.voices.field import FIELD
from headway.sample.voices.money import MONEY
from headway.sample.voices.voice import Voice
from headway.sample.volumes import LARGE_ARR, SPIKE, SPIKE_MESSAGES, VOLUMES, Volume
from headway.sample.wording import Decks, aside, contact, decks_of, typed, worded

VOICES = (*FIELD, *DISPATCH, *CLIENTS, *MONEY, *ADMIN)
TRIES = 12
TOO_ALIKE = 0.6
PERSONAL_SHARE = 0.06
ASIDE_SHARE = 0.08
EMAIL_ONLY_SHARE = 0.1
WRITING = {"trial": 1.0, "starter": 1.0, "team": 1.3, "enterprise": 0.9}
GROUP_ELSEWHERE = 0.04
WHOSE_TRIALS = ("customer_import_rejected", "technician_invite_expired")


@dataclass(frozen=True)
class Message:
    text: str
    created_at: datetime
    channel: str
    author: Person | None
    account_known: bool
    category: str
    personal: bool


@dataclass
class Pen:
    """Writes the messages of one category and remembers them, so that none is written twice."""

    rng: Random
    category: str
    decks: Decks
    elsewhere: Deck[str]
    earlier: list[frozenset[str]] = field(default_factory=list)

    def message(self, day: date, person: Person) -> Message:
        channel = weighted(self.rng, VOLUMES[self.category].channels)
        personal = channel in ("support", "in_app") and self.rng.random() < PERSONAL_SHARE
        text = self._signed(channel, self._fresh(channel, day), person, personal=personal)
        author = None if channel == "app_review" else person
        known = author is not None and (not person.account.domain or self.rng.random() > EMAIL_ONLY_SHARE)
        return Message(text, moment(self.rng, day), channel, author, known, self.category, personal)

    def _signed(self, channel: str, text: str, person: Person, *, personal: bool) -> str:
        first, last = person.email.split("@")[0].split(".")
        if personal:
            return f"{text} {contact(self.rng, first, last, _firm(person.account))}"
        return typed(self.rng, channel, text, first.title())

    def _fresh(self, channel: str, day: date) -> str:
        """A wording unlike those before it; the least alike of a dozen where none is different enough."""
        drafts: list[tuple[float, str]] = []
        while len(drafts) < TRIES and (not drafts or drafts[-1][0] > TOO_ALIKE):
            text = worded(self.rng, self.decks, channel, day)
            drafts.append((max((_overlap(_words(text), words) for words in self.earlier), default=0.0), text))
        text = min(drafts)[1]
        self.earlier.append(_words(text))
        strays = channel == "support" and self.rng.random() < ASIDE_SHARE
        return aside(self.rng, text, self.elsewhere, day) if strays else text


def messages_make(seed: int, people: list[Person]) -> list[Message]:
    """All messages, oldest first."""
    written = [m for voice in VOICES for m in _messages_of(stream(seed, voice.category), voice, people)]
    return sorted(written, key=lambda m: (m.created_at, m.text))


def _messages_of(rng: Random, voice: Voice, people: list[Person]) -> list[Message]:
    authors = _authors(voice.category, people)
    weights = [_eagerness(voice.category, person) for person in authors]
    pen = Pen(rng, voice.category, decks_of(voice, rng), _elsewhere(voice, rng))
    days = _dates(rng, voice.category, VOLUMES[voice.category])
    return [pen.message(day, rng.choices(authors, weights)[0]) for day in days]


def _eagerness(category: str, person: Person) -> float:
    """The groups keep to their one subject, so that its revenue stands apart from that of all others."""
    account = person.account
    return GROUP_ELSEWHERE if account.group and category != LARGE_ARR else WRITING[account.plan]


def _elsewhere(voice: Voice, rng: Random) -> Deck[str]:
    """Complaints of the other categories, without the one that only large groups have."""
    others = (other for other in VOICES if other.category not in (voice.category, LARGE_ARR))
    return Deck([symptom for other in others for symptom in other.symptoms], rng)


def _authors(category: str, people: list[Person]) -> list[Person]:
    if category == LARGE_ARR:
        return [person for person in people if person.account.group]
    if category in WHOSE_TRIALS:
        return [person for person in people if person.account.plan in ("trial", "starter", "team")]
    return people


def _dates(rng: Random, category: str, volume: Volume) -> list[date]:
    if volume.direction == "flat":
        days = spread(rng, volume.first_half, 0, HALF) + spread(rng, volume.second_half, HALF, DAYS)
    elif volume.direction == "rising":
        days = ramp(rng, volume.first_half, 0, HALF, 0.75) + ramp(rng, volume.second_half, HALF, DAYS, 0.8)
    else:
        days = ramp(rng, volume.first_half, 0, HALF, 1.3) + ramp(rng, volume.second_half, HALF, DAYS, 1.3)
    return _with_spike(rng, days) if category == SPIKE else days


def _with_spike(rng: Random, days: list[date]) -> list[date]:
    kept = days[:]
    for index in rng.sample(range(len(days) // 2, len(days)), SPIKE_MESSAGES):
        kept[index] = OUTAGE + timedelta(days=rng.choice((0, 0, 1)))
    return kept


def _firm(account: Account) -> str:
    return account.domain.removesuffix(".example") or "postbox"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.lower().split())


def _overlap(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / len(one | two)


def by_half(messages: list[Message]) -> dict[str, tuple[int, int]]:
    """Messages of each category in the first and in the last thirteen weeks."""
    middle = FIRST_DAY + timedelta(days=HALF)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for message in messages:
        counts[message.category][message.created_at.date() >= middle] += 1
    return {category: (first, last) for category, (first, last) in sorted(counts.items())}
