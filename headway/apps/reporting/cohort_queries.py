"""Where a cohort is asked about."""

from headway.apps.reporting.answers import CohortUse, CohortUses
from headway.apps.reporting.finding import dashboards_seen
from headway.apps.reporting.models import Alert, Tile
from headway.core.access import rows
from headway.core.answers import RefQuestion
from headway.core.context import Context
from headway.core.registry import query


@query("reporting.cohort_use_list")
def cohort_use_list(context: Context, question: RefQuestion) -> CohortUses:
    """The tiles (of dashboards that you see) and the alerts whose question is kept to a cohort."""
    tiles = rows(Tile, context).filter(dashboard__in=dashboards_seen(context)).select_related("dashboard")
    alerts = rows(Alert, context).order_by("ref")
    return CohortUses(
        rows=[
            *(
                CohortUse(
                    what="dashboard", ref=one.dashboard.ref, title=f"{one.title}, on {one.dashboard.title}"
                )
                for one in tiles.order_by("ref")
                if one.question.get("cohort") == question.ref
            ),
            *(
                CohortUse(what="alert", ref=one.ref, title=one.title)
                for one in alerts
                if one.question.get("cohort") == question.ref
            ),
        ]
    )
