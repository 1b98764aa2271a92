"""What can be asked of the decision log."""

from datetime import date
from typing import Literal

from django.db.models import Count, Q, QuerySet
from pydantic import Field

from headway.apps.decisions import evidence
from headway.apps.decisions.answers import DecisionDetail, DecisionList
from headway.apps.decisions.claims import STANDS_ON
from headway.apps.decisions.members import member
from headway.apps.decisions.models import Decision
from headway.apps.decisions.showing import decision_detail as detail_shown
from headway.apps.decisions.showing import decision_row
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.days import whole_days
from headway.core.models import Link
from headway.core.paging import latest_of, total_of
from headway.core.registry import query

RELATED = ("problem", "decider", "superseded_by", "opened_by", "decided_by")


class DecisionQuestion(PageQuestion):
    """Which decisions; every filter that is given must hold."""

    state: Literal["", "open", "decided", "revisit_due", "superseded", "reversed"] = ""
    kind: Literal["", "general", "solution_tradeoff", "conflict", "exception"] = ""
    decider: str = Field("", max_length=254, description="E-mail of a member, or `none` for those without.")
    overdue: bool | None = None
    record: str = Field("", max_length=100, description="Ref of a record that it stands on or answers.")
    contains: str = Field("", max_length=200, description="Words of the question or the outcome.")
    decided_since: date | None = None
    decided_until: date | None = Field(None, description="The last day, in the workspace's time zone.")


@query("decisions.decision_list")
def decision_list(context: Context, question: DecisionQuestion) -> DecisionList:
    """The decision log, the latest opened first: what is open, what was decided, by whom and how long it took.

    `age_days` counts from when the problem (else the question) was identified. `open`, `overdue` and
    `without_decider` count the whole log, not only what the filters leave.
    """
    every = rows(Decision, context)
    found = _filtered(context, every, question)
    counted = found.annotate(dissent_count=Count("dissents")).select_related(*RELATED)
    listed, more = latest_of(counted, question, "created_at")
    linked = evidence.linked_all(context, STANDS_ON, listed)
    waiting = every.filter(state=Decision.State.OPEN)
    counts = waiting.aggregate(
        open=Count("pk"),
        overdue=Count("pk", filter=Q(due__lt=context.today)),
        without_decider=Count("pk", filter=Q(decider=None)),
    )
    return DecisionList(
        rows=[decision_row(context, one, linked) for one in listed],
        total=total_of(found, listed, more, question.after),
        next=more,
        **counts,
    )


def _filtered(context: Context, found: QuerySet[Decision], question: DecisionQuestion) -> QuerySet[Decision]:
    if question.state:
        found = found.filter(state=question.state)
    if question.kind:
        found = found.filter(kind=question.kind)
    if question.decider:
        found = found.filter(
            decider=None if question.decider == "none" else member(context, question.decider)
        )
    if question.overdue is not None:
        late = Q(state=Decision.State.OPEN, due__lt=context.today)
        found = found.filter(late if question.overdue else ~late)
    if question.contains:
        words = question.contains
        found = found.filter(Q(question__icontains=words) | Q(outcome__icontains=words))
    days = (question.decided_since, question.decided_until)
    found = found.filter(**whole_days(context.workspace, "decided_at", *days, prefix="decided_"))
    return _about(context, found, question.record) if question.record else found


def _about(context: Context, found: QuerySet[Decision], ref: str) -> QuerySet[Decision]:
    [record] = evidence.records(context, [ref])
    ends = rows(Link, context).filter(
        kind=STANDS_ON, from_kind="decisions.decision", to_kind=record._meta.label_lower, to_id=record.pk
    )
    return found.filter(Q(pk__in=ends.values("from_id")) | Q(problem=record.pk))


@query("decisions.decision_detail")
def decision_detail(context: Context, question: RefQuestion) -> DecisionDetail:
    """One decision with its options, evidence, dissent, trigger and what it replaced or was replaced by.

    An option's `weighted` is the mean of its scores by weight, 0 to 5; null with a reason where a score is
    missing. Raises NotFound.
    """
    decision = row(Decision, context, question.ref)
    return detail_shown(context, decision)
