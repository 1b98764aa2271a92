"""KPIs and key results are read anew by night, each as whoever has been in the workspace longest may see them."""

import logging
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from headway.apps.kpis.models import Kpi
from headway.apps.strategy.models import KeyResult
from headway.core.access import enter
from headway.core.errors import HeadwayError
from headway.core.jobs import every
from headway.core.models import Membership, User, Workspace
from headway.core.perform import perform
from headway.core.roles import MAKERS

LOG = logging.getLogger(__name__)
FRESH = timedelta(hours=20)
every(60, "KPIs of the role", "headway.apps.kpis.timers.kpis_take")
every(60, "Key results read from their metrics", "headway.apps.kpis.timers.results_take")


def kpis_take() -> int:
    """Work out the KPIs of every workspace that has one whose reading is a day old; gives how many workspaces."""
    old = Kpi.objects.exclude(taken_at__gt=timezone.now() - FRESH)
    return _done_in(old.values("workspace"), "kpis.kpi_take")


def results_take() -> int:
    """Read the key results of every workspace that has one which was not read for a day; gives how many workspaces."""
    old = KeyResult.objects.exclude(now_at__gt=timezone.now() - FRESH)
    return _done_in(old.values("workspace"), "metrics.key_results_take")


def _done_in(workspaces: QuerySet[Any, Any], name: str) -> int:
    return sum(_done(one, name) for one in Workspace.objects.filter(pk__in=workspaces).order_by("slug"))


def _done(workspace: Workspace, name: str) -> bool:
    person = _somebody(workspace)
    if person is None:
        return False
    try:
        perform(name, {}, enter(person, workspace.slug, "job", timezone.now()))
    except HeadwayError as error:
        LOG.warning("%s could not be done in %s: %s", name, workspace.slug, type(error).__name__)
        return False
    return True


def _somebody(workspace: Workspace) -> User | None:
    found = Membership.objects.filter(workspace=workspace, role__in=MAKERS, user__is_active=True)
    first = found.select_related("user").order_by("created_at", "pk").first()
    return first.user if first else None
