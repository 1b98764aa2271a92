"""What the evidence says about an initiative's reach, impact, confidence and effort."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from headway.apps.prioritisation.gathering import WINDOW_DAYS, Gathered, Voices, together
from headway.apps.prioritisation.inputs import UNITS
from headway.apps.prioritisation.linking import Linked
from headway.apps.prioritisation.models import Initiative, InputEstimate
from headway.core.figures import Figure, RowsQuery
from headway.engine.evidence.confidence import confidence_of
from headway.engine.evidence.impact import impact_of
from headway.engine.evidence.reach import reach_of, scale_up
from headway.engine.scoring.ranges import Range

NO_EVIDENCE = "no evidence linked"


@dataclass(frozen=True)
class Proposal:
    """One estimate about to be stored; without a range the input is unknown and `reason` says why."""

    initiative: Initiative
    input: str
    basis: InputEstimate.Basis
    range: Range | None
    figure: Figure
    reason: str

    @property
    def values(self) -> dict[str, Any]:
        """The estimate's columns."""
        spread = self.range
        return {
            "p10": spread and spread.p10,
            "p50": spread and spread.p50,
            "p90": spread and spread.p90,
            "figure": self.figure.model_dump(mode="json"),
            "reason": self.reason[:500],
        }


def proposals_of(
    initiative: Initiative, linked: Sequence[Linked], gathered: Gathered, enables: Sequence[str]
) -> list[Proposal]:
    """The four estimates of one initiative."""
    effort = effort_proposal(initiative)
    if not linked or gathered.as_of is None:
        reason = NO_EVIDENCE + (f"; it enables {', '.join(enables)}" if enables else "")
        return [*(_unknown(initiative, name, reason) for name in ("reach", "impact", "confidence")), effort]
    voices = together([gathered.by_problem[one.problem.pk] for one in linked])
    behind = _rows_behind(linked)
    return [
        _reach(initiative, voices, gathered, linked),
        _impact(initiative, linked, gathered.as_of),
        _confidence(initiative, voices, any(one.confirmed for one in linked), gathered.as_of, behind),
        effort,
    ]


def _unknown(initiative: Initiative, name: str, reason: str) -> Proposal:
    figure = Figure(value=None, unit=UNITS[name], definition=_definition(name), reason=reason)
    return Proposal(initiative, name, InputEstimate.Basis.EVIDENCE, None, figure, reason)


def _definition(name: str) -> str:
    return f"prioritisation.{name}@1"


def _rows_behind(linked: Sequence[Linked], **window: str) -> RowsQuery:
    refs = [one.problem.ref for one in linked]
    return RowsQuery(query="discovery.feedback_list", question={"problems": refs} | window)


def _reach(initiative: Initiative, voices: Voices, gathered: Gathered, linked: Sequence[Linked]) -> Proposal:
    people, factor = len(voices.people), scale_up(gathered.writers, gathered.active_people)
    found = reach_of(people, gathered.writers, gathered.active_people)
    since = gathered.first_at.isoformat() if gathered.first_at else ""
    behind = _rows_behind(linked, since=since)
    figure = Figure(
        value=found.p50, unit=UNITS["reach"], n=voices.messages_in_window, low=found.low, high=found.high,
        as_of=gathered.as_of, definition=_definition("reach"), rows=behind,
    )  # fmt: skip
    counted = f"{people:,} of {gathered.writers:,} people who wrote in the last {WINDOW_DAYS} days met it"
    scaled = (
        f"times {factor:.2f} for {gathered.active_people:,} active people"
        if gathered.active_people
        else "not scaled, for want of usage events"
    )
    spread = Range(found.p10, found.p50, found.p90) if people else Range(0.0, 0.0, found.p90)
    return _evident(initiative, "reach", spread, figure, f"{counted}, {scaled}.")


def _impact(initiative: Initiative, linked: Sequence[Linked], as_of: datetime) -> Proposal:
    weighed = [one.problem for one in linked if one.problem.weight is not None]
    if not weighed:
        return _unknown(initiative, "impact", "the linked problems have not been sized")
    strongest = max(weighed, key=lambda problem: (problem.weight or 0.0, problem.ref))
    middle = strongest.weight or 0.0
    low = middle if strongest.weight_low is None else min(strongest.weight_low, middle)
    high = middle if strongest.weight_high is None else max(strongest.weight_high, middle)
    spread = Range(impact_of(low), impact_of(middle), impact_of(high))
    behind = RowsQuery(query="discovery.problem_detail", question={"ref": strongest.ref})
    figure = Figure(
        value=spread.p50, unit=UNITS["impact"], n=1, low=spread.p10, high=spread.p90, level=0.8,
        as_of=as_of, definition=_definition("impact"), rows=behind,
    )  # fmt: skip
    which = f"the heaviest of its {len(linked)} problems" if linked[1:] else "its only problem"
    reason = f"{strongest.ref} is {which}, with weight {middle:.2f}."
    return _evident(initiative, "impact", spread, figure, reason)


def _confidence(
    initiative: Initiative, voices: Voices, confirmed: bool, as_of: datetime, behind: RowsQuery
) -> Proposal:
    found = confidence_of(voices.channels, len(voices.accounts), voices.age_days, confirmed)
    messages = len(voices.age_days)
    figure = Figure(
        value=found.p50, unit=UNITS["confidence"], n=messages, low=found.p10, high=found.p90, level=0.8,
        as_of=as_of, definition=_definition("confidence"), rows=behind,
    )  # fmt: skip
    checked = "a person confirmed a link" if confirmed else "no link is confirmed yet"
    reason = (
        f"{messages:,} messages of {len(voices.accounts):,} accounts in {len(voices.channels)} channels: amount "
        f"{found.amount:.2f}, diversity {found.diversity:.2f}, recency {found.recency:.2f}; {checked}."
    )
    return _evident(initiative, "confidence", Range(found.p10, found.p50, found.p90), figure, reason)


def _evident(initiative: Initiative, name: str, spread: Range, figure: Figure, reason: str) -> Proposal:
    return Proposal(initiative, name, InputEstimate.Basis.EVIDENCE, spread, figure, reason)


def effort_proposal(initiative: Initiative) -> Proposal:
    """Effort as given per team, summed; teams are taken to be late together, so P90s are summed too."""
    rows = RowsQuery(query="prioritisation.initiative_detail", question={"ref": initiative.ref})
    figure = Figure(value=None, unit=UNITS["effort"], definition=_definition("effort"), rows=rows)
    if not initiative.effort:
        reason = "no effort given for any team"
        unknown = figure.model_copy(update={"reason": reason})
        return Proposal(initiative, "effort", InputEstimate.Basis.GIVEN, None, unknown, reason)
    given = Range.from_p50_p90(_total(initiative, "p50"), _total(initiative, "p90"))
    spread = {
        "value": given.p50,
        "low": given.p10,
        "high": given.p90,
        "level": 0.8,
        "n": len(initiative.effort),
    }
    figure = figure.model_copy(update=spread)
    reason = f"Given for {', '.join(sorted(initiative.effort))}."
    return Proposal(initiative, "effort", InputEstimate.Basis.GIVEN, given, figure, reason)


def _total(initiative: Initiative, quantile: str) -> float:
    return sum(float(one[quantile]) for one in _efforts(initiative))


def _efforts(initiative: Initiative) -> Iterable[dict[str, float]]:
    return (initiative.effort[team] for team in sorted(initiative.effort))
