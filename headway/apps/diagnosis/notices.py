"""What diagnoses mean to people: whose it becomes hears of it, and again on the day to look at what came of it."""

from collections.abc import Iterable
from datetime import datetime

from headway.apps.diagnosis.models import Diagnosis
from headway.core.days import day_of
from headway.core.models import Workspace
from headway.core.talk.events import Event
from headway.core.talk.meaning import Happened, Meaning, Notice, Settled, dues, notices, yours


@notices("diagnosis.diagnosis_save")
def diagnosis_saved(happened: Happened) -> Iterable[Meaning]:
    one = happened.subject
    assert isinstance(one, Diagnosis)
    return yours(one, one.owner_id, one.title) if "owner" in happened.entry.changes else []


@notices("diagnosis.diagnosis_settle")
def diagnosis_settled(happened: Happened) -> Iterable[Meaning]:
    assert isinstance(happened.subject, Diagnosis)
    return [Settled(Event.DECISION_DUE, happened.subject)]


@dues
def diagnoses_to_review(workspace: Workspace, now: datetime) -> Iterable[Notice]:
    today = day_of(workspace, now)
    found = Diagnosis.objects.filter(workspace=workspace, state=Diagnosis.State.OPEN, review_on__lte=today)
    for one in found:
        words = f"{one.title}: say what came of it"
        key = f"diagnosis:{one.ref}:{one.review_on}"
        yield Notice(Event.DECISION_DUE, (one.owner_id,), one, words, key)
