"""The kinds of records here: what could be done, and what we said no to."""

from headway.apps.prioritisation.models import DeclinedRequest, Initiative
from headway.core.kinds import RecordKind, declare

INITIATIVE = declare(
    RecordKind(
        "initiative", Initiative, "Initiative", "Initiatives", "title", page="prioritisation:initiative"
    )
)
DECLINED = declare(
    RecordKind(
        "declined",
        DeclinedRequest,
        "Declined request",
        "Declined requests",
        "asked",
        (
            "reason",
            "reply",
        ),
        listing="prioritisation:declined",
    )
)
