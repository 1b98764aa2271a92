"""What the workers look at from time to time: alerts whose period is over, dashboards whose day has come."""

import logging

from django.utils import timezone

from headway.apps.reporting.judging import judged, period_wanted
from headway.apps.reporting.models import Alert
from headway.core.access import enter
from headway.core.errors import HeadwayError
from headway.core.jobs import every
from headway.core.perform import perform

LOG = logging.getLogger(__name__)
every(15, "alerts", "headway.apps.reporting.timers.alerts_look")
every(10, "dashboards by e-mail", "headway.apps.reporting.mailing.subscriptions_send")


def alerts_look() -> int:
    """Look at every alert whose last period was not looked at yet, or had no data; gives how many have news."""
    return sum(_looked(alert) for alert in Alert.objects.select_related("workspace", "owner").order_by("id"))


def _looked(alert: Alert) -> bool:
    try:
        # It sees what its owner may see, and nothing once the owner is gone.
        context = enter(alert.owner, alert.workspace.slug, "job", timezone.now())
        known = alert.checks.filter(period=period_wanted(context, alert)).first()
        if known and (known.state != Alert.State.NO_DATA or known.words == judged(context, alert).words):
            return False
        perform("reporting.alert_check", {"ref": alert.ref}, context)
    except HeadwayError as error:
        LOG.warning("The alert %s could not be looked at: %s", alert.ref, type(error).__name__)
        return False
    return True
