"""What can be asked of kept diagnoses."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.db.models import QuerySet
from pydantic import Field

from headway.apps.diagnosis.answers import (
    ChangeAnswer,
    CheckRow,
    DeedRow,
    DiagnosisDetail,
    DiagnosisList,
    DiagnosisRow,
)
from headway.apps.diagnosis.models import Diagnosis
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.kinds import kind_named
from headway.core.models import Link
from headway.core.paging import latest_of
from headway.core.registry import query


class DiagnosesQuestion(PageQuestion):
    state: Literal["", "open", "confirmed", "refuted"] = ""
    kind: str = Field(
        "", max_length=60, examples=["metric"], description="With `record`: only those linked with it."
    )
    record: str = Field(
        "", max_length=100, description="Ref of a metric, problem, launch, decision or other record."
    )


@query("diagnosis.diagnosis_list")
def diagnosis_list(context: Context, question: DiagnosesQuestion) -> DiagnosisList:
    """The kept diagnoses, the latest first, with the hypothesis that was chosen; of a record those that explain it,
    name it as what happened, or led to it. Raises NotFound for an unknown kind."""
    found = rows(Diagnosis, context).select_related("owner")
    if question.state:
        found = found.filter(state=question.state)
    if question.kind or question.record:
        found = found.filter(pk__in=_linked_with(context, question.kind, question.record))
    shown, more = latest_of(found, question, "created_at")
    return DiagnosisList(rows=[_row(context, one) for one in shown], next=more)


@query("diagnosis.diagnosis_detail")
def diagnosis_detail(context: Context, question: RefQuestion) -> DiagnosisDetail:
    """One diagnosis as it was found, with its checks and deeds in their order. Raises NotFound."""
    one = row(Diagnosis, context, question.ref)
    return DiagnosisDetail(
        row=_row(context, one), question=one.question, found=ChangeAnswer.model_validate(one.found), chosen=one.chosen,
        outcome=one.outcome, reviewed_at=one.reviewed_at,
        checks=[
            CheckRow(words=check.words, result=check.result, note=check.note, by=str(check.by), at=check.created_at)
            for check in one.checks.select_related("by").order_by("created_at", "pk")
        ],
        deeds=[
            DeedRow(words=deed.words, kind=deed.kind, record=deed.record, by=str(deed.by), at=deed.created_at,
                    address=kind_named(deed.kind).address(context.workspace.slug, deed.record) if deed.kind else "")
            for deed in one.deeds.select_related("by").order_by("created_at", "pk")
        ],
    )  # fmt: skip


def _linked_with(context: Context, kind: str, ref: str) -> "QuerySet[Link, UUID]":
    records = rows(kind_named(kind).model, context).filter(ref=ref).values("pk")
    links = rows(Link, context).filter(from_kind=Diagnosis._meta.label_lower, to_id__in=records)
    return links.exclude(state=Link.State.REJECTED).values_list("from_id", flat=True)


def _since(one: Diagnosis) -> date | None:
    """The day on which the level turned, or the first of the days that were asked about."""
    text = (one.found.get("since") or {}).get("day") or one.found.get("now_from")
    return date.fromisoformat(text) if text else None


def _row(context: Context, one: Diagnosis) -> DiagnosisRow:
    chosen: dict[str, Any] = next(
        (each for each in one.found.get("hypotheses", []) if each["key"] == one.chosen), {}
    )
    is_due = (
        one.state == Diagnosis.State.OPEN and one.review_on is not None and one.review_on <= context.today
    )
    return DiagnosisRow(
        ref=one.ref, version=one.version, title=one.title, state=one.state, owner=str(one.owner),
        review_on=one.review_on, is_due=is_due, kept_at=one.created_at, since=_since(one), text=chosen.get("text", ""),
        words=chosen.get("words", ""), change=one.found.get("change"), unit=one.found.get("unit", ""),
    )  # fmt: skip
