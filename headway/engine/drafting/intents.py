"""What customers who write want to do, read off the form of their questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from headway.engine.drafting.brief import Quote


@dataclass(frozen=True, slots=True)
class Criterion:
    """Given, when, then, and by what anybody can see that it holds."""

    given: str
    when: str
    then: str
    observable: str


@dataclass(frozen=True, slots=True)
class Intent:
    """A kind of question, by the words it is asked in, and the story it makes."""

    name: str
    pattern: str
    want: str
    benefit: str
    criteria: tuple[Criterion, ...]


INTENTS: tuple[Intent, ...] = (
    Intent(
        "stop it and get it reviewed",
        r"twice|duplicate|did(n'?t| not) (make|do|authori[sz]e)|recogni[sz]e|fraud|stolen|\blost\b|hacked|compromised"
        r"|someone (else )?(is|has|used)",
        "to stop it at once and see what happens to my case",
        "I lose nothing while it is looked into",
        (
            Criterion(
                "a customer who sees something they did not do",
                "they report it in the product",
                "it is stopped or marked at once, and the case gets a number and a next step",
                "each report leaves a record with its time and state",
            ),
            Criterion(
                "a reported case",
                "its state changes",
                "the customer is told without asking",
                "each change of state has a message with the same time",
            ),
        ),
    ),
    Intent(
        "see the price before paying",
        r"\b(fee|fees|charge|charged|charges|cost|costs|price|exchange rate|rate|rates)\b",
        "to see the full price before I agree, and the same price afterwards",
        "I am never surprised by my statement",
        (
            Criterion(
                "a customer about to confirm",
                "a fee or a rate applies",
                "the amount and the reason are shown before the last step",
                "the amount shown and the amount booked are stored together and are equal",
            ),
            Criterion(
                "a customer who asks about a past charge",
                "they open it",
                "its parts are listed in plain words",
                "the share of such screens that end in a support contact",
            ),
        ),
    ),
    Intent(
        "see where it stands",
        r"pending|\bstatus\b|track|where('s| is| are)|how long|when (will|do|does|can|is)"
        r"|still (not|no|hasn|haven|waiting)|hasn'?t|haven'?t|didn'?t (arrive|get|receive)|waiting"
        r"|not (received|arrived|come|shown|showing|updated|there)"
        r"|not (yet )?(been )?(received|updated)|yet\b|delay|late\b",
        "to see where it stands and when it will be done",
        "I need not ask support",
        (
            Criterion(
                "a customer whose case is not finished",
                "they open it",
                "its state, the next step and when that is expected are shown",
                "an event on opening carries the state that was shown",
            ),
            Criterion(
                "a case that takes longer than was shown",
                "the expected time passes",
                "the customer gets a new time and the cause without asking",
                "each overdue case has a message to its customer",
            ),
        ),
    ),
    Intent(
        "know why it failed and what to do",
        r"\bwhy\b|reason|declin|fail|reject|revert|cancel(l)?ed|refus|not work|isn'?t work|doesn'?t work"
        r"|won'?t|can'?t|cannot|unable|error|wrong|problem|issue|stuck|blocked|denied"
        r"|not (able|allowed|accepted)|couldn'?t|swallowed",
        "to be told the cause in plain words and the next step I can take",
        "I can finish what I came for",
        (
            Criterion(
                "a customer whose attempt does not succeed",
                "the product knows the cause",
                "the cause and one next step are shown on the same screen",
                "the failure event carries a cause; the share without one is counted",
            ),
            Criterion(
                "the same customer",
                "they take that next step",
                "the attempt succeeds or the customer is handed to a person with the case attached",
                "attempts that succeed after a first failure, as a share of first failures",
            ),
        ),
    ),
    Intent(
        "know beforehand whether it is possible",
        r"do you (support|accept|offer|have|take)|are there|is there|which"
        r"|what (countries|currencies|cards|kind|type|is the|are)|can i (use|get|have|hold)|\bsupport(ed)?\b"
        r"|accept|limit|allowed|eligible|available|how many|how old|minimum|maximum",
        "to know before I start whether it is possible for me",
        "I do not fail halfway",
        (
            Criterion(
                "a customer who is not eligible",
                "they look at the first screen",
                "the rule and what they can do instead are shown before any input",
                "starts by customers who cannot finish, as a share of starts",
            ),
            Criterion(
                "a customer who is eligible",
                "they start",
                "no later step refuses them for a rule that was known at the start",
                "refusals after the first step carry the rule that caused them",
            ),
        ),
    ),
    Intent(
        "do it without help",
        r"",
        "to do it myself in the product, guided step by step",
        "I need not search or ask",
        (
            Criterion(
                "a customer who has not done it before",
                "they look for it in the product",
                "they reach it from the screen where the need arises",
                "an event for its first screen carries the screen before it",
            ),
            Criterion(
                "a customer who has started",
                "they complete the last step",
                "the result is confirmed on the screen and can be found again later",
                "completed attempts as a share of started ones",
            ),
        ),
    ),
)


def intent_of(text: str) -> Intent:
    """Return the kind of question a message asks; the first pattern that matches, else doing it alone.

    >>> intent_of("Why was my card declined?").name, intent_of("Where is my transfer?").name
    ('know why it failed and what to do', 'see where it stands')
    """
    return next(one for one in INTENTS if re.search(one.pattern, text.lower()))


def intents_of(quotes: Sequence[Quote]) -> list[tuple[Intent, Quote]]:
    """Return the kinds of question that quotes ask, the most frequent first, each with its first quote.

    >>> asked = intents_of([Quote("1", "Where is it?"), Quote("2", "Why so?"), Quote("3", "Where is mine?")])
    >>> [(intent.name, quote.ref) for intent, quote in asked]
    [('see where it stands', '1'), ('know why it failed and what to do', '2')]
    """
    groups: dict[str, list[tuple[Intent, Quote]]] = {}
    for quote in quotes:
        intent = intent_of(quote.text)
        groups.setdefault(intent.name, []).append((intent, quote))
    ordered = sorted(groups.values(), key=lambda group: -len(group))
    return [group[0] for group in ordered]
