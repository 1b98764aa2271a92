"""What can be asked about evidence: messages, accounts, themes, problems."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum
from pydantic import Field

from headway.apps.discovery import shapes
from headway.apps.discovery.answers import (
    AccountList,
    AccountRow,
    FeedbackList,
    ProblemDetail,
    ProblemList,
    ThemeList,
    ThemeName,
    ThemeNames,
)
from headway.apps.discovery.models import Account, Feedback, Problem, ResearchNote, Theme
from headway.apps.discovery.sizing import OPEN
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.paging import first_of, latest_of, total_of
from headway.core.registry import Empty, query
from headway.core.unchanged import end_of, kept

FEEDBACK_FIELDS = (
    "workspace_id", "ref", "text", "at", "channel", "theme_confident", "source", "account__ref", "account__name",
    "account__segment", "theme__ref", "theme__name",
)  # fmt: skip
QUOTE_FIELDS = (
    "workspace_id", "ref", "redacted_text", "at", "channel", "account__name", "account__segment", "account__arr_minor",
)  # fmt: skip
UNPLACED = Q(placed_by=None) & (Q(theme=None) | Q(theme_confident=False))
THEME_BULK = ("centroid", "terms", "quotes", "trend")
SLIM_THEMES = Prefetch("themes", Theme.objects.defer(*THEME_BULK))


class FeedbackQuestion(PageQuestion):
    """Which messages; every filter that is given must hold."""

    theme: str = ""
    problem: str = ""
    problems: list[str] = []
    channel: str = ""
    account: str = ""
    contains: str = Field("", max_length=200)
    unplaced: bool = Field(False, description="Only those without a theme, or not sure of it.")
    since: datetime | None = None
    until: datetime | None = None
    ids: list[str] = Field([], max_length=500)


@query("discovery.feedback_list")
def feedback_list(context: Context, question: FeedbackQuestion) -> FeedbackList:
    """Customers' messages, the latest first, filtered by theme, problem, channel, account, words or time."""
    found = _filtered(rows(Feedback, context), question)
    total = kept(end_of(context), found, "count", found.count)
    found = found.select_related("account", "theme").only(*FEEDBACK_FIELDS)
    shown, more = latest_of(found, question, "at")
    return FeedbackList(rows=[shapes.feedback_row(one) for one in shown], total=total, next=more)


def _filtered(found: QuerySet[Feedback], question: FeedbackQuestion) -> QuerySet[Feedback]:
    problems = [*question.problems, *([question.problem] if question.problem else [])]
    conditions = {
        "theme__ref": question.theme,
        "theme__problem__ref__in": problems,
        "channel": question.channel,
        "account__ref": question.account,
        "text__icontains": question.contains,
        "at__gte": question.since,
        "at__lte": question.until,
        "ref__in": question.ids,
    }
    found = found.filter(**{name: value for name, value in conditions.items() if value})
    return found.filter(UNPLACED) if question.unplaced else found


class AccountQuestion(PageQuestion):
    problem: str = Field("", max_length=100, description="Only accounts that wrote about this problem.")


@query("discovery.account_list")
def account_list(context: Context, question: AccountQuestion) -> AccountList:
    """The customers, by ref, with their plan, yearly revenue in minor units and number of messages."""
    found = rows(Account, context).order_by("ref")
    if question.problem:
        wrote = rows(Feedback, context).filter(theme__problem__ref=question.problem).values("account")
        found = found.filter(pk__in=wrote)
    shown, more = first_of(found.filter(ref__gt=question.after), question.limit)
    total = total_of(found, shown, more, question.after)
    counts = dict(
        rows(Feedback, context)
        .filter(account__in=[one.pk for one in shown])
        .order_by()
        .values_list("account")
        .annotate(count=Count("pk"))
    )
    return AccountList(
        rows=[
            AccountRow(
                id=one.ref,
                name=one.name,
                segment=one.segment,
                plan=one.plan,
                arr_minor=one.arr_minor,
                renewal_date=str(one.renewal_date or ""),
                health=one.health,
                messages=counts.get(one.pk, 0),
            )
            for one in shown
        ],
        total=total,
        next=more,
    )


@query("discovery.theme_names")
def theme_names(context: Context, question: Empty) -> ThemeNames:
    """The themes to choose from: ref, name and number of messages, the largest first."""
    found = rows(Theme, context).filter(is_current=True).order_by("-messages", "ref")
    named = found.values_list("ref", "name", "messages")
    return ThemeNames(rows=[ThemeName(id=ref, name=name, messages=many) for ref, name, many in named])


