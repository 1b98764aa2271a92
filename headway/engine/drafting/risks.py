"""What can go wrong with an initiative, read off its records."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from headway.engine.drafting.brief import Brief, Load, Neighbour, Problem, Slot
from headway.engine.drafting.numbers import format_number
from headway.engine.drafting.sources import Figure, Source, said

SAFE_ODDS = 0.8
OVERLOAD_CHANCE, FULL_LOAD = 0.3, 0.95
ONE_CHANNEL = 0.5
LOW_CONFIDENCE = 0.5
WIDE_RATIO = 1.8
CLOSE_DAYS = 31


@dataclass(frozen=True, slots=True)
class Claim:
    """A piece of a sentence and the record that backs it."""

    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Risk:
    """A risk with what it stands on. `probability` and `impact` are words, empty where nothing tells them."""

    kind: str
    title: str
    claims: tuple[Claim, ...]
    probability: str = ""
    impact: str = ""
    mitigation: str = ""

    @property
    def text(self) -> str:
        """The claims as one sentence."""
        return " ".join(claim.text for claim in self.claims)


def risks(brief: Brief) -> tuple[Risk, ...]:
    """Return the risks that the records of an initiative show, delivery first, then evidence.

    Thresholds: odds of finishing in time under 80 %; a team-quarter with more than 30 % chance of overload (or,
    where no chance is known, over 95 % full); a prerequisite that is not planned or may be late; a deadline
    within 31 days of the end of the last planned quarter; P90 over 1.8 x P50 of a team's effort; more than half
    of the messages from one channel; confidence under 0.5; falling mentions.

    >>> from headway.engine.drafting.brief import Initiative, TeamEffort
    >>> [one.text for one in risks(Brief(Initiative("INI-01", "A", effort=(TeamEffort("web", 10, 25),))))]
    ['INI-01 may take web 25 person-weeks instead of 10']
    """
    return (*_late(brief), *_overloaded(brief), *_waiting(brief), *_deadline(brief), *_wide(brief),
            *_unsure(brief), *(risk for problem in brief.problems for risk in _evidence(problem)))  # fmt: skip


def likelihood(chance: float) -> str:
    """Return a chance in words: likely from two thirds on, unlikely below one third.

    >>> likelihood(0.7), likelihood(0.5), likelihood(0.1)
    ('likely', 'possible', 'unlikely')
    """
    if chance >= 2 / 3:
        return "likely"
    return "possible" if chance >= 1 / 3 else "unlikely"


def _weight(brief: Brief) -> str:
    """How bad a delay is: high where others wait, the law asks or a day is fixed."""
    one = brief.initiative
    return "high" if one.is_mandatory or one.deadline or brief.related("required_by") else "medium"


def _late(brief: Brief) -> Iterator[Risk]:
    slot = brief.slot
    if slot is None or slot.odds is None or slot.odds >= SAFE_ODDS:
        return
    chance = format_number(1 - slot.odds, "share")
    yield Risk(
        "late",
        "Late finish",
        (Claim(f"{slot.initiative} finishes after {slot.finish} with a chance of {chance}", slot.source),),
        likelihood(1 - slot.odds),
        _weight(brief),
        "Cut the first release to the smallest part that moves the metric; check progress halfway.",
    )


def _overloaded(brief: Brief) -> Iterator[Risk]:
    slot = brief.slot
    for load in slot.loads if slot else ():
        if slot and _has_no_room(load):
            yield Risk(
                "overload",
                "Team with no room",
                (Claim(_load_text(load), slot.load(load)),),
                "" if load.p_overload is None else likelihood(load.p_overload),
                _weight(brief),
                "Agree with the team what waits if the work grows.",
            )


def _has_no_room(load: Load) -> bool:
    if load.p_overload is not None:
        return load.p_overload > OVERLOAD_CHANCE
    return load.capacity > 0 and load.used / load.capacity > FULL_LOAD


def _load_text(load: Load) -> str:
    used, capacity = format_number(load.used), format_number(load.capacity)
    text = f"{load.team} has {used} of {capacity} person-weeks planned in {load.quarter}"
    if load.p_overload is None:
        return text
    return f"{text} and needs more with a chance of {format_number(load.p_overload, 'share')}"


def _waiting(brief: Brief) -> Iterator[Risk]:
    one = brief.initiative
    for other in brief.related("required"):
        yield Risk(
            "dependency",
            "Waits for another initiative",
            (Claim(f"{one.name} needs", one.record), *_prerequisite(other)),
            _lateness(other, brief.slot),
            "high",
            "Agree with the team that builds it what is needed and when; name the date at which this work stops.",
        )


def _prerequisite(other: Neighbour) -> tuple[Claim, ...]:
    slot = other.slot
    if slot is None:
        return (Claim(f"{other.name}, for which no plan is known", other.record),)
    if not slot.start:
        return Claim(other.name, other.record), Claim(f"and {other.ref} is not in the plan", slot.source)
    late = (
        "" if slot.odds is None else f", with a chance of {format_number(1 - slot.odds, 'share')} to be late"
    )
    told = f"and {other.ref} is planned to finish in {slot.finish}{late}"
    return Claim(other.name, other.record), Claim(told, slot.source)


def _lateness(other: Neighbour, own: Slot | None) -> str:
    slot = other.slot
    if slot and slot.start:
        return "" if slot.odds is None else likelihood(1 - slot.odds)
    return "likely" if slot and own and own.start else ""


def _deadline(brief: Brief) -> Iterator[Risk]:
    one, slot = brief.initiative, brief.slot
    if not one.deadline or slot is None or not slot.finish:
        return
    slack_days = (date.fromisoformat(one.deadline) - _last_day(slot.finish)).days
    if slack_days > CLOSE_DAYS:
        return
    due = Claim(f"{one.ref} is due on {one.deadline}", one.record)
    yield Risk(
        "deadline",
        "Deadline close",
        (due, Claim(f"and {slot.initiative} is planned to finish in {slot.finish}", slot.source)),
        likelihood(1 - slot.odds) if slot.odds is not None else "",
        "high",
        "Fix what must be in by that day and what may follow; report the state every week.",
    )


def _last_day(quarter: str) -> date:
    year, number = int(quarter[:4]), int(quarter[-1])
    following = date(year + number // 4, number % 4 * 3 + 1, 1)
    return following - timedelta(days=1)


def _wide(brief: Brief) -> Iterator[Risk]:
    one = brief.initiative
    for part in one.effort:
        if part.p90 is None or part.p50 <= 0 or part.p90 / part.p50 <= WIDE_RATIO:
            continue
        weeks = (format_number(part.p90), format_number(part.p50))
        text = f"{one.ref} may take {part.team} {weeks[0]} person-weeks instead of {weeks[1]}"
        yield _modest(
            "effort", "Effort uncertain", text, one.effort_of(part),
            "Give the team a short spike on the least known part before the start.",
        )  # fmt: skip


def _modest(kind: str, title: str, text: str, source: Source, mitigation: str) -> Risk:
    """A risk of medium impact whose probability nothing tells."""
    return Risk(kind, title, (Claim(text, source),), "", "medium", mitigation)


def _unsure(brief: Brief) -> Iterator[Risk]:
    confidence = brief.initiative.inputs.get("confidence", Figure(None))
    if confidence.value is not None and confidence.value < LOW_CONFIDENCE:
        text = f"Confidence in the score of {brief.initiative.ref} is {said(confidence)}"
        yield _modest(
            "confidence", "Weak evidence", text, brief.initiative.input("confidence"),
            "Talk to customers who wrote, and to some who did not, before the solution review.",
        )  # fmt: skip


def _evidence(problem: Problem) -> Iterator[Risk]:
    channel, share = max(problem.channels, key=lambda one: one[1], default=("", 0.0))
    if share > ONE_CHANNEL:
        text = f"{format_number(share, 'share')} of the messages on {problem.name} come from {channel}"
        yield _modest(
            "channel", "One channel speaks", text, problem.channel_shares,
            "Look for the same problem in another channel and in usage before sizing it.",
        )  # fmt: skip
    if problem.direction == "falling" and problem.trend.value is not None:
        text = f"Mentions of {problem.name} fall; the later half to the earlier is {said(problem.trend)}"
        yield _modest(
            "trend", "Problem shrinks", text, problem.figure("trend"),
            "Find out what made it fall; check again before the start.",
        )  # fmt: skip
