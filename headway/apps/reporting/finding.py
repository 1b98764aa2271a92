"""Which dashboards a person sees, and which of them the person may change."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from headway.apps.reporting.answers import DashboardRow, TileRow
from headway.apps.reporting.models import Dashboard, DashboardFavourite, Tile
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import NotFound, Refused
from headway.core.roles import DECIDERS


def dashboards_seen(context: Context) -> QuerySet[Dashboard]:
    """The shared dashboards and the person's own, by title."""
    found = rows(Dashboard, context).filter(Q(is_shared=True) | Q(owner=context.actor))
    own = rows(DashboardFavourite, context).filter(person=context.actor, dashboard=OuterRef("pk"))
    counted = found.annotate(tile_count=Count("tiles"), is_favourite=Exists(own))
    return counted.select_related("owner").order_by("title", "ref")


def dashboard_seen(context: Context, ref: str) -> Dashboard:
    """One dashboard. Raises NotFound, in the same words for one that is somebody else's."""
    found = dashboards_seen(context).filter(ref=ref).first()
    if found is None:
        raise NotFound(f"No dashboard {ref[:60]!r} that you may see; reporting.dashboard_list has them.")
    return found


def may_change(context: Context, one: Dashboard) -> bool:
    return one.owner_id == context.actor.pk or (one.is_shared and context.role in DECIDERS)


def dashboard_changeable(context: Context, ref: str) -> Dashboard:
    """A dashboard that the person may change. Raises NotFound or Refused."""
    found = dashboard_seen(context, ref)
    if not may_change(context, found):
        raise Refused(f"{found.ref} is {found.owner}'s; ask for the change, or make a dashboard of your own.")
    return found


def tile_seen(context: Context, ref: str) -> Tile:
    """A tile of a dashboard that the person may see. Raises NotFound."""
    found = rows(Tile, context).filter(ref=ref).select_related("dashboard__owner").first()
    if found is None or not (found.dashboard.is_shared or found.dashboard.owner_id == context.actor.pk):
        raise NotFound(f"No tile {ref[:60]!r} that you may see; reporting.dashboard_detail has them.")
    return found


def dashboard_row(context: Context, one: Dashboard) -> DashboardRow:
    return DashboardRow(
        ref=one.ref, version=one.version, title=one.title, note=one.note, owner=str(one.owner),
        shared=one.is_shared, mine=one.owner_id == context.actor.pk, changeable=may_change(context, one),
        favourite=getattr(one, "is_favourite", False), tiles=getattr(one, "tile_count", 0),
    )  # fmt: skip


def tile_row(one: Tile, dashboard: str) -> TileRow:
    return TileRow(
        ref=one.ref, version=one.version, dashboard=dashboard, title=one.title, place=one.place, width=one.width,
        drawing=one.drawing, query=one.query, question=one.question, address=one.address, goal=one.goal,
        aims_at=one.aims_at, target=one.target, aim_metric=one.aim_metric,
    )  # fmt: skip