@query("discovery.theme_list")
def theme_list(context: Context, question: Empty) -> ThemeList:
    """The themes found in the messages, the largest first, each with its trend."""
    found = (
        rows(Theme, context)
        .filter(is_current=True)
        .select_related("problem")
        .defer("centroid", "problem__size")
    )
    messages = rows(Feedback, context)
    return ThemeList(
        rows=[shapes.theme_row(one) for one in found.order_by("-messages", "ref")],
        messages=messages.count(),
        messages_without_theme=messages.filter(theme=None).count(),
    )


class ProblemQuestion(PageQuestion):
    """Which problems; by default those that are proposed or confirmed."""

    state: str = Field("", pattern="^(proposed|confirmed|declined|merged)?$")
    trend: str = Field("", pattern="^(rising|falling|flat)?$")
    contains: str = Field("", max_length=200)
    quotes: int = Field(2, ge=0, le=10, description="How many quotes to give with each problem.")


@query("discovery.problem_list")
def problem_list(context: Context, question: ProblemQuestion) -> ProblemList:
    """Problems ranked by their size, each with its figures and two quotes.

    `accounts` counts distinct accounts that wrote, `arr` sums their yearly revenue in the workspace's currency,
    `mentions_per_month` counts messages; intervals are at 95 %. `standing` is the share of other problems it outweighs.
    """
    found = rows(Problem, context).filter(state__in=[question.state] if question.state else OPEN)
    if question.trend:
        found = found.filter(size__trend__direction=question.trend)
    if question.contains:
        found = found.filter(title__icontains=question.contains)
    further = found.filter(_after(question.after)) if question.after else found
    ranked = further.order_by(F("rank").asc(nulls_last=True), "ref").prefetch_related(SLIM_THEMES)
    shown, more = first_of(ranked, question.limit)
    quotes = _quotes(context, {ref for one in shown for ref in shapes.quote_refs(one, question.quotes)})
    themes = (
        rows(Theme, context).filter(is_current=True).aggregate(count=Count("pk"), messages=Sum("messages"))
    )
    first = rows(Feedback, context).order_by("at").values_list("at", flat=True).first()
    as_of = next((at for one in shown if (at := shapes.sized_at(one))), None)
    return ProblemList(
        rows=[shapes.problem_row(one, quotes, question.quotes) for one in shown],
        total=total_of(found, shown, more, question.after),
        themes=themes["count"],
        messages=themes["messages"] or rows(Feedback, context).count(),
        first_day=str(first.date()) if first else "",
        last_day=str(as_of.date()) if as_of else "",
        as_of=as_of,
        next=str(shown[-1].rank or shown[-1].ref) if more else "",
    )


def _after(place: str) -> Q:
    """What comes after a rank, or after the ref of a problem without one: those stand last, by ref."""
    if place.isdecimal() and len(place) < 10:
        return Q(rank__gt=int(place)) | Q(rank=None)
    return Q(rank=None, ref__gt=place)


def _quotes(context: Context, refs: Collection[str]) -> dict[str, Feedback]:
    if not refs:
        return {}
    found = rows(Feedback, context).filter(ref__in=refs).select_related("account").only(*QUOTE_FIELDS)
    return {one.ref: one for one in found}


@query("discovery.problem_detail")
def problem_detail(context: Context, question: RefQuestion) -> ProblemDetail:
    """One problem with its themes, ten quotes, who is affected and what to be careful about."""
    problem = row(Problem, context, question.ref)
    themes = list(
        problem.themes.filter(is_current=True).select_related("problem").order_by("-messages", "ref")
    )
    quotes = _quotes(context, shapes.quote_refs(problem, 10))
    return ProblemDetail(
        problem=shapes.problem_row(problem, quotes, 2),
        record_id=str(problem.pk),
        themes=[shapes.theme_row(one) for one in themes],
        quotes=shapes.quotes_marked(problem, quotes, 10),
        interviews=shapes.interviews(
            rows(ResearchNote, context).order_by("ref"), {one.ref for one in themes}
        ),
        segments=problem.size.get("segments", {}),
        cautions=shapes.cautions(problem),
        merged=[one.ref for one in problem.merged.order_by("ref")],
    )
