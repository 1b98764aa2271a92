"""What can be done with a decision while it is open: put the question, sharpen it, disagree."""

from datetime import date
from typing import Any, Literal

from pydantic import Field

from headway.apps.decisions import evidence
from headway.apps.decisions.claims import RIGHT_OF, STANDS_ON
from headway.apps.decisions.measures import condition_checked
from headway.apps.decisions.members import member, members
from headway.apps.decisions.models import Decision, Dissent
from headway.apps.decisions.wording import Condition, Criterion, Option, Party, criteria_plain, options_keyed
from headway.apps.discovery.models import Problem
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid, Refused
from headway.core.records import next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS, EVERYONE, MAKERS

PLAIN = ("question", "background", "due", "revisit_on")


class DecisionParts(Question):
    """What a question to decide is made of; people by e-mail, records by ref."""

    background: str | None = Field(None, max_length=10_000)
    options: list[Option] | None = Field(None, max_length=26)
    criteria: list[Criterion] | None = Field(None, max_length=20)
    evidence: list[str] | None = Field(None, max_length=100, description="Refs of records of any kind.")
    decider: str | None = Field(None, max_length=254, description="E-mail of a member; empty for nobody yet.")
    consulted: list[str] | None = Field(None, max_length=50)
    problem: str | None = Field(None, max_length=100, description="Ref of the problem it answers.")
    due: date | None = None
    revisit_on: date | None = None
    condition: Condition | None = None


class DecisionOpen(DecisionParts):
    question: str = Field(min_length=1, max_length=500)
    kind: Literal["general", "solution_tradeoff", "exception"] = "general"
    supersedes: str = Field("", max_length=100, description="The decision that this one replaces once taken.")


@action("decisions.decision_open", roles=MAKERS)
def decision_open(context: Context, question: DecisionOpen) -> Done[RecordRef]:
    """Put a question that somebody has to decide into the log.

    Options get the letters A, B, C; weights count against each other, scores run from 0 to 5. Evidence may be
    any record. Raises NotFound for an unknown record or member, Invalid for scores that fit no criterion.
    """
    replaced = _replaceable(context, question) if question.supersedes else None
    decision = _new(context, question.question, question.kind)
    _fill(context, decision, question)
    if replaced:
        replaced.superseded_by = decision
        replaced.save(update_fields=["superseded_by"])
    summary = f"Opened the decision {decision.ref}: {decision.question}"
    changes = {"kind": decision.kind, "supersedes": question.supersedes}
    return Done(ref_of(decision, decision.ref), summary, decision, changes)


def _new(context: Context, question: str, kind: str) -> Decision:
    return Decision.objects.create(
        workspace=context.workspace,
        ref=next_ref(context, Decision, "DEC"),
        question=question,
        kind=kind,
        opened_by=context.actor,
        created_at=context.now,
    )


def _replaceable(context: Context, question: DecisionOpen) -> Decision:
    """The decision to be replaced; the new one must use the same right, so that none is got round this way."""
    found = row(Decision, context, question.supersedes)
    if RIGHT_OF.get(found.kind) not in (None, RIGHT_OF.get(question.kind)):
        kind = found.get_kind_display().lower()
        raise Invalid(f"Field kind: {found.ref} is a {kind}; only another {kind} replaces it.")
    if found.state not in Decision.IN_FORCE:
        raise Invalid(f"Field supersedes: {found.ref} is {found.get_state_display().lower()}, not decided.")
    if found.superseded_by:
        raise Conflict(f"{found.ref} is to be replaced by {found.superseded_by.ref} already.")
    return found


def _fill(context: Context, decision: Decision, parts: DecisionParts) -> list[str]:
    """Take over what is given; gives the names of the fields that were."""
    given = parts.model_dump(include=parts.model_fields_set)
    for name in PLAIN:
        if given.get(name) is not None:
            setattr(decision, name, given[name])
    _fill_choices(decision, parts)
    _fill_links(context, decision, parts)
    if parts.condition is not None:
        decision.condition = condition_checked(context, parts.condition)
    decision.save()
    if parts.consulted is not None:
        decision.consulted.set(members(context, parts.consulted))
    if parts.evidence is not None:
        evidence.link(context, STANDS_ON, decision, evidence.records(context, parts.evidence))
    return sorted(given)


def _fill_choices(decision: Decision, parts: DecisionParts) -> None:
    """Options and criteria are checked together, whichever of the two changed."""
    if parts.options is None and parts.criteria is None:
        return
    if parts.criteria is not None:
        decision.criteria = criteria_plain(parts.criteria)
    criteria = [Criterion(**one) for one in decision.criteria]
    options = parts.options
    if options is None:
        options = [Option(**_without_key(one)) for one in decision.options]
    decision.options = options_keyed(options, criteria)


def _without_key(option: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in option.items() if name != "key"}


def _fill_links(context: Context, decision: Decision, parts: DecisionParts) -> None:
    if parts.decider is not None:
        decision.decider = member(context, parts.decider) if parts.decider else None
    if parts.problem is not None:
        decision.problem = row(Problem, context, parts.problem) if parts.problem else None


