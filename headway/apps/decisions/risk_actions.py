"""What can be done with a risk: put it on the register, settle it, accept it."""

from copy import copy
from typing import Any, Literal

from pydantic import Field

from headway.apps.decisions import evidence
from headway.apps.decisions.claims import COMPLIANCE_RISK, THREATENS, risk_claim
from headway.apps.decisions.members import member
from headway.apps.decisions.models import Risk
from headway.apps.decisions.significance import PERSON_WEEKS, significance
from headway.apps.decisions.wording import Range, range_checked
from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.gate import Claim
from headway.core.records import next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import CONTRIBUTORS, MAKERS

PLAIN = ("title", "cause", "effect", "impact_words", "mitigation", "trigger", "compliance")
ESTIMATES = ("probability", "impact", "impact_unit", "compliance")
LIVE = (Risk.State.OPEN, Risk.State.MITIGATED, Risk.State.ACCEPTED)
Compliance = Literal["none", "security", "privacy", "legal", "regulatory"]


class RiskSave(Question):
    """A risk; without `ref` a new one is made. What is left out stays as it is."""

    ref: str = Field("", max_length=100)
    title: str | None = Field(None, min_length=1, max_length=300)
    cause: str | None = Field(None, max_length=1000)
    effect: str | None = Field(None, max_length=1000)
    probability: Range | None = Field(None, description="How likely, 0 to 1.")
    impact_words: str | None = Field(None, max_length=500)
    impact: Range | None = Field(None, description="How bad, in `impact_unit`.")
    impact_unit: Literal["person_weeks", "money"] | None = Field(
        None, description="Money is in whole units of the workspace's currency."
    )
    mitigation: str | None = Field(None, max_length=5000)
    trigger: str | None = Field(None, max_length=500, description="What tells that it is happening.")
    owner: str | None = Field(None, max_length=254, description="E-mail of a member; empty for nobody yet.")
    compliance: Compliance | None = None
    threatens: list[str] | None = Field(None, max_length=100, description="Refs of what it puts at risk.")


def save_claim(context: Context, question: RiskSave) -> Claim | None:
    """Making a significant risk look small takes it off the people who watch it, so it uses the same right."""
    if not question.ref:
        return None
    risk = _changeable(context, question.ref)
    after = copy(risk)
    _estimate(context, after, question)
    if significance(after):
        return None
    head = f"{risk.ref} {risk.title} would count as not significant any more"
    return risk_claim(context, risk, head, *_differences(risk, after))


def _differences(risk: Risk, after: Risk) -> list[str]:
    pairs = {name: (getattr(risk, name), getattr(after, name)) for name in ESTIMATES}
    return [
        f"{name.replace('_', ' ').capitalize()}: {_told(old)} becomes {_told(new)}"
        for name, (old, new) in pairs.items()
        if old != new
    ]


def _told(value: Any) -> str:
    if isinstance(value, dict):
        return " to ".join(f"{value[name]:g}" for name in ("p10", "p50", "p90")) if value else "unknown"
    return str(value or "unknown")


@action("decisions.risk_save", roles=MAKERS, rights=(COMPLIANCE_RISK,), claim=save_claim)
def risk_save(context: Context, question: RiskSave) -> Done[RecordRef]:
    """Put a risk on the register, or change one: cause, effect, how likely, how bad, what is done, who watches.

    Ranges are p10, p50, p90 and must not fall; probability is 0 to 1. An accepted or mitigated risk that is
    estimated anew is open again. Making a significant one insignificant uses the right DRe6. Raises Invalid for a
    new one without a title, NotFound for an unknown record or member, Conflict for one that is closed.
    """
    risk = _changeable(context, question.ref) if question.ref else _new(context, question)
    before = {name: getattr(risk, name) for name in (*PLAIN, *ESTIMATES)}
    for name in PLAIN:
        if (value := getattr(question, name)) is not None:
            setattr(risk, name, value)
    _estimate(context, risk, question)
    if question.owner is not None:
        risk.owner = member(context, question.owner) if question.owner else None
    changes = {
        name: {"before": old, "after": new}
        for name, old in before.items()
        if (new := getattr(risk, name)) != old
    }
    if question.ref:
        risk.version += 1
        _reopen(risk, changes)
    risk.save()
    if question.threatens is not None:
        evidence.link(context, THREATENS, risk, evidence.records(context, question.threatens))
    verb = "Changed" if question.ref else "Put on the register"
    return Done(ref_of(risk, risk.ref), f"{verb} the risk {risk.ref}: {risk.title}", risk, changes)


