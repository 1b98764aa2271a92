"""Everything a first draft is made from: linked records as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from headway.engine.drafting.numbers import format_number, formatted
from headway.engine.drafting.sources import Figure, Source, figure_source
from headway.engine.drafting.text import spoken, titled

NAME_LENGTH = 60
Direction = Literal["rising", "falling", "flat"]


def _days(*days: str) -> tuple[str, ...]:
    """The known ones among dates or quarters."""
    return tuple(day for day in days if day)


@dataclass(frozen=True, slots=True)
class Quote:
    """A customer's message, or a saying of an interview, letter for letter. `date` is ISO or empty."""

    ref: str
    text: str
    channel: str = ""
    segment: str = ""
    date: str = ""
    is_saying: bool = False

    @property
    def source(self) -> Source:
        texts = (self.channel, self.segment)
        if self.is_saying:
            name = self.text[:NAME_LENGTH]
            return Source(
                "record", self.ref, name, f"interview {self.ref}", self.text, (), (*texts, self.text)
            )
        label = f"{self.ref}, {', '.join(part for part in (self.channel, self.date) if part)}".rstrip(", ")
        return Source("feedback", self.ref, "", label, self.text, _days(self.date), texts)


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem with its size. `channels` are shares of messages, `segments` counts, both largest first."""

    ref: str
    title: str
    accounts: Figure
    arr: Figure
    mentions_per_month: Figure
    trend: Figure
    direction: Direction = "flat"
    channels: tuple[tuple[str, float], ...] = ()
    segments: tuple[tuple[str, int], ...] = ()
    themes: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    first_day: str = ""
    last_day: str = ""
    quotes: tuple[Quote, ...] = ()
    state: str = ""

    @property
    def record(self) -> Source:
        texts = (self.title, *self.themes, *self.terms, *(text.rstrip(".") for text in self.cautions))
        return Source(
            "record",
            self.ref,
            "",
            f"{self.ref} {self.title}",
            "",
            _days(self.first_day, self.last_day),
            texts,
        )

    @property
    def channel_shares(self) -> Source:
        """The source of the shares of channels."""
        numbers = formatted((share, "share") for _, share in self.channels)
        texts = (self.title, *(name for name, _ in self.channels))
        return Source(
            "record", self.ref, "channels", f"{self.ref} {self.title}: channels", "", numbers, texts
        )

    @property
    def segment_counts(self) -> Source:
        """The source of the counts of segments."""
        numbers = formatted((float(count), "") for _, count in self.segments)
        texts = (self.title, *(name for name, _ in self.segments))
        return Source(
            "record", self.ref, "segments", f"{self.ref} {self.title}: segments", "", numbers, texts
        )

    def figure(self, name: str) -> Source:
        """The source of one of `accounts`, `arr`, `mentions_per_month`, `trend`."""
        figure: Figure = getattr(self, name)
        return figure_source(self.ref, self.title, name, figure)

    @property
    def name(self) -> str:
        """Its ref and title; a problem is called by what a customer said."""
        return f"{self.ref} {spoken(self.title)}"


@dataclass(frozen=True, slots=True)
class TeamEffort:
    """Person-weeks of a team: even odds at p50; nine times in ten not more than p90."""

    team: str
    p50: float
    p90: float | None = None


@dataclass(frozen=True, slots=True)
class Initiative:
    ref: str
    title: str
    topics: tuple[str, ...] = ()
    effort: tuple[TeamEffort, ...] = ()
    earliest_quarter: str = ""
    deadline: str = ""
    is_mandatory: bool = False
    is_enabler: bool = False
    rank: int | None = None
    score: tuple[float | None, float | None, float | None] = (None, None, None)
    inputs: Mapping[str, Figure] = field(default_factory=dict)

    @property
    def record(self) -> Source:
        days = _days(self.earliest_quarter, self.deadline)
        teams = (part.team for part in self.effort)
        return Source(
            "record", self.ref, "", f"{self.ref} {self.title}", "", days, (self.title, *self.topics, *teams)
        )

    @property
    def scoring(self) -> Source:
        """The source of rank and score."""
        rank = None if self.rank is None else float(self.rank)
        numbers = formatted((edge, "") for edge in (rank, *self.score))
        return Source(
            "record", self.ref, "score", f"{self.ref} {self.title}: score", "", numbers, (self.title,)
        )

    def effort_of(self, part: TeamEffort) -> Source:
        """The source of one team's effort."""
        name = f"effort of {part.team}"
        numbers = formatted([(part.p50, ""), (part.p90, "")])
        return Source(
            "record", self.ref, name, f"{self.ref} {self.title}: {name}", "", numbers, (self.title, part.team)
        )

    def input(self, name: str) -> Source:
        """The source of one input of the score, such as `confidence`."""
        return figure_source(self.ref, self.title, name, self.inputs[name])

    @property
    def name(self) -> str:
        return f"{self.ref} {titled(self.title)}"


