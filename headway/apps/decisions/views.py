"""The log, one decision, risks, assessments, requests and forums, and their forms."""

from typing import Any, get_args

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST, require_safe

from headway.apps.decisions import evidence, forms
from headway.apps.decisions.answers import DecisionDetail, ForumAgenda, LatencyReport
from headway.apps.decisions.assessment_actions import Basis, DataClass
from headway.apps.decisions.charts import curve, matrix
from headway.apps.decisions.forum_actions import ForumKind
from headway.apps.decisions.models import Decision, Recommendation, Risk
from headway.apps.decisions.risk_queries import COLUMNS, RiskDetail, RiskList
from headway.apps.decisions.wording import COMPARISON_WORDS, METRIC_WORDS
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.gate import Pending
from headway.core.kinds import kind_named
from headway.core.pages import PageRequest, chosen, gone_to, in_workspace, sent_for_approval, shown
from headway.core.perform import ask, perform
from headway.core.registry import entry_named

FILTERS = ("state", "kind", "decider", "overdue", "record", "contains", "decided_since", "decided_until")
NOTHING_KNOWN = dict.fromkeys(("question", "problem", "evidence", "supersedes", "kind"), "")
TRIGGER: dict[str, Any] = {"metrics": METRIC_WORDS, "comparisons": COMPARISON_WORDS}


@require_safe
@in_workspace
def log(request: PageRequest, here: Context) -> HttpResponse:
    """The decision log with how long decisions take and where deciding does not work."""
    filters = chosen(request, *FILTERS)
    latency = ask("decisions.decision_latency", chosen(request, "start"), here)
    assert isinstance(latency, LatencyReport)
    return shown(
        request,
        "decisions/log.html",
        found=ask("decisions.decision_list", filters | chosen(request, "after"), here),
        filters=filters,
        states=Decision.State.choices,
        latency=latency,
        curve=curve(latency.curve, latency.median_with_open.value),
        signs=ask("decisions.failure_signs", {}, here),
    )


@require_safe
@in_workspace
def decision(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One decision; `?do=take` (edit, keep, reverse) opens the form for that."""
    detail = ask("decisions.decision_detail", {"ref": ref}, here)
    return shown(request, "decisions/decision.html", detail=detail, **TRIGGER)


@require_safe
@in_workspace
def decision_new(request: PageRequest, here: Context) -> HttpResponse:
    """The form for a new decision; `?kind=conflict` the one for a conflict."""
    return shown(
        request,
        "decisions/conflict_new.html" if request.GET.get("kind") == "conflict" else "decisions/form.html",
        detail=None,
        known=NOTHING_KNOWN | chosen(request, *NOTHING_KNOWN),
        options=forms.padded([], 3),
        criteria=forms.padded([], 3),
        parties=[1, 2, 3],
        members=ask("core.member_list", {}, here),
        **TRIGGER,
    )


@require_safe
@in_workspace
def decision_form(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """The form that changes an open decision, with its scores."""
    detail = ask("decisions.decision_detail", {"ref": ref}, here)
    assert isinstance(detail, DecisionDetail)
    return shown(
        request,
        "decisions/form.html",
        detail=detail,
        known=NOTHING_KNOWN,
        options=forms.padded(detail.options, 3),
        criteria=forms.padded(detail.criteria, 3),
        members=ask("core.member_list", {}, here),
        consulted=[one.email for one in detail.consulted],
        evidence=evidence.named(here, detail.evidence),
        **TRIGGER,
    )


@require_POST
@in_workspace
def form(request: PageRequest, here: Context, name: str) -> HttpResponseRedirect:
    """Perform the action of a form whose fields repeat, and go to the record it is about."""
    if name not in forms.READERS:
        raise NotFound(f"No form {name!r}.")
    action = f"decisions.{name}"
    question = forms.READERS[name](request.POST)
    answer = perform(action, question, here, key=request.POST.get("key", ""))
    if isinstance(answer, Pending):
        return sent_for_approval(request, answer)
    assert isinstance(answer, RecordRef)
    messages.success(request, request.POST.get("said") or entry_named(action, "action").summary)
    # A meeting is shown with its forum.
    kind, ref = ("forum", question["ref"]) if name == "forum_close" else (answer.kind, answer.ref)
    return gone_to(kind_named(kind).address(here.workspace.slug, ref))


@require_safe
@in_workspace
def risks(request: PageRequest, here: Context) -> HttpResponse:
    """The risk register as a matrix and a list."""
    filters = chosen(request, "state", "compliance", "owner", "record")
    found = ask("decisions.risk_list", filters | {"limit": 500}, here)
    assert isinstance(found, RiskList)
    return shown(
        request,
        "decisions/risks.html",
        found=found,
        filters=filters,
        matrix=matrix(found.rows),
        columns=[*COLUMNS, "unknown"],
        states=Risk.State.choices,
        classes=Risk.Compliance.choices,
        members=ask("core.member_list", {}, here),
    )


@require_safe
@in_workspace
def risk(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    detail = ask("decisions.risk_detail", {"ref": ref}, here)
    assert isinstance(detail, RiskDetail)
    return shown(
        request,
        "decisions/risk.html",
        detail=detail,
        threatens=evidence.named(here, detail.risk.threatens),
        classes=Risk.Compliance.choices,
        members=ask("core.member_list", {}, here),
    )


@require_safe
@in_workspace
def assessments(request: PageRequest, here: Context) -> HttpResponse:
    question = chosen(request, "which", "subject", "after")
    found = ask("decisions.assessment_list", question, here)
    return shown(request, "decisions/assessments.html", found=found, which=question.get("which", "all"))


@require_safe
@in_workspace
def assessment(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    return shown(
        request,
        "decisions/assessment.html",
        detail=ask("decisions.assessment_detail", {"ref": ref}, here),
        classes=get_args(DataClass),
        bases=get_args(Basis),
    )


@require_safe
@in_workspace
def requests(request: PageRequest, here: Context, ref: str = "") -> HttpResponse:
    """Requests that others decide, or one of them; `?new=hire` shows the form for one of that kind."""
    question = {"ref": ref} if ref else chosen(request, "state", "kind", "after")
    return shown(
        request,
        "decisions/requests.html",
        found=ask("decisions.request_list", question, here),
        filters=question,
        kinds=Recommendation.Kind.choices,
        new=request.GET.get("new", ""),
        marks=range(4),
    )


@require_safe
@in_workspace
def forums(request: PageRequest, here: Context) -> HttpResponse:
    return shown(
        request,
        "decisions/forums.html",
        found=ask("decisions.forum_list", {}, here),
        kinds=get_args(ForumKind),
        members=ask("core.member_list", {}, here),
    )


@require_safe
@in_workspace
def forum(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """A forum's agenda; `?as=text` gives the pre-read as Markdown."""
    found = ask("decisions.forum_agenda", {"ref": ref}, here)
    assert isinstance(found, ForumAgenda)
    if request.GET.get("as") == "text":
        return HttpResponse(found.preread, content_type="text/markdown; charset=utf-8")
    members = ask("core.member_list", {}, here)
    return shown(request, "decisions/forum.html", found=found, members=members)
