"""The one document that defends a quarter plan."""

from typing import Any

from pydantic import BaseModel

from headway.apps.briefing.answers import (
    Assignment,
    PlanPart,
    PlanReport,
    PrdPart,
    ThemesPart,
    ThemeTrend,
)
from headway.apps.discovery.answers import ProblemList, ThemeList
from headway.apps.discovery.models import Feedback
from headway.apps.prioritisation.answers import InitiativeList
from headway.apps.requirements.answers import PrdDetail, PrdList
from headway.apps.roadmap.answers import PlanDetail
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.perform import ask
from headway.core.registry import Question, query

ALL = {"limit": 500}


class PlanReportQuestion(Question):
    """`plan` and `prd` by ref; the latest of each where left out."""

    plan: str = "latest"
    prd: str = ""


@query("briefing.plan_report")
def plan_report(context: Context, question: PlanReportQuestion) -> PlanReport:
    """The whole chain behind a plan: themes, problems, scored initiatives, plan, metrics, risks and PRD."""
    themes = _asked(ThemeList, "discovery.theme_list", {}, context)
    problems = _asked(ProblemList, "discovery.problem_list", ALL, context)
    initiatives = _asked(InitiativeList, "prioritisation.initiative_list", ALL, context)
    plan = _plan(context, question.plan)
    return PlanReport(
        themes=_themes(context, themes),
        trends=[
            ThemeTrend(theme=one.id, direction=one.trend.direction, ratio=one.trend.ratio)
            for one in themes.rows
        ],
        problems=problems.rows,
        initiatives=initiatives.rows,
        plan=plan,
        metrics=_listed("requirements.metric_list", context) if plan else [],
        risks=_listed("requirements.risk_list", context) if plan else [],
        prd=_prd(context, question.prd),
        goal=context.workspace.goal,
    )


def _asked(kind: type[Any], name: str, payload: dict[str, Any], context: Context) -> Any:
    answer = ask(name, payload, context)
    assert isinstance(answer, kind)
    return answer


def _themes(context: Context, themes: ThemeList) -> ThemesPart:
    assigned = rows(Feedback, context).exclude(theme=None).order_by("ref")
    return ThemesPart(
        count=len(themes.rows),
        assignments={
            ref: Assignment(theme=theme, confident=confident)
            for ref, theme, confident in assigned.values_list("ref", "theme__ref", "theme_confident")
        },
        names={one.id: one.name for one in themes.rows},
    )


def _plan(context: Context, ref: str) -> PlanPart | None:
    try:
        plan = _asked(PlanDetail, "roadmap.plan_detail", {"ref": ref}, context)
    except NotFound:
        return None
    return PlanPart.model_validate(plan.model_dump())


def _listed(name: str, context: Context) -> list[dict[str, object]]:
    answer: BaseModel = ask(name, {}, context)
    return list(answer.model_dump(mode="json")["rows"])


def _prd(context: Context, ref: str) -> PrdPart | None:
    if not ref:
        found = _asked(PrdList, "requirements.prd_list", {}, context).rows
        if not found:
            return None
        ref = found[0].id
    detail = _asked(PrdDetail, "requirements.prd_detail", {"ref": ref}, context)
    return PrdPart(
        id=detail.prd.id,
        initiative=detail.prd.initiative,
        title=detail.prd.title,
        markdown=detail.markdown,
        citations=detail.citations,
    )
