"""The roadmap as it is shown outside: the plan in force, and how far what is written about each bet has come.

Only a frozen plan is shown; a draft is nobody's promise.
"""

from collections.abc import Mapping

from headway.apps.requirements.models import Prd
from headway.apps.roadmap.answers import PlanDetail, PlannedItem
from headway.apps.roadmap.charts import COMMITTED_QUARTERS
from headway.apps.roadmap.models import Plan
from headway.apps.roadmap.showing import plan_shown
from headway.core.access import rows
from headway.core.context import Context
from headway.core.lists.columns import Column
from headway.core.quarters import quarter_of
from headway.core.sharing.sources import Cells, Found, Source, Wanted, in_order, source_add

STATUS = (("planned", "Planned"), ("under_way", "In progress"), ("shipped", "Shipped"))
CERTAINTY = (("committed", "Committed"), ("direction", "Direction"))
COLUMNS = {
    one.name: one
    for one in (
        Column("title", "What"),
        Column("status", "Status", "choice", choices=STATUS),
        Column("starts", "Starts"),
        Column("quarter", "Quarter"),
        Column("certainty", "Certainty", "choice", choices=CERTAINTY),
        Column("teams", "Teams", "choices"),
        Column("effort", "Effort", "number", unit="person-weeks"),
        Column("odds", "Odds", "number", unit="share"),
        Column("rank", "Rank", "number"),
        Column("reason", "Why then", "long_text"),
    )
}
FIRST = ("title", "status", "starts", "quarter", "certainty", "teams", "odds")


def _rows(context: Context, wanted: Wanted) -> Found:
    plan = rows(Plan, context).filter(changed_by=None).exclude(frozen_at=None).order_by("-id").first()
    if plan is None:
        return Found([], 0)
    detail, statuses = plan_shown(context, plan), _statuses(context)
    found = in_order([_cells(context, detail, one, statuses) for one in detail.items], COLUMNS, wanted.sort)
    start = int(wanted.after or 0)
    end = start + wanted.limit
    return Found(found[start:end], len(found), str(end) if end < len(found) else "")


def _statuses(context: Context) -> dict[str, set[str]]:
    """The statuses of the documents about each initiative."""
    found: dict[str, set[str]] = {}
    for ref, status in rows(Prd, context).values_list("initiative__ref", "status"):
        found.setdefault(ref, set()).add(status)
    return found


def _cells(context: Context, plan: PlanDetail, item: PlannedItem, statuses: Mapping[str, set[str]]) -> Cells:
    direction = plan.periods.index(item.start) >= COMMITTED_QUARTERS
    return {
        "title": item.title,
        "status": _status(context, item, statuses.get(item.id, set())),
        "starts": item.start,
        "quarter": item.finish,
        "certainty": "direction" if direction else "committed",
        "teams": [*sorted(item.effort_person_weeks)],
        "effort": round(sum(item.effort_person_weeks.values()), 1),
        "odds": None if direction else item.odds,
        "rank": item.rank,
        "reason": item.reason,
    }


def _status(context: Context, item: PlannedItem, documents: set[str]) -> str:
    """Shipped where its launch is written down, in progress from the first quarter of the work on."""
    if Prd.Status.LAUNCHED in documents:
        return "shipped"
    return "under_way" if item.start <= quarter_of(context.today) else "planned"


ROADMAP = source_add(
    Source(
        name="roadmap",
        label="Bet",
        plural="Roadmap",
        title="title",
        columns=lambda context: COLUMNS,
        rows=_rows,
        first=lambda context: FIRST,
        start="starts",
        end="quarter",
        filtered=False,
    )
)
