"""What a person says of an anomaly."""

from typing import Literal

from pydantic import Field

from headway.apps.diagnosis.models import AnomalyMark
from headway.apps.reporting.models import Alert
from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.registry import Done, Question, action
from headway.core.roles import CONTRIBUTORS


class MarkSave(Question):
    ref: str = Field(min_length=1, max_length=100, description="Of the alert that watches the series.")
    period: str = Field(min_length=10, max_length=32, description="Of the anomaly, as the series names it.")
    verdict: Literal["real", "false", "none"] = Field(description="none takes the mark back.")
    note: str = Field("", max_length=500)


@action("diagnosis.anomaly_mark", roles=CONTRIBUTORS)
def anomaly_mark(context: Context, question: MarkSave) -> Done[RecordRef]:
    """Say of an anomaly of a watched series that it was real or a false alarm, so that the backtest counts by it.

    Raises NotFound, and Invalid for an alert that watches for no anomalies.
    """
    alert = row(Alert, context, question.ref)
    if alert.condition != Alert.Condition.ANOMALY:
        raise Invalid(f"Field ref: {alert.ref} watches for a limit, not for anomalies.")
    of = {"alert": alert, "period": question.period}
    if question.verdict == "none":
        AnomalyMark.objects.filter(**of).delete()
        return Done(ref_of(alert), f"Took back what was said of {question.period} in {alert.title}", alert)
    said = {"verdict": question.verdict, "note": question.note, "by": context.actor, "at": context.now}
    AnomalyMark.objects.update_or_create(
        **of, defaults=said, create_defaults=said | {"workspace": context.workspace}
    )
    label = AnomalyMark.Verdict(question.verdict).label
    changes = {"period": question.period, "verdict": {"after": question.verdict}}
    return Done(ref_of(alert), f"{label}: {question.period} in {alert.title}", alert, changes)
