"""What discovery answers: messages, themes and sized problems."""

from datetime import date, datetime
from typing import Literal

from headway.core.figures import Figure
from headway.core.registry import Answer


class Standing(Answer):
    """The share of the other problems that this one outweighs, 0 to 1: `mid` over all measures of its size
    (accounts, revenue, messages, trend), `low` and `high` over the half of them that speaks least and most for
    it. A wide band says that the measures disagree; it is no confidence interval."""

    low: float | None
    mid: float | None
    high: float | None


class Quote(Answer):
    """A customer's own words; `marks` are the telling spans as [start, end)."""

    id: str
    text: str
    marks: list[tuple[int, int]] = []
    channel: str = ""
    at: datetime | None = None
    account: str = ""
    segment: str = ""
    arr_minor: int | None = None


class Trend(Answer):
    """How mentions moved: the later half of the window against the earlier, and the counts per week."""

    direction: Literal["rising", "falling", "flat"]
    ratio: Figure
    weekly: list[int] = []


class FeedbackRow(Answer):
    id: str
    text: str
    at: datetime
    channel: str
    account: str
    account_name: str
    segment: str
    theme: str
    theme_name: str
    theme_confident: bool
    source: str


class InsightRow(Answer):
    """What a person marked in a message; `start` and `end` are characters of its text."""

    id: str
    start: int
    end: int
    words: str
    kind: str
    importance: int
    problem: str
    problem_title: str
    author: str


class FeedbackDetail(Answer):
    """One message with what was marked in it, and which message waits to be placed next."""

    message: FeedbackRow
    said: Quote
    record_id: str
    problem: str
    problem_title: str
    placed_by: str
    insights: list[InsightRow]
    unplaced: int
    next_unplaced: str


class FeedbackList(Answer):
    rows: list[FeedbackRow]
    total: int
    next: str = ""


class AccountRow(Answer):
    id: str
    name: str
    segment: str
    plan: str
    arr_minor: int | None
    renewal_date: str
    health: int | None
    messages: int


class AccountList(Answer):
    rows: list[AccountRow]
    total: int
    next: str = ""


class ThemeRow(Answer):
    id: str
    name: str
    problem: str
    messages: int
    confident_share: float
    terms: list[str]
    trend: Trend


class ThemeName(Answer):
    id: str
    name: str
    messages: int


class ThemeNames(Answer):
    rows: list[ThemeName]


class ThemeList(Answer):
    rows: list[ThemeRow]
    messages: int
    messages_without_theme: int


class ProblemRow(Answer):
    """A problem with its size; `standing` is its place among the problems."""

    id: str
    title: str
    state: str
    rank: int | None
    themes: list[str]
    accounts: Figure
    arr: Figure
    mentions_per_month: Figure
    trend: Trend
    channels: dict[str, float]
    standing: Standing
    quotes: list[Quote]


class ProblemList(Answer):
    """The ranked problems, and what they are made of."""

    rows: list[ProblemRow]
    total: int
    themes: int
    messages: int
    first_day: str
    last_day: str
    as_of: datetime | None
    next: str = ""


class InterviewQuote(Answer):
    """What somebody said in an interview that is near one of the problem's themes (cosine closeness 0 to 1)."""

    note: str
    title: str
    text: str
    theme: str
    closeness: float


class ProblemDetail(Answer):
    """One problem with more of the customers' words, its themes and what to be careful about."""

    problem: ProblemRow
    record_id: str
    themes: list[ThemeRow]
    quotes: list[Quote]
    interviews: list[InterviewQuote] = []
    segments: dict[str, int]
    cautions: list[str]
    merged: list[str]


class ResearchPlanRow(Answer):
    """What is to be learned, for which decision, from whom and when; `state` follows from the dates."""

    id: str
    question: str
    decision: str
    method: str
    participants: str
    starts_on: date
    ends_on: date
    owner: str
    state: Literal["ahead", "running", "over"]


class ResearchPlanList(Answer):
    rows: list[ResearchPlanRow]
    next: str = ""
