"""Records of discovery as the answers that show them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from headway.apps.discovery.answers import (
    FeedbackRow,
    InterviewQuote,
    ProblemRow,
    Quote,
    Standing,
    ThemeRow,
    Trend,
)
from headway.apps.discovery.models import Feedback, Problem, ResearchNote, Theme
from headway.core.figures import Figure

ONE_CHANNEL_SHARE = 0.5
FEW_MESSAGES = 10
NEAR = 0.5


def feedback_row(one: Feedback) -> FeedbackRow:
    return FeedbackRow(
        id=one.ref,
        text=one.text,
        at=one.at,
        channel=one.channel,
        account=one.account.ref if one.account else "",
        account_name=one.account.name if one.account else "",
        segment=one.account.segment if one.account else "",
        theme=one.theme.ref if one.theme else "",
        theme_name=one.theme.name if one.theme else "",
        theme_confident=one.theme_confident,
        source=one.source,
    )


def quote(one: Feedback, marks: Sequence[Sequence[int]]) -> Quote:
    """A message as a quote: personal particulars are replaced by tokens, everything else is verbatim."""
    return Quote(
        id=one.ref,
        marks=[(start, end) for start, end in marks],
        text=one.redacted_text,
        channel=one.channel,
        at=one.at,
        account=one.account.name if one.account else "",
        segment=one.account.segment if one.account else "",
        arr_minor=one.account.arr_minor if one.account else None,
    )


def theme_row(one: Theme) -> ThemeRow:
    return ThemeRow(
        id=one.ref,
        name=one.name,
        problem=one.problem.ref if one.problem else "",
        messages=one.messages,
        confident_share=one.confident_share,
        terms=one.terms,
        trend=trend(one.trend),
    )


def trend(stored: Mapping[str, object]) -> Trend:
    return Trend.model_validate(stored) if stored else Trend(direction="flat", ratio=unknown("ratio"))


def unknown(unit: str) -> Figure:
    return Figure(value=None, unit=unit, reason="not sized yet; size the problems first")


def problem_row(problem: Problem, quotes: Mapping[str, Feedback], most: int) -> ProblemRow:
    size = problem.size
    return ProblemRow(
        id=problem.ref,
        title=problem.title,
        state=problem.state,
        rank=problem.rank,
        themes=sorted(one.ref for one in problem.themes.all() if one.is_current),
        accounts=_figure(size, "accounts", "accounts"),
        arr=_figure(size, "arr", "money"),
        mentions_per_month=_figure(size, "mentions_per_month", "messages per month"),
        trend=trend(size.get("trend", {})),
        channels=size.get("channels", {}),
        standing=Standing(low=problem.weight_low, mid=problem.weight, high=problem.weight_high),
        quotes=quotes_marked(problem, quotes, most),
    )


def sized_at(problem: Problem) -> datetime | None:
    """The time of the last message that the problem was sized from."""
    return Figure.model_validate(problem.size["accounts"]).as_of if "accounts" in problem.size else None


def _figure(size: Mapping[str, object], name: str, unit: str) -> Figure:
    return Figure.model_validate(size[name]) if name in size else unknown(unit)


def quote_refs(problem: Problem, most: int) -> list[str]:
    """The refs of the messages that speak best for a problem."""
    return [str(one["id"]) for one in problem.size.get("quotes", [])[:most]]


def quotes_marked(problem: Problem, quotes: Mapping[str, Feedback], most: int) -> list[Quote]:
    marks = {str(one["id"]): one.get("marks", []) for one in problem.size.get("quotes", [])}
    return [quote(quotes[ref], marks[ref]) for ref in quote_refs(problem, most) if ref in quotes]


def cautions(problem: Problem) -> list[str]:
    """What a careful reader would ask about the evidence of a problem."""
    size, found = problem.size, []
    channels: dict[str, float] = size.get("channels", {})
    if channels:
        name, share = max(channels.items(), key=lambda pair: pair[1])
        if share > ONE_CHANNEL_SHARE:
            found.append(f"{name.replace('_', ' ').capitalize()} alone gives {share:.0%} of this evidence.")
    messages = size.get("messages", 0)
    if messages < FEW_MESSAGES:
        few = {0: "No message speaks for it yet.", 1: "Only 1 message speaks for it."}
        found.append(few.get(messages, f"Only {messages} messages speak for it."))
    unsure = 1 - size.get("confident_share", 1)
    if unsure > ONE_CHANNEL_SHARE:
        found.append(f"{unsure:.0%} of its messages were assigned with low confidence.")
    nameless = size.get("without_account", 0)
    if messages and nameless / messages > ONE_CHANNEL_SHARE:
        found.append(f"{nameless} of {messages} messages name no account, so revenue is understated.")
    return found


def interviews(notes: Iterable[ResearchNote], themes: set[str]) -> list[InterviewQuote]:
    """What was said in interviews near the given themes, the nearest first."""
    found = [
        InterviewQuote(note=note.ref, title=note.title, **saying)
        for note in notes
        for saying in note.sayings
        if saying.get("theme") in themes and saying.get("closeness", 0) >= NEAR
    ]
    return sorted(found, key=lambda one: (-one.closeness, one.note, one.text))
