"""Decisions and risks reach whom they belong to, and whoever decides hears in time what is due."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from headway.apps.decisions.models import Assessment, Decision, Risk
from headway.core.days import day_of
from headway.core.models import Workspace
from headway.core.talk.events import Event
from headway.core.talk.meaning import Happened, Meaning, Notice, Settled, dues, notices, yours

AHEAD = timedelta(days=2)


@notices("decisions.decision_open", "decisions.decision_edit", "decisions.conflict_record")
def decider_told(happened: Happened) -> Iterable[Meaning]:
    decision = happened.subject
    assert isinstance(decision, Decision)
    return yours(decision, decision.decider_id, f"You decide: {decision.question}")


@notices("decisions.risk_save")
def risk_owner_told(happened: Happened) -> Iterable[Meaning]:
    risk = happened.subject
    assert isinstance(risk, Risk)
    return yours(risk, risk.owner_id, f"You watch the risk: {risk.title}")


@notices("decisions.decision_take", "decisions.decision_reverse", "decisions.decision_keep")
def decision_settled(happened: Happened) -> Iterable[Meaning]:
    assert isinstance(happened.subject, Decision)
    return [Settled(Event.DECISION_DUE, happened.subject)]


@dues
def decisions_due(workspace: Workspace, now: datetime) -> Iterable[Notice]:
    """Two days ahead and once more when the day has passed, to the decider, else to whoever opened it."""
    today = day_of(workspace, now)
    found = Decision.objects.filter(workspace=workspace, state=Decision.State.OPEN, due__lte=today + AHEAD)
    for one in found.exclude(due=None):
        assert one.due is not None
        is_late = one.due < today
        words = f"{one.question} It {'was' if is_late else 'is'} due on {one.due:%d %B %Y}."
        yield _to_decider(one, words, f"{'late' if is_late else 'soon'}:{one.due}")


@dues
def decisions_to_revisit(workspace: Workspace, now: datetime) -> Iterable[Notice]:
    for one in Decision.objects.filter(workspace=workspace, state=Decision.State.REVISIT_DUE):
        yield _to_decider(one, one.revisit_reason or one.question, f"revisit:{one.decided_at}")


def _to_decider(decision: Decision, words: str, key: str) -> Notice:
    person = decision.decider_id or decision.opened_by_id
    return Notice(Event.DECISION_DUE, (person,), decision, words, f"decision:{decision.ref}:{key}")


@dues
def assessments_to_review(workspace: Workspace, now: datetime) -> Iterable[Notice]:
    today = day_of(workspace, now)
    for one in Assessment.objects.filter(workspace=workspace, review_on__lte=today):
        words, key = f"{one.title}: to be reviewed", f"assessment:{one.ref}:{one.review_on}"
        yield Notice(Event.DECISION_DUE, (one.made_by_id,), one, words, key)
