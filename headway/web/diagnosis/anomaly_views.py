"""The pages of anomalies: what is watched, and a series with what stood out in it and what people say of that."""

import json
from typing import cast
from urllib.parse import urlencode

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.analytics.signals.answers import AnomaliesAnswer
from headway.apps.diagnosis.answers import SeriesDetail
from headway.apps.reporting.answers import AnnotationList, Mark
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask
from headway.web.diagnosis.drawing import banded_chart, series_table
from headway.web.diagnosis.views import tabs_of
from headway.web.reporting.alert_views import WORDS
from headway.web.reporting.drawing import DAY_LETTERS

SENSITIVITIES = {"calm": "Calm", "normal": "Normal", "keen": "Keen"}


@require_safe
@in_workspace
def anomalies(request: PageRequest, here: Context) -> HttpResponse:
    """The series that are watched for anomalies."""
    found = ask("diagnosis.series_list", chosen(request, "after"), here)
    return shown(request, "diagnosis/anomalies.html", tabs=tabs_of(here, "anomalies"), series=found, **WORDS)


@require_safe
@in_workspace
def series(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One watched series with its anomalies."""
    found = cast(SeriesDetail, ask("diagnosis.series_detail", {"ref": ref}, here))
    marks = _marks(here, found.series)
    verdicts = {one.period: one.verdict for one in found.anomalies if one.verdict}
    event = str(_series(found).get("event") or "")
    return shown(
        request, "diagnosis/series.html", found=found, marks=marks, sensitivities=SENSITIVITIES,
        drawing=banded_chart(found.series, marks, verdicts) if len(found.series.points) > 1 else "",
        table=series_table(found.series, marks, verdicts),
        rows=[(one, _why(event, one.period[:DAY_LETTERS])) for one in found.anomalies],
        questions={name: json.dumps(found.question | {"sensitivity": name}) for name in SENSITIVITIES}, **WORDS,
    )  # fmt: skip


def _why(event: str, day: str) -> str:
    """The question why a day was otherwise than the weeks before."""
    return urlencode({"step1": event, "now_from": day, "now_to": day})


def _series(found: SeriesDetail) -> dict[str, object]:
    given = found.question.get("series")
    return dict(given) if isinstance(given, dict) else {"event": given}


def _marks(here: Context, answer: AnomaliesAnswer) -> list[Mark]:
    """What happened while the series ran."""
    if not answer.points:
        return []
    question = {"since": answer.points[0][0][:DAY_LETTERS], "until": answer.points[-1][0][:DAY_LETTERS]}
    return cast(AnnotationList, ask("reporting.annotation_list", question, here)).rows
