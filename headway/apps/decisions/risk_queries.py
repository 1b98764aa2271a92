"""What can be asked of the risk register, the assessments and the requests."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from django.db.models import Count, Q, QuerySet
from pydantic import Field

from headway.apps.decisions import evidence
from headway.apps.decisions.claims import THREATENS
from headway.apps.decisions.evidence import RecordShown
from headway.apps.decisions.members import MemberShown, member, shown
from headway.apps.decisions.models import Risk
from headway.apps.decisions.risk_actions import LIVE
from headway.apps.decisions.significance import (
    BAD_UNKNOWN,
    LIKELY_UNKNOWN,
    PERSON_WEEKS,
    expected_loss,
    significance,
)
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.figures import Figure
from headway.core.paging import part_of
from headway.core.registry import Answer, query

BANDS = ((0.1, "rare"), (1 / 3, "unlikely"), (2 / 3, "possible"), (1.01, "likely"))
COLUMNS = ("small", "noticeable", "large", "severe")
BOUNDS_PERSON_WEEKS = (2.0, 6.0, 13.0)
BOUNDS_MONEY = (10_000.0, 50_000.0, 250_000.0)


class RiskRow(Answer):
    """A risk; `expected_loss` is the middle probability times the middle impact. `band` is where it stands in the
    matrix: its probability in words and its impact against the limit from which a loss is significant."""

    id: str
    title: str
    state: str
    compliance: str
    probability: Figure
    impact: Figure
    impact_words: str
    expected_loss: Figure
    likely: str
    weight: str
    significant: str = Field(description="Why it is significant; empty where it is not.")
    owner: MemberShown | None
    mitigation: str
    trigger: str
    threatens: list[RecordShown]
    opened_at: datetime


class RiskList(Answer):
    rows: list[RiskRow]
    total: int
    open: int
    without_owner: int
    next: str = ""


class RiskDetail(Answer):
    """One risk in full: why, what of it, and how it was settled."""

    risk: RiskRow
    record_id: str
    version: int
    cause: str
    effect: str
    settled_by: MemberShown | None
    settled_at: datetime | None
    settled_words: str


class RiskQuestion(PageQuestion):
    """Which risks; every filter that is given must hold. Without a state, those that are still live."""

    state: Literal["", "open", "mitigated", "accepted", "closed", "happened", "all"] = ""
    compliance: Literal["", "none", "security", "privacy", "legal", "regulatory", "any"] = ""
    owner: str = Field("", max_length=254, description="E-mail of a member, or `none` for those without.")
    record: str = Field("", max_length=100, description="Ref of a record it threatens.")


@query("decisions.risk_list")
def risk_list(context: Context, question: RiskQuestion) -> RiskList:
    """The risk register: what may go wrong, how likely and how bad, who watches it, and what it puts at risk.

    By ref. Probability is a share of 1, impact in person-weeks or money, both as the middle with P10 and P90 as
    bounds; null with a reason where nobody has said. `open` and `without_owner` count the live register.
    """
    risks = list(_filtered(context, question).select_related("owner"))
    linked = evidence.linked_all(context, THREATENS, risks)
    if question.record:
        [record] = evidence.records(context, [question.record])
        risks = [one for one in risks if record in linked.get(one.pk, [])]
    risks.sort(key=lambda one: (len(one.ref), one.ref))
    part, more = part_of(risks, question, lambda one: one.ref)
    counts = rows(Risk, context).aggregate(
        open=Count("pk", filter=Q(state=Risk.State.OPEN)),
        without_owner=Count("pk", filter=Q(state__in=LIVE, owner=None)),
    )
    listed = [_risk_row(one, linked.get(one.pk, [])) for one in part]
    return RiskList(rows=listed, total=len(risks), next=more, **counts)


def _filtered(context: Context, question: RiskQuestion) -> QuerySet[Risk]:
    found = rows(Risk, context)
    if question.state != "all":
        found = found.filter(state__in=[question.state] if question.state else LIVE)
    if question.compliance == "any":
        found = found.exclude(compliance=Risk.Compliance.NONE)
    elif question.compliance:
        found = found.filter(compliance=question.compliance)
    if question.owner:
        found = found.filter(owner=None if question.owner == "none" else member(context, question.owner))
    return found


def _risk_row(risk: Risk, threatens: Sequence[Any]) -> RiskRow:
    loss = expected_loss(risk)
    unit = risk.impact_unit or PERSON_WEEKS
    return RiskRow(
        id=risk.ref,
        title=risk.title,
        state=risk.state,
        compliance=risk.compliance,
        probability=_spread(risk.probability, "probability", LIKELY_UNKNOWN),
        impact=_spread(risk.impact, unit, BAD_UNKNOWN),
        impact_words=risk.impact_words,
        expected_loss=Figure(
            value=loss,
            unit=unit,
            definition="expected_loss@1",
            reason="" if loss is not None else BAD_UNKNOWN if risk.probability else LIKELY_UNKNOWN,
            assumption=loss is not None,
        ),
        likely=likely(risk),
        weight=weight(risk),
        significant=significance(risk),
        owner=shown(risk.owner),
        mitigation=risk.mitigation,
        trigger=risk.trigger,
        threatens=[evidence.record_shown(one) for one in threatens],
        opened_at=risk.created_at,
    )


def _spread(given: dict[str, float], unit: str, reason: str) -> Figure:
    if not given:
        return Figure(value=None, unit=unit, reason=reason)
    return Figure(
        value=given["p50"], unit=unit, low=given["p10"], high=given["p90"], level=0.8, assumption=True,
        definition="estimate_p10_p50_p90@1",
    )  # fmt: skip


def likely(risk: Risk) -> str:
    """The row of the matrix: rare (below 10 %), unlikely (below a third), possible (below two), likely, or unknown."""
    middle = risk.probability.get("p50")
    return "unknown" if middle is None else next(word for bound, word in BANDS if middle < bound)


def weight(risk: Risk) -> str:
    """The column of the matrix: its middle impact against 2, 6 and 13 person-weeks, or 10,000, 50,000 and 250,000."""
    middle = risk.impact.get("p50")
    if middle is None:
        return "unknown"
    bounds = BOUNDS_PERSON_WEEKS if risk.impact_unit == PERSON_WEEKS else BOUNDS_MONEY
    return next((word for bound, word in zip(bounds, COLUMNS, strict=False) if middle < bound), COLUMNS[-1])


@query("decisions.risk_detail")
def risk_detail(context: Context, question: RefQuestion) -> RiskDetail:
    """One risk with its cause and effect, what it puts at risk, and how it was settled. Raises NotFound."""
    risk = row(Risk, context, question.ref)
    return RiskDetail(
        risk=_risk_row(risk, evidence.linked(context, THREATENS, risk)),
        record_id=str(risk.pk),
        version=risk.version,
        cause=risk.cause,
        effect=risk.effect,
        settled_by=shown(risk.settled_by),
        settled_at=risk.settled_at,
        settled_words=risk.settled_words,
    )
