"""What launch answers: what goes out, what has to be ready, and what is on its way out."""

from datetime import date, datetime

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


class PersonShown(Answer):
    """A member as launches name them."""

    email: str
    name: str


class InitiativeShown(Answer):
    id: str
    title: str


class ReleaseShown(Answer):
    id: str
    title: str
    on: date


class ReleaseList(Answer):
    rows: list[ReleaseShown]


class LaunchRow(Answer):
    """A launch in a list; `items` are its readiness items, `mandatory_open` those that still have to hold first."""

    id: str
    version: int
    name: str
    tier: str
    status: str
    owner: PersonShown | None
    starts_on: date | None
    ends_on: date | None
    launched_at: datetime | None
    items: int
    items_done: int
    mandatory_open: int
    initiatives: list[InitiativeShown]
    releases: list[ReleaseShown]


class LaunchList(Answer):
    rows: list[LaunchRow]
    next: str = ""


class ReadinessItemRow(Answer):
    """Something that one launch has to hold; `position` is who sees to it, `owner` the person, where one is named."""

    id: str
    version: int
    text: str
    mandatory: bool
    position: str
    owner: PersonShown | None
    done_at: datetime | None
    done_by: PersonShown | None
    note: str


class MeasureRow(Answer):
    """What a launch is judged by; a baseline of null is unknown, with the reason."""

    metric: str
    label: str
    unit: str
    baseline: float | None
    reason: str
    goal: float
    due_on: date


class LaunchDetail(Answer):
    launch: LaunchRow
    record_id: str
    positioning: str
    items: list[ReadinessItemRow]
    measures: list[MeasureRow]
