"""The pages on which behaviour is explored; every answer comes from a registered query."""

import json
from collections.abc import Callable, Sequence
from typing import Any, cast, get_args
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from headway.apps.analytics.behaviour.answers import PeopleAnswer
from headway.apps.analytics.behaviour.questions import LedBack
from headway.apps.analytics.event_queries import StoredEvents
from headway.apps.analytics.queries import UsageSummary
from headway.apps.analytics.signals_queries import PropertyNames, PropertyValues
from headway.apps.cohorts.queries import CohortList
from headway.apps.reporting.answers import AnnotationList, Mark, ReplayLinkList
from headway.apps.reporting.replay import replays
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask, is_open
from headway.core.registry import entry_named
from headway.web.diagnosis.points import Whys
from headway.web.explore.answers.kinds import SHOWN, days_drawn
from headway.web.explore.answers.parts import Behind
from headway.web.explore.forms.fields import ANY, Known, Pair, Values
from headway.web.explore.forms.kinds import KINDS, LINES, Kind, form_of, question_of
from headway.web.explore.whys import with_whys

ALL_DAYS = 3_660
EVENTS_SHOWN = 50


@require_safe
@in_workspace
def explore(request: PageRequest, here: Context) -> HttpResponse:
    """A question about behaviour and its answer; the address holds the question."""
    name = request.GET.get("ask", "trend")
    kind = KINDS.get(name)
    if kind is None:
        raise NotFound(f"Nothing is called {name!r} here; choose {', '.join(KINDS)}.")
    values = {key: request.GET.get(key, "").strip() for key in request.GET}
    usage = cast(UsageSummary, ask("analytics.usage_summary", {"days": ALL_DAYS}, here))
    known = _known(here, usage, values)
    form = form_of(kind, known, values)
    found = _answered(here, name, kind, lambda: question_of(kind, form, values))
    tabs = [
        {"label": one.label, "address": _tab(key, values), "current": key == name}
        for key, one in KINDS.items()
    ]
    return shown(
        request, "explore/explore.html", ask=name, kind=kind, form=form, opens=form.opens(values), tabs=tabs,
        known=known, usage=usage.events[:EVENTS_SHOWN], **found,
    )  # fmt: skip


def _tab(name: str, values: Values) -> str:
    """Another kind of question about the same event, where one is chosen."""
    event = values.get("event") or values.get("step1", "")
    return "?" + urlencode({"ask": name} | ({"event": event, "step1": event} if event else {}))


def _known(here: Context, usage: UsageSummary, values: Values) -> Known:
    """What the form offers for the events that are chosen."""
    names = [one.event for one in usage.events]
    asked = {values[name] for name in LINES if values.get(name) in names}
    if ANY in {values.get(name) for name in LINES}:
        asked.add(ANY)
    cohorts = cast(CohortList, ask("cohorts.cohort_list", {"limit": 500}, here)).rows if names else []
    return Known(
        names, {one: _properties(here, one) for one in sorted(asked)}, _values(here, names, values), usage.last_at,
        {one.ref: f"{one.name} ({one.people:,})" for one in cohorts if one.by == "person"},
    )  # fmt: skip


def _properties(here: Context, event: str) -> Sequence[str]:
    question = {"event": "" if event == ANY else event}
    return cast(PropertyNames, ask("analytics.property_list", question, here)).names


def _values(here: Context, names: Sequence[str], values: Values) -> dict[Pair, Sequence[str]]:
    """The commonest values of the properties that events are kept to."""
    pairs = {(values.get(name, ""), values[f"{name}_where"]) for name in LINES if values.get(f"{name}_where")}
    return {
        (event, prop): cast(
            PropertyValues,
            ask("analytics.value_list", {"event": "" if event == ANY else event, "property": prop}, here),
        ).values
        for event, prop in sorted(pairs)
        if event in names or event == ANY
    }


def _answered(
    here: Context, name: str, kind: Kind, put: Callable[[], dict[str, Any] | None]
) -> dict[str, Any]:
    """The answer as the page shows it; what cannot be asked is one sentence above the form."""
    try:
        question = put()
        if question is None:
            return {}
        answer = ask(kind.query, question, here)
    except (Invalid, NotFound) as refusal:
        return {"refusal": str(refusal)}
    may = is_open(entry_named("analytics.people_behind", "query"), here)
    whys = Whys(here, kind.query, question)
    query = kind.query if kind.query in get_args(LedBack) else ""
    behind = Behind(reverse("explore:people", args=[here.workspace.slug]), query, question, may)
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
    number: dict[str, Any] = chosen(
        request, "query", "step", "dropped", "row", "column", "state", "value", "after"
    )
    try:
        question = json.loads(request.GET.get("question", "{}"))
    except ValueError as error:
        raise Invalid(
            "The address does not hold a question; open the number again from its answer."
        ) from error
    found = ask("analytics.people_behind", number | {"question": question}, here)
    tools = cast(ReplayLinkList, ask("reporting.replay_link_list", {}, here)).rows
    at, by_account = request.GET.get("at", ""), question.get("by") == "account"
    named = [
        (one, _events_address(here, one, by_account), [] if by_account else replays(tools, one, at))
        for one in cast(PeopleAnswer, found).people
    ]
    behind = {name: value for name, value in number.items() if name != "after"} | {"question": question}
    return shown(
        request, "explore/people.html", people=found, named=named, tools=tools, behind=json.dumps(behind),
        who="account,accounts" if by_account else "person,people",
    )  # fmt: skip


def _events_address(here: Context, name: str, by_account: bool) -> str:
    asked = {"account" if by_account else "person": name}
    return f"{reverse('explore:events', args=[here.workspace.slug])}?{urlencode(asked)}"


@require_safe
@in_workspace
def events(request: PageRequest, here: Context) -> HttpResponse:
    """Single events, the latest first: what a person or an account did, or what just came in."""
    asked = chosen(request, "person", "account", "event", "after")
    found = cast(StoredEvents, ask("analytics.event_list", asked, here))
    tools = cast(ReplayLinkList, ask("reporting.replay_link_list", {}, here)).rows
    rows = [(one, replays(tools, one.person, one.at.isoformat())) for one in found.rows]
    about = {name: str(asked.get(name, "")) for name in ("person", "account", "event")}
    return shown(request, "explore/events.html", rows=rows, next=found.next, tools=tools, **about)
