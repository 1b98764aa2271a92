"""What can be changed in prioritisation: initiatives, their inputs, and (in score_actions) their scores."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field, FiniteFloat, model_validator

from headway.apps.prioritisation import score_actions  # noqa: F401 - declares its actions
from headway.apps.prioritisation.answers import ProposalReport
from headway.apps.prioritisation.claims import override_claim
from headway.apps.prioritisation.enabling import cycle_in, relations_align, requires_all
from headway.apps.prioritisation.estimates import (
    override_again,
    override_removed,
    override_standing,
    override_store,
    proposals_store,
    spread_of,
    supersede,
)
from headway.apps.prioritisation.inputs import UNITS
from headway.apps.prioritisation.models import Initiative
from headway.apps.prioritisation.proposals import effort_proposal
from headway.apps.prioritisation.proposing import Proposed, inputs_proposed
from headway.core.access import row, rows, rows_by_ref
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.figures import Figure
from headway.core.gate import Claim
from headway.core.links import links_store
from headway.core.lists.removed import Undoing
from headway.core.models import Link
from headway.core.quarters import PATTERN
from headway.core.records import record_save
from headway.core.registry import Done, Empty, Question, action
from headway.core.roles import DECIDERS, MAKERS

InputName = Literal["reach", "impact", "confidence", "effort"]
MOST = {"impact": 3.0, "confidence": 1.0}


class TeamEffort(BaseModel):
    """Person-weeks of one team: as likely more as less (P50), and exceeded one time in ten (P90)."""

    p50: float = Field(gt=0, le=10_000)
    p90: float = Field(gt=0, le=100_000)

    @model_validator(mode="after")
    def _rising(self) -> "TeamEffort":
        if self.p90 < self.p50:
            raise Invalid(f"Field effort: P90 {self.p90:g} is below P50 {self.p50:g}; swap or correct them.")
        return self


class InitiativeSave(Question):
    ref: str = Field(min_length=1, max_length=60, examples=["INI-01"])
    title: str | None = Field(None, min_length=1, max_length=300)
    topics: list[str] | None = Field(None, description="Words for the problems it covers.")
    effort: dict[str, TeamEffort] | None = Field(None, description="Person-weeks by team.")
    requires: list[str] | None = Field(None, description="Refs of initiatives that must finish first.")
    earliest_quarter: str | None = Field(None, pattern=PATTERN)
    deadline: date | None = None
    mandatory: bool | None = None
    nature: Initiative.Nature | None = Field(
        None, description="What kind of work it is; a feature unless told."
    )
    enabler: bool | None = Field(
        None, description="Short for the nature enabler, or with false for no enabler."
    )
    moscow: Literal["", "must", "should", "could", "wont"] | None = None


@action("prioritisation.initiative_save", roles=MAKERS)
def initiative_save(context: Context, question: InitiativeSave) -> Done[RecordRef]:
    """Make an initiative, or change the one with that ref; what is left out stays as it is.

    A new one needs a title. Effort is in person-weeks by team, P50 and P90. Raises Invalid where it requires
    an initiative that does not exist, or where requirements would go round in a cycle.
    """
    _refuse_requires(context, question)
    values = _values(question) | {"nature": _nature(context, question)}
    saved = record_save(context, Initiative, question.ref, values, ("title",))
    initiative = saved.record
    if question.requires is not None:
        relations_align(context)
    if question.effort is not None:
        proposals_store(context, [effort_proposal(initiative)])
    summary = f"{saved.verb} the initiative {initiative.ref} {initiative.title!r}"
    return Done(ref_of(initiative, initiative.ref), summary, initiative, saved.changes)


def _values(question: InitiativeSave) -> dict[str, Any]:
    values = question.model_dump(
        include={"title", "topics", "effort", "earliest_quarter", "deadline", "moscow"}
    )
    return values | {
        "requires_refs": question.requires,
        "is_mandatory": question.mandatory,
    }


def _nature(context: Context, question: InitiativeSave) -> Initiative.Nature | None:
    """The nature that the question asks for, None where it says nothing about it."""
    enabler = Initiative.Nature.ENABLER
    if question.enabler is None:
        return question.nature
    if question.nature is not None and question.enabler != (question.nature == enabler):
        raise Invalid(f"Field enabler: it speaks against the nature {question.nature.value}; leave it out.")
    if question.enabler or question.nature is not None:
        return question.nature or enabler
    was_enabler = rows(Initiative, context).filter(ref=question.ref, nature=enabler).exists()
    return Initiative.Nature.FEATURE if was_enabler else None


def _refuse_requires(context: Context, question: InitiativeSave) -> None:
    wanted = question.requires or []
    known = rows_by_ref(Initiative, context, wanted)
    unknown = [ref for ref in wanted if ref not in known and ref != question.ref]
    if unknown:
        raise Invalid(f"Field requires: there is no initiative {unknown[0]!r}; make it first.")
    if cycle := cycle_in(requires_all(context) | {question.ref: wanted}):
        raise Invalid(f"Field requires: {' -> '.join(cycle)} goes round in a cycle; leave one of these out.")


def proposed_before(context: Context, question: Empty) -> Proposed:
    """Match topics and count voices before the transaction opens."""
    return inputs_proposed(context)


@action("prioritisation.input_propose", roles=MAKERS, prepare=proposed_before)
def input_propose(context: Context, question: Empty, proposed: Proposed) -> Done[ProposalReport]:
    """Propose from the evidence which problems each initiative addresses, and the inputs of its score.

    Reach is people per quarter (those who wrote, scaled to those active), impact 0.25 to 3 from the weight of
    the heaviest problem, confidence a share from the amount, diversity and age of evidence, effort as given.
    An override and a decision on a link stay; only what changed becomes a new row, and a proposed link that no
    topic speaks for any more goes.
    """
    rows(Link, context).filter(pk__in=proposed.links.stale, state=Link.State.PROPOSED).delete()
    links_new = links_store(context, proposed.links.fresh)
    estimates_new = proposals_store(context, proposed.proposals)
    report = ProposalReport(
        initiatives=proposed.initiatives,
        links_new=links_new,
        estimates_new=estimates_new,
        estimates_unchanged=len(proposed.proposals) - estimates_new,
        without_evidence=proposed.without_evidence,
        topics_without_theme=proposed.topics_without_theme,
    )
    summary = f"Proposed {links_new} links to problems and {estimates_new} inputs of initiatives"
    return Done(report, summary, context.workspace, report.model_dump(exclude={"topics_without_theme"}))


class InputOverride(Question):
    ref: str = Field(min_length=1, max_length=100, examples=["INI-01"])
    input: InputName
    p10: FiniteFloat = Field(ge=0)
    p50: FiniteFloat = Field(ge=0)
    p90: FiniteFloat = Field(ge=0)
    reason: str = Field(min_length=10, max_length=500, description="Why you know better than the evidence.")

    @model_validator(mode="after")
    def _sound(self) -> "InputOverride":
        if not self.p10 <= self.p50 <= self.p90:
            raise Invalid("Field p10: a range must rise from P10 to P50 to P90; reorder it.")
        if self.input == "effort" and self.p10 <= 0:
            raise Invalid("Field p10: effort must be above zero person-weeks.")
        if self.p90 > MOST.get(self.input, self.p90):
            raise Invalid(f"Field p90: {self.input} is at most {MOST[self.input]:g}.")
        return self


def _override_claim(context: Context, question: InputOverride) -> Claim | None:
    initiative = row(Initiative, context, question.ref)
    spread = question.model_dump(include={"p10", "p50", "p90"})
    return override_claim(context, initiative, question.input, spread, question.reason)


@action("prioritisation.input_override", roles=DECIDERS, rights=("DRa2",), claim=_override_claim)
def input_override(context: Context, question: InputOverride) -> Done[RecordRef]:
    """Set an input of an initiative by judgement, with the reason; it counts instead of what evidence says.

    The range is P10, P50, P90 in the input's unit: people per quarter, scale 0.25 to 3, share 0 to 1,
    person-weeks. Your name stays with it. Score again to see what it changes.
    """
    initiative = row(Initiative, context, question.ref)
    spread = question.model_dump(include={"p10", "p50", "p90"})
    figure = Figure(
        value=question.p50, unit=UNITS[question.input], low=question.p10, high=question.p90, level=0.8,
        as_of=context.now, definition="prioritisation.override@1", reason=question.reason, assumption=True,
    )  # fmt: skip
    values = spread | {"figure": figure.model_dump(mode="json"), "reason": question.reason}
    estimate = override_store(context, initiative, question.input, values)
    summary = f"Overrode the {question.input} of {initiative.ref} with {question.p50:g}"
    return Done(
        ref_of(estimate, estimate.ref), summary, initiative, {"after": spread, "reason": question.reason}
    )


class OverrideNamed(Question):
    ref: str = Field(min_length=1, max_length=100)
    input: InputName


class OverrideRemoved(RecordRef):
    undo: Undoing


@action("prioritisation.input_override_remove", roles=DECIDERS)
def input_override_remove(context: Context, question: OverrideNamed) -> Done[OverrideRemoved]:
    """Take an override back, so that what the evidence says counts again; the override stays on record.

    prioritisation.input_override_restore brings it back. Raises NotFound where the input has no override.
    """
    initiative = row(Initiative, context, question.ref)
    standing = override_standing(context, initiative, question.input)
    if standing is None:
        raise NotFound(f"The {question.input} of {initiative.ref} has no override to remove.")
    supersede(context, standing)
    undo = Undoing(action="prioritisation.input_override_restore", question=question.model_dump())
    answer = OverrideRemoved(**ref_of(standing, standing.ref).model_dump(), undo=undo)
    summary = f"Removed the override of the {question.input} of {initiative.ref}"
    return Done(answer, summary, initiative, {"before": spread_of(standing)})


def _restore_claim(context: Context, question: OverrideNamed) -> Claim | None:
    initiative = row(Initiative, context, question.ref)
    removed = override_removed(context, initiative, question.input)
    return override_claim(context, initiative, question.input, spread_of(removed), removed.reason)


@action("prioritisation.input_override_restore", roles=DECIDERS, rights=("DRa2",), claim=_restore_claim)
def input_override_restore(context: Context, question: OverrideNamed) -> Done[RecordRef]:
    """Bring back the override of an input that was removed last, with the name of whoever made it.

    Raises NotFound where none was removed, Conflict where the input has an override.
    """
    initiative = row(Initiative, context, question.ref)
    removed = override_removed(context, initiative, question.input)
    back = override_again(context, initiative, removed)
    summary = f"Brought the override of the {question.input} of {initiative.ref} back"
    return Done(
        ref_of(back, back.ref), summary, initiative, {"after": spread_of(back), "reason": back.reason}
    )
