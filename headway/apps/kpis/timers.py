"""KPIs are worked out anew by night, each as its owner or whoever is left in the workspace may see it."""

import logging
from datetime import timedelta

from django.utils import timezone

from headway.apps.kpis.models import Kpi
from headway.core.access import enter
from headway.core.errors import HeadwayError
from headway.core.jobs import every
from headway.core.models import Membership, User, Workspace
from headway.core.perform import perform
from headway.core.roles import MAKERS

LOG = logging.getLogger(__name__)
FRESH = timedelta(hours=20)
every(60, "KPIs of the role", "headway.apps.kpis.timers.kpis_take")


def kpis_take() -> int:
    """Work out the KPIs of every workspace that has one whose reading is a day old; gives how many workspaces."""
    old = Kpi.objects.exclude(taken_at__gt=timezone.now() - FRESH)
    spaces = Workspace.objects.filter(pk__in=old.values("workspace")).order_by("slug")
    return sum(_taken(one) for one in spaces)


def _taken(workspace: Workspace) -> bool:
    person = _somebody(workspace)
    if person is None:
        return False
    try:
        perform("kpis.kpi_take", {}, enter(person, workspace.slug, "job", timezone.now()))
    except HeadwayError as error:
        LOG.warning("The KPIs of %s could not be worked out: %s", workspace.slug, type(error).__name__)
        return False
    return True


def _somebody(workspace: Workspace) -> User | None:
    found = Membership.objects.filter(workspace=workspace, role__in=MAKERS, user__is_active=True)
    first = found.select_related("user").order_by("created_at", "pk").first()
    return first.user if first else None
