"""The pages on which behaviour is explored; every answer comes from a registered query."""

import json
from typing import Any, cast

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from headway.apps.analytics.behaviour.answers import PeopleAnswer
from headway.apps.analytics.queries import UsageSummary
from headway.apps.cohorts.queries import CohortList
from headway.apps.reporting.answers import AnnotationList, Mark, ReplayLinkList
from headway.apps.reporting.replay import replays
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask, is_open
from headway.core.registry import entry_named
from headway.web.diagnosis.points import Whys
from headway.web.explore.forms import KINDS, Kind, Known, cohort_of, fields_of
from headway.web.explore.tables import SHOWN, Behind, days_drawn
from headway.web.explore.whys import with_whys

ALL_DAYS = 3_660
BEHIND = {"trend": "analytics.trend", "funnel": "analytics.funnel", "retention": "analytics.retention"}


@require_safe
@in_workspace
def explore(request: PageRequest, here: Context) -> HttpResponse:
    """A question about behaviour and its answer; the address holds the question."""
    name = request.GET.get("ask", "trend")
    kind = KINDS.get(name)
    if kind is None:
        raise NotFound(f"Nothing is called {name!r} here; choose {', '.join(KINDS)}.")
    known = _known(here, request.GET.get("event", "") if kind.splits else "")
    values = {key: request.GET.get(key, "").strip() for key in request.GET}
    fields = fields_of(kind, known, values)
    found = _answered(here, name, kind, {one.name: one.value for one in fields})
    tabs = [
        {"label": one.label, "address": f"?ask={key}", "current": key == name} for key, one in KINDS.items()
    ]
    return shown(
        request, "explore/explore.html", ask=name, kind=kind, fields=fields, tabs=tabs, known=known, **found
    )


def _known(here: Context, event: str) -> Known:
    usage = cast(UsageSummary, ask("analytics.usage_summary", {"days": ALL_DAYS}, here))
    names = [one.event for one in usage.events]
    properties = ask("analytics.property_list", {"event": event}, here).names if event in names else ()  # type: ignore[attr-defined]
    cohorts = cast(CohortList, ask("cohorts.cohort_list", {"limit": 500}, here)).rows if names else []
    of_people = {one.ref: f"{one.name} ({one.people:,})" for one in cohorts if one.by == "person"}
    return Known(names, properties, usage.last_at, of_people)


def _answered(here: Context, name: str, kind: Kind, values: dict[str, str]) -> dict[str, Any]:
    """The answer as the page shows it; what cannot be asked is one sentence above the form."""
    question = kind.question(values)
    if question is None:
        return {}
    question |= cohort_of(kind, values)
    try:
        answer = ask(kind.query, question, here)
    except (Invalid, NotFound) as refusal:
        return {"refusal": str(refusal)}
    may = is_open(entry_named("analytics.people_behind", "query"), here)
    whys = Whys(here, kind.query, question)
    behind = Behind(
        reverse("explore:people", args=[here.workspace.slug]), BEHIND.get(name, ""), question, may
    )
    return {
        "answer": answer,
        "query": kind.query,
        "question": json.dumps(question),
        "shown": with_whys(SHOWN[name](answer, behind, _marks(here, answer)), answer, whys),
    }


def _marks(here: Context, answer: object) -> list[Mark]:
    """What happened while the charts of an answer run."""
    days = days_drawn(answer)
    if days is None:
        return []
    question = dict(zip(("since", "until"), days, strict=True))
    return cast(AnnotationList, ask("reporting.annotation_list", question, here)).rows


@require_safe
@in_workspace
def people(request: PageRequest, here: Context) -> HttpResponse:
    """Whom a number counts."""
    number: dict[str, Any] = chosen(request, "query", "step", "row", "column", "value", "after")
    try:
        question = json.loads(request.GET.get("question", "{}"))
    except ValueError as error:
        raise Invalid(
            "The address does not hold a question; open the number again from its answer."
        ) from error
    found = ask("analytics.people_behind", number | {"question": question}, here)
    tools = cast(ReplayLinkList, ask("reporting.replay_link_list", {}, here)).rows
    named = [
        (one, replays(tools, one, request.GET.get("at", ""))) for one in cast(PeopleAnswer, found).people
    ]
    behind = {name: value for name, value in number.items() if name != "after"} | {"question": question}
    return shown(
        request, "explore/people.html", people=found, named=named, tools=tools, behind=json.dumps(behind)
    )
