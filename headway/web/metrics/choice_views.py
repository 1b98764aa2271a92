"""The page on which a metric is chosen: the number first, its name after."""

from typing import Any, cast

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headway.apps.metrics.answers import MetricDetail
from headway.apps.metrics.choice_queries import ChoiceDetail, ChoicePreview
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import HeadwayError
from headway.core.member_queries import MemberList
from headway.core.pages import PageRequest, gone_to, in_workspace, shown
from headway.core.perform import allow, ask, perform
from headway.core.registry import entry_named
from headway.web.drawing.numbers import day, percent, with_unit
from headway.web.metrics import choosing
from headway.web.reporting.drawing import Series, line_chart
from headway.web.toasts import say
from headway.web.views.doing import payload

COLUMNS = [{"label": "Month from", "number": False}, {"label": "Value", "number": True}]
WAYS = {"up": "Higher", "down": "Lower", "none": "Neither"}
NAMING = ("label", "description", "unit", "direction", "decision", "owner", "target", "target_on", "note")


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def choose(request: PageRequest, here: Context) -> HttpResponse:
    """What is counted is chosen and looked at; a POST saves it under its name."""
    entry = entry_named("metrics.choice_save", "action")
    allow(entry, here)
    if request.method != "POST":
        return _asked(request, here)
    question = payload(entry, request.POST)
    try:
        saved = cast(RecordRef, perform(entry.name, question, here, key=request.POST.get("key", "")))
    except HeadwayError as refusal:
        return _page(request, here, {"kind": "simple"} | question, wrong=refusal, is_kept=True)
    say(request, "Saved the metric.")
    return gone_to(reverse("metrics:metric", args=[here.workspace.slug, saved.ref]))


def _asked(request: PageRequest, here: Context) -> HttpResponse:
    ref = request.GET.get("ref", "")
    if not ref or "kind" in request.GET:
        return _page(request, here, {"kind": "simple"} | choosing.question_in(request.GET))
    found = cast(ChoiceDetail, ask("metrics.choice_detail", {"ref": ref}, here))
    if found.choice is None:
        return gone_to(f"{reverse('metrics:metric', args=[here.workspace.slug, ref])}?edit=1#edit")
    return _page(request, here, found.choice.model_dump(mode="json") | {"ref": ref}, is_kept=True)


def _page(
    request: PageRequest,
    here: Context,
    given: dict[str, Any],
    *,
    wrong: HeadwayError | None = None,
    is_kept: bool = False,
) -> HttpResponse:
    known = given if given["kind"] in choosing.KINDS else given | {"kind": "simple"}
    options, question = choosing.offered(here, known, is_kept=is_kept)
    of_choice = {name: value for name, value in question.items() if name not in NAMING}
    naming = _naming(here, question)
    content = _looked(here, of_choice, naming.get("unit", "")) | {"naming": naming}
    response = shown(
        request, "metrics/choose.html", "choosing", question=question, options=options, kinds=choosing.KINDS,
        about=choosing.ABOUT[question["kind"]], aggs=choosing.AGGS, hows=choosing.HOWS,
        reaches=choosing.reaches(question), over=choosing.over_of(question), wrong=wrong, ways=WAYS,
        sent=choosing.sent(of_choice),
        conditions={name: choosing.lines(here, question, name, options.columns) for name in choosing.CONDITIONS}
        if question.get("table") else {}, **content,
    )  # fmt: skip
    response.status_code = wrong.status if wrong else response.status_code
    return response


def _looked(here: Context, question: dict[str, Any], unit: str) -> dict[str, Any]:
    """The number and the months of what is chosen, or the one sentence that says what is not."""
    if not question.get("table") and not (question.get("numerator") and question.get("denominator")):
        return {}
    try:
        found = cast(ChoicePreview, ask("metrics.choice_preview", question, here))
    except HeadwayError as refusal:
        return {"refusal": refusal.detail.removeprefix("Not chosen well yet: ")}
    rows = [[day(period), with_unit(value, unit)] for period, value in found.whole]
    return {
        "found": found, "number": with_unit(found.value, unit), "moved": _moved(found), "columns": COLUMNS,
        "rows": rows[::-1],
        "drawing": line_chart(Series(found.whole, "The chosen metric by month")) if found.whole else "",
    }  # fmt: skip


def _moved(found: ChoicePreview) -> str:
    if found.change is None:
        return f"in the month from {day(found.period)}" if found.period else ""
    moved = (
        f"{'up' if found.change > 0 else 'down'} by {percent(abs(found.change))}"
        if found.change
        else "no change"
    )
    return f"in the month from {day(found.period)}, {moved} against the month before"


def _naming(here: Context, question: dict[str, Any]) -> dict[str, Any]:
    """What the metric is called and is for: as it was typed, or as it stands."""
    members = cast(MemberList, ask("core.member_list", {}, here)).rows
    found: dict[str, Any] = {"members": {one.email: one.name or one.email for one in members}}
    if question.get("ref"):
        detail = cast(MetricDetail, ask("metrics.metric_detail", {"ref": question["ref"]}, here))
        found |= detail.row.model_dump(include=set(NAMING) - {"owner"}) | {"description": detail.description}
        found["owner_now"] = detail.row.owner
    elif question["kind"] == "conversion":
        found["unit"] = "share"
    return found | {name: question[name] for name in NAMING if question.get(name)}