class DecisionEdit(DecisionParts):
    """What is left out stays as it is; `version` refuses a change of what somebody else changed meanwhile."""

    ref: str = Field(min_length=1, max_length=100)
    question: str | None = Field(None, min_length=1, max_length=500)
    version: int | None = Field(None, ge=1)


@action("decisions.decision_edit", roles=MAKERS)
def decision_edit(context: Context, question: DecisionEdit) -> Done[RecordRef]:
    """Change an open decision: its question, options, criteria, evidence, decider, dates or trigger.

    Lists replace what was there. Raises Conflict once it is taken, and where `version` is not the current one,
    Refused for whoever takes it off its decider without being the decider, its opener or in a product role.
    """
    decision = open_decision(context, question.ref)
    if question.version not in (None, decision.version):
        raise Conflict(
            f"{decision.ref} has changed meanwhile (version {decision.version}); look at it and edit again."
        )
    if question.decider is not None:
        _refuse_taking_over(context, decision, question.decider)
    decision.version += 1
    changed = [name for name in _fill(context, decision, question) if name not in ("ref", "version")]
    told = ", ".join(changed) or "nothing"
    summary = f"Changed {told} of the decision {decision.ref}"
    return Done(ref_of(decision, decision.ref), summary, decision, {"fields": changed})


def _refuse_taking_over(context: Context, decision: Decision, email: str) -> None:
    """A decision is handed on by its decider, its opener or a product role, never taken by somebody else."""
    if decision.decider is None or decision.decider.email == email.strip().lower():
        return
    if context.role not in DECIDERS and context.actor not in (decision.decider, decision.opened_by):
        people = " and ".join(dict.fromkeys((str(decision.decider), str(decision.opened_by))))
        raise Refused(f"Only {people} and product roles may hand {decision.ref} on to another decider.")


def open_decision(context: Context, ref: str) -> Decision:
    """The decision with that ref while it is open. Raises NotFound or Conflict."""
    decision = row(Decision, context, ref)
    if decision.state != Decision.State.OPEN:
        raise Conflict(
            f"{decision.ref} is {decision.get_state_display().lower()}; open a new decision that supersedes it."
        )
    return decision


class DecisionDissent(Question):
    ref: str = Field(min_length=1, max_length=100)
    words: str = Field(min_length=1, max_length=2000)


@action("decisions.decision_dissent", roles=EVERYONE)
def decision_dissent(context: Context, question: DecisionDissent) -> Done[RecordRef]:
    """Record that the asking person sees a decision otherwise, and why; it stays with the decision.

    An approval that was asked for before is stale then, so that nobody agrees without having seen it. Raises
    Conflict for a decision that is superseded or reversed.
    """
    decision = row(Decision, context, question.ref)
    if decision.state in (Decision.State.SUPERSEDED, Decision.State.REVERSED):
        raise Conflict(f"{decision.ref} no longer holds, so there is nothing to dissent from.")
    Dissent.objects.create(
        workspace=context.workspace,
        decision=decision,
        author=context.actor,
        words=question.words,
        at=context.now,
    )
    count = rows(Dissent, context).filter(decision=decision).count()
    summary = f"Dissented from the decision {decision.ref}"
    return Done(ref_of(decision, decision.ref), summary, decision, {"dissents": count})


class ConflictRecord(Question):
    """A conflict: at least two parties, the criteria both accept, and the trade-off between them."""

    question: str = Field(min_length=1, max_length=500)
    parties: list[Party] = Field(min_length=2, max_length=10)
    criteria: list[Criterion] = Field(min_length=1, max_length=20, description="What all parties accept.")
    trade_off: str = Field(min_length=1, max_length=3000)
    background: str = Field("", max_length=10_000)
    evidence: list[str] = Field([], max_length=100)
    decider: str = Field("", max_length=254, description="E-mail of whoever settles it.")
    due: date | None = None


@action("decisions.conflict_record", roles=MAKERS)
def conflict_record(context: Context, question: ConflictRecord) -> Done[RecordRef]:
    """Record a conflict: what each party wants and needs, the criteria they share, and what is traded for what.

    Each party's position becomes an option; the result is set by taking the decision. Raises NotFound for an
    unknown record or member.
    """
    names = [one.party for one in question.parties]
    decision = _new(context, question.question, Decision.Kind.CONFLICT)
    decision.parties = [one.model_dump() for one in question.parties]
    decision.trade_off = question.trade_off
    options = [Option(title=one.party, words=one.position, pros=[], cons=[]) for one in question.parties]
    given = question.model_dump(include={"background", "evidence", "decider", "due"})
    _fill(context, decision, DecisionParts(options=options, criteria=question.criteria, **given))
    summary = f"Recorded the conflict {decision.ref} between {' and '.join(names)}: {decision.question}"
    return Done(ref_of(decision, decision.ref), summary, decision, {"parties": names})
