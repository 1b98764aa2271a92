"""Which rows of the activity log somebody looks for."""

from datetime import date
from typing import Any, Literal

from django.db.models import QuerySet
from pydantic import Field

from headway.core.answers import PageQuestion
from headway.core.context import Context
from headway.core.days import whole_days
from headway.core.errors import Invalid
from headway.core.models import Activity

Outcome = Literal["done", "pending", "refused"]


class ActivityQuestion(PageQuestion):
    """Which rows; what is left empty does not limit them."""

    subject_kind: str = ""
    subject_id: str = ""
    actor: str = Field("", max_length=254, description="E-mail address of who did it.")
    action: str = Field("", max_length=100, description="How the action's name begins, such as roadmap.")
    outcomes: list[Outcome] = Field([], description="Any of done, pending, refused; empty is all.")
    channel: str = Field("", max_length=12, description="web, api, cli, mcp, job, approval or scim.")
    since: date | None = Field(None, description="The first day, in the workspace's time zone.")
    until: date | None = Field(None, description="The last day, in the workspace's time zone.")
    contains: str = Field("", max_length=200, description="Words in the summary.")


EXACT = {"subject_kind": "subject_kind", "subject_id": "subject_id", "channel": "channel"}
LOOKUPS = EXACT | {
    "actor": "actor__email__iexact",
    "action": "action__startswith",
    "outcomes": "outcome__in",
    "contains": "summary__icontains",
}


def matching(found: QuerySet[Activity], question: ActivityQuestion, context: Context) -> QuerySet[Activity]:
    """The rows that a question asks for, the latest first. Raises Invalid for a last day before the first."""
    asked: dict[str, Any] = {
        lookup: value for name, lookup in LOOKUPS.items() if (value := getattr(question, name))
    }
    days = whole_days(context.workspace, "at", question.since, question.until)
    return found.filter(**asked, **days).order_by("-sequence")


def behind(mark: str) -> int | None:
    """The number in an `after`, None where there is none. Raises Invalid."""
    if not mark:
        return None
    if not (mark.isdecimal() and mark.isascii() and len(mark) < 19):
        raise Invalid(f"Field after: {mark!r} is not a row number; use the `next` of an earlier answer.")
    return int(mark)
