"""Dashboards by e-mail: on their day in the morning, each at most once, with a link that ends it."""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from headway.apps.reporting.finding import dashboard_seen
from headway.apps.reporting.models import Subscription
from headway.apps.reporting.outside import answers_of
from headway.apps.reporting.paper import Sheet, board_svg, board_text
from headway.apps.reporting.subscription_actions import next_day
from headway.core.access import enter
from headway.core.context import Context
from headway.core.errors import HeadwayError, Invalid
from headway.core.lists.export_drawing import Sheet as Table
from headway.core.lists.export_drawing import table_svg
from headway.core.lists.export_pictures import picture
from headway.core.sharing.opening import context_of
from headway.core.sharing.reading import Choice, Closed, shared_page
from headway.core.talk.choosing import mail_is_set_up

LOG = logging.getLogger(__name__)
HOUR = 7
# Somewhere it is tomorrow already; what is not due there yet is left for its morning.
A_DAY = timedelta(days=1)
SALT = "headway.reporting.stop"
SUBJECT_MOST = 150


def subscriptions_send(now: datetime | None = None) -> int:
    """Send what is due; gives how many mails went. Without a mail server they wait."""
    at = now or timezone.now()
    if not mail_is_set_up():
        return 0
    due = Subscription.objects.filter(stopped_at=None, next_on__lte=at.date() + A_DAY)
    joined = due.select_related("workspace", "person", "dashboard", "link__workspace", "link__made_by")
    return sum(_sent(one, at) for one in joined.order_by("id"))


def _sent(one: Subscription, now: datetime) -> bool:
    local = now.astimezone(one.workspace.zone)
    if local.date() < one.next_on or local.hour < HOUR:
        return False
    mail = mail_of(one, now)
    later = next_day(local.date(), one.every)
    # Taken first, so that two workers never send it twice.
    mine = Subscription.objects.filter(pk=one.pk, next_on=one.next_on, stopped_at=None).update(
        next_on=later, sent_at=now
    )
    if mail is None or not mine:
        return False
    try:
        mail.send()
    except (SMTPException, OSError) as error:
        Subscription.objects.filter(pk=one.pk).update(next_on=one.next_on, sent_at=one.sent_at)
        LOG.warning("A dashboard by e-mail waits: %s", type(error).__name__)
        return False
    return True


def mail_of(one: Subscription, now: datetime) -> EmailMessage | None:
    """The mail; None where whoever gets it may not see the dashboard any more, which ends it."""
    try:
        subject, text, svg = _own(one, now) if one.person else _outside(one, now)
    except (HeadwayError, Closed):
        Subscription.objects.filter(pk=one.pk).update(stopped_at=now)
        return None
    stop = settings.SITE_ADDRESS + reverse("stopping:stop", args=[stop_token(one)])
    to = one.person.email if one.person else one.email
    mail = EmailMessage(
        subject[:SUBJECT_MOST], f"{text}\nNo more of these: {stop}\n", to=[to], headers={
            "List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )  # fmt: skip
    try:
        mail.attach(f"{one.dashboard.ref}.pdf", picture(svg, "pdf"), "application/pdf")
    except Invalid:
        LOG.info("Dashboards are mailed as text, since the library for pictures is not there")
    return mail


def _own(one: Subscription, now: datetime) -> tuple[str, str, str]:
    assert one.person is not None
    context = enter(one.person, one.workspace.slug, "job", now)
    sheet = sheet_of(context, one.dashboard.ref)
    address = settings.SITE_ADDRESS + reverse(
        "reporting:dashboard", args=[one.workspace.slug, one.dashboard.ref]
    )
    return sheet.title, f"{board_text(sheet)}\n{address}\n", board_svg(sheet)


def sheet_of(context: Context, ref: str) -> Sheet:
    """A dashboard for paper, as a person sees it. Raises NotFound."""
    board = dashboard_seen(context, ref)
    said = f"{context.workspace.name}, {context.today:%-d %B %Y}"
    return Sheet(board.title, said, answers_of(context, board))


def _outside(one: Subscription, now: datetime) -> tuple[str, str, str]:
    """What the link shows today. Raises Closed once it does not open any more."""
    link = one.link
    context = context_of(link, now) if link else None
    if link is None or context is None or link.revoked_at or link.expires_at <= now or link.password:
        raise Closed("The link does not open any more.")
    page = shared_page(link, context, Choice())
    headings = [page.title_label, *(column.label for column in page.columns)] if page.title_column else [
        column.label for column in page.columns
    ]  # fmt: skip
    listed = [
        [
            *([row.title] if page.title_column else []),
            *(_cell(row.cells.get(column.name)) for column in page.columns),
        ]
        for row in page.rows
    ]
    said = f"{page.note or link.workspace.name}, {context.today:%-d %B %Y}"
    lines = [page.title, said, "", *("  ".join(one for one in row if one) for row in listed)]
    return page.title, "\n".join(lines) + "\n", table_svg(Table(page.title, said, headings, listed))


def _cell(value: object) -> str:
    return "" if value is None else f"{value:,.6g}" if isinstance(value, float) else str(value)


def stop_token(one: Subscription) -> str:
    """What a mail's stop link holds: only who got the mail can end it, and without signing in."""
    return signing.dumps(str(one.pk), salt=SALT)


def stopped_by(token: str, now: datetime) -> bool:
    """End the subscription that a stop link stands for; false for a link that is none."""
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return False
    Subscription.objects.filter(pk=pk, stopped_at=None).update(stopped_at=now)
    return True
