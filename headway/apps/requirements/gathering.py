"""Reads the apps below for what stands behind an initiative, each through its queries."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from pydantic import BaseModel

from headway.apps.analytics.queries import UsageSummary
from headway.apps.discovery.answers import FeedbackList, FeedbackRow, ProblemDetail, ProblemList
from headway.apps.discovery.answers import Quote as QuoteRow
from headway.apps.prioritisation.answers import InitiativeList, InitiativeRow
from headway.apps.prioritisation.models import Initiative as InitiativeRecord
from headway.apps.requirements import readings
from headway.apps.requirements.models import BacklogItem
from headway.apps.roadmap.answers import PlanDetail
from headway.apps.strategy.answers import ObjectiveList
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.perform import ask
from headway.engine.drafting import brief as engine
from headway.engine.drafting.brief import Brief, Quote, Slot
from headway.engine.drafting.words import nearest, stems

MOST_PROBLEMS, MOST_SAME_PROBLEM, MOST_BACKLOG, MOST_NOTES = 3, 3, 5, 3
ALL_USAGE = {"days": 3660}
DONE = frozenset({"done", "closed", "resolved", "cancelled", "won't do"})
A = TypeVar("A", bound=BaseModel)


def asked(kind: type[A], name: str, payload: Mapping[str, object], context: Context) -> A:
    """The answer of another app's query, as what it is."""
    answer = ask(name, payload, context)
    assert isinstance(answer, kind)
    return answer


@dataclass
class Readings:
    """What the apps below say, each asked once and only when it is needed."""

    context: Context
    plan_ref: str = "latest"
    figures: readings.Figures = field(default_factory=dict)

    @cached_property
    def initiatives(self) -> dict[str, InitiativeRow]:
        found: dict[str, InitiativeRow] = {}
        after = ""
        while True:
            page = asked(
                InitiativeList, "prioritisation.initiative_list", {"limit": 500, "after": after}, self.context
            )
            found |= {one.id: one for one in page.rows}
            after = page.next
            if not after:
                break
        for one in found.values():
            self.figures |= readings.initiative_figures(one)
        return found

    @cached_property
    def efforts(self) -> dict[str, tuple[readings.Efforts, list[str]]]:
        """Effort per team and topics of each initiative."""
        records = rows(InitiativeRecord, self.context).values_list("ref", "effort", "topics")
        return {ref: (effort, topics) for ref, effort, topics in records}

    @cached_property
    def plan(self) -> PlanDetail | None:
        try:
            return asked(PlanDetail, "roadmap.plan_detail", {"ref": self.plan_ref}, self.context)
        except NotFound:
            return None

    @cached_property
    def slots(self) -> dict[str, Slot]:
        return readings.slots_of(self.plan) if self.plan else {}

    @cached_property
    def objectives(self) -> ObjectiveList:
        return asked(ObjectiveList, "strategy.objective_list", {}, self.context)

    @cached_property
    def problem_list(self) -> ProblemList:
        answer = asked(ProblemList, "discovery.problem_list", {"limit": 500}, self.context)
        for one in answer.rows:
            self.figures |= readings.problem_figures(one)
        return answer

    @cached_property
    def problems(self) -> dict[str, engine.Problem]:
        return {one.id: readings.problem_of(one) for one in self.problem_list.rows}

    @cached_property
    def days(self) -> tuple[str, str]:
        one = asked(ProblemList, "discovery.problem_list", {"limit": 1}, self.context)
        return one.first_day, one.last_day

    @cached_property
    def usage(self) -> UsageSummary:
        answer = asked(UsageSummary, "analytics.usage_summary", ALL_USAGE, self.context)
        self.figures |= readings.event_figures(answer, ALL_USAGE)
        return answer

    def initiative(self, ref: str) -> engine.Initiative:
        effort, topics = self.efforts[ref]
        return readings.initiative_of(self.initiatives[ref], effort, topics)

    def problem(self, ref: str) -> tuple[engine.Problem, tuple[Quote, ...]]:
        """A problem in full, and what was said about it in interviews."""
        detail = asked(ProblemDetail, "discovery.problem_detail", {"ref": ref}, self.context)
        self.figures |= readings.problem_figures(detail.problem)
        quotes = unredacted(self.context, detail.quotes)
        return readings.problem_in_full(detail, self.days, quotes), _sayings(detail)

    def brief(self, ref: str) -> Brief:
        """What is enough for metrics and risks: no quotes, backlog or events."""
        problems = [self.problems[link] for link in self.linked(ref) if link in self.problems]
        return self._brief(ref, problems)

    def brief_in_full(self, ref: str) -> Brief:
        """Everything that a draft is made from."""
        found = [self.problem(link) for link in self.linked(ref)]
        short = self._brief(ref, [problem for problem, _ in found])
        notes = tuple(dict.fromkeys(note for _, sayings in found for note in sayings))
        return Brief(
            short.initiative, short.problems, short.key_results, short.goal, short.slot, short.neighbours,
            backlog_near(self.context, short), readings.events_of(self.usage), notes[:MOST_NOTES],
        )  # fmt: skip

    def linked(self, ref: str) -> list[str]:
        """The problems an initiative is linked to, the strongest link first."""
        links = [one for one in self.initiatives[ref].problems if one.state != "rejected"]
        return [one.id for one in links[:MOST_PROBLEMS]]

    def _brief(self, ref: str, problems: Sequence[engine.Problem]) -> Brief:
        row = self.initiatives[ref]
        return Brief(
            self.initiative(ref),
            tuple(problems),
            readings.key_results_of(self.objectives),
            self.objectives.goal,
            self.slots.get(ref),
            readings.neighbours_of(row, self.initiatives, self.slots, MOST_SAME_PROBLEM),
        )


def unredacted(context: Context, quotes: Sequence[QuoteRow]) -> list[QuoteRow]:
    """The quotes that stand in their message letter for letter: those in which nothing had to be hidden."""
    texts = {one.id: one.text for one in messages_of(context, [one.id for one in quotes])}
    return [one for one in quotes if one.text in texts.get(one.id, "")]


def messages_of(context: Context, ids: Collection[str]) -> list[FeedbackRow]:
    """The messages with these refs, as written."""
    if not ids:
        return []
    question = {"ids": sorted(set(ids)), "limit": 500}
    return asked(FeedbackList, "discovery.feedback_list", question, context).rows


def _sayings(detail: ProblemDetail) -> tuple[Quote, ...]:
    return tuple(Quote(one.note, one.text, "interview", is_saying=True) for one in detail.interviews)


def backlog_near(context: Context, brief: Brief) -> tuple[engine.BacklogItem, ...]:
    """The open tickets that share the most telling words with an initiative and its problems."""
    problems = " ".join(one.title for one in brief.problems)
    words = stems(" ".join((brief.initiative.title, *brief.initiative.topics, problems)))
    fields = ("ref", "title", "kind", "status")
    found = {
        ref: engine.BacklogItem(ref, title, kind, status)
        for ref, title, kind, status in rows(BacklogItem, context).order_by("ref").values_list(*fields)
        if status.lower() not in DONE
    }
    refs = nearest(words, [(ref, one.title) for ref, one in found.items()], MOST_BACKLOG)
    return tuple(found[ref] for ref in refs)
