"""One message in the manner of its channel: ticket, note in the app, review, sales note or interview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from random import Random

from headway.sample.draws import Deck
from headway.sample.phrases import after, choose, fill, hurried, joined, mistyped
from headway.sample.voices.voice import Voice

GREETINGS = (
    "Hi,",
    "Hello,",
    "Hi team,",
    "Good morning,",
    "Hey,",
    "Dear support,",
    "Hi there,",
    "Hello Fernhill,",
)
CLOSINGS = (
    "Thanks",
    "Thanks!",
    "Cheers",
    "Kind regards",
    "Many thanks",
    "Best",
    "Thank you",
    "Regards",
    "Ta",
)
RANTS = (
    "Seriously?",
    "Not good enough.",
    "Come on.",
    "Please fix.",
    "Getting tired of this.",
    "Sigh.",
    "Help!",
)
REVIEWS = (
    "[Two|3|one] stars:", "Was a five star app once.", "Good app but", "Mostly ok,", "Update:", "Our boss "
    "picked it.",
    "Love the idea,", "Nice design, however:", "Had high hopes.", "Not bad, just", "Hmm.", "New version "
    "{version}:",
)  # fmt: skip
SALES = (
    "Demo, {vans} vans:", "Renewal call:", "Call notes -", "Lost deal:", "From the trade fair:", "Discovery "
    "call.",
    "Quarterly review:", "Second meeting,", "Via partner:", "Trial check-in:", "Prospect with {vans} "
    "people:", "Escalated:",
    "Expansion talk:", "Forwarding from the account:", "Exec lunch:", "Note to product:",
)  # fmt: skip
SPOKEN = (
    "So,",
    "Well,",
    "Honestly,",
    "You know,",
    "I mean,",
    "Right, so",
    "Look,",
    "To be fair,",
    "Um,",
    "Okay so",
)
MORE = ("Also,", "On top of that,", "And", "Besides,", "Second thing:")
THEREFORE = ("Because of this", "As a result", "Meanwhile", "So", "Result:")
ASKING = ("Question:", "So:", "Anyway,", "One thing:")
CONTACTS = (
    "Call me on 07700 900{three}.", "My direct line is 020 7946 0{three}.", "You reach me at "
    "{first}.{last}@{firm}.example.",
    "Best on +44 7700 900{three} after four.", "Please copy {first}.{last}@{firm}.example.", "Ring {First} "
    "on 01632 960{three}.",
)  # fmt: skip


@dataclass(frozen=True)
class Decks:
    scenes: Deck[str]
    symptoms: Deck[str]
    harms: Deck[str]
    asks: Deck[str]
    shorts: Deck[str]
    notes: Deck[str]


def decks_of(voice: Voice, rng: Random) -> Decks:
    parts = (voice.scenes, voice.symptoms, voice.harms, voice.asks, voice.shorts, voice.notes)
    return Decks(*(Deck(part, rng) for part in parts))


def linked(rng: Random, openers: tuple[str, ...], deck: Deck[str], share: float) -> str:
    """A sentence from the deck, tied to the one before it in a share of cases."""
    sentence = choose(rng, deck.draw())
    return after(rng.choice(openers), sentence) if rng.random() < share else sentence


def ticket(decks: Decks, rng: Random) -> str:
    shape = rng.random()
    body = [choose(rng, decks.symptoms.draw())]
    if shape < 0.5:
        body.insert(0, choose(rng, decks.scenes.draw()))
    if shape > 0.85:
        body.append(linked(rng, MORE, decks.symptoms, 0.8))
    if 0.25 < shape < 0.6:
        body.append(linked(rng, THEREFORE, decks.harms, 0.4))
    if rng.random() < 0.55:
        body.append(linked(rng, ASKING, decks.asks, 0.2))
    return joined(body)


def aside(rng: Random, text: str, elsewhere: Deck[str], day: date) -> str:
    """The text with a second complaint about something else, as people add while they are at it."""
    return joined([text, fill(rng, linked(rng, MORE, elsewhere, 1.0), day)])


def note_in_app(decks: Decks, rng: Random) -> str:
    kind = rng.random()
    if kind < 0.4:
        return choose(rng, decks.shorts.draw())
    if kind < 0.6:
        return choose(rng, decks.symptoms.draw())
    if kind < 0.7:
        return choose(rng, decks.asks.draw())
    pair = (decks.shorts, decks.asks) if kind < 0.85 else (decks.symptoms, decks.harms)
    return joined([choose(rng, deck.draw()) for deck in pair])


def review(decks: Decks, rng: Random) -> str:
    parts = [choose(rng, decks.shorts.draw())]
    if rng.random() < 0.45:
        parts[0] = after(choose(rng, rng.choice(REVIEWS)), parts[0])
    if rng.random() < 0.55:
        parts.append(choose(rng, rng.choice((decks.harms, decks.symptoms)).draw()))
    if rng.random() < 0.15:
        parts.append(rng.choice(RANTS))
    return joined(parts)


def sales_note(decks: Decks, rng: Random) -> str:
    parts = [choose(rng, decks.notes.draw())]
    if rng.random() < 0.45:
        parts.append(choose(rng, decks.notes.draw()))
    return f"{rng.choice(SALES)} {rng.choice(('; ', '. ', ' / ')).join(parts)}"


def spoken(decks: Decks, rng: Random) -> str:
    parts = [choose(rng, deck.draw()) for deck in (decks.scenes, decks.symptoms, decks.harms)]
    picked = rng.sample(parts, rng.choice((2, 3)))
    return joined([after(rng.choice(SPOKEN), picked[0]), *picked[1:]])


MANNERS: dict[str, Callable[[Decks, Random], str]] = {
    "support": ticket, "in_app": note_in_app, "app_review": review, "sales": sales_note, "interview": spoken,
}  # fmt: skip


def typed(rng: Random, channel: str, text: str, name: str) -> str:
    """The text as it left the keyboard: greeting and name in tickets, haste and slips elsewhere."""
    if channel == "support":
        text = _letter(rng, text, name)
    elif channel in ("in_app", "app_review") and rng.random() < 0.35:
        text = hurried(text)
    return mistyped(rng, text) if rng.random() < 0.09 and channel != "interview" else text


def _letter(rng: Random, text: str, name: str) -> str:
    greeting = rng.choice(GREETINGS) if rng.random() < 0.4 else ""
    closing = rng.choice(CLOSINGS) if rng.random() < 0.3 else ""
    if closing and rng.random() < 0.6:
        closing = f"{closing.rstrip('!')}, {name}"
    gap = rng.choice((" ", "\n", "\n\n"))
    return gap.join(part for part in (greeting, text, closing) if part)


def contact(rng: Random, first: str, last: str, firm: str) -> str:
    """A way to reach somebody: numbers from ranges kept free for fiction, addresses in .example."""
    three = f"{rng.randint(100, 999)}"
    return rng.choice(CONTACTS).format(three=three, first=first, last=last, First=first.title(), firm=firm)


def worded(rng: Random, decks: Decks, channel: str, day: date) -> str:
    return fill(rng, MANNERS[channel](decks, rng), day)
