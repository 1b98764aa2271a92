"""The lists here: what goes out, and what is on its way out."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from headway.apps.launch.kinds import DEPRECATION, LAUNCH
from headway.apps.launch.models import Deprecation, Launch, ReadinessItem, Tier
from headway.core.access import rows
from headway.core.context import Context
from headway.core.lists.columns import Column, RecordList, list_add

SAVE, STATUS, ITEM = "launch.launch_save", "launch.launch_status_set", "launch.readiness_item_set"


def _still_open(context: Context) -> Coalesce:
    """How many mandatory items of a launch are open."""
    found = rows(ReadinessItem, context).filter(launch=OuterRef("pk"), is_mandatory=True, done_at=None)
    counted = found.order_by().values("launch").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted), 0)


LAUNCHES = list_add(
    RecordList(
        LAUNCH,
        (
            Column("name", "Name", editable=True, filled=True),
            Column("status", "Status", "choice", choices=tuple(Launch.Status.choices), action=STATUS),
            Column("tier", "Tier", "choice", choices=tuple(Tier.choices), action=SAVE),
            Column("owner", "Owner", "person", action=SAVE),
            Column("starts", "Starts", "date", path="starts_on", action=SAVE),
            Column("ends", "Ends", "date", path="ends_on", action=SAVE),
            Column(
                "still_open",
                "Mandatory items open",
                "number",
                unit="items",
                expression=_still_open,
                action=ITEM,
            ),
            Column("launched", "Launched", "moment", path="launched_at", shown=False),
            Column("positioning", "Positioning", "long_text", editable=True, shown=False),
        ),
    )
)
DEPRECATIONS = list_add(
    RecordList(
        DEPRECATION,
        (
            Column("feature", "Feature"),
            Column("state", "State", "choice", choices=tuple(Deprecation.State.choices),
                   action="launch.deprecation_advance"),
            Column("notice", "Notice", "date", path="notice_on"),
            Column("ends", "Ends", "date", path="ends_on"),
            Column("accounts", "Accounts at the start", "number", path="accounts_at_start", unit="accounts"),
            Column("alternative", "Alternative", shown=False),
            Column("started_by", "Started by", "person"),
        ),
    )
)  # fmt: skip
