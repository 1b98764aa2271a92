"""The plan where events come in: compiled once for each version of it, and each line held against it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db.models import Count, Sum

from headway.apps.analytics.inbox import Line
from headway.apps.analytics.models import EventSource
from headway.apps.analytics.tracking.models import NamingRule, PlannedEvent, QuarantinedEvent, TrackingRule
from headway.apps.analytics.tracking.plans import plan_of
from headway.engine.tracking.check import Checker, Fault
from headway.engine.tracking.plan import KINDS, Plan

# Bits of `Line.flags`, beside the one of the clock: it violates the plan; it is to be put aside.
OFF_PLAN, ASIDE = 2, 4
QUARANTINED_MOST = 100_000
BLOCKED = "the tracking plan refuses it: "
Stamp = tuple[Any, ...]
_DECODE = msgspec.json.Decoder(dict[str, Any]).decode


@dataclass
class LoadedPlan:
    """The plan of a workspace as it was read, with a checker for each source that sent so far."""

    stamp: Stamp
    plan: Plan
    names: dict[str, str]
    is_empty: bool
    is_quarantine_full: bool = False
    _checkers: dict[str, Checker] = field(default_factory=dict)
    _types: dict[str, dict[str, str]] = field(default_factory=dict)

    def checker(self, source: str) -> Checker | None:
        """The checker for a source by its id in the inbox; without a planned event nothing is checked."""
        if self.is_empty:
            return None
        if source not in self._checkers:
            self._checkers[source] = Checker(self.plan, self.names.get(source, ""))
        return self._checkers[source]

    def types(self, event: str) -> dict[str, str]:
        """The planned types of the properties of an event, by name."""
        if event not in self._types:
            found = [one for one in self.plan.events if one.name == event]
            self._types[event] = {part.name: part.type for one in found for part in one.properties}
        return self._types[event]


@dataclass(frozen=True)
class Refusal:
    """An event of a request that the plan refuses: the how manieth it was, and why."""

    at: int
    reason: str


def loaded(workspace_id: str, before: LoadedPlan | None = None) -> LoadedPlan:
    """The plan of a workspace as it is now; the one of before where nothing changed."""
    stamp = _stamp(workspace_id)
    is_full = QuarantinedEvent.objects.filter(workspace_id=workspace_id).count() >= QUARANTINED_MOST
    if before is not None and before.stamp == stamp and before.is_quarantine_full == is_full:
        return before
    plan = plan_of(workspace_id)
    return LoadedPlan(stamp, plan, _sources(workspace_id), not plan.events, is_full)


def loaded_for(workspace_id: str, names: Iterable[str]) -> LoadedPlan:
    """The plan as far as it is about events of these names."""
    is_empty = not PlannedEvent.objects.filter(workspace_id=workspace_id).exists()
    return LoadedPlan((), plan_of(workspace_id, names), _sources(workspace_id), is_empty)


def _sources(workspace_id: str) -> dict[str, str]:
    found = EventSource.objects.filter(workspace_id=workspace_id).values_list("pk", "name")
    return {pk.hex: name for pk, name in found}


def _stamp(workspace_id: str) -> Stamp:
    """What differs after each change of the plan: a change adds one to the version of its record."""
    models = (PlannedEvent, NamingRule, TrackingRule)
    counts = [
        model.objects.filter(workspace_id=workspace_id).aggregate(Count("pk"), Sum("version"))
        for model in models
    ]
    sources = EventSource.objects.filter(workspace_id=workspace_id).count()
    return (sources, *(value for one in counts for value in one.values()))


def faults_of(checker: Checker, line: Line) -> tuple[Fault, ...]:
    """What a line violates; properties that are no object any more cannot be judged."""
    try:
        properties = _DECODE(line.properties)
    except msgspec.MsgspecError:
        return ()
    return checker.faults(line.event, properties)


def checked(plan: LoadedPlan, lines: Sequence[Line]) -> tuple[list[Line], list[Refusal]]:
    """Lines with their marks, and those that are refused; a refused one becomes the line that says why.

    A quarantine that is full takes no more: such an event is kept with a mark instead, so that nothing is lost.
    """
    kept, refusals = [], []
    for at, line in enumerate(lines):
        checker = None if line.reason else plan.checker(line.source)
        faults = faults_of(checker, line) if checker else ()
        if not checker or not faults:
            kept.append(line)
            continue
        mode = checker.mode(faults)
        if mode == "block":
            refusals.append(Refusal(at, told(line, faults)))
            kept.append(marked(line, OFF_PLAN, BLOCKED + KINDS[faults[0].kind]))
        else:
            aside = mode == "quarantine" and not plan.is_quarantine_full
            kept.append(marked(line, OFF_PLAN | (ASIDE if aside else 0)))
    return kept, refusals


def marked(line: Line, flags: int, reason: str = "") -> Line:
    return msgspec.structs.replace(line, flags=line.flags | flags, reason=reason)


def told(line: Line, faults: Sequence[Fault]) -> str:
    """What an event violates, in words for whoever sent it."""
    words = [f"{KINDS[one.kind]}{f' ({one.property})' if one.property else ''}" for one in faults]
    return f"{BLOCKED}{line.event}: {'; '.join(dict.fromkeys(words))}"
