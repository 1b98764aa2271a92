"""What can be asked of prioritisation: initiatives with their inputs and scores, and what frameworks say."""

from typing import Any

from django.db.models import F, FilteredRelation, Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from pydantic import Field

from headway.apps.discovery.models import Problem
from headway.apps.prioritisation.answers import (
    EstimateRow,
    FrameworkScores,
    InitiativeDetail,
    InitiativeList,
    Selection,
)
from headway.apps.prioritisation.linking import ADDRESSES, with_merged
from headway.apps.prioritisation.listing import initiative_rows
from headway.apps.prioritisation.models import Initiative, InputEstimate, Score
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.models import Link
from headway.core.paging import first_of, total_of
from headway.core.registry import Question, query
from headway.engine.planning.errors import PlanningError
from headway.engine.scoring.errors import ScoringError

UNRANKED = 2**31 - 1


class InitiativesQuestion(PageQuestion):
    framework: str = Field("RICE", max_length=20)
    text: str = Field("", max_length=200, description="Only titles or refs that hold this.")
    problem: str = Field("", max_length=100, description="Only those linked to the problem with this ref.")
    team: str = Field("", max_length=120, description="Only those that need this team.")
    mandatory: bool | None = None
    enabler: bool | None = None
    nature: Initiative.Nature | None = None


@query("prioritisation.initiative_list")
def initiative_list(context: Context, question: InitiativesQuestion) -> InitiativeList:
    """The initiatives by rank in a framework, each with its inputs, score and the reasons for its rank.

    Reach is in people per quarter, impact on the scale 0.25 to 3, confidence a share, effort in person-weeks;
    initiatives without a score come last, by ref. Raises NotFound for an unknown problem.
    """
    found = _ranked(_filtered(context, question), question.framework)
    further = _after(context, found, question) if question.after else found
    shown, more = first_of(further, question.limit)
    as_of = rows(Score, context).filter(framework=question.framework).aggregate(latest=Max("as_of"))["latest"]
    return InitiativeList(
        rows=initiative_rows(context, shown, question.framework),
        total=total_of(found, shown, more, question.after),
        framework=question.framework,
        as_of=as_of,
        next=more,
    )


def _filtered(context: Context, question: InitiativesQuestion) -> QuerySet[Initiative]:
    found = rows(Initiative, context)
    if question.text:
        found = found.filter(Q(title__icontains=question.text) | Q(ref__icontains=question.text))
    if question.team:
        found = found.filter(effort__has_key=question.team)
    if question.mandatory is not None:
        found = found.filter(is_mandatory=question.mandatory)
    if question.enabler is not None:
        found = (found.filter if question.enabler else found.exclude)(nature=Initiative.Nature.ENABLER)
    if question.nature is not None:
        found = found.filter(nature=question.nature)
    return _of_problem(context, found, question.problem) if question.problem else found


def _of_problem(context: Context, found: QuerySet[Initiative], ref: str) -> QuerySet[Initiative]:
    problems = with_merged(context, row(Problem, context, ref))
    links = rows(Link, context).filter(kind=ADDRESSES, to_id__in=problems)
    return found.filter(pk__in=links.exclude(state=Link.State.REJECTED).values("from_id"))


def _ranked(found: QuerySet[Initiative], framework: str) -> QuerySet[Initiative]:
    mine = FilteredRelation("scores", condition=Q(scores__framework=framework))
    ranked = found.annotate(mine=mine).annotate(place=Coalesce(F("mine__rank"), Value(UNRANKED)))
    return ranked.order_by("place", "ref")


def _after(
    context: Context, found: QuerySet[Initiative], question: InitiativesQuestion
) -> QuerySet[Initiative]:
    last = _ranked(rows(Initiative, context), question.framework).filter(ref=question.after).first()
    if last is None:
        raise Invalid(
            f"Field after: {question.after!r} is no initiative; use the `next` of an earlier answer."
        )
    place: int = last.place  # type: ignore[attr-defined]
    return found.filter(Q(place__gt=place) | Q(place=place, ref__gt=last.ref))


@query("prioritisation.initiative_detail")
def initiative_detail(context: Context, question: RefQuestion) -> InitiativeDetail:
    """One initiative with its problems, every estimate it ever had, and what each input adds to the doubt.

    `contributions` are shares of the variance of the RICE score's logarithm. Raises NotFound.
    """
    initiative = row(Initiative, context, question.ref)
    shown = initiative_rows(context, [initiative], "RICE")[0]
    score = rows(Score, context).filter(initiative=initiative, framework="RICE").first()
    found = rows(InputEstimate, context).filter(initiative=initiative).select_related("author")
    return InitiativeDetail(
        initiative=shown,
        record_id=str(initiative.pk),
        contributions=score.contributions if score else {},
        estimates=[_estimate_row(one) for one in found.order_by("input", "-created_at", "-id")],
        required_by=shown.enables,
    )


def _estimate_row(one: InputEstimate) -> EstimateRow:
    return EstimateRow(
        input=one.input,
        p10=one.p10,
        p50=one.p50,
        p90=one.p90,
        basis=one.basis,
        author=str(one.author) if one.author else "Headway",
        reason=one.reason,
        at=one.created_at,
        superseded=one.superseded_at is not None,
    )


class ScoreQuestion(Question):
    framework: str = Field(description="RICE, ICE-product, ICE-mean, WSJF, CD3, Opportunity, and others.")
    input: Any = Field(description="What the framework scores, in its own field names.")
    k: int | None = Field(None, ge=1, description="How many places count as the top.")
    seed: int = Field(0, ge=0)


@query("prioritisation.score")
def score(context: Context, question: ScoreQuestion) -> FrameworkScores:
    """Score given values by a framework, without storing anything.

    A number may be a range {"p10", "p50", "p90"}; then quantiles and chances come with the scores. Raises
    Invalid with the framework's own sentence.
    """
    from headway.engine.scoring.score import score as framework_score  # noqa: PLC0415 - loads scipy

    try:
        return FrameworkScores.model_validate(framework_score(question.model_dump(exclude_none=True)))
    except ScoringError as error:
        raise Invalid(str(error)) from error


class SelectQuestion(Question):
    items: list[dict[str, Any]] = Field(description='[{"id", "cost"}]')
    requires: list[list[Any]] = Field([], description="[[item, prerequisite]]")
    customers: list[dict[str, Any]] = Field(description='[{"id", "value", "wants": [items]}]')
    budget: float = Field(ge=0, allow_inf_nan=False)
    time_limit_s: float = Field(20.0, gt=0, le=600)


@query("prioritisation.select")
def select(context: Context, question: SelectQuestion) -> Selection:
    """Choose what to build within a budget so that customers of the most value get all they want.

    The next release problem, solved as a MILP: `bound` is proven, `gap` is (bound - value) / value. Raises
    Invalid where the question is badly written.
    """
    from headway.engine.planning.selection import select as release_select  # noqa: PLC0415 - loads the solver

    try:
        return Selection.model_validate(release_select(question.model_dump()))
    except PlanningError as error:
        raise Invalid(str(error)) from error
