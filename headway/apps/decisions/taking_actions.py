"""Taking a decision, and what may happen to it afterwards: kept, replaced, reversed, due for a second look."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field

from headway.apps.decisions.actions import open_decision
from headway.apps.decisions.answers import RevisitFound, RevisitReport
from headway.apps.decisions.claims import RIGHT_OF, decision_claim
from headway.apps.decisions.measures import Reading, condition_checked, reading_of
from headway.apps.decisions.models import Decision
from headway.apps.decisions.wording import Condition, condition_words, day_words, holds
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid, Refused
from headway.core.gate import Claim
from headway.core.registry import Done, Empty, Question, action
from headway.core.roles import DECIDERS, EVERYONE, MAKERS

RIGHTS = tuple(RIGHT_OF.values())


class DecisionTake(Question):
    """The choice by its letter where there are options, and in words what is decided."""

    ref: str = Field(min_length=1, max_length=100)
    choice: str = Field("", max_length=4, examples=["A"])
    outcome: str = Field(min_length=1, max_length=5000)
    trade_off: str = Field("", max_length=3000, description="What is given up for it.")
    revisit_on: date | None = None
    condition: Condition | None = None


def take_claim(context: Context, question: DecisionTake) -> Claim | None:
    decision = open_decision(context, question.ref)
    chosen = f", {_title(decision, question.choice)}" if question.choice else ""
    replaced = list(decision.supersedes.filter(state__in=Decision.IN_FORCE).order_by("ref"))
    words = [f"{decision.ref} {decision.question}", f"Decided as: {question.outcome}{chosen}"]
    words += [f"Given up for it: {question.trade_off}"] if question.trade_off else []
    words += [f"{one.ref} {one.question} no longer holds" for one in replaced]
    return decision_claim(context, decision, *words)


@action("decisions.decision_take", roles=EVERYONE, rights=RIGHTS, claim=take_claim)
def decision_take(context: Context, question: DecisionTake) -> Done[RecordRef]:
    """Take an open decision: only its decider may, and where there are options one of them is chosen.

    A solution trade-off uses the right DRt1, on which product, engineering and design agree; a conflict uses LV14.
    The decision that it was opened to replace is superseded with it. Raises Refused for anybody but the decider,
    Invalid without one.
    """
    decision = open_decision(context, question.ref)
    _refuse_others(context, decision)
    _choose(decision, question.choice)
    decision.outcome, decision.trade_off = question.outcome, question.trade_off or decision.trade_off
    decision.state = Decision.State.DECIDED
    decision.decided_at, decision.decided_by = context.now, context.actor
    _trigger(context, decision, question.revisit_on, question.condition)
    decision.version += 1
    decision.save()
    replaced = [
        _superseded(context, one, decision) for one in decision.supersedes.filter(state__in=Decision.IN_FORCE)
    ]
    summary = f"Took the decision {decision.ref}: {question.outcome}"
    changes = {"choice": decision.choice, "outcome": decision.outcome, "supersedes": replaced}
    return Done(ref_of(decision, decision.ref), summary, decision, changes)


def _refuse_others(context: Context, decision: Decision) -> None:
    if decision.decider is None:
        raise Invalid(f"{decision.ref} has no decider yet; name one with decisions.decision_edit first.")
    if decision.decider != context.actor:
        raise Refused(f"Only its decider, {decision.decider}, takes {decision.ref}.")


def _choose(decision: Decision, choice: str) -> None:
    keys = [one["key"] for one in decision.options]
    if keys and choice not in keys:
        raise Invalid(f"Field choice: {choice!r} is none of the options {', '.join(keys)}.")
    if choice and not keys:
        raise Invalid(f"Field choice: {decision.ref} has no options; say in outcome what is decided.")
    decision.choice = choice


def _title(decision: Decision, key: str) -> str:
    return next((f"option {key}: {one['title']}" for one in decision.options if one["key"] == key), key)


def _trigger(context: Context, decision: Decision, on: date | None, condition: Condition | None) -> None:
    """A new date must lie ahead; what is left out stays."""
    if on and on <= context.today:
        raise Invalid(f"Field revisit_on: {on} is not in the future.")
    decision.revisit_on = on or decision.revisit_on
    if condition:
        decision.condition, decision.reading = condition_checked(context, condition), {}


def _superseded(context: Context, old: Decision, new: Decision) -> str:
    old.superseded_by, old.state = new, Decision.State.SUPERSEDED
    old.closed_at, old.closing_reason = context.now, f"Replaced by {new.ref}"
    old.version += 1
    old.save()
    return old.ref


def _standing(context: Context, ref: str) -> Decision:
    decision = row(Decision, context, ref)
    if decision.state not in Decision.IN_FORCE:
        raise Conflict(f"{decision.ref} is {decision.get_state_display().lower()}, so it is not in force.")
    return decision


def _own(context: Context, decision: Decision) -> None:
    """What was decided may be changed by whoever decided it and by those who decide on products."""
    if context.role not in DECIDERS and decision.decider != context.actor:
        raise Refused(f"Only its decider, {decision.decider}, or a product role changes {decision.ref}.")


class DecisionSupersede(Question):
    ref: str = Field(min_length=1, max_length=100)
    by: str = Field(min_length=1, max_length=100, description="The taken decision that replaces it.")


def supersede_claim(context: Context, question: DecisionSupersede) -> Claim | None:
    decision = _standing(context, question.ref)
    words = f"{decision.ref} {decision.question} no longer holds, replaced by {question.by}"
    return decision_claim(context, decision, words)


@action("decisions.decision_supersede", roles=MAKERS, rights=RIGHTS, claim=supersede_claim)
def decision_supersede(context: Context, question: DecisionSupersede) -> Done[RecordRef]:
    """Replace a taken decision by another taken one; the old one stays readable and says by which.

    Raises Conflict where either is not in force, Invalid where both are the same.
    """
    old, new = _standing(context, question.ref), _standing(context, question.by)
    if old == new:
        raise Invalid(f"Field by: {new.ref} cannot replace itself.")
    _own(context, old)
    _superseded(context, old, new)
    summary = f"Superseded the decision {old.ref} by {new.ref}"
    return Done(ref_of(old, old.ref), summary, old, {"by": new.ref})


class DecisionReverse(Question):
    ref: str = Field(min_length=1, max_length=100)
    reason: str = Field(min_length=10, max_length=500)


def reverse_claim(context: Context, question: DecisionReverse) -> Claim | None:
    decision = _standing(context, question.ref)
    words = f"{decision.ref} {decision.question} is taken back"
    return decision_claim(context, decision, words, f"Reason: {question.reason}")


@action("decisions.decision_reverse", roles=MAKERS, rights=RIGHTS, claim=reverse_claim)
def decision_reverse(context: Context, question: DecisionReverse) -> Done[RecordRef]:
    """Take a decision back, with a reason, without another in its place.

    Raises Conflict where it is not in force, Refused for whoever is neither its decider nor in a product role.
    """
    decision = _standing(context, question.ref)
    _own(context, decision)
    decision.state = Decision.State.REVERSED
    decision.closed_at, decision.closing_reason = context.now, question.reason
    decision.version += 1
    decision.save()
    summary = f"Reversed the decision {decision.ref}: {question.reason}"
    return Done(ref_of(decision, decision.ref), summary, decision, {"reason": question.reason})


class DecisionKeep(Question):
    ref: str = Field(min_length=1, max_length=100)
    reason: str = Field(min_length=10, max_length=500)
    revisit_on: date | None = None
    condition: Condition | None = None


@action("decisions.decision_keep", roles=MAKERS)
def decision_keep(context: Context, question: DecisionKeep) -> Done[RecordRef]:
    """Keep a decision that was due for a second look, with a reason and a new trigger.

    The old trigger is dropped, since it has done its work; without a new one the decision holds for good. Raises
    Conflict where it is not due.
    """
    decision = row(Decision, context, question.ref)
    if decision.state != Decision.State.REVISIT_DUE:
        raise Conflict(
            f"{decision.ref} is {decision.get_state_display().lower()}, not due for a second look."
        )
    _own(context, decision)
    before = {"revisit_on": decision.revisit_on, "condition": decision.condition}
    decision.state, decision.revisit_reason = Decision.State.DECIDED, ""
    decision.revisit_on, decision.condition, decision.reading = None, {}, {}
    _trigger(context, decision, question.revisit_on, question.condition)
    decision.version += 1
    decision.save()
    summary = f"Kept the decision {decision.ref}: {question.reason}"
    return Done(ref_of(decision, decision.ref), summary, decision, {"before": before})


@dataclass(frozen=True)
class Look:
    """What one decision's trigger says: why it is due, or why nobody can tell; both empty where it is not due."""

    due: str
    unknown: str
    reading: Reading | None


