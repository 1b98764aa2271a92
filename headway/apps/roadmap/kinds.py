"""The kinds of records here: who works, what was promised and what was asked for."""

from headway.apps.roadmap.models import Commitment, Investment, Team
from headway.core.kinds import RecordKind, declare

TEAM = declare(RecordKind("team", Team, "Team", "Teams", "name", listing="roadmap:teams"))
COMMITMENT = declare(
    RecordKind(
        "commitment",
        Commitment,
        "Commitment",
        "Commitments",
        "obligation",
        (
            "contract",
            "note",
        ),
        listing="roadmap:commitments",
    )
)
INVESTMENT = declare(
    RecordKind(
        "investment",
        Investment,
        "Investment",
        "Investments",
        "title",
        ("business_case",),
        listing="roadmap:investments",
    )
)
