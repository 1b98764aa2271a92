"""Answers of other apps as the plain values that a draft is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from headway.apps.analytics.queries import UsageSummary
from headway.apps.discovery.answers import FeedbackRow, ProblemDetail, ProblemRow
from headway.apps.discovery.answers import Quote as QuoteRow
from headway.apps.prioritisation.answers import InitiativeRow
from headway.apps.roadmap.answers import LoadRow, PlanDetail
from headway.apps.strategy.answers import ObjectiveList
from headway.core.figures import Figure, RowsQuery
from headway.engine.drafting import brief as engine
from headway.engine.drafting.brief import EventCount, Initiative, KeyResult, Load, Neighbour, Quote, Slot
from headway.engine.drafting.sources import Figure as PlainFigure
from headway.engine.drafting.sources import Key
from headway.engine.drafting.text import excerpt

PROBLEM_FIGURES = ("accounts", "arr", "mentions_per_month")
INPUTS = ("reach", "impact", "confidence", "effort")
Figures = dict[Key, Figure]
Efforts = Mapping[str, Mapping[str, float]]


def plain(figure: Figure, name: str) -> PlainFigure:
    """A figure without where it comes from; a trend's unit is a sentence and is left to the text around it."""
    return PlainFigure(
        figure.value,
        "ratio" if name == "trend" else figure.unit,
        figure.n,
        figure.low,
        figure.high,
        figure.level,
        figure.definition,
        figure.reason,
    )


def quote_of(row: QuoteRow) -> Quote:
    at = str(row.at.date()) if row.at else ""
    return Quote(row.id, excerpt(row.text), row.channel, row.segment, at)


def quote_in(row: FeedbackRow) -> Quote:
    """A message as the quote that a draft would make of it."""
    return Quote(row.id, excerpt(row.text), row.channel, row.segment, str(row.at.date()))


def problem_of(row: ProblemRow, days: tuple[str, str] = ("", "")) -> engine.Problem:
    """A problem as its row tells it: without quotes, segments and cautions."""
    return engine.Problem(
        row.id,
        row.title,
        plain(row.accounts, "accounts"),
        plain(row.arr, "arr"),
        plain(row.mentions_per_month, "mentions_per_month"),
        plain(row.trend.ratio, "trend"),
        row.trend.direction,
        tuple(sorted(row.channels.items(), key=lambda pair: (-pair[1], pair[0]))),
        themes=tuple(row.themes),
        first_day=days[0],
        last_day=days[1],
        state=row.state,
    )


def problem_in_full(
    detail: ProblemDetail, days: tuple[str, str], quotes: Sequence[QuoteRow]
) -> engine.Problem:
    return replace(
        problem_of(detail.problem, days),
        segments=tuple(sorted(detail.segments.items(), key=lambda pair: (-pair[1], pair[0]))),
        terms=tuple(dict.fromkeys(term for theme in detail.themes for term in theme.terms)),
        cautions=tuple(detail.cautions),
        quotes=tuple(quote_of(one) for one in quotes),
    )


def problem_figures(row: ProblemRow) -> Figures:
    figures = {name: getattr(row, name) for name in PROBLEM_FIGURES} | {"trend": row.trend.ratio}
    return {("figure", row.id, name): figure for name, figure in figures.items()}


def initiative_of(row: InitiativeRow, effort: Efforts, topics: Sequence[str] = ()) -> Initiative:
    return Initiative(
        row.id,
        row.title,
        tuple(topics),
        tuple(engine.TeamEffort(team, part["p50"], part.get("p90")) for team, part in sorted(effort.items())),
        row.earliest_quarter,
        row.deadline,
        row.mandatory,
        row.enabler,
        row.rank,
        (row.score.p10, row.score.p50, row.score.p90),
        {name: plain(getattr(row.inputs, name), name) for name in INPUTS},
    )


def initiative_figures(row: InitiativeRow) -> Figures:
    return {("figure", row.id, name): getattr(row.inputs, name) for name in INPUTS}


def slots_of(plan: PlanDetail) -> dict[str, Slot]:
    """The place of every initiative that a plan weighed, by ref; those left out have no start."""
    placed = {
        item.id: Slot(
            plan.id,
            item.id,
            item.title,
            item.start,
            item.finish,
            item.odds,
            item.reason,
            tuple(
                _load(row)
                for row in plan.loads
                if _carries(row, item.effort_person_weeks, item.start, item.finish)
            ),
        )
        for item in plan.items
    }
    left_out = {item.id: Slot(plan.id, item.id, item.title, reason=item.reason) for item in plan.excluded}
    return left_out | placed


def _carries(row: LoadRow, effort: Mapping[str, float], start: str, finish: str) -> bool:
    return effort.get(row.team, 0) > 0 and start <= row.period <= finish


def _load(row: LoadRow) -> Load:
    return Load(row.team, row.period, row.used_person_weeks, row.capacity_person_weeks, row.p_overload)


def key_results_of(answer: ObjectiveList) -> tuple[KeyResult, ...]:
    return tuple(
        KeyResult(one.id, one.title, one.metric, one.unit, one.baseline, one.target, one.due, objective.title)
        for objective in answer.rows
        for one in objective.key_results
    )


def events_of(usage: UsageSummary) -> tuple[EventCount, ...]:
    days = (
        (str(usage.first_at.date()), str(usage.last_at.date()))
        if usage.first_at and usage.last_at
        else ("", "")
    )
    return tuple(EventCount(one.event, one.events, one.people, *days) for one in usage.events)


def event_figures(usage: UsageSummary, question: Mapping[str, object]) -> Figures:
    opened = RowsQuery(query="analytics.usage_summary", question=dict(question))
    return {
        ("figure", one.event, "events"): Figure(
            value=one.events, unit="events", n=one.events, as_of=usage.last_at, definition="analytics.usage_summary@1",
            rows=opened,
        )
        for one in usage.events
    }  # fmt: skip


def neighbours_of(
    row: InitiativeRow, others: Mapping[str, InitiativeRow], slots: Mapping[str, Slot], most: int
) -> tuple[Neighbour, ...]:
    """What an initiative needs, what needs it, and at most `most` others on the same problems."""
    problems = {one.id for one in row.problems if one.state != "rejected"}
    same = [
        one.id
        for one in others.values()
        if one.id != row.id and problems & {link.id for link in one.problems if link.state != "rejected"}
    ]
    tied = {*row.requires, *row.enables}
    return (
        *(
            Neighbour(ref, others[ref].title, "required", slots.get(ref))
            for ref in row.requires
            if ref in others
        ),
        *(Neighbour(ref, others[ref].title, "required_by") for ref in row.enables if ref in others),
        *(Neighbour(ref, others[ref].title, "same_problem") for ref in same[:most] if ref not in tied),
    )
