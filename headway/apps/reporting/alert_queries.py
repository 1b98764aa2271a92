"""What can be asked of alerts."""

from urllib.parse import urlsplit

from pydantic import Field

from headway.apps.reporting.answers import AlertCheckRow, AlertDetail, AlertList, AlertRow
from headway.apps.reporting.models import Alert, AlertCheck
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.paging import first_of
from headway.core.registry import query

CHECKS_SHOWN = 60


class AlertsQuestion(PageQuestion):
    state: str = Field("", max_length=8, description="new, ok, firing or no_data.")


@query("reporting.alert_list")
def alert_list(context: Context, question: AlertsQuestion) -> AlertList:
    """The alerts by ref, with what came of the last look."""
    found = rows(Alert, context).select_related("owner").filter(ref__gt=question.after).order_by("ref")
    if question.state:
        found = found.filter(state=question.state)
    shown, more = first_of(found, question.limit)
    return AlertList(rows=[_row(one) for one in shown], next=more)


@query("reporting.alert_detail")
def alert_detail(context: Context, question: RefQuestion) -> AlertDetail:
    """One alert and what came of each look, the latest first. Raises NotFound."""
    alert = row(Alert, context, question.ref)
    checks = alert.checks.select_related("resolved_by").order_by("-period")[:CHECKS_SHOWN]
    return AlertDetail(row=_row(alert), checks=[_check(one) for one in checks])


def _row(one: Alert) -> AlertRow:
    return AlertRow(
        ref=one.ref, version=one.version, title=one.title, owner=str(one.owner), query=one.query,
        question=one.question, address=one.address, condition=one.condition, threshold=one.threshold,
        state=one.state, muted_until=one.muted_until, checked_at=one.checked_at,
        webhook_host=urlsplit(one.webhook).hostname or "",
    )  # fmt: skip


def _check(one: AlertCheck) -> AlertCheckRow:
    return AlertCheckRow(
        period=one.period, state=one.state, value=one.value, previous=one.previous, words=one.words,
        told_at=one.told_at, sent_at=one.sent_at, resolved_by=str(one.resolved_by) if one.resolved_by else "",
    )  # fmt: skip
