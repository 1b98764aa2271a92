"""The pages of cohorts: which there are, and one with its size over time, who is in it and where it is asked about."""

from typing import cast

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.cohorts.queries import CohortDetail
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask, is_open
from headway.core.registry import entry_named
from headway.web.drawing.numbers import short
from headway.web.reporting.drawing import Series, line_chart

PEOPLE_SHOWN = 50
SIZES_DRAWN_MOST = 400


@require_safe
@in_workspace
def cohorts(request: PageRequest, here: Context) -> HttpResponse:
    """The cohorts that one may see."""
    return shown(
        request, "explore/cohorts.html", cohorts=ask("cohorts.cohort_list", chosen(request, "after"), here)
    )


@require_safe
@in_workspace
def cohort(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One cohort; `?edit=1` opens its name for writing."""
    found = cast(CohortDetail, ask("cohorts.cohort_detail", {"ref": ref}, here))
    points = [(one.at.date().isoformat(), float(one.people)) for one in found.sizes[-SIZES_DRAWN_MOST:]]
    people = {"ref": ref, "limit": PEOPLE_SHOWN} | chosen(request, "after")
    may = is_open(entry_named("cohorts.cohort_people", "query"), here)
    return shown(
        request, "explore/cohort.html", cohort=found,
        drawing=line_chart(Series(points, f"{found.name}, how many")) if len(points) > 1 else "",
        columns=[{"label": "Worked out on", "number": False}, {"label": "In it", "number": True}],
        sizes=[[day, short(many)] for day, many in points],
        people=ask("cohorts.cohort_people", people, here) if may else None,
        uses=ask("reporting.cohort_use_list", {"ref": ref}, here), edited=bool(request.GET.get("edit")),
    )  # fmt: skip
