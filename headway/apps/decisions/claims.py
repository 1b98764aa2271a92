"""Which decision right a change of this app uses, worked out from the records it changes."""

from collections.abc import Sequence

from headway.apps.decisions import evidence
from headway.apps.decisions.models import Assessment, Decision, Risk
from headway.apps.decisions.significance import significance
from headway.apps.discovery.reach import reach_words
from headway.apps.prioritisation.models import Initiative
from headway.apps.prioritisation.reach import reach_of
from headway.apps.requirements.models import Prd
from headway.core.context import Context
from headway.core.gate import Claim, Reach, state_of
from headway.core.models import WorkspaceRecord

TRADE_OFF, CONFLICT, COMPLIANCE_RISK = "DRt1", "LV14", "DRe6"
RIGHT_OF = {Decision.Kind.SOLUTION_TRADEOFF.value: TRADE_OFF, Decision.Kind.CONFLICT.value: CONFLICT}
STANDS_ON, THREATENS = "stands_on", "threatens"


def decision_claim(context: Context, decision: Decision, *words: str) -> Claim | None:
    """A change of what holds in a trade-off or a conflict; other kinds of decision touch no right by themselves."""
    right = RIGHT_OF.get(decision.kind)
    if right is None:
        return None
    reach = _reach(context, evidence.linked(context, STANDS_ON, decision))
    dissents = decision.dissents.count()
    told = [f"{dissents} member{'' if dissents == 1 else 's'} dissented"] if dissents else []
    return Claim(
        right,
        (*words, *told, reach_words(context, reach)),
        state_of(decision.ref, decision.version, decision.state, dissents),
        decision,
        reach,
    )


def risk_claim(context: Context, risk: Risk, *words: str) -> Claim | None:
    """A change that takes a significant risk off the people who watch it."""
    why = significance(risk)
    if not why:
        return None
    touched = evidence.linked(context, THREATENS, risk)
    return Claim(
        COMPLIANCE_RISK,
        (*words, f"It is significant: {why}"),
        state_of(risk.ref, risk.version, risk.state),
        risk,
        _reach(context, touched, compliance=_class(risk.compliance)),
    )


def assessment_claim(context: Context, assessment: Assessment, *words: str) -> Claim:
    """Signing for how data are handled is a decision about a compliance risk whatever its size."""
    subject: Sequence[WorkspaceRecord] = [one for one in (assessment.initiative, assessment.prd) if one]
    return Claim(
        COMPLIANCE_RISK,
        words,
        state_of(assessment.ref, assessment.version),
        assessment,
        _reach(context, subject, compliance="privacy"),
    )


def _class(compliance: str) -> str:
    return "" if compliance == Risk.Compliance.NONE else compliance


def _reach(context: Context, records: Sequence[WorkspaceRecord], compliance: str = "") -> Reach:
    """The customers behind the initiatives among these records, PRDs counting as their initiative."""
    found = {one.pk: one for one in records if isinstance(one, Initiative)}
    found |= {one.initiative.pk: one.initiative for one in records if isinstance(one, Prd)}
    if not found:
        return Reach(None, None, 0, compliance, "no initiative is linked to it")
    known = reach_of(context, sorted(found.values(), key=lambda one: one.ref))
    return Reach(known.arr_minor, known.accounts, 0, compliance, known.reason)
