"""The pages of diagnosis: a change taken apart, and what was kept of it; every answer comes from a registered query."""

import json
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from headway.apps.analytics.queries import UsageSummary
from headway.apps.diagnosis.answers import ChangeAnswer, DiagnosisDetail
from headway.apps.diagnosis.models import Diagnosis, DiagnosisCheck
from headway.apps.metrics.answers import MetricList
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask
from headway.web.diagnosis.drawing import amount, between, drawn_of, moved_by
from headway.web.diagnosis.forms import DAYS, STEPS_MOST, only_words, question_of, step_fields, values_of

ALL_DAYS = 3_660
METRICS_MOST = 200
TABS = (("why", "Why did it change?"), ("kept-list", "Kept diagnoses"), ("anomalies", "Anomalies"))
FIELDS = (
    "metric", "days", "dimensions", "cohort", "only", *DAYS, *(f"step{at}" for at in range(1, STEPS_MOST + 1)),
)  # fmt: skip
LED_TO = {
    "problem": "Problem",
    "initiative": "Initiative",
    "decision": "Decision",
    "experiment": "Experiment",
}
WORDS: dict[str, Any] = {
    "states": dict(Diagnosis.State.choices),
    "results": dict(DiagnosisCheck.Result.choices),
    "kinds": LED_TO,
}


def tabs_of(here: Context, current: str) -> list[dict[str, Any]]:
    slug = here.workspace.slug
    return [
        {"label": label, "address": reverse(f"diagnosis:{name}", args=[slug]), "current": name == current}
        for name, label in TABS
    ]


@require_safe
@in_workspace
def why(request: PageRequest, here: Context) -> HttpResponse:
    """A change and what may be behind it; the address holds the question."""
    values = _values(request)
    question = question_of(values)
    usage = cast(UsageSummary, ask("analytics.usage_summary", {"days": ALL_DAYS}, here))
    metrics = cast(MetricList, ask("metrics.metric_list", {"limit": METRICS_MOST}, here))
    return shown(
        request, "diagnosis/why.html", tabs=tabs_of(here, "why"), values=values, steps=step_fields(values),
        only=only_words(values),
        events={one.event: one.event for one in usage.events},
        metrics={one.id: one.label or one.id for one in metrics.rows if one.computable},
        **(_answered(here, question) if question else {}),
    )  # fmt: skip


def _values(request: HttpRequest) -> dict[str, str]:
    """What the form holds; an address may also hold a whole question as JSON, as a chart does that leads here."""
    values = chosen(request, *FIELDS)
    if text := request.GET.get("question"):
        try:
            values = values_of(json.loads(text)) | values
        except (ValueError, TypeError, AttributeError) as error:
            raise Invalid("The address does not hold a question; choose it again below.") from error
    return values


def _answered(here: Context, question: dict[str, Any]) -> dict[str, Any]:
    try:
        answer = cast(ChangeAnswer, ask("diagnosis.change_explain", question, here))
    except (Invalid, NotFound) as refusal:
        return {"refusal": refusal.detail}
    return {"question": json.dumps(question), **content_of(answer)}


def content_of(answer: ChangeAnswer) -> dict[str, Any]:
    """What the part of a page that shows a change needs."""
    both = [
        {"value": amount(one.value, answer.unit), "between": between(one, answer.unit)}
        for one in (answer.before, answer.now)
        if one
    ]
    change = "" if answer.change is None else moved_by(answer.change, answer.unit)
    return {"answer": answer, "drawn": drawn_of(answer), "both": both, "change": change}


@require_safe
@in_workspace
def kept_list(request: PageRequest, here: Context) -> HttpResponse:
    """The diagnoses that were kept, with how each stands."""
    question = chosen(request, "after", "state")
    found = ask("diagnosis.diagnosis_list", question, here)
    return shown(
        request, "diagnosis/kept_list.html", tabs=tabs_of(here, "kept-list"), kept=found,
        state=question.get("state", ""), **WORDS,
    )  # fmt: skip


@require_safe
@in_workspace
def kept(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One diagnosis as it was found, with what was looked at and done since; `?put_up=` opens the form that makes a
    problem of one of its hypotheses."""
    detail = cast(DiagnosisDetail, ask("diagnosis.diagnosis_detail", {"ref": ref}, here))
    return shown(
        request, "diagnosis/kept.html", detail=detail, again=values_of(detail.question), **WORDS,
        put_up=_problem(detail, request.GET.get("put_up", "")),
        **content_of(detail.found),
    )  # fmt: skip


def _problem(detail: DiagnosisDetail, key: str) -> str:
    """What a problem begins to be called that a hypothesis is put up as; empty where none is."""
    deeds = [deed for one in detail.found.hypotheses if one.key == key for deed in one.deeds]
    titles = [str(deed.question["title"]) for deed in deeds if deed.action == "discovery.problem_add"]
    return titles[0] if titles else detail.row.title if key else ""
