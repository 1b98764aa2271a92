"""The kinds of records here: what customers said and struggle with."""

from headway.apps.discovery.models import Account, Feedback, Problem, ResearchNote, ResearchPlan, Theme
from headway.core.kinds import RecordKind, declare

PROBLEM = declare(
    RecordKind("problem", Problem, "Problem", "Problems", "title", ("reason",), page="discovery:problem")
)
FEEDBACK = declare(
    RecordKind("feedback", Feedback, "Message", "Messages", "redacted_text", page="discovery:message")
)
ACCOUNT = declare(
    RecordKind("account", Account, "Account", "Accounts", "name", ("domain",), listing="discovery:accounts")
)
THEME = declare(RecordKind("theme", Theme, "Theme", "Themes", "name", listing="discovery:themes"))
RESEARCH_PLAN = declare(
    RecordKind(
        "research_plan",
        ResearchPlan,
        "Research plan",
        "Research plans",
        "question",
        (
            "decision",
            "participants",
        ),
        listing="discovery:research",
    )
)
RESEARCH_NOTE = declare(
    RecordKind(
        "research_note",
        ResearchNote,
        "Interview",
        "Interviews",
        "title",
        ("text",),
        listing="discovery:research",
    )
)
