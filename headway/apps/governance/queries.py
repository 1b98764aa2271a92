"""What can be asked about decision rights: what waits, who may do what and why, who stands in for whom."""

from typing import Any, Literal

from pydantic import Field

from headway.apps.governance import policies
from headway.apps.governance.actions_of import actions_by_right
from headway.apps.governance.answers import (
    ApprovalDetail,
    ApprovalList,
    DelegationList,
    DelegationRow,
    Explained,
    PolicyDetail,
    PolicyPreview,
    PolicyVersion,
    RightsMatrix,
)
from headway.apps.governance.deciding import approval_named, why_not
from headway.apps.governance.explaining import explained
from headway.apps.governance.matrix import rights_matrix_shown
from headway.apps.governance.models import Approval, Delegation, RightsPolicy
from headway.apps.governance.showing import approval_detail as detail_shown
from headway.apps.governance.showing import approval_row, labels
from headway.apps.governance.standing import lent_within, standing_of
from headway.core.access import rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.paging import part_of
from headway.core.registry import Empty, Question, query
from headway.engine.rights.differences import differences
from headway.engine.rights.document import problems_of
from headway.engine.rights.policy import Policy
from headway.engine.rights.wording import limits


class ApprovalQuestion(PageQuestion):
    """`which`: waiting for the asking person's decision, asked for by that person, still waiting, closed, or all."""

    which: Literal["to_decide", "asked", "waiting", "closed", "all"] = "waiting"


@query("governance.approval_list")
def approval_list(context: Context, question: ApprovalQuestion) -> ApprovalList:
    """Changes that wait for somebody's approval, the one due first at the top; closed ones, the latest first."""
    standing = standing_of(context)
    found = rows(Approval, context).select_related("requester").prefetch_related("votes")
    waiting = list(found.filter(status=Approval.Status.WAITING).order_by("due_at", "created_at", "id"))
    mine = [one for one in waiting if not why_not(standing, one)]
    if question.which in ("waiting", "to_decide"):
        chosen = mine if question.which == "to_decide" else waiting
    else:
        chosen = list(_closed(found, question.which, context).order_by("-created_at", "-id"))
    part, more = part_of(chosen, question, lambda one: one.ref)
    shown = [approval_row(context, standing, one) for one in part]
    return ApprovalList(rows=shown, total=len(chosen), to_decide=len(mine), next=more)


def _closed(found: Any, which: str, context: Context) -> Any:
    if which == "closed":
        return found.exclude(status=Approval.Status.WAITING)
    return found.filter(requester=context.actor) if which == "asked" else found


@query("governance.approval_detail")
def approval_detail(context: Context, question: RefQuestion) -> ApprovalDetail:
    """One change that waits or waited: what would differ, how far it reaches, who must agree and who has."""
    return detail_shown(context, approval_named(context, question.ref))


class ExplainQuestion(Question):
    action: str = Field(min_length=1, max_length=100, examples=["roadmap.plan_freeze"])
    question: dict[str, object] = Field(
        default_factory=dict,
        description="What would be sent to the action; without it only the rights are told.",
    )
    member: str = Field("", max_length=254, description="E-mail address of another member to ask for.")


@query("governance.right_explain")
def right_explain(context: Context, question: ExplainQuestion) -> Explained:
    """Who may do this, and whether the asking person may: allowed, after approval, or refused, each with the reason.

    Nothing is changed. A question that the action would not accept is told as invalid.
    """
    return explained(context, question.action, question.question, question.member)


@query("governance.rights_matrix")
def rights_matrix(context: Context, question: Empty) -> RightsMatrix:
    """The decision rights in force as a table: who decides, approves, is consulted and informed, from which size on."""
    return rights_matrix_shown(context, actions_by_right())


class VersionQuestion(Question):
    version: int | None = Field(None, ge=1, description="An earlier version; without it the one in force.")


@query("governance.policy_detail")
def policy_detail(context: Context, question: VersionQuestion) -> PolicyDetail:
    """The document of the rights policy and its versions; 0 is the profile that holds before any is adopted."""
    versions = list(rows(RightsPolicy, context).select_related("adopted_by").order_by("-version"))
    chosen = _version(versions, question.version)
    earlier = next((one for one in versions if chosen and one.version < chosen.version), None)
    policy = policies.policy_of(chosen)
    return PolicyDetail(
        version=chosen.version if chosen else 0,
        profile=policy.profile,
        title=policy.title,
        text=chosen.text if chosen else policies.profile_text(policies.FIRST_PROFILE),
        versions=[
            PolicyVersion(version=one.version, profile=one.profile, reason=one.reason,
                          adopted_by=str(one.adopted_by), adopted_at=one.created_at)
            for one in versions
        ],
        differences=differences(policies.policy_of(earlier), policy) if chosen else [],
        profiles=policies.profile_names(),
    )  # fmt: skip


def _version(versions: list[RightsPolicy], wanted: int | None) -> RightsPolicy | None:
    if wanted is None:
        return versions[0] if versions else None
    found = next((one for one in versions if one.version == wanted), None)
    if found is None:
        raise NotFound(f"No version {wanted} of the rights policy; there are {len(versions)}.")
    return found


class PreviewQuestion(Question):
    profile: str = Field("", max_length=40)
    text: str = Field("", max_length=200_000)


@query("governance.policy_preview")
def policy_preview(context: Context, question: PreviewQuestion) -> PolicyPreview:
    """What adopting a profile or document would change, or everything that is wrong with it."""
    text = policies.document_asked(question.profile, question.text)
    if problems := problems_of(text):
        return PolicyPreview(problems=problems, differences=[])
    changed = differences(policies.in_force(context), policies.parsed(text))
    return PolicyPreview(problems=[], differences=changed)


@query("governance.delegation_list")
def delegation_list(context: Context, question: Empty) -> DelegationList:
    """Who lends which positions to whom, from when to when and up to which size; the latest first."""
    found = (
        rows(Delegation, context).select_related("giver", "taker").order_by("-starts", "-created_at", "-id")
    )
    policy = policies.in_force(context)
    return DelegationList(rows=[_delegation(context, policy, one) for one in found])


def _delegation(context: Context, policy: Policy, one: Delegation) -> DelegationRow:
    return DelegationRow(
        ref=one.ref,
        giver=str(one.giver),
        taker=str(one.taker),
        positions=labels(policy, one.positions),
        starts=one.starts,
        ends=one.ends,
        limits=[f"up to {most}" for most in limits(lent_within(one), context.workspace.currency)],
        state=_state(context, one),
    )


def _state(context: Context, one: Delegation) -> Literal["coming", "running", "over", "ended"]:
    if one.ended_at:
        return "ended"
    day = context.today
    return "coming" if day < one.starts else "over" if day > one.ends else "running"
