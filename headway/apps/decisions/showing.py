"""Decisions as rows and in full."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from headway.apps.decisions import evidence
from headway.apps.decisions.answers import (
    ConditionShown,
    CriterionShown,
    DecisionDetail,
    DecisionRow,
    DissentShown,
    OptionShown,
    PartyShown,
)
from headway.apps.decisions.claims import STANDS_ON
from headway.apps.decisions.members import shown
from headway.apps.decisions.models import Decision
from headway.apps.decisions.wording import condition_words, weighted_score
from headway.core.context import Context
from headway.core.days import days_between
from headway.core.figures import Figure


def days_overdue(decision: Decision, on: date) -> int:
    """Days since it was due while it is open; 0 where it is not due yet, has no date or is taken."""
    if decision.state != Decision.State.OPEN or decision.due is None:
        return 0
    return max(0, (on - decision.due).days)


def decision_row(context: Context, decision: Decision, linked: Mapping[UUID, Sequence[Any]]) -> DecisionRow:
    """One row; `decision.dissent_count` is counted with the list."""
    overdue = days_overdue(decision, context.today)
    end = decision.decided_at or context.now
    # A decision on a problem that was imported later took no time.
    return DecisionRow(
        id=decision.ref,
        question=decision.question,
        kind=decision.kind,
        state=decision.state,
        decider=shown(decision.decider),
        problem=evidence.record_shown(decision.problem) if decision.problem else None,
        due=decision.due,
        overdue=overdue > 0,
        days_overdue=overdue,
        opened_at=decision.created_at,
        identified_at=decision.identified_at,
        decided_at=decision.decided_at,
        age_days=round(days_between(decision.identified_at, end), 1),
        options=len(decision.options),
        criteria=len(decision.criteria),
        evidence=len(linked.get(decision.pk, ())),
        dissents=getattr(decision, "dissent_count", 0),
        choice=_choice(decision),
        outcome=decision.outcome,
        revisit_on=decision.revisit_on,
    )


def _choice(decision: Decision) -> str:
    return next((one["title"] for one in decision.options if one["key"] == decision.choice), "")


def decision_detail(context: Context, decision: Decision) -> DecisionDetail:
    """All of it; `age_days` of one that is open counts to now."""
    found = evidence.linked_all(context, STANDS_ON, [decision])
    dissents = list(decision.dissents.select_related("author").order_by("at", "id"))
    decision.dissent_count = len(dissents)  # type: ignore[attr-defined]
    return DecisionDetail(
        decision=decision_row(context, decision, found),
        record_id=str(decision.pk),
        version=decision.version,
        background=decision.background,
        options=[_option(one, decision.criteria) for one in decision.options],
        criteria=[CriterionShown(**one) for one in decision.criteria],
        parties=[PartyShown(**one) for one in decision.parties],
        evidence=[evidence.record_shown(one) for one in found.get(decision.pk, [])],
        opened_by=shown(decision.opened_by),
        decided_by=shown(decision.decided_by),
        consulted=[one for user in decision.consulted.order_by("email") if (one := shown(user))],
        dissents=[DissentShown(author=str(one.author), words=one.words, at=one.at) for one in dissents],
        trade_off=decision.trade_off,
        condition=_condition(decision),
        revisit_reason=decision.revisit_reason,
        supersedes=list(decision.supersedes.order_by("ref").values_list("ref", flat=True)),
        superseded_by=decision.superseded_by.ref if decision.superseded_by else "",
        closed_at=decision.closed_at,
        closing_reason=decision.closing_reason,
        may_take=decision.state == Decision.State.OPEN and decision.decider_id == context.actor.pk,
    )


def _option(option: dict[str, Any], criteria: Sequence[dict[str, Any]]) -> OptionShown:
    weighted, reason = weighted_score(option["scores"], criteria)
    return OptionShown(**option, weighted=weighted, reason=reason)


def _condition(decision: Decision) -> ConditionShown | None:
    if not decision.condition:
        return None
    return ConditionShown(
        **decision.condition, words=condition_words(decision.condition), reading=_reading(decision)
    )


def _reading(decision: Decision) -> Figure | None:
    reading = decision.reading
    if not reading:
        return None
    return Figure(
        value=reading["value"],
        unit=reading["unit"],
        reason=reading["reason"],
        as_of=datetime.fromisoformat(reading["at"]),
        definition=f"{decision.condition['metric']}@1",
    )