@dataclass(frozen=True, slots=True)
class KeyResult:
    """A metric that the area wants to move. `due` is an ISO date or empty."""

    ref: str
    title: str
    metric: str
    unit: str = ""
    baseline: float | None = None
    target: float | None = None
    due: str = ""
    objective: str = ""

    @property
    def record(self) -> Source:
        numbers = formatted([(self.baseline, self.unit), (self.target, self.unit)])
        days = (self.due,) if self.due else ()
        texts = (self.title, self.metric, self.objective)
        return Source("record", self.ref, "", f"{self.ref} {self.title}", "", numbers + days, texts)


@dataclass(frozen=True, slots=True)
class Load:
    """What a plan asks of a team in a quarter, in person-weeks; `p_overload` is the chance of more."""

    team: str
    quarter: str
    used: float
    capacity: float
    p_overload: float | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a plan puts an initiative; without `start` it is left out, for `reason`."""

    plan: str
    initiative: str
    title: str
    start: str = ""
    finish: str = ""
    odds: float | None = None
    reason: str = ""
    loads: tuple[Load, ...] = ()

    @property
    def source(self) -> Source:
        late = None if self.odds is None else 1 - self.odds
        numbers = _days(*dict.fromkeys((self.start, self.finish))) + formatted(
            [(self.odds, "share"), (late, "share")]
        )
        label = f"{self.plan}: {self.initiative} {self.title}"
        return Source("record", self.plan, self.initiative, label, "", numbers, (self.initiative, self.title))

    def load(self, load: Load) -> Source:
        """The source of a team's load in a quarter."""
        name = f"{load.team} in {load.quarter}"
        numbers = formatted([(load.used, ""), (load.capacity, ""), (load.p_overload, "share")])
        texts = (load.team, name)
        return Source("record", self.plan, name, f"{self.plan}: {name}", "", (load.quarter, *numbers), texts)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another initiative and how it stands to this one; `slot` is its place in the plan, if any."""

    ref: str
    title: str
    relation: Literal["required", "required_by", "same_problem"]
    slot: Slot | None = None

    @property
    def record(self) -> Source:
        return Source("record", self.ref, "", f"{self.ref} {self.title}", "", (), (self.title,))

    @property
    def name(self) -> str:
        return f"{self.ref} {titled(self.title)}"


@dataclass(frozen=True, slots=True)
class BacklogItem:
    ref: str
    title: str
    kind: str = ""
    status: str = ""

    @property
    def record(self) -> Source:
        return Source(
            "record", self.ref, "", f"{self.ref} {self.title}", "", (), (self.title, self.kind, self.status)
        )

    @property
    def name(self) -> str:
        return f"{self.ref} {titled(self.title)}"


@dataclass(frozen=True, slots=True)
class EventCount:
    """How often an event happened and to how many people between two days (ISO)."""

    event: str
    events: int
    people: int
    first_day: str = ""
    last_day: str = ""

    @property
    def source(self) -> Source:
        numbers = (format_number(self.events), format_number(self.people))
        days = tuple(day for day in (self.first_day, self.last_day) if day)
        figure = Figure(float(self.events), "events", self.events, definition="analytics.usage_summary")
        return Source("figure", self.event, "events", f"event {self.event}", "", numbers + days, (), figure)


@dataclass(frozen=True, slots=True)
class Brief:
    """The records behind one initiative. What is unknown is absent, never a guess."""

    initiative: Initiative
    problems: tuple[Problem, ...] = ()
    key_results: tuple[KeyResult, ...] = ()
    goal: str = ""
    slot: Slot | None = None
    neighbours: tuple[Neighbour, ...] = ()
    backlog: tuple[BacklogItem, ...] = ()
    events: tuple[EventCount, ...] = ()
    notes: tuple[Quote, ...] = ()

    def related(self, relation: str) -> tuple[Neighbour, ...]:
        """The neighbours that stand in one relation."""
        return tuple(one for one in self.neighbours if one.relation == relation)
