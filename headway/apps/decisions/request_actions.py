"""Asking for a budget, a vendor, a hire or an architecture: a recommendation with reasons that others answer."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from headway.apps.decisions.models import Recommendation
from headway.apps.discovery.reach import money_words
from headway.apps.governance.gating import rule
from headway.apps.governance.standing import standing_of
from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid, Refused
from headway.core.gate import Claim, state_of
from headway.core.records import next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import CONTRIBUTORS, EVERYONE
from headway.engine.rights.policy import Policy, Reach
from headway.engine.rights.wording import any_of

RIGHTS = {"budget": "DRb1", "vendor": "DRb2", "hire": "DRb3", "architecture": "DRa1"}
ONLY = {
    "amount_minor": ("budget", "vendor"),
    "scorecard": ("hire",),
    "outcomes": ("architecture",),
    "constraints": ("architecture",),
}
NEEDED = {"budget": ("amount_minor",), "hire": ("scorecard",), "architecture": ("outcomes", "constraints")}


class Mark(BaseModel):
    """One line of an interview's scorecard: what was looked at, 1 (poor) to 5 (best), and what was said."""

    model_config = ConfigDict(extra="forbid")

    area: str = Field(min_length=1, max_length=120)
    mark: int = Field(ge=1, le=5)
    quote: str = Field(min_length=1, max_length=2000)


class RequestMake(Question):
    """A budget needs an amount, a hire a scorecard, an architecture the outcomes and constraints it must meet."""

    kind: Literal["budget", "vendor", "hire", "architecture"]
    title: str = Field(min_length=1, max_length=300)
    rationale: str = Field(min_length=1, max_length=10_000)
    amount_minor: int | None = Field(
        None, ge=0, le=10**15, description="In hundredths of the workspace's currency."
    )
    scorecard: list[Mark] = Field([], max_length=30)
    outcomes: list[str] = Field([], max_length=30)
    constraints: list[str] = Field([], max_length=30)
    alternatives: list[str] = Field([], max_length=30, description="What else was looked at, one line each.")


def make_claim(context: Context, question: RequestMake) -> Claim:
    amount = question.amount_minor
    cost = [f"Amount: {money_words(context, amount)}"] if amount is not None else []
    return Claim(
        RIGHTS[question.kind],
        (f"Asked for: {question.title}", f"Because: {question.rationale}", *cost),
        state_of("request", question.kind, question.title),
    )


@action("decisions.request_make", roles=CONTRIBUTORS, rights=tuple(RIGHTS.values()), claim=make_claim)
def request_make(context: Context, question: RequestMake) -> Done[RecordRef]:
    """Ask for a budget, a vendor or tool, a hire, or an architecture; others decide, by the rights policy.

    The asking person recommends and never decides it (DRb1, DRb2, DRb3, DRa1). Raises Invalid where the kind
    lacks what it needs or has what belongs to another kind.
    """
    _refuse_misfits(question)
    made = Recommendation.objects.create(
        workspace=context.workspace,
        ref=next_ref(context, Recommendation, "REC"),
        currency=context.workspace.currency if question.amount_minor is not None else "",
        made_by=context.actor,
        created_at=context.now,
        **question.model_dump(),
    )
    summary = f"Asked for {made.get_kind_display().lower()} in {made.ref}: {made.title}"
    return Done(ref_of(made, made.ref), summary, made, {"kind": made.kind, "state": made.state})


def _refuse_misfits(question: RequestMake) -> None:
    for name in NEEDED.get(question.kind, ()):
        if getattr(question, name) in (None, []):
            raise Invalid(f"Field {name}: a request for {question.kind} needs it.")
    for name, kinds in ONLY.items():
        if question.kind not in kinds and getattr(question, name) not in (None, []):
            raise Invalid(f"Field {name}: it belongs to a request for {' or '.join(kinds)} only.")


class RequestAnswer(Question):
    ref: str = Field(min_length=1, max_length=100)
    state: Literal["accepted", "declined"]
    answer: str = Field(min_length=1, max_length=2000, description="The reason, for whoever asked.")


@action("decisions.request_answer", roles=EVERYONE)
def request_answer(context: Context, question: RequestAnswer) -> Done[RecordRef]:
    """Accept or decline a request, with a reason; open to the positions that the rights policy names for it.

    Nobody answers a request of one's own. Raises Refused for anybody else, Conflict for one that is answered.
    """
    asked = row(Recommendation, context, question.ref)
    if asked.state != Recommendation.State.SENT:
        raise Conflict(f"{asked.ref} is {asked.get_state_display().lower()} already.")
    if asked.made_by == context.actor:
        raise Refused(f"{asked.ref} is your own request; somebody else answers it.")
    asked.answered_as = _answering(context, asked)
    asked.state, asked.answer = question.state, question.answer
    asked.answered_by, asked.answered_at = context.actor, context.now
    asked.version += 1
    asked.save()
    summary = f"{asked.get_state_display()} the request {asked.ref}: {question.answer}"
    facts = {"state": asked.state, "right": RIGHTS[asked.kind], "decided_as": asked.answered_as}
    return Done(ref_of(asked, asked.ref), summary, asked, facts)


def answerers(context: Context, kind: str) -> tuple[str, ...]:
    """The positions that decide on a request of this kind, by the policy in force."""
    ruled = rule(context, Claim(RIGHTS[kind], (), ""))
    return ruled.answer


def _answering(context: Context, asked: Recommendation) -> list[str]:
    standing, wanted = standing_of(context), answerers(context, asked.kind)
    held = sorted(standing.held(Reach()) & set(wanted))
    if not held:
        raise Refused(_refusal(standing.policy, asked, wanted))
    return held


def _refusal(policy: Policy, asked: Recommendation, wanted: tuple[str, ...]) -> str:
    if not wanted:
        return f"The rights policy names nobody who decides on a request for {asked.kind}."
    return f"A request for {asked.kind} is decided by {any_of(policy, wanted)}, by the rights policy."