def _new(context: Context, question: RiskSave) -> Risk:
    if not question.title:
        raise Invalid("Field title: a new risk needs a title.")
    return Risk(workspace=context.workspace, ref=next_ref(context, Risk, "RSK"), created_at=context.now)


def _changeable(context: Context, ref: str) -> Risk:
    risk = row(Risk, context, ref)
    if risk.state not in LIVE:
        raise Conflict(f"{risk.ref} is {risk.get_state_display().lower()}; put a new risk on the register.")
    return risk


def _estimate(context: Context, risk: Risk, question: RiskSave) -> None:
    if question.compliance is not None:
        risk.compliance = question.compliance
    if question.probability is not None:
        risk.probability = range_checked("probability", question.probability, most=1)
    if question.impact_unit is not None:
        money = question.impact_unit == "money"
        risk.impact_unit = context.workspace.currency if money else PERSON_WEEKS
    if question.impact is not None:
        if not risk.impact_unit:
            raise Invalid("Field impact_unit: say whether the impact is in person_weeks or money.")
        risk.impact = range_checked("impact", question.impact)


def _reopen(risk: Risk, changes: dict[str, Any]) -> None:
    """What was accepted or mitigated was that estimate, not the new one."""
    if risk.state != Risk.State.OPEN and changes.keys() & set(ESTIMATES):
        changes["state"] = {"before": risk.state, "after": Risk.State.OPEN}
        risk.state = Risk.State.OPEN
        risk.settled_by, risk.settled_at, risk.settled_words = None, None, ""


class RiskClose(Question):
    """`state` is what became of it; `words` tell how."""

    ref: str = Field(min_length=1, max_length=100)
    state: Literal["mitigated", "closed", "happened"]
    words: str = Field(min_length=1, max_length=1000)


def close_claim(context: Context, question: RiskClose) -> Claim | None:
    """That a risk has happened is a fact; that a compliance risk is no longer one is a decision."""
    risk = _changeable(context, question.ref)
    if question.state == "happened" or risk.compliance == Risk.Compliance.NONE:
        return None
    words = f"{risk.ref} {risk.title} would count as {question.state}: {question.words}"
    return risk_claim(context, risk, words)


@action("decisions.risk_close", roles=MAKERS, rights=(COMPLIANCE_RISK,), claim=close_claim)
def risk_close(context: Context, question: RiskClose) -> Done[RecordRef]:
    """Settle a risk: mitigated (watched further), closed (no longer possible), or happened.

    A compliance risk counts as mitigated or closed by the right DRe6 only. Raises Conflict for one that is
    closed or has happened.
    """
    return _settled(context, _changeable(context, question.ref), question.state, question.words)


def _settled(context: Context, risk: Risk, state: str, words: str) -> Done[RecordRef]:
    before, risk.state = risk.state, state
    risk.settled_by, risk.settled_at, risk.settled_words = context.actor, context.now, words
    risk.version += 1
    risk.save()
    summary = f"Set the risk {risk.ref} to {risk.get_state_display().lower()}: {words}"
    return Done(ref_of(risk, risk.ref), summary, risk, {"state": {"before": before, "after": state}})


class RiskAccept(Question):
    ref: str = Field(min_length=1, max_length=100)
    reason: str = Field(min_length=10, max_length=1000)


def accept_claim(context: Context, question: RiskAccept) -> Claim | None:
    risk = _changeable(context, question.ref)
    words = (f"{risk.ref} {risk.title} is accepted as it is", f"Reason: {question.reason}")
    return risk_claim(context, risk, *words)


@action("decisions.risk_accept", roles=CONTRIBUTORS, rights=(COMPLIANCE_RISK,), claim=accept_claim)
def risk_accept(context: Context, question: RiskAccept) -> Done[RecordRef]:
    """Live with a risk as it is, with a reason; a significant one by the right DRe6 only.

    Significant: it touches compliance, nobody has said how likely or how bad it is, or its middle probability
    times its middle impact reaches 6 person-weeks or 50,000 in the workspace's currency. Raises Conflict for one
    that is accepted already, closed, or has happened.
    """
    risk = _changeable(context, question.ref)
    if risk.state == Risk.State.ACCEPTED:
        raise Conflict(f"{risk.ref} is accepted already.")
    return _settled(context, risk, Risk.State.ACCEPTED, question.reason)
