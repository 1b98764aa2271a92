"""The lists here: decisions, risks, assessments and requests."""

from headway.apps.decisions.kinds import ASSESSMENT, DECISION, RECOMMENDATION, RISK
from headway.apps.decisions.models import Assessment, Decision, Recommendation, Risk
from headway.core.lists.columns import Column, RecordList, list_add
from headway.core.lists.expressions import JsonNumber

EDIT, SAVE, ASSESS = "decisions.decision_edit", "decisions.risk_save", "decisions.assessment_save"
DECISIONS = list_add(
    RecordList(
        DECISION,
        (
            Column("question", "Question", action=EDIT),
            Column("kind", "Kind", "choice", choices=tuple(Decision.Kind.choices)),
            Column("state", "State", "choice", choices=tuple(Decision.State.choices),
                   action="decisions.decision_take"),
            Column("decider", "Decider", "person", action=EDIT),
            Column("due", "Due", "date", action=EDIT),
            Column("problem", "Problem", "record", record="problem", action=EDIT),
            Column("decided", "Decided", "moment", path="decided_at"),
            Column("decided_by", "Decided by", "person", shown=False),
            Column("opened_by", "Opened by", "person", shown=False),
            Column("revisit_on", "Look again on", "date", shown=False),
            Column("outcome", "Outcome", "long_text", shown=False),
        ),
    )
)  # fmt: skip
RISKS = list_add(
    RecordList(
        RISK,
        (
            Column("title", "Title", action=SAVE),
            Column("state", "State", "choice", choices=tuple(Risk.State.choices), action="decisions.risk_close"),
            Column("probability", "Probability (P50)", "number", unit="share", unsummed=True, action=SAVE,
                   expression=lambda context: JsonNumber("probability", "p50")),
            Column("impact", "Impact (P50)", "number", unsummed=True, action=SAVE,
                   expression=lambda context: JsonNumber("impact", "p50")),
            Column("impact_unit", "Unit of the impact", varied=True, action=SAVE),
            Column("owner", "Owner", "person", action=SAVE),
            Column("compliance", "Compliance", "choice", choices=tuple(Risk.Compliance.choices), action=SAVE),
            Column("mitigation", "Mitigation", "long_text", shown=False, action=SAVE),
        ),
    )
)  # fmt: skip
ASSESSMENTS = list_add(
    RecordList(
        ASSESSMENT,
        (
            Column("title", "Title", action=ASSESS),
            Column("initiative", "Initiative", "record", record="initiative"),
            Column("prd", "PRD", "record", record="prd"),
            Column("data_classes", "Data touched", "choices", action=ASSESS),
            Column("residual", "Residual risk", "choice", choices=tuple(Assessment.Residual.choices),
                   action=ASSESS),
            Column("retention", "Kept for", "number", path="retention_days", unit="days", unsummed=True,
                   action=ASSESS),
            Column("review_on", "Review on", "date", action=ASSESS),
            Column("signed", "Signed", "moment", path="signed_at", action="decisions.assessment_sign"),
            Column("signed_by", "Signed by", "person"),
            Column("made_by", "Made by", "person", shown=False),
        ),
    )
)  # fmt: skip
REQUESTS = list_add(
    RecordList(
        RECOMMENDATION,
        (
            Column("title", "Title"),
            Column("kind", "Kind", "choice", choices=tuple(Recommendation.Kind.choices)),
            Column("state", "State", "choice", choices=tuple(Recommendation.State.choices),
                   action="decisions.request_answer"),
            Column("amount", "Amount", "money", path="amount_minor", currency="currency"),
            Column("made_by", "Made by", "person"),
            Column("answered_by", "Answered by", "person"),
            Column("answered", "Answered", "moment", path="answered_at"),
            Column("rationale", "Rationale", "long_text", shown=False),
        ),
    )
)  # fmt: skip
