"""What can be done with alerts: say what to watch, look at it, be left alone, take note of it."""

import json
from dataclasses import asdict
from datetime import timedelta
from typing import Any, Literal

from pydantic import Field, FiniteFloat, JsonValue

from headway.apps.reporting.judging import Judgement, anomaly_question, is_muted, judged
from headway.apps.reporting.models import Alert, AlertCheck
from headway.apps.reporting.reading import checked
from headway.core import outgoing
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.jobs import enqueue
from headway.core.records import next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import CONTRIBUTORS, MAKERS

State, Condition = Alert.State, Alert.Condition
ACCEPTED = range(200, 300)


class AlertSave(Question):
    ref: str = Field("", max_length=100, description="None makes a new one.")
    title: str | None = Field(None, min_length=1, max_length=200)
    query: str | None = Field(None, max_length=60, examples=["analytics.trend"])
    question: dict[str, JsonValue] | None = None
    address: str | None = Field(None, max_length=4000)
    condition: Literal["above", "below", "changes", "anomaly"] | None = None
    threshold: FiniteFloat | None = Field(
        None, description="The limit; of `changes` in percent of the period before."
    )
    webhook: str | None = Field(None, max_length=500, description="An https address that is told too.")
    without_webhook: bool = False


@action("reporting.alert_save", roles=MAKERS)
def alert_save(context: Context, question: AlertSave) -> Done[RecordRef]:
    """Have a number watched: once for each period that is over you are told if it meets the condition.

    Raises NotFound, Invalid for a question that its query does not understand, a condition without its limit, and an
    address that nothing may be sent to.
    """
    values = question.model_dump(exclude={"ref", "without_webhook"}, exclude_none=True)
    found = row(Alert, context, question.ref) if question.ref else _new(context)
    for name, value in values.items():
        setattr(found, name, value)
    if question.without_webhook:
        found.webhook = ""
    _checked(found)
    found.version += 0 if found._state.adding else 1
    found.save()
    return Done(
        ref_of(found), f"Saved the alert {found.title}", found, {"condition": {"after": found.condition}}
    )


def _new(context: Context) -> Alert:
    return Alert(
        workspace=context.workspace, ref=next_ref(context, Alert, "AL"), created_at=context.now, owner=context.actor
    )  # fmt: skip


def _checked(alert: Alert) -> None:
    for name in ("title", "query", "condition"):
        if not getattr(alert, name):
            raise Invalid(f"Field {name}: a new alert needs a {name}.")
    alert.question = checked(alert.query, alert.question)
    if alert.condition == Condition.ANOMALY:
        anomaly_question(alert.query, alert.question)
    elif alert.threshold is None:
        raise Invalid("Field threshold: say the limit.")
    if alert.webhook:
        try:
            outgoing.outgoing_checked(alert.webhook)
        except Invalid as error:
            raise Invalid(f"Field webhook: {error.detail}") from error


