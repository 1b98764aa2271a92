"""What can be done with a diagnosis: keep it, note what was looked at and done, say what came of it."""

from datetime import date
from typing import Any, Literal

from pydantic import Field, JsonValue

from headway.apps.diagnosis.answers import ChangeAnswer
from headway.apps.diagnosis.models import Diagnosis, DiagnosisCheck, DiagnosisDeed
from headway.apps.diagnosis.queries import change_explain
from headway.apps.diagnosis.questions import ChangeQuestion
from headway.apps.metrics.models import Metric
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.kinds import kind_named
from headway.core.links import Tie, links_store
from headway.core.models import Link, WorkspaceRecord
from headway.core.perform import parse
from headway.core.records import member_named, next_ref, record_save
from headway.core.registry import Done, Question, action, entry_named
from headway.core.roles import CONTRIBUTORS

EXPLAINS, NAMES, LED_TO = "explains", "names", "led_to"
State = Diagnosis.State
# Of a kept series the last half year tells how it was.
POINTS_KEPT = 183


class DiagnosisSave(Question):
    ref: str = Field("", max_length=100, description="None keeps a new one.")
    title: str | None = Field(None, min_length=1, max_length=300)
    question: dict[str, JsonValue] | None = Field(None, description="As diagnosis.change_explain takes it.")
    chosen: str | None = Field(None, max_length=80, description="Key of the hypothesis that is followed.")
    owner: str | None = Field(None, max_length=254, description="E-mail address; else you.")
    review_on: date | None = Field(None, description="When its owner is to say what came of it.")


def _explained(context: Context, question: DiagnosisSave) -> ChangeAnswer | None:
    if question.question is None:
        return None
    if question.ref:
        raise Conflict(
            f"{question.ref} keeps what was found on its day; keep a new diagnosis of the new question."
        )
    asked = parse(entry_named("diagnosis.change_explain", "query"), question.question)
    assert isinstance(asked, ChangeQuestion)
    if asked.events is not None:
        raise Invalid("Field question.events: only what is stored can be kept; load the events first.")
    return change_explain(context, asked)


@action("diagnosis.diagnosis_save", roles=CONTRIBUTORS, prepare=_explained)
def diagnosis_save(context: Context, question: DiagnosisSave, found: ChangeAnswer | None) -> Done[RecordRef]:
    """Keep a change with what may be behind it as it stands today, or change the title, choice, owner or review day
    of one that is kept; what is left out stays.

    Raises Invalid without a question for a new one, for a change that cannot be explained and a choice that is none
    of its hypotheses; Conflict for another question of one that is kept.
    """
    values = question.model_dump(exclude={"ref", "owner"})
    if found is not None:
        values |= _kept(found, question)
    if question.owner is not None or not question.ref:
        values["owner"] = member_named(context, question.owner, "owner") if question.owner else context.actor
    ref = question.ref or next_ref(context, Diagnosis, "DG")
    if question.ref:
        row(Diagnosis, context, ref)
    saved = record_save(context, Diagnosis, ref, values, ("title", "question"))
    _chosen_checked(saved.record)
    if saved.is_new:
        _tie_metric(context, saved.record)
    if "chosen" in saved.changes:
        _tie_happening(context, saved.record)
    changes = {name: one for name, one in saved.changes.items() if name != "found"}
    return Done(
        ref_of(saved.record), f"{saved.verb} the diagnosis {saved.record.title}", saved.record, changes
    )


def _kept(found: ChangeAnswer, question: DiagnosisSave) -> dict[str, Any]:
    if found.change is None:
        raise Invalid(f"Field question: there is nothing to keep, since {found.reason}.")
    plain = found.model_dump(mode="json")
    first = plain["hypotheses"][0]["key"] if plain["hypotheses"] else ""
    return {
        "found": plain | {"points": plain["points"][-POINTS_KEPT:]},
        "title": question.title or found.title,
        "chosen": question.chosen if question.chosen is not None else first,
    }


def _chosen_checked(one: Diagnosis) -> None:
    keys = [row["key"] for row in one.found.get("hypotheses", [])]
    if one.chosen and one.chosen not in keys:
        raise Invalid(f"Field chosen: {one.chosen!r} is none of its hypotheses; there are {', '.join(keys)}.")


