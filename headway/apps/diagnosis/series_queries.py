"""What can be asked of the series that are watched for anomalies: those of alerts with that condition."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, Q
from pydantic import Field

from headway.apps.analytics.signals.answers import AnomaliesAnswer, AnomalyRow
from headway.apps.analytics.signals.questions import Sensitivity
from headway.apps.diagnosis.answers import MarkedAnomaly, SensitivityRow, SeriesDetail, SeriesList, SeriesRow
from headway.apps.diagnosis.models import AnomalyMark
from headway.apps.reporting.judging import anomaly_question
from headway.apps.reporting.models import Alert
from headway.core.access import row, rows
from headway.core.answers import PageQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.paging import first_of
from headway.core.perform import ask
from headway.core.registry import Question, query

YEAR = timedelta(days=365)
SETTINGS: tuple[Sensitivity, ...] = ("calm", "normal", "keen")
DAY_LETTERS = len("2026-09-30")


@query("diagnosis.series_list")
def series_list(context: Context, question: PageQuestion) -> SeriesList:
    """The series that are watched for anomalies by ref, with what they told and what people said of that."""
    found = rows(Alert, context).filter(condition=Alert.Condition.ANOMALY, ref__gt=question.after)
    since = (context.now - YEAR).date().isoformat()
    fired = Q(checks__state=Alert.State.FIRING, checks__period__gte=since)
    counted = found.select_related("owner").annotate(told=Count("checks", filter=fired)).order_by("ref")
    shown, more = first_of(counted, question.limit)
    marks = Counter(
        rows(AnomalyMark, context).filter(alert__in=shown).values_list("alert_id", "verdict")
    )  # fmt: skip
    return SeriesList(rows=[_row(one, getattr(one, "told", 0), marks) for one in shown], next=more)


def _row(one: Alert, told: int, marks: "Counter[tuple[UUID, str]]") -> SeriesRow:
    return SeriesRow(
        ref=one.ref, title=one.title, state=one.state, owner=str(one.owner), checked_at=one.checked_at, told=told,
        real=marks[one.pk, "real"], false=marks[one.pk, "false"],
    )  # fmt: skip


class SeriesQuestion(Question):
    ref: str = Field(min_length=1, max_length=100, description="Of the alert that watches the series.")


@query("diagnosis.series_detail")
def series_detail(context: Context, question: SeriesQuestion) -> SeriesDetail:
    """A watched series with its anomalies and what people said of them, and what each sensitivity would have told in
    the last year. Raises NotFound, and Invalid for an alert that watches for no anomalies."""
    alert = row(Alert, context, question.ref)
    if alert.condition != Alert.Condition.ANOMALY:
        raise Invalid(f"Field ref: {alert.ref} watches for a limit, not for anomalies.")
    asked = anomaly_question(alert.query, alert.question)
    own = str(asked.get("sensitivity") or "normal")
    answers: dict[str, AnomaliesAnswer] = {
        one: _asked(context, asked | {"sensitivity": one}) for one in SETTINGS
    }
    marks = {one.period: one for one in rows(AnomalyMark, context).filter(alert=alert).select_related("by")}
    verdicts = {period: one.verdict for period, one in marks.items()}
    counted = Counter((alert.pk, verdict) for verdict in verdicts.values())
    series = answers[own]
    return SeriesDetail(
        row=_row(alert, len(_last_year(series)), counted), query=alert.query, question=asked, sensitivity=own,
        series=series, settings=[_setting(name, one, verdicts) for name, one in answers.items()],
        anomalies=[_marked(one, marks.get(one.period)) for one in reversed(series.anomalies)],
    )  # fmt: skip


def _asked(context: Context, question: Mapping[str, object]) -> AnomaliesAnswer:
    found = ask("analytics.anomalies", question, context)
    assert isinstance(found, AnomaliesAnswer)
    return found


def _last_year(answer: AnomaliesAnswer) -> list[str]:
    """The periods of the anomalies in the year before the last point."""
    if not answer.points:
        return []
    begin = f"{int(answer.points[-1][0][:4]) - 1}{answer.points[-1][0][4:DAY_LETTERS]}"
    return [one.period for one in answer.anomalies if one.period[:DAY_LETTERS] > begin]


def _setting(name: str, answer: AnomaliesAnswer, verdicts: dict[str, str]) -> SensitivityRow:
    told = _last_year(answer)
    said = Counter(verdicts[period] for period in told if period in verdicts)
    everything = {one.period for one in answer.anomalies}
    real = [period for period, verdict in verdicts.items() if verdict == "real"]
    return SensitivityRow(
        sensitivity=name, told=len(told), real=said["real"], false=said["false"],
        missed=sum(period not in everything for period in real),
        false_share=said["false"] / said.total() if said else None,
        reason="" if said else "nobody has marked an anomaly that it tells as real or false",
        drops=answer.backtest,
    )  # fmt: skip


def _marked(one: AnomalyRow, mark: AnomalyMark | None) -> MarkedAnomaly:
    return MarkedAnomaly(
        period=one.period, value=one.value, text=one.text, verdict=mark.verdict if mark else "",
        note=mark.note if mark else "", by=str(mark.by) if mark else "",
    )  # fmt: skip
