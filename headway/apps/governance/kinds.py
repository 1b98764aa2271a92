"""The kinds of records here: what waits for approval."""

from headway.apps.governance.models import Approval
from headway.core.kinds import RecordKind, declare

APPROVAL = declare(
    RecordKind(
        "approval", Approval, "Approval", "Approvals", "title", ("reason",), page="governance:approval"
    )
)
