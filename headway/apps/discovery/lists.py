"""The lists here: problems, what customers said, and accounts."""

from django.db.models import FloatField, Value
from django.db.models.functions import Cast

from headway.apps.discovery.kinds import ACCOUNT, FEEDBACK, PROBLEM
from headway.apps.discovery.models import Problem
from headway.core.lists.columns import Column, RecordList, list_add
from headway.core.lists.expressions import JsonNumber

PROBLEMS = list_add(
    RecordList(
        PROBLEM,
        (
            Column("title", "Title", editable=True, filled=True),
            Column(
                "state",
                "State",
                "choice",
                choices=tuple(Problem.State.choices),
                action="discovery.problem_confirm",
            ),
            Column("rank", "Rank", "number", unsummed=True),
            Column("weight", "Weight", "number", unsummed=True, shown=False),
            Column(
                "accounts",
                "Accounts",
                "number",
                expression=lambda context: JsonNumber("size", "accounts", "value"),
                unit="accounts",
                unsummed=True,
            ),
            Column(
                "arr",
                "ARR",
                "money",
                expression=lambda context: JsonNumber("size", "arr", "value") * Cast(Value(100), FloatField()),
                unsummed=True,
            ),
            Column(
                "mentions",
                "Mentions",
                "number",
                expression=lambda context: JsonNumber("size", "mentions_per_month", "value"),
                unit="messages a month",
                unsummed=True,
            ),
            Column("merged_into", "Merged into", "record", record="problem", shown=False,
                   action="discovery.problem_merge"),
            Column("decided_by", "Decided by", "person", shown=False),
            Column("decided_at", "Decided", "moment", shown=False),
            Column("reason", "Reason", "long_text", shown=False),
        ),
        sort=("rank",),
    )
)  # fmt: skip
MESSAGES = list_add(
    RecordList(
        FEEDBACK,
        (
            Column("text", "Message", "long_text", path="redacted_text"),
            Column("at", "Said", "moment"),
            Column("channel", "Channel", varied=True),
            Column("account", "Account", "record", record="account"),
            Column("segment", "Segment", path="account__segment", varied=True, shown=False),
            Column("theme", "Theme", "record", record="theme", action="discovery.feedback_place"),
            Column("problem", "Problem", "record", path="theme__problem", record="problem"),
            Column("confident", "Sure of its theme", "flag", path="theme_confident", shown=False),
        ),
        sort=("-at",),
    )
)
ACCOUNTS = list_add(
    RecordList(
        ACCOUNT,
        (
            Column("name", "Name", editable=True, filled=True),
            Column("arr", "ARR", "money", path="arr_minor"),
            Column("segment", "Segment", editable=True, varied=True),
            Column("plan", "Plan", varied=True),
            Column("renewal", "Renewal", "date", path="renewal_date"),
            Column("health", "Health", "number", unsummed=True),
            Column("region", "Region", editable=True, varied=True),
            Column("domain", "Domain", shown=False),
        ),
    )
)
