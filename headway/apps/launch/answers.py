"""What launch answers: what has to be ready, and what is on its way out."""

from datetime import date

from pydantic import Field

from headway.core.figures import Figure
from headway.core.registry import Answer


class CriterionRow(Answer):
    """Something that has to hold before a launch; `owner` is the position that sees to it."""

    text: str
    mandatory: bool
    owner: str


class ReadinessRow(Answer):
    id: str
    version: int
    name: str
    tier: str
    criteria: list[CriterionRow]


class ReadinessList(Answer):
    rows: list[ReadinessRow]
    next: str = ""


class AffectedAccount(Answer):
    """An account whose people used the feature; `arr_minor` is null where it is unknown."""

    id: str
    name: str
    arr_minor: int | None


class DeprecationRow(Answer):
    """A feature on its way out, with the accounts that used it lately, the largest first.

    `accounts` and `arr` cover all of them, `affected` lists the first; `accounts_at_start` is how many there were when
    it was started, so that the two show how far customers have moved.
    """

    id: str
    version: int
    feature: str
    events: list[str]
    state: str
    notice_on: date
    ends_on: date
    guide: str
    alternative: str
    accounts: Figure
    arr: Figure
    affected: list[AffectedAccount] = Field(description="At most 20.")
    accounts_at_start: int | None
    started_by: str


class DeprecationList(Answer):
    rows: list[DeprecationRow]
    next: str = ""
