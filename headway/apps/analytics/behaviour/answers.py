"""What questions about behaviour are answered with."""

from datetime import datetime
from typing import Literal

from headway.core.figures import Figure
from headway.core.registry import Answer

Number = int | float | None


class Definition(Answer):
    """A rule that the numbers follow, as `name@version`, in one sentence."""

    name: str
    text: str


class BehaviourAnswer(Answer):
    """`as_of` is up to when everything is known. What is null is unknown, for the `reason`."""

    as_of: datetime | None = None
    reason: str = ""
    notes: list[str] = []
    definitions: list[Definition] = []


class FunnelPart(Answer):
    """People who filled each step, and how long each step after the first took them on average and at the median."""

    counts: list[int]
    avg_seconds: list[float | None]
    median_seconds: list[float | None]


class FunnelAnswer(BehaviourAnswer):
    """`provisional` people did not finish, but their last window is not over."""

    counts: list[int] | None = None
    avg_seconds: list[float | None] = []
    median_seconds: list[float | None] = []
    share_of_start: list[Figure] = []
    share_of_previous: list[Figure] = []
    provisional: int | None = None
    breakdown: dict[str, FunnelPart] | None = None


class ConversionAnswer(BehaviourAnswer):
    """Bins: from how many seconds on, how many people; the last holds the longest."""

    average_seconds: float | None = None
    bins: list[tuple[int, int]] = []
    people: int | None = None


class RetentionAnswer(BehaviourAnswer):
    """A row for each period: the size of its cohort, then who came back in each later period."""

    matrix: list[list[int]] | None = None
    periods: list[str] = []

    def came_back(self, later: int) -> float | None:
        """The share, of all cohorts for which it is known, that came back so many periods later."""
        known = [one for one in self.matrix or [] if len(one) > later]
        began = sum(one[0] for one in known)
        return sum(one[later] for one in known) / began if began else None


class Bracket(Answer):
    """`open` people have not come back in it, and it is not over for them."""

    first_day: int
    last_day: int
    back: int
    share: Figure
    open: int


class BracketsAnswer(BehaviourAnswer):
    """People who began, and for each bracket of days who came back."""

    people: int | None = None
    brackets: list[Bracket] = []


class StickinessAnswer(BehaviourAnswer):
    users_by_active_periods: list[int] | None = None

    @property
    def mean_periods(self) -> float | None:
        """In how many periods somebody was active on average; None where nobody was."""
        counts = self.users_by_active_periods or []
        everybody = sum(counts)
        return sum(at * one for at, one in enumerate(counts, 1)) / everybody if everybody else None


STATES = ("new", "returning", "resurrecting", "dormant")


class LifecycleAnswer(BehaviourAnswer):
    new: list[int] | None = None
    returning: list[int] | None = None
    resurrecting: list[int] | None = None
    dormant: list[int] | None = None
    periods: list[str] = []


class TrendSeries(Answer):
    label: str
    math: str
    value: str | None = None
    points: list[tuple[str, Number]]


class TrendAnswer(BehaviourAnswer):
    series: list[TrendSeries] | None = None


class AdoptionAnswer(BehaviourAnswer):
    """`unfinished` people have not adopted, but their window is not over."""

    share: Figure
    exposed: int | None = None
    adopted: int | None = None
    unfinished: int | None = None

    @property
    def by_state(self) -> dict[str, int]:
        """How many of those who met it are in each state that `analytics.people_behind` knows; empty: unknown."""
        if self.exposed is None or self.adopted is None:
            return {}
        left = self.unfinished or 0
        return {"adopted": self.adopted, "open": left, "not": self.exposed - self.adopted - left}


class TimeToValueAnswer(BehaviourAnswer):
    median: Figure
    within: Figure
    started: int | None = None
    reached: int | None = None


class PathRow(Answer):
    events: list[str]
    people: int
    share: float


class PathsAnswer(BehaviourAnswer):
    direction: Literal["after", "before"]
    people: int | None = None
    paths: list[PathRow] | None = None


class PeopleAnswer(Answer):
    """The ids of people (or accounts), sorted, and how many there are altogether."""

    people: list[str]
    count: int
    next: str = ""