def looks(context: Context, question: Empty) -> dict[Any, Look]:
    """Read every trigger before anything is written, since a reading may take a while."""
    return {one.pk: _look(context, one) for one in watched(context)}


def watched(context: Context) -> list[Decision]:
    """The taken decisions that have a trigger."""
    found = rows(Decision, context).filter(state=Decision.State.DECIDED).order_by("created_at", "id")
    return [one for one in found if one.revisit_on or one.condition]


def _look(context: Context, decision: Decision) -> Look:
    if decision.revisit_on and decision.revisit_on <= context.today:
        return Look(f"its date, {day_words(decision.revisit_on)}, has come", "", None)
    if not decision.condition:
        return Look("", "", None)
    reading, condition = reading_of(context, decision.condition), decision.condition
    if reading.value is None:
        return Look("", f"{condition_words(condition)}; unknown, since {reading.reason}", reading)
    met = holds(reading.value, condition["comparison"], condition["value"])
    words = f"{condition_words(condition)}; now {reading.value:g}"
    return Look(words if met else "", "", reading)


@action("decisions.decision_revisit_check", roles=MAKERS, prepare=looks)
def decision_revisit_check(context: Context, question: Empty, found: dict[Any, Look]) -> Done[RevisitReport]:
    """Look at the trigger of every taken decision and mark those that are due for a second look, with the reason.

    A trigger whose metric is unknown is not due; the report says why. Runs by itself every day.
    """
    decisions = [one for one in watched(context) if one.pk in found]
    report = RevisitReport(checked=len(decisions), due=[], unknown=[])
    for one in decisions:
        _noted(context, one, found[one.pk], report)
    summary = f"Looked at the triggers of {len(decisions)} decisions: {len(report.due)} due"
    return Done(report, summary, None, {"due": [one.model_dump() for one in report.due]})


def _noted(context: Context, decision: Decision, look: Look, report: RevisitReport) -> None:
    if reading := look.reading:
        plain = {"value": reading.value, "unit": reading.unit, "reason": reading.reason}
        decision.reading = plain | {"at": context.now.isoformat()}
    if look.unknown:
        report.unknown.append(RevisitFound(decision=decision.ref, reason=look.unknown))
    if look.due:
        decision.state, decision.revisit_reason = Decision.State.REVISIT_DUE, look.due[:500]
        decision.version += 1
        report.due.append(RevisitFound(decision=decision.ref, reason=look.due))
    decision.save()
