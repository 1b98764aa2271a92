"""What can be done about dashboards by e-mail: have one sent, and end that."""

from datetime import date, timedelta
from typing import Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import Field

from headway.apps.reporting.finding import dashboard_seen
from headway.apps.reporting.models import Dashboard, Subscription
from headway.apps.reporting.sharing import WHAT, address_of
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid, Refused
from headway.core.records import next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS, EVERYONE
from headway.core.sharing.models import ShareLink
from headway.engine.filters.address import canonical


class SubscriptionSave(Question):
    dashboard: str = Field(min_length=1, max_length=100)
    every: Literal["day", "week", "month"] = Field(
        "week", description="Every day, on Mondays, or on the first."
    )
    email: str = Field("", max_length=254, description="Of somebody outside; without one it goes to you.")
    link: str = Field(
        "", max_length=100, description="The shared link of the dashboard that it shows somebody outside."
    )


@action("reporting.subscription_save", roles=EVERYONE)
def subscription_save(context: Context, question: SubscriptionSave) -> Done[RecordRef]:
    """Have a dashboard sent to you by e-mail, or to somebody outside what a shared link of it shows, while it opens.

    Raises NotFound; Refused for somebody outside unless you may share; Invalid for a link of something else.
    """
    board = dashboard_seen(context, question.dashboard)
    outside = _outside(context, board, question) if question.email else None
    person = None if outside else context.actor
    found = rows(Subscription, context).filter(
        dashboard=board, person=person, email=question.email.strip().lower(), stopped_at=None
    ).first() or Subscription(
        workspace=context.workspace, ref=next_ref(context, Subscription, "SU"), created_at=context.now,
        dashboard=board, person=person, email=question.email.strip().lower(),
    )  # fmt: skip
    found.link, found.every, found.next_on = outside, question.every, next_day(context.today, question.every)
    found.save()
    to = "somebody outside" if outside else "whoever asked"
    return Done(ref_of(found), f"Has {board.ref} sent to {to}, every {question.every}")


def _outside(context: Context, board: Dashboard, question: SubscriptionSave) -> ShareLink:
    if context.role not in DECIDERS:
        raise Refused("Dashboards are sent outside by those who may share; ask one of them.")
    try:
        validate_email(question.email.strip())
    except ValidationError:
        raise Invalid(f"Field email: {question.email[:60]!r} is no e-mail address.") from None
    if not question.link:
        raise Invalid(
            "Field link: somebody outside sees what a shared link shows; share the dashboard and name it."
        )
    link = row(ShareLink, context, question.link)
    if link.what != WHAT or canonical(link.address) != canonical(address_of(board.ref)):
        raise Invalid(f"Field link: {link.ref} does not show {board.ref}.")
    if link.revoked_at or link.expires_at <= context.now or link.password:
        raise Invalid(f"Field link: {link.ref} does not open, or asks for a password; take another.")
    return link


def next_day(today: date, every: str) -> date:
    """The next day on which it is due, after today.

    >>> [next_day(date(2026, 9, 30), every).isoformat() for every in ("day", "week", "month")]
    ['2026-10-01', '2026-10-05', '2026-10-01']
    """
    if every == "month":
        return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return today + timedelta(days=7 - today.weekday() if every == "week" else 1)


@action("reporting.subscription_stop", roles=EVERYONE)
def subscription_stop(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Have a dashboard sent no more: your own, and whoever may share also those outside. Raises NotFound, Refused."""
    found = row(Subscription, context, question.ref)
    if found.person_id != context.actor.pk and not (found.person_id is None and context.role in DECIDERS):
        raise Refused(f"{found.ref} is not yours to stop.")
    found.stopped_at = found.stopped_at or context.now
    found.save(update_fields=["stopped_at"])
    return Done(ref_of(found), f"Has {found.dashboard.ref} sent no more")
