"""The log of what we said no to (DRi6): evidence and an objective are needed, and a reply is drafted."""

from datetime import date, timedelta
from typing import Any

import pytest

from headway.apps.discovery.models import Account, Problem
from headway.apps.discovery.tests.rights import claimed, formal
from headway.apps.prioritisation.models import DeclinedRequest
from headway.core.errors import Invalid, NotFound, Refused
from headway.core.gate import Reach
from headway.core.models import Activity
from headway.core.perform import ask, perform
from tests.world import NOW, World

DECLINE = "prioritisation.request_decline"


@pytest.fixture
def asked(world: World) -> World:
    """An objective, two accounts and a problem to point at."""
    perform("strategy.objective_save", {"ref": "O1", "title": "Keep customers"}, world.context())
    for ref, arr in (("A1", 12_000_00), ("A2", 8_000_00)):
        Account.objects.create(workspace=world.workspace, ref=ref, name=f"Firm {ref}", arr_minor=arr)
    Problem.objects.create(workspace=world.workspace, ref="P-1", title="Too bright")
    return world


def question(**more: Any) -> dict[str, Any]:
    return {
        "asked": "Dark mode",
        "accounts": ["A1", "A2"],
        "reason": "Nobody left over it",
        "evidence": ["P-1"],
        "objective": "O1",
        "revisit_on": "2027-03-01",
    } | more


def test_a_no_claims_the_accounts_that_asked_and_says_all_of_it(asked: World) -> None:
    claim = claimed(asked, DECLINE, **question(fit="less", revisit_when="when five more ask"))
    assert claim.right == "DRi6"
    assert claim.words == (
        "Says no to: Dark mode",
        "Asked by Firm A1 (A1), Firm A2 (A2)",
        "Reason: Nobody left over it",
        "Evidence: P-1",
        "It serves O1 Keep customers less than what is planned",
        "To be looked at again on 2027-03-01, or when five more ask",
        "ARR touched: EUR 20,000 in 2 accounts",
    )
    assert claim.reach == Reach(20_000_00, 2)


def test_a_no_to_nobody_in_particular_has_an_unknown_reach(asked: World) -> None:
    claim = claimed(asked, DECLINE, **question(accounts=[]))
    assert claim.reach == Reach(None, None, reason="no account is named")
    assert claim.words[3] == "It does not serve O1 Keep customers"
    assert claim.words[-1] == "Accounts and ARR touched: unknown, because no account is named"


@pytest.mark.parametrize("profile", ["startup", "enterprise"])
def test_a_product_manager_says_no_at_once(asked: World, profile: str) -> None:
    if profile == "enterprise":
        formal(asked)
    answer = perform(DECLINE, question(), asked.context()).model_dump()
    assert answer["ref"] == "NO-1"
    entry = Activity.objects.filter(action=DECLINE).get()
    assert (entry.outcome, entry.changes["right"], entry.changes["decided_as"]) == (
        "done", "DRi6", "product_manager",
    )  # fmt: skip


def test_the_list_holds_what_was_asked_with_a_drafted_reply(asked: World) -> None:
    perform(DECLINE, question(), asked.context())
    (row,) = ask("prioritisation.decline_list", {}, asked.context()).model_dump()["rows"]
    assert row == {
        "id": "NO-1",
        "asked": "Dark mode",
        "accounts": ["A1", "A2"],
        "account_names": ["Firm A1", "Firm A2"],
        "reason": "Nobody left over it",
        "evidence": {"P-1": "discovery.problem"},
        "objective": "O1",
        "fit": "none",
        "fit_words": "does not serve O1 Keep customers",
        "reply": "Thank you for asking for this: Dark mode\n\nWe will not do it now. Nobody left over it.\n\n"
        "We will look at it again on 2027-03-01.",
        "revisit_on": date(2027, 3, 1),
        "revisit_when": "",
        "due": False,
        "author": "Pia Manager",
        "at": NOW,
    }


def test_a_form_may_name_several_refs_in_one_field_and_write_its_own_reply(asked: World) -> None:
    form = question(accounts=["A1, A2"], evidence=["P-1\r\nP-1"], reply="Sorry, not now.")
    perform(DECLINE, form, asked.context())
    stored = DeclinedRequest.objects.get()
    assert (stored.accounts, stored.reply) == (["A1", "A2"], "Sorry, not now.")
    assert stored.evidence == {"P-1": "discovery.problem"}


def test_what_is_to_be_looked_at_again_is_found_when_its_day_has_come(asked: World) -> None:
    perform(DECLINE, question(revisit_on="2026-10-01"), asked.context())
    perform(DECLINE, question(asked="Light mode", revisit_on=None, revisit_when="more ask"), asked.context())
    later = asked.context(now=NOW + timedelta(days=1))
    found = ask("prioritisation.decline_list", {"due": True}, later).model_dump()
    assert [(one["id"], one["due"]) for one in found["rows"]] == [("NO-1", True)]
    assert (found["total"], found["due"]) == (1, 1)
    assert ask("prioritisation.decline_list", {}, asked.context()).model_dump()["due"] == 0
    named = ask("prioritisation.decline_list", {"text": "light"}, later).model_dump()["rows"]
    assert [one["id"] for one in named] == ["NO-2"]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"evidence": []}, "Field evidence"),
        ({"evidence": ["P-1", "P-404"]}, "there is no message, problem, insight or interview 'P-404'"),
        ({"accounts": ["A404"]}, "Field accounts: there is no account 'A404'"),
        ({"revisit_on": None}, "Field revisit_on: give a day to look at it again"),
        ({"revisit_on": "2026-09-30"}, "Field revisit_on: 2026-09-30 is not ahead"),
        ({"reason": "No"}, "Field reason"),
    ],
)
def test_a_no_without_grounds_is_refused_and_leaves_nothing(
    asked: World, wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        perform(DECLINE, question(**wrong), asked.context())
    assert not DeclinedRequest.objects.exists()


def test_an_unknown_objective_is_named(asked: World) -> None:
    with pytest.raises(NotFound, match="No objective 'O9'"):
        perform(DECLINE, question(objective="O9"), asked.context())


def test_nothing_of_it_is_seen_or_used_from_elsewhere(asked: World) -> None:
    perform(DECLINE, question(), asked.context())
    found = ask("prioritisation.decline_list", {}, asked.context_elsewhere()).model_dump()
    assert (found["rows"], found["total"], found["due"]) == ([], 0, 0)
    with pytest.raises(Invalid, match="'P-1'"):
        perform(DECLINE, question(accounts=[]), asked.context_elsewhere())


def test_an_engineer_may_not_say_no_for_the_product(asked: World) -> None:
    with pytest.raises(Refused):
        perform(DECLINE, question(), asked.context("engineer"))
    assert not DeclinedRequest.objects.exists()
