"""What can be asked of requirements: PRDs, how work will be judged, what can go wrong, the backlog."""

from django.db.models import F, Q
from pydantic import Field

from headway.apps.requirements import documents
from headway.apps.requirements.answers import (
    BacklogList,
    BacklogRow,
    InitiativeMetric,
    MetricList,
    MetricRow,
    PrdDetail,
    PrdList,
    RiskList,
    RiskRow,
)
from headway.apps.requirements.gathering import Readings
from headway.apps.requirements.models import BacklogItem, Prd, SuccessMetric
from headway.apps.requirements.readings import Figures
from headway.apps.requirements.records import citation_of, known_now
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.paging import first_of, latest_of, total_of
from headway.core.registry import Question, query
from headway.engine.drafting.faults import faults
from headway.engine.drafting.metrics import success_metrics
from headway.engine.drafting.risks import Risk, risks
from headway.engine.drafting.text import document


class PrdsQuestion(PageQuestion):
    status: str = Field("", max_length=16)
    initiative: str = Field("", max_length=100)


@query("requirements.prd_list")
def prd_list(context: Context, question: PrdsQuestion) -> PrdList:
    """The requirements documents, the latest changed first."""
    found = rows(Prd, context).select_related("initiative")
    if question.status:
        found = found.filter(status=question.status)
    if question.initiative:
        found = found.filter(initiative__ref=question.initiative)
    shown, more = latest_of(found, question, "updated_at")
    return PrdList(rows=[documents.prd_row(one) for one in shown], next=more)


@query("requirements.prd_detail")
def prd_detail(context: Context, question: RefQuestion) -> PrdDetail:
    """One requirements document with its citations, metrics, and what in it the records do not back.

    `markdown` is the whole document; `[n]` in it is the citation with that `ref`. `faults` are found anew against
    the records as they are now: one sentence per quote, number or id that does not hold. Raises NotFound.
    """
    prd = row(Prd, context, question.ref)
    sections, citations = documents.sections_of(prd), documents.citations_of(prd)
    sources = documents.sources_of(citations)
    text = documents.plain_sections(sections)
    metrics = rows(SuccessMetric, context).filter(prd=prd).select_related("key_result")
    return PrdDetail(
        prd=documents.prd_row(prd),
        record_id=str(prd.pk),
        version=prd.version,
        sections=sections,
        citations=citations,
        metrics=[documents.metric_row(one) for one in metrics.order_by("is_guardrail", "id")],
        markdown=document(prd.title, text),
        faults=faults(text, sources, known_now(context, sources.values())),
    )


class BacklogQuestion(PageQuestion):
    status: str = Field("", max_length=40)
    kind: str = Field("", max_length=40)
    initiative: str = Field("", max_length=100)
    contains: str = Field("", max_length=200)


BACKLOG_FIELDS = ("ref", "title", "kind", "status", "points", "updated_at", "position", "initiative__ref")


@query("requirements.backlog_list")
def backlog_list(context: Context, question: BacklogQuestion) -> BacklogList:
    """The backlog: tickets in the order people gave, then the others by ref; points as the tracker has them.

    Filtered by status, kind, initiative or words of the title.
    """
    conditions = {
        "status__iexact": question.status,
        "kind__iexact": question.kind,
        "title__icontains": question.contains,
        "initiative__ref": question.initiative,
    }
    found = rows(BacklogItem, context).filter(**{name: value for name, value in conditions.items() if value})
    further = found.filter(_behind(context, question.after)) if question.after else found
    slim = further.select_related("initiative").only(*BACKLOG_FIELDS)
    ordered = slim.order_by(F("position").asc(nulls_last=True), "ref")
    shown, more = first_of(ordered, question.limit)
    total = total_of(found, shown, more, question.after)
    return BacklogList(rows=[_backlog_row(one) for one in shown], total=total, next=more)


def _behind(context: Context, ref: str) -> Q:
    """The items that come after the one with that ref."""
    last = rows(BacklogItem, context).filter(ref=ref).values_list("position", flat=True).first()
    unplaced = Q(position=None)
    if last is None:
        return unplaced & Q(ref__gt=ref)
    return Q(position__gt=last) | Q(position=last, ref__gt=ref) | unplaced


def _backlog_row(one: BacklogItem) -> BacklogRow:
    return BacklogRow(
        id=one.ref,
        title=one.title,
        kind=one.kind,
        status=one.status,
        points=one.points,
        updated_at=one.updated_at,
        position=one.position,
        initiative=one.initiative.ref if one.initiative else "",
    )


class PlannedQuestion(Question):
    """One initiative, or by default all that are in the latest plan."""

    initiative: str = Field("", max_length=100)


@query("requirements.metric_list")
def metric_list(context: Context, question: PlannedQuestion) -> MetricList:
    """How the initiatives of the latest plan will be judged: those set in a PRD, else those proposed from key results.

    A success metric has baseline, target and date; a guardrail must not get worse than its baseline. What is
    unknown is null with a reason. Raises NotFound for an unknown initiative.
    """
    readings = Readings(context)
    set_before = _set_metrics(context)
    found: list[InitiativeMetric] = []
    for ref in _wanted(readings, question.initiative):
        shown = set_before.get(ref) or [
            documents.metric_proposed(one) for one in success_metrics(readings.brief(ref))
        ]
        title = readings.initiatives[ref].title
        found += [
            InitiativeMetric(**one.model_dump(), initiative=ref, initiative_title=title) for one in shown
        ]
    return MetricList(plan=_plan_ref(readings), rows=found)


def _set_metrics(context: Context) -> dict[str, list[MetricRow]]:
    found = rows(SuccessMetric, context).select_related("key_result", "prd__initiative")
    by_initiative: dict[str, list[MetricRow]] = {}
    for one in found.order_by("is_guardrail", "id"):
        by_initiative.setdefault(one.prd.initiative.ref, []).append(documents.metric_row(one))
    return by_initiative


def _wanted(readings: Readings, initiative: str) -> list[str]:
    """The asked initiative, else those in the plan in its order."""
    if not initiative:
        return [item.id for item in readings.plan.items] if readings.plan else []
    if initiative not in readings.initiatives:
        raise NotFound(
            f"No initiative {initiative!r} in this workspace; prioritisation.initiative_list has the refs."
        )
    return [initiative]


def _plan_ref(readings: Readings) -> str:
    return readings.plan.id if readings.plan else ""


@query("requirements.risk_list")
def risk_list(context: Context, question: PlannedQuestion) -> RiskList:
    """What can go wrong with the initiatives of the latest plan, read off their records, each with its sources.

    Late finish, full teams, unconfirmed prerequisites, close deadlines, wide effort ranges, weak or one-sided
    evidence, shrinking problems. Probability is likely (two thirds or more), possible, unlikely (under one third),
    or empty where no record tells it. Raises NotFound for an unknown initiative.
    """
    readings = Readings(context)
    found = [
        _risk_row(ref, one, readings.figures)
        for ref in _wanted(readings, question.initiative)
        for one in risks(readings.brief(ref))
    ]
    return RiskList(plan=_plan_ref(readings), rows=found)


def _risk_row(initiative: str, one: Risk, figures: Figures) -> RiskRow:
    sources = list(dict.fromkeys(claim.source for claim in one.claims))
    return RiskRow(
        initiative=initiative,
        kind=one.kind,
        title=one.title,
        text=f"{one.text}.",
        probability=one.probability,
        impact=one.impact,
        owner="",
        mitigation=one.mitigation,
        citations=[citation_of(number, source, figures) for number, source in enumerate(sources, 1)],
    )
