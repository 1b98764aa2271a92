"""The kinds of records here: what is decided, asked for, risked and discussed."""

from headway.apps.decisions.models import Assessment, Decision, Forum, Recommendation, Risk
from headway.core.kinds import RecordKind, declare

DECISION = declare(
    RecordKind(
        "decision",
        Decision,
        "Decision",
        "Decisions",
        "question",
        (
            "background",
            "outcome",
        ),
        page="decisions:decision",
    )
)
RECOMMENDATION = declare(
    RecordKind(
        "recommendation",
        Recommendation,
        "Request",
        "Requests",
        "title",
        (
            "rationale",
            "answer",
        ),
        page="decisions:request",
    )
)
RISK = declare(
    RecordKind(
        "risk",
        Risk,
        "Risk",
        "Risks",
        "title",
        (
            "cause",
            "effect",
            "mitigation",
            "trigger",
        ),
        page="decisions:risk",
    )
)
ASSESSMENT = declare(
    RecordKind(
        "assessment",
        Assessment,
        "Assessment",
        "Assessments",
        "title",
        ("purpose",),
        page="decisions:assessment",
    )
)
FORUM = declare(RecordKind("forum", Forum, "Forum", "Forums", "name", page="decisions:forum"))
