"""What waits for a decision, one change in full, and who may decide what."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask

TABS = (
    ("to_decide", "Waiting for you"),
    ("asked", "You asked for"),
    ("waiting", "All that waits"),
    ("closed", "Closed"),
)


@require_safe
@in_workspace
def approvals(request: PageRequest, here: Context) -> HttpResponse:
    """The inbox: first what waits for the person who looks."""
    question = {"which": "to_decide"} | chosen(request, "which", "after")
    found = ask("governance.approval_list", question, here)
    return shown(request, "governance/approvals.html", found=found, which=question["which"], tabs=TABS)


@require_safe
@in_workspace
def approval(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    detail = ask("governance.approval_detail", {"ref": ref}, here)
    return shown(request, "governance/approval.html", detail=detail)


@require_safe
@in_workspace
def rights(request: PageRequest, here: Context) -> HttpResponse:
    """The rights in force; `?profile=` shows first what adopting another profile would change."""
    question = chosen(request, "profile")
    return shown(
        request,
        "governance/rights.html",
        matrix=ask("governance.rights_matrix", {}, here),
        policy=ask("governance.policy_detail", {}, here),
        delegations=ask("governance.delegation_list", {}, here),
        members=ask("core.member_list", {}, here),
        wanted=question.get("profile", ""),
        preview=ask("governance.policy_preview", question, here) if question else None,
    )
