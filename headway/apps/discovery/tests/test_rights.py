"""Which problem to pursue (DRi1) and how to learn about it (DRi5): who decides, and what that reaches."""

from datetime import date
from typing import Any

import pytest

from headway.apps.discovery.models import Account, Feedback, Problem, ResearchPlan, Theme
from headway.apps.discovery.tests.rights import agree, claimed, formal, pending
from headway.core.errors import Invalid, Refused, Stale
from headway.core.gate import Pending, Reach, state_of
from headway.core.models import Activity
from headway.core.perform import ask, perform
from tests.world import NOW, World

RESEARCH = "discovery.research_plan_save"
QUESTION = {
    "question": "Why do exports fail?",
    "decision": "Whether to rebuild the export",
    "method": "interviews",
    "participants": "Eight admins of larger accounts",
    "starts_on": "2026-10-05",
    "ends_on": "2026-10-23",
}


@pytest.fixture
def told(world: World) -> World:
    """One problem that an account with a known ARR and one without wrote about."""
    problem = Problem.objects.create(workspace=world.workspace, ref="P-1", title="Exports fail")
    theme = Theme.objects.create(workspace=world.workspace, ref="t1", name="Exports", problem=problem)
    for number, arr in ((1, 40_000_00), (2, None)):
        account = Account.objects.create(
            workspace=world.workspace, ref=f"A{number}", name=f"Firm {number}", arr_minor=arr
        )
        Feedback.objects.create(
            workspace=world.workspace, ref=f"F{number}", text="It fails", redacted_text="It fails", at=NOW,
            channel="support", theme=theme, account=account,
        )  # fmt: skip
    return world


def last_changes(world: World) -> dict[str, Any]:
    return Activity.objects.filter(workspace=world.workspace).order_by("-sequence")[0].changes


def test_confirming_a_problem_claims_the_right_with_the_accounts_behind_it(told: World) -> None:
    claim = claimed(told, "discovery.problem_confirm", ref="P-1", reason="Seen in the logs")
    assert (claim.right, claim.subject) == ("DRi1", Problem.objects.get())
    assert claim.words == (
        "P-1 Exports fail: proposed becomes confirmed",
        "Reason: Seen in the logs",
        "ARR touched: EUR 40,000 in 2 accounts; the ARR of 1 of 2 accounts is unknown",
    )
    assert claim.reach == Reach(40_000_00, 2, reason="the ARR of 1 of 2 accounts is unknown")
    assert claim.state == state_of("problem", "P-1", 1, "proposed")


def test_declining_one_without_accounts_has_an_unknown_reach(world: World) -> None:
    Problem.objects.create(workspace=world.workspace, ref="P-9", title="Nobody asked")
    claim = claimed(world, "discovery.problem_decline", ref="P-9", reason="Not ours")
    assert claim.words == (
        "P-9 Nobody asked: proposed becomes declined",
        "Reason: Not ours",
        "Accounts and ARR touched: unknown, because no account is on record behind P-9",
    )
    assert claim.reach == Reach(None, None, reason="no account is on record behind P-9")


@pytest.mark.parametrize("profile", ["startup", "enterprise"])
def test_a_product_manager_decides_it_at_once_and_the_log_says_by_which_right(
    told: World, profile: str
) -> None:
    if profile == "enterprise":
        formal(told)
    perform("discovery.problem_confirm", {"ref": "P-1"}, told.context())
    assert Problem.objects.get().state == "confirmed"
    assert (last_changes(told)["right"], last_changes(told)["decided_as"]) == ("DRi1", "product_manager")


def test_a_new_research_plan_is_claimed_field_by_field(world: World) -> None:
    claim = claimed(world, RESEARCH, **QUESTION)
    assert (claim.right, claim.subject, claim.reach) == ("DRi5", None, Reach())
    assert claim.words == (
        "A new research plan",
        "The question: Why do exports fail?",
        "The decision it informs: Whether to rebuild the export",
        "The method: interviews",
        "Who takes part: Eight admins of larger accounts",
        "The start: 2026-10-05",
        "The end: 2026-10-23",
        "The owner: Pia Manager",
    )


def test_a_changed_one_tells_what_differs_only(world: World) -> None:
    perform(RESEARCH, QUESTION, world.context())
    changed = {"ref": "RP-1", "method": "survey", "owner": "designer@lumen.test", "decision": None}
    claim = claimed(world, RESEARCH, **changed)
    assert claim.words == (
        "RP-1 changes",
        "The method: interviews becomes survey",
        "The owner: Pia Manager becomes Dina Designer",
    )
    assert claim.state == state_of("research plan", "RP-1", 1)


def test_a_designers_research_plan_waits_for_a_product_manager(world: World) -> None:
    waiting = pending(formal(world), RESEARCH, role="designer", **QUESTION)
    assert (waiting.right, waiting.needs) == ("DRi5", ["Product manager"])
    assert not ResearchPlan.objects.exists()
    assert agree(world, waiting.approval, "product_manager")["status"] == "done"
    plan = ResearchPlan.objects.get()
    assert (plan.ref, plan.owner, plan.starts_on) == ("RP-1", world.users["designer"], date(2026, 10, 5))


def test_the_list_says_where_each_plan_stands_today(world: World) -> None:
    for starts, ends in (
        ("2026-09-01", "2026-09-29"),
        ("2026-09-30", "2026-09-30"),
        ("2026-10-01", "2026-10-01"),
    ):
        perform(RESEARCH, QUESTION | {"starts_on": starts, "ends_on": ends}, world.context())
    rows = ask("discovery.research_plan_list", {}, world.context()).model_dump()["rows"]
    assert [(one["id"], one["state"]) for one in rows] == [
        ("RP-3", "ahead"), ("RP-2", "running"), ("RP-1", "over"),
    ]  # fmt: skip
    assert rows[0]["owner"] == "Pia Manager"
    page = ask("discovery.research_plan_list", {"limit": 2}, world.context()).model_dump()
    rest = ask("discovery.research_plan_list", {"limit": 2, "after": page["next"]}, world.context())
    assert [one["id"] for one in rest.model_dump()["rows"]] == ["RP-1"]
    assert ask("discovery.research_plan_list", {}, world.context_elsewhere()).model_dump()["rows"] == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ends_on": "2026-10-01"}, "Field ends_on: 2026-10-01 is before the start on 2026-10-05"),
        ({"owner": "owner@elsewhere.test"}, "Field owner: 'owner@elsewhere.test' is no member"),
        ({"question": None}, "a new one needs a question"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_and_leaves_nothing(
    world: World, wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        perform(RESEARCH, QUESTION | wrong, world.context())
    assert not ResearchPlan.objects.exists()


def test_a_waiting_change_of_a_plan_that_moved_on_is_stale(world: World) -> None:
    perform(RESEARCH, QUESTION, world.context())
    waiting = pending(formal(world), RESEARCH, role="designer", ref="RP-1", method="survey")
    perform(RESEARCH, {"ref": "RP-1", "method": "diary"}, world.context())
    with pytest.raises(Stale):
        agree(world, waiting.approval, "product_manager")
    assert ResearchPlan.objects.get().method == "diary"


def test_a_viewer_is_refused(world: World) -> None:
    with pytest.raises(Refused):
        perform(RESEARCH, QUESTION, world.context("viewer"))
    assert not isinstance(perform(RESEARCH, QUESTION, world.context()), Pending)
