"""The page of a metric's tests: what each was given, what it must make, and one more."""

from datetime import date
from typing import cast

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.metrics.answers import MetricDetail
from headway.apps.metrics.trial_queries import TrialExample
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.pages import PageRequest, in_workspace, shown
from headway.core.perform import ask, is_open
from headway.core.registry import entry_named
from headway.web.drawing.numbers import day

MONTHS = 24


@require_safe
@in_workspace
def trials(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """The tests of a metric, and a form for one more on made-up rows or on those there are."""
    found = cast(MetricDetail, ask("metrics.metric_detail", {"ref": ref}, here))
    example, why = _example(here, ref)
    passing = sum(one.passed is True for one in found.tests)
    months = {f"{one:%Y-%m}": day(one) for one in months_before(here.today)}
    return shown(
        request, "metrics/trials.html", metric=found, passing=passing, example=example, why=why, months=months
    )


def months_before(today: date) -> list[date]:
    """The first days of the last months that are over, the latest first.

    >>> [str(one) for one in months_before(date(2026, 2, 14))[:3]]
    ['2026-01-01', '2025-12-01', '2025-11-01']
    """
    last = today.year * 12 + today.month - 1
    return [date((last - back) // 12, (last - back) % 12 + 1, 1) for back in range(1, MONTHS + 1)]


def _example(here: Context, ref: str) -> tuple[TrialExample | None, str]:
    if not is_open(entry_named("metrics.test_example", "query"), here):
        return None, ""
    try:
        return cast(TrialExample, ask("metrics.test_example", {"ref": ref}, here)), ""
    except Invalid as refusal:
        return None, refusal.detail
