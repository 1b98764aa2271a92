"""What can be asked of assessments of data handling and of requests that others decide."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from headway.apps.decisions.members import MemberShown, shown
from headway.apps.decisions.models import Assessment, Recommendation
from headway.apps.decisions.request_actions import RIGHTS, answerers
from headway.apps.governance.standing import standing_of
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.paging import latest_of, part_of, total_of
from headway.core.registry import Answer, query
from headway.engine.rights.policy import Reach


class AssessmentRow(Answer):
    id: str
    title: str
    subject: str
    data_classes: list[str]
    retention_days: int | None
    residual: str
    signed: bool
    signed_by: str
    signed_at: datetime | None
    review_on: date | None
    review_due: bool


class AssessmentList(Answer):
    rows: list[AssessmentRow]
    total: int
    unsigned: int
    review_due: int
    next: str = ""


class AssessmentDetail(Answer):
    """One assessment in full, with the positions that whoever signed it held then."""

    assessment: AssessmentRow
    record_id: str
    version: int
    purpose: str
    lawful_basis: str
    controls: list[str]
    residual_words: str
    made_by: MemberShown | None
    signed_as: list[str]


class AssessmentQuestion(PageQuestion):
    """`which`: those nobody has signed as they stand, those whose review date has come, or all."""

    which: Literal["all", "unsigned", "review_due"] = "all"
    subject: str = Field("", max_length=100, description="Ref of an initiative or a PRD.")


@query("decisions.assessment_list")
def assessment_list(context: Context, question: AssessmentQuestion) -> AssessmentList:
    """Which work touches which data, how long they are kept, who signed for it and when it is looked at again."""
    records = rows(Assessment, context).select_related("initiative", "prd", "signed_by")
    every = [_assessment_row(context, one) for one in records.order_by("created_at", "id")]
    found = [one for one in every if question.subject in ("", one.subject)]
    if question.which == "unsigned":
        found = [one for one in found if not one.signed]
    if question.which == "review_due":
        found = [one for one in found if one.review_due]
    part, more = part_of(found, question, lambda one: one.id)
    return AssessmentList(
        rows=part,
        total=len(found),
        unsigned=sum(not one.signed for one in every),
        review_due=sum(one.review_due for one in every),
        next=more,
    )


def _assessment_row(context: Context, one: Assessment) -> AssessmentRow:
    subject = one.prd or one.initiative
    return AssessmentRow(
        id=one.ref,
        title=one.title,
        subject=subject.ref if subject else "",
        data_classes=one.data_classes,
        retention_days=one.retention_days,
        residual=one.residual,
        signed=one.signed_at is not None,
        signed_by=str(one.signed_by or ""),
        signed_at=one.signed_at,
        review_on=one.review_on,
        review_due=one.review_on is not None and one.review_on <= context.today,
    )


@query("decisions.assessment_detail")
def assessment_detail(context: Context, question: RefQuestion) -> AssessmentDetail:
    """One assessment: data, purpose, lawful basis, days kept, controls, the risk left, and the signature."""
    one = row(Assessment, context, question.ref)
    return AssessmentDetail(
        assessment=_assessment_row(context, one),
        record_id=str(one.pk),
        version=one.version,
        purpose=one.purpose,
        lawful_basis=one.lawful_basis,
        controls=one.controls,
        residual_words=one.residual_words,
        made_by=shown(one.made_by),
        signed_as=one.signed_as,
    )


class MarkShown(Answer):
    area: str
    mark: int
    quote: str


class RequestRow(Answer):
    """A request that others decide; `answered_by_positions` are the positions that may, by the rights policy."""

    id: str
    kind: str
    right: str
    state: str
    title: str
    rationale: str
    amount_minor: int | None
    currency: str
    scorecard: list[MarkShown]
    mark_mean: float | None
    outcomes: list[str]
    constraints: list[str]
    alternatives: list[str]
    made_by: MemberShown | None
    made_at: datetime
    answer: str
    answered_by: str
    answered_as: list[str]
    answered_at: datetime | None
    answered_by_positions: list[str]
    mine_to_answer: bool


class RequestList(Answer):
    rows: list[RequestRow]
    total: int
    waiting: int
    next: str = ""


class RequestQuestion(PageQuestion):
    """Which requests; `ref` is one of them."""

    ref: str = Field("", max_length=100)
    state: Literal["", "sent", "accepted", "declined"] = ""
    kind: Literal["", "budget", "vendor", "hire", "architecture"] = ""


@query("decisions.request_list")
def request_list(context: Context, question: RequestQuestion) -> RequestList:
    """Requests for budgets, vendors, hires and architectures, the latest first, and what became of each."""
    every = rows(Recommendation, context)
    if question.ref:
        row(Recommendation, context, question.ref)
    wanted = {name: value for name in ("ref", "state", "kind") if (value := getattr(question, name))}
    found = every.filter(**wanted)
    part, more = latest_of(found.select_related("made_by", "answered_by"), question, "created_at")
    held = standing_of(context).held(Reach())
    answering = {kind: answerers(context, kind) for kind in {one.kind for one in part}}
    return RequestList(
        rows=[_request_row(context, one, answering[one.kind], held) for one in part],
        total=total_of(found, part, more, question.after),
        waiting=every.filter(state=Recommendation.State.SENT).count(),
        next=more,
    )


def _request_row(
    context: Context, one: Recommendation, answering: tuple[str, ...], held: frozenset[str]
) -> RequestRow:
    marks = [line["mark"] for line in one.scorecard]
    open_to_me = one.state == Recommendation.State.SENT and one.made_by_id != context.actor.pk
    return RequestRow(
        id=one.ref,
        kind=one.kind,
        right=RIGHTS[one.kind],
        state=one.state,
        title=one.title,
        rationale=one.rationale,
        amount_minor=one.amount_minor,
        currency=one.currency,
        scorecard=[MarkShown(**line) for line in one.scorecard],
        mark_mean=sum(marks) / len(marks) if marks else None,
        outcomes=one.outcomes,
        constraints=one.constraints,
        alternatives=one.alternatives,
        made_by=shown(one.made_by),
        made_at=one.created_at,
        answer=one.answer,
        answered_by=str(one.answered_by or ""),
        answered_as=one.answered_as,
        answered_at=one.answered_at,
        answered_by_positions=list(answering),
        mine_to_answer=open_to_me and bool(held & set(answering)),
    )