def _tie_metric(context: Context, one: Diagnosis) -> None:
    metric = rows(Metric, context).filter(ref=one.question.get("metric") or "").first()
    if metric:
        links_store(context, [Tie(EXPLAINS, one, metric, state=Link.State.CONFIRMED)])


def _tie_happening(context: Context, one: Diagnosis) -> None:
    """Link the launch, experiment or other record that the chosen hypothesis names."""
    named: dict[str, str] = next((row for row in one.found["hypotheses"] if row["key"] == one.chosen), {})
    if kind := named.get("record_kind"):
        happened = rows(kind_named(kind).model, context).filter(ref=named["record"]).first()
        if happened:
            links_store(context, [Tie(NAMES, one, happened, state=Link.State.CONFIRMED)])


class CheckSave(Question):
    ref: str = Field(min_length=1, max_length=100, description="Of the diagnosis.")
    words: str = Field(min_length=1, max_length=500, description="What was looked at.")
    result: Literal["true", "false", "unknown"]
    note: str = Field("", max_length=1000)


@action("diagnosis.check_add", roles=CONTRIBUTORS)
def check_add(context: Context, question: CheckSave) -> Done[RecordRef]:
    """Note what was looked at and whether it is so. Raises NotFound."""
    one = row(Diagnosis, context, question.ref)
    DiagnosisCheck.objects.create(
        workspace=context.workspace, diagnosis=one, words=question.words, result=question.result, note=question.note,
        by=context.actor, created_at=context.now,
    )  # fmt: skip
    label = DiagnosisCheck.Result(question.result).label
    return Done(ref_of(one), f"Checked for {one.ref}: {question.words} {label}."[:500], one)


class DeedSave(Question):
    ref: str = Field(min_length=1, max_length=100, description="Of the diagnosis.")
    words: str = Field(min_length=1, max_length=500, description="What was done.")
    kind: str = Field(
        "", max_length=60, examples=["decision"], description="Kind of the record that came of it."
    )
    record: str = Field("", max_length=100, description="Ref of that record.")


@action("diagnosis.deed_add", roles=CONTRIBUTORS)
def deed_add(context: Context, question: DeedSave) -> Done[RecordRef]:
    """Note what was done about it, and link the problem, initiative, decision or other record that came of it.

    Raises NotFound, and Invalid for a kind without its record.
    """
    one = row(Diagnosis, context, question.ref)
    made = _record(context, question)
    DiagnosisDeed.objects.create(
        workspace=context.workspace, diagnosis=one, words=question.words, kind=question.kind,
        record=made.ref if made else "", by=context.actor, created_at=context.now,
    )  # fmt: skip
    if made:
        links_store(context, [Tie(LED_TO, one, made, note=question.words[:500], state=Link.State.CONFIRMED)])
    return Done(ref_of(one), f"Did for {one.ref}: {question.words}"[:500], one)


def _record(context: Context, question: DeedSave) -> WorkspaceRecord | None:
    if bool(question.kind) != bool(question.record):
        raise Invalid("Field record: name both the kind of the record and its ref, or neither.")
    return row(kind_named(question.kind).model, context, question.record) if question.kind else None


class DiagnosisSettle(Question):
    ref: str = Field(min_length=1, max_length=100)
    state: Literal["open", "confirmed", "refuted"]
    outcome: str | None = Field(None, max_length=5000, description="What came of it, and how that is known.")


@action("diagnosis.diagnosis_settle", roles=CONTRIBUTORS)
def diagnosis_settle(context: Context, question: DiagnosisSettle) -> Done[RecordRef]:
    """Say whether a diagnosis held, with what came of it, or open it again. Raises NotFound, and Invalid where it is
    settled without an outcome."""
    one = row(Diagnosis, context, question.ref)
    is_settled = question.state != "open"
    if is_settled and not (question.outcome or one.outcome):
        raise Invalid("Field outcome: say what came of it, and how that is known.")
    values = {"state": question.state, "outcome": question.outcome}
    saved = record_save(context, Diagnosis, one.ref, values, ())
    saved.record.reviewed_at = context.now if is_settled else None
    saved.record.save(update_fields=["reviewed_at"])
    label = State(question.state).label
    return Done(ref_of(saved.record), f"{label}: {saved.record.title}", saved.record, saved.changes)