@action("reporting.alert_remove", roles=MAKERS, destructive=True)
def alert_remove(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Remove an alert with its history. Raises NotFound."""
    found = row(Alert, context, question.ref)
    told = ref_of(found)
    found.delete()
    return Done(told, f"Removed the alert {found.title}")


class AlertMute(Question):
    ref: str = Field(min_length=1, max_length=100)
    days: int = Field(7, ge=0, le=365, description="For how many days from now; 0 ends it.")


@action("reporting.alert_mute", roles=CONTRIBUTORS)
def alert_mute(context: Context, question: AlertMute) -> Done[RecordRef]:
    """Tell nobody of an alert for some days; it is looked at all the same. Raises NotFound."""
    found = row(Alert, context, question.ref)
    found.muted_until = context.now + timedelta(days=question.days) if question.days else None
    found.save(update_fields=["muted_until"])
    words = f"for {question.days} days" if question.days else "not any more"
    return Done(ref_of(found), f"Muted the alert {found.title} {words}", found)


@action("reporting.alert_resolve", roles=CONTRIBUTORS)
def alert_resolve(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Take note that what an alert told of is dealt with; the next period is looked at as ever.

    Raises NotFound, Conflict for one that does not go off.
    """
    found = row(Alert, context, question.ref)
    if found.state != State.FIRING:
        raise Conflict(f"{found.ref} does not go off; there is nothing to resolve.")
    found.checks.filter(state=State.FIRING, resolved_by=None).update(resolved_by=context.actor)
    found.state = State.OK
    found.save(update_fields=["state"])
    return Done(ref_of(found), f"Resolved the alert {found.title}", found)


def _looked(context: Context, question: RefQuestion) -> Judgement:
    return judged(context, row(Alert, context, question.ref))


@action("reporting.alert_check", roles=CONTRIBUTORS, prepare=_looked)
def alert_check(context: Context, question: RefQuestion, found: Judgement) -> Done[RecordRef]:
    """Look at the last period that is over and tell if it meets the condition; of one period that is told once.

    Raises NotFound.
    """
    alert = row(Alert, context, question.ref)
    values = {"state": found.state, "value": found.value, "previous": found.previous, "words": found.words}
    check, _ = AlertCheck.objects.update_or_create(
        alert=alert, period=found.period, defaults=values,
        create_defaults=values | {"workspace": context.workspace, "created_at": context.now},
    )  # fmt: skip
    is_told = found.state == State.FIRING and check.told_at is None and not is_muted(alert, context.now)
    if check.resolved_by_id is None:
        alert.state = found.state
    alert.checked_at = context.now
    alert.save(update_fields=["state", "checked_at"])
    if is_told:
        _tell(context, alert, check)
    changes: dict[str, Any] = {"state": {"after": found.state}, "period": found.period, "told": is_told}
    return Done(ref_of(alert), found.words, alert, changes)


def _tell(context: Context, alert: Alert, check: AlertCheck) -> None:
    check.told_at = context.now
    check.save(update_fields=["told_at"])
    if alert.webhook:
        enqueue(context, "reporting.alert_send", {"ref": alert.ref, "period": check.period})


class AlertSend(Question):
    ref: str = Field(min_length=1, max_length=100)
    period: str = Field(min_length=1, max_length=32)


def _sent(context: Context, question: AlertSend) -> int | None:
    """Send it, outside of any transaction; None where that was done before, or is not wanted any more."""
    check = _check(context, question)
    if check.sent_at or not check.alert.webhook:
        return None
    body = asdict(Judgement(check.period, check.state, check.value, check.previous, check.words)) | {
        "alert": check.alert.ref, "title": check.alert.title, "workspace": context.workspace.slug,
    }  # fmt: skip
    key = f"{check.alert.pk}:{check.period}"
    headers = {"Content-Type": "application/json", "User-Agent": "Headway", "Idempotency-Key": key}
    try:
        status = outgoing.post(check.alert.webhook, json.dumps(body).encode(), headers)
    except outgoing.Unsent as error:
        raise Conflict(f"The message of {check.alert.ref} did not arrive: {error}.") from error
    if status not in ACCEPTED:
        raise Conflict(f"The message of {check.alert.ref} was answered with {status}.")
    return status


def _check(context: Context, question: AlertSend) -> AlertCheck:
    found = rows(AlertCheck, context).filter(alert__ref=question.ref, period=question.period)
    check = found.select_related("alert").exclude(told_at=None).first()
    if check is None:
        raise Conflict(f"{question.ref} told nothing of {question.period}.")
    return check


@action("reporting.alert_send", roles=CONTRIBUTORS, prepare=_sent)
def alert_send(context: Context, question: AlertSend, status: int | None) -> Done[RecordRef]:
    """Send what an alert told of a period to its webhook, once; a worker tries it again until it arrives.

    Raises Conflict where nothing was told, and while it does not arrive.
    """
    check = _check(context, question)
    if status:
        check.sent_at = context.now
        check.save(update_fields=["sent_at"])
    words = "Sent" if status else "Had sent"
    return Done(ref_of(check.alert), f"{words} what {check.alert.ref} told of {question.period}", check.alert)
