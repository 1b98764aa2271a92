"""The list here: what is on its way out."""

from headway.apps.launch.kinds import DEPRECATION
from headway.apps.launch.models import Deprecation
from headway.core.lists.columns import Column, RecordList, list_add

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
