"""What can be asked about dashboards by e-mail."""

from headway.apps.reporting.answers import SubscriptionList, SubscriptionRow
from headway.apps.reporting.models import Subscription
from headway.core.access import rows
from headway.core.context import Context
from headway.core.registry import Empty, query
from headway.core.roles import DECIDERS


@query("reporting.subscription_list")
def subscription_list(context: Context, question: Empty) -> SubscriptionList:
    """The dashboards that are sent to you; whoever may share also sees those that go outside."""
    found = (
        rows(Subscription, context)
        .filter(stopped_at=None)
        .select_related("dashboard", "link")
        .order_by("ref")
    )
    seen = [
        one
        for one in found
        if one.person_id == context.actor.pk or (one.person_id is None and context.role in DECIDERS)
    ]
    return SubscriptionList(rows=[_row(one) for one in seen])


def _row(one: Subscription) -> SubscriptionRow:
    return SubscriptionRow(
        ref=one.ref, dashboard=one.dashboard.ref, every=one.every, email=one.email,
        link=one.link.ref if one.link else "", next_on=one.next_on, sent_at=one.sent_at,
    )  # fmt: skip
