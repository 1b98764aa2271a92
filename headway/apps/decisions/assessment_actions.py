"""What can be done with an assessment of how data are handled: write it, sign it."""

from datetime import date
from typing import Literal

from pydantic import Field

from headway.apps.decisions.claims import COMPLIANCE_RISK, assessment_claim
from headway.apps.decisions.models import Assessment
from headway.apps.governance.models import Approval, Vote
from headway.apps.governance.standing import standing_of
from headway.apps.prioritisation.models import Initiative
from headway.apps.requirements.models import Prd
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.gate import Claim
from headway.core.models import User
from headway.core.records import differences, next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import CONTRIBUTORS, MAKERS
from headway.engine.rights.policy import Reach

DataClass = Literal[
    "anonymous", "usage", "contact", "content", "financial", "location", "credentials", "children", "special"
]
Basis = Literal[
    "consent", "contract", "legal_obligation", "vital_interests", "public_task", "legitimate_interests",
    "no_personal_data",
]  # fmt: skip
PLAIN = (
    "title", "data_classes", "purpose", "lawful_basis", "retention_days", "controls", "residual", "residual_words",
    "review_on",
)  # fmt: skip
SIGNING = {"security", "legal"}
NEEDED = {
    "data_classes": "which data it touches",
    "purpose": "the purpose",
    "lawful_basis": "the lawful basis",
    "retention_days": "how many days the data are kept",
    "controls": "what guards the data",
    "residual": "the risk that is left",
    "review_on": "when it is looked at again",
}


class AssessmentSave(Question):
    """An assessment; without `ref` a new one is made of a `subject`. What is left out stays as it is."""

    ref: str = Field("", max_length=100)
    subject: str | None = Field(
        None, min_length=1, max_length=100, description="Ref of an initiative or a PRD."
    )
    title: str | None = Field(None, min_length=1, max_length=300)
    data_classes: list[DataClass] | None = None
    purpose: str | None = Field(None, max_length=5000)
    lawful_basis: Basis | None = None
    retention_days: int | None = Field(None, ge=0, le=36_525)
    controls: list[str] | None = Field(
        None, max_length=50, description="What guards the data, one line each."
    )
    residual: Literal["low", "medium", "high"] | None = None
    residual_words: str | None = Field(None, max_length=1000)
    review_on: date | None = None


@action("decisions.assessment_save", roles=MAKERS)
def assessment_save(context: Context, question: AssessmentSave) -> Done[RecordRef]:
    """Write down which data an initiative or PRD touches, what for, how long they are kept and what guards them.

    A change takes the signature off, since nobody has signed the new text. Raises NotFound for an unknown subject,
    Invalid for a new one without.
    """
    assessment = row(Assessment, context, question.ref) if question.ref else _new(context, question)
    given = question.model_dump(include=set(PLAIN), exclude_none=True)
    if "controls" in given:
        given["controls"] = [line.strip() for line in given["controls"] if line.strip()]
    changes = differences(assessment, given)
    for name in changes:
        setattr(assessment, name, given[name])
    if question.ref and changes:
        assessment.version += 1
        assessment.signed_by, assessment.signed_at, assessment.signed_as = None, None, []
    assessment.save()
    verb = "Changed" if question.ref else "Began"
    summary = f"{verb} the assessment {assessment.ref}: {assessment.title}"
    return Done(ref_of(assessment, assessment.ref), summary, assessment, changes)


def _new(context: Context, question: AssessmentSave) -> Assessment:
    if question.subject is None:
        raise Invalid("Field subject: a new assessment needs the ref of an initiative or a PRD.")
    prd = rows(Prd, context).filter(ref=question.subject).first()
    initiative = None if prd else row(Initiative, context, question.subject)
    return Assessment(
        workspace=context.workspace,
        ref=next_ref(context, Assessment, "ASM"),
        title=f"Data in {prd.title if prd else initiative.title if initiative else ''}"[:300],
        prd=prd,
        initiative=initiative,
        made_by=context.actor,
        created_at=context.now,
    )


def _signer(context: Context, assessment: Assessment) -> tuple[User, list[str]]:
    """Who answers for it, and as what: of those who agreed the one for security or legal, else whoever asked."""
    agreed = rows(Vote, context).filter(
        approval__status=Approval.Status.WAITING,
        approval__action="decisions.assessment_sign",
        approval__subject_id=str(assessment.pk),
        verdict=Vote.Verdict.APPROVE,
    )
    if context.channel == "approval":
        for vote in agreed.select_related("person").order_by("-at", "-id"):
            if SIGNING & set(vote.positions):
                return vote.person, vote.positions
    return context.actor, sorted(standing_of(context).held(Reach(compliance="privacy")))


class AssessmentSign(Question):
    ref: str = Field(min_length=1, max_length=100)
    version: int = Field(ge=1, description="The version that was read; another one is refused.")


def sign_claim(context: Context, question: AssessmentSign) -> Claim:
    assessment = _signable(context, question)
    return assessment_claim(
        context,
        assessment,
        f"{assessment.ref} {assessment.title} is signed",
        f"Data: {', '.join(assessment.data_classes)}, kept {assessment.retention_days} days, for {assessment.purpose}",
        f"Risk that is left: {assessment.residual}",
    )


def _signable(context: Context, question: AssessmentSign) -> Assessment:
    assessment = row(Assessment, context, question.ref)
    if assessment.version != question.version:
        raise Conflict(f"{assessment.ref} is at version {assessment.version} now; read it and sign that one.")
    if assessment.signed_at:
        raise Conflict(f"{assessment.ref} is signed already.")
    missing = [words for name, words in NEEDED.items() if getattr(assessment, name) in (None, "", [])]
    if missing:
        raise Invalid(f"{assessment.ref} cannot be signed yet; it lacks {', '.join(missing)}.")
    return assessment


@action("decisions.assessment_sign", roles=CONTRIBUTORS, rights=(COMPLIANCE_RISK,), claim=sign_claim)
def assessment_sign(context: Context, question: AssessmentSign) -> Done[RecordRef]:
    """Sign an assessment as it stands, by the right DRe6; the positions of whoever signs are kept with it.

    Where it had to be approved, the signature is that of the approving holder of security or legal. Raises
    Invalid where something is missing, Conflict where it has changed since it was read or is signed.
    """
    assessment = _signable(context, question)
    assessment.signed_by, assessment.signed_as = _signer(context, assessment)
    assessment.signed_at = context.now
    assessment.save()
    summary = f"Signed the assessment {assessment.ref}: {assessment.title}"
    return Done(ref_of(assessment, assessment.ref), summary, assessment, {"signed_as": assessment.signed_as})
