"""How large each problem is, from the messages of its themes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from headway.apps.discovery.models import Feedback, Problem, Theme
from headway.core.access import rows
from headway.core.context import Context
from headway.core.figures import Figure, RowsQuery
from headway.engine.sizing.intervals import Estimate, count_estimate, sum_estimate
from headway.engine.sizing.weight import weights

if TYPE_CHECKING:
    from headway.engine.stats.trend import Trend

DAYS_PER_MONTH = 30.4375
QUOTES_KEPT = 10
OPEN = (Problem.State.PROPOSED, Problem.State.CONFIRMED)


@dataclass
class Evidence:
    """What the messages of one problem add up to, before it becomes figures."""

    messages: int = 0
    confident: int = 0
    without_account: int = 0
    channels: Counter[str] = field(default_factory=Counter)
    segments: Counter[str] = field(default_factory=Counter)
    arr_by_account: dict[UUID, int | None] = field(default_factory=dict)
    weekly: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Window:
    """The time the evidence spans, cut into whole weeks."""

    first: datetime
    last: datetime

    @property
    def weeks(self) -> int:
        return max((self.last - self.first).days // 7 + 1, 2)

    @property
    def months(self) -> float:
        return max((self.last - self.first).days + 1, 1) / DAYS_PER_MONTH

    def week_of(self, at: datetime) -> int:
        return (at - self.first).days // 7


def window_of(moments: Sequence[datetime]) -> Window:
    return Window(min(moments), max(moments))


MESSAGE_FIELDS = (
    "theme__problem_id", "theme_confident", "at", "channel", "account_id", "account__segment", "account__arr_minor",
)  # fmt: skip


def evidence_by_problem(context: Context) -> tuple[dict[UUID, Evidence], Window | None]:
    """Walk every message once and add it up under its problem."""
    messages = list(rows(Feedback, context).order_by("at", "id").values_list(*MESSAGE_FIELDS))
    if not messages:
        return {}, None
    window = window_of([messages[0][2], messages[-1][2]])
    found: dict[UUID, Evidence] = {}
    for problem_id, confident, at, channel, account_id, segment, arr in messages:
        if problem_id is None:
            continue
        one = found.setdefault(problem_id, Evidence(weekly=[0] * window.weeks))
        one.messages += 1
        one.confident += confident
        one.channels[channel] += 1
        one.weekly[window.week_of(at)] += 1
        if account_id is None:
            one.without_account += 1
        elif account_id not in one.arr_by_account:
            one.arr_by_account[account_id] = arr
            one.segments[segment or "unknown"] += 1
    return found, window


def problems_size(context: Context) -> int:
    """Size and rank every open problem from the messages as they are now; gives how many there are."""
    from headway.engine.stats.trend import trends  # noqa: PLC0415 - scipy is slow to load

    problems = list(rows(Problem, context).filter(state__in=OPEN).order_by("ref"))
    found, window = evidence_by_problem(context)
    if window is None or not problems:
        return 0
    evidence = [found.get(one.pk, Evidence(weekly=[0] * window.weeks)) for one in problems]
    moves = trends([one.weekly for one in evidence])
    quotes = _quotes_by_problem(context)
    for problem, one, move in zip(problems, evidence, moves, strict=True):
        problem.size = _size(context, problem, one, move, window) | {"quotes": quotes.get(problem.pk, [])}
    _rank(problems, [_measures(one, move) for one, move in zip(evidence, moves, strict=True)])
    Problem.objects.bulk_update(
        problems, ["size", "rank", "weight", "weight_low", "weight_high"], batch_size=200
    )
    return len(problems)


def _measures(one: Evidence, move: "Trend") -> list[float | None]:
    known = [arr for arr in one.arr_by_account.values() if arr is not None]
    return [len(one.arr_by_account), float(sum(known)) if known else None, one.messages, move.ratio]


def _rank(problems: Sequence[Problem], measures: Sequence[Sequence[float | None]]) -> None:
    for problem, weight in zip(problems, weights(measures), strict=True):
        problem.weight_low, problem.weight, problem.weight_high = weight.low, weight.mid, weight.high
    order = sorted(problems, key=lambda one: (-(one.weight or 0), one.ref))
    for place, problem in enumerate(order, start=1):
        problem.rank = place


def _size(context: Context, problem: Problem, one: Evidence, move: "Trend", window: Window) -> dict[str, Any]:
    opened = RowsQuery(query="discovery.feedback_list", question={"problem": problem.ref})
    writers = RowsQuery(query="discovery.account_list", question={"problem": problem.ref})
    accounts = count_estimate(len(one.arr_by_account))
    mentions = count_estimate(one.messages, per=window.months)
    figures = {
        "accounts": _figure(accounts, "accounts", "discovery.problem_accounts@1", window, writers),
        "arr": _arr(context, one, window, writers),
        "mentions_per_month": _figure(
            mentions, "messages per month", "discovery.problem_mentions@1", window, opened
        ),
    }
    total = max(one.messages, 1)
    return {name: figure.model_dump(mode="json") for name, figure in figures.items()} | {
        "trend": trend_stored(move, one.weekly, window, opened),
        "channels": {name: round(count / total, 4) for name, count in one.channels.most_common()},
        "segments": dict(one.segments.most_common()),
        "messages": one.messages,
        "confident_share": round(one.confident / total, 4),
        "without_account": one.without_account,
    }


def _figure(estimate: Estimate, unit: str, definition: str, window: Window, opened: RowsQuery) -> Figure:
    return Figure(
        value=round(estimate.value, 2),
        unit=unit,
        n=estimate.n,
        low=round(estimate.low, 2),
        high=round(estimate.high, 2),
        as_of=window.last,
        definition=definition,
        rows=opened,
    )


def _arr(context: Context, one: Evidence, window: Window, opened: RowsQuery) -> Figure:
    unit = f"{context.workspace.currency} a year"
    known = [arr / 100 for arr in one.arr_by_account.values() if arr is not None]
    if not known:
        reason = "no account with a known revenue wrote about it"
        return Figure(value=None, unit=unit, as_of=window.last, reason=reason, rows=opened)
    return _figure(sum_estimate(known), unit, "discovery.problem_arr@1", window, opened)


def trend_stored(move: "Trend", weekly: Sequence[int], window: Window, opened: RowsQuery) -> dict[str, Any]:
    """A trend as it is kept on a theme or a problem."""
    ratio = Figure(
        value=_rounded(move.ratio), unit="ratio of the later half to the earlier", n=sum(weekly),
        low=_rounded(move.low), high=_rounded(move.high), as_of=window.last, definition="discovery.trend@1",
        rows=opened, reason="" if move.ratio is not None else "no messages in the earlier half",
    )  # fmt: skip
    return {"direction": move.direction, "ratio": ratio.model_dump(mode="json"), "weekly": list(weekly)}


def _rounded(value: float | None) -> float | None:
    return None if value is None or value == float("inf") else round(value, 3)


def _quotes_by_problem(context: Context) -> dict[UUID, list[Mapping[str, Any]]]:
    """The typical messages of each problem's themes, the largest theme first, taken in turns."""
    found: dict[UUID, list[list[Mapping[str, Any]]]] = {}
    for theme in (
        rows(Theme, context).filter(is_current=True).exclude(problem=None).order_by("-messages", "ref")
    ):
        assert theme.problem_id is not None
        found.setdefault(theme.problem_id, []).append(theme.quotes)
    return {problem: _in_turns(lists)[:QUOTES_KEPT] for problem, lists in found.items()}


def _in_turns(lists: Sequence[Sequence[Mapping[str, Any]]]) -> list[Mapping[str, Any]]:
    longest = max(map(len, lists), default=0)
    return [one[place] for place in range(longest) for one in lists if place < len(one)]
