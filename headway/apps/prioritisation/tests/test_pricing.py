"""What is sold at which price (DRe3): a change reaches the accounts on that plan."""

from typing import Any

import pytest

from headway.apps.discovery.models import Account, Problem
from headway.apps.discovery.tests.rights import agree, claim_of, claimed, formal, pending
from headway.apps.prioritisation.models import PricingPlan
from headway.core.errors import Invalid, Refused, Stale
from headway.core.gate import Reach, state_of
from headway.core.perform import ask, perform
from tests.world import World

SAVE = "prioritisation.pricing_save"
QUESTION = {
    "ref": "growth",
    "name": "Growth",
    "price": "49",
    "per": "seat a month",
    "entitlements": ["Export"],
}
ACCOUNTS = (("A1", "growth", 12_000_00), ("A2", "Growth", 8_000_50), ("A3", "free", None), ("A4", "", 5_00))


@pytest.fixture
def sold(world: World) -> World:
    """Four accounts, two of them on the plan growth, which costs EUR 49."""
    for ref, plan, arr in ACCOUNTS:
        Account.objects.create(
            workspace=world.workspace, ref=ref, name=f"Firm {ref}", plan=plan, arr_minor=arr
        )
    perform(SAVE, QUESTION, world.context("owner"))
    return world


def test_a_new_plan_is_told_with_its_price_and_what_it_includes(world: World) -> None:
    Account.objects.create(workspace=world.workspace, ref="A1", name="Firm", plan="free")
    claim = claimed(world, SAVE, **QUESTION)
    assert (claim.right, claim.subject) == ("DRe3", None)
    assert claim.words == (
        "A new plan growth Growth at EUR 49 per seat a month",
        "growth Growth gets the entitlement Export",
        "ARR touched: EUR 0 in 0 accounts",
    )
    assert (claim.reach, claim.state) == (Reach(0, 0), state_of("pricing", "growth", 0))


def test_a_changed_price_is_told_from_and_to_with_the_accounts_on_the_plan(sold: World) -> None:
    claim = claimed(sold, SAVE, ref="growth", price="59.50", entitlements=["API", "SSO"], name="Growth+")
    assert claim.words == (
        "growth Growth is called Growth+",
        "growth Growth+: the price EUR 49 per seat a month becomes EUR 59.50 per seat a month",
        "growth Growth+ gets the entitlement API",
        "growth Growth+ gets the entitlement SSO",
        "growth Growth+ loses the entitlement Export",
        "ARR touched: EUR 20,000.50 in 2 accounts",
    )
    assert (claim.reach, claim.state) == (Reach(20_000_50, 2), state_of("pricing", "growth", 1))


def test_where_accounts_carry_no_plan_the_reach_is_unknown(world: World) -> None:
    Account.objects.create(workspace=world.workspace, ref="A1", name="Firm", arr_minor=1)
    claim = claimed(world, SAVE, **QUESTION)
    assert claim.reach == Reach(None, None, reason="accounts carry no plan")


def test_writing_down_what_we_believe_uses_no_right(sold: World) -> None:
    Problem.objects.create(workspace=sold.workspace, ref="P-1", title="Too dear")
    note = {"ref": "growth", "hypotheses": ["Small firms pay for SSO"], "evidence": ["P-1"], "price": "49"}
    assert claim_of(sold, SAVE, **note) is None
    perform(SAVE, note, sold.context())
    plan = PricingPlan.objects.get()
    assert (plan.hypotheses, plan.evidence, plan.version) == (
        ["Small firms pay for SSO"], {"P-1": "discovery.problem"}, 2,
    )  # fmt: skip


@pytest.mark.parametrize("role", ["owner", "product_lead"])
def test_in_a_startup_the_owner_or_lead_sets_prices_at_once(sold: World, role: str) -> None:
    perform(SAVE, {"ref": "growth", "price": "59"}, sold.context(role))
    assert PricingPlan.objects.get().price_minor == 59_00


def test_a_product_managers_price_waits_for_one_of_them(sold: World) -> None:
    waiting = pending(sold, SAVE, ref="growth", price="59")
    assert (waiting.right, waiting.needs) == ("DRe3", ["Director or executive"])
    assert PricingPlan.objects.get().price_minor == 49_00
    assert agree(sold, waiting.approval, "product_lead")["status"] == "done"
    assert PricingPlan.objects.get().price_minor == 59_00


def test_in_an_enterprise_executive_and_finance_agree_and_only_then_the_price_changes(sold: World) -> None:
    waiting = pending(formal(sold), SAVE, ref="growth", price="59")
    assert waiting.needs == ["Executive", "Finance"]
    assert (
        waiting.diff[0] == "growth Growth: the price EUR 49 per seat a month becomes EUR 59 per seat a month"
    )
    assert agree(sold, waiting.approval, "owner")["still_needed"] == ["Finance"]
    assert PricingPlan.objects.get().price_minor == 49_00
    assert agree(sold, waiting.approval, "analyst")["status"] == "done"
    assert (PricingPlan.objects.get().price_minor, PricingPlan.objects.get().version) == (59_00, 2)


def test_a_waiting_price_is_stale_once_the_plan_changed(sold: World) -> None:
    waiting = pending(sold, SAVE, ref="growth", price="59")
    perform(SAVE, {"ref": "growth", "price": "39"}, sold.context("owner"))
    with pytest.raises(Stale):
        agree(sold, waiting.approval, "product_lead")
    assert PricingPlan.objects.get().price_minor == 39_00


def test_the_list_counts_the_accounts_on_each_plan(sold: World) -> None:
    perform(SAVE, QUESTION | {"ref": "free", "name": "Free", "price": "0"}, sold.context("owner"))
    perform(SAVE, QUESTION | {"ref": "max", "name": "Max"}, sold.context("owner"))
    rows = ask("prioritisation.pricing_list", {}, sold.context()).model_dump()["rows"]
    assert [(one["id"], one["accounts"], one["arr_minor"], one["reason"]) for one in rows] == [
        ("free", 1, None, "no ARR is known for them"), ("growth", 2, 20_000_50, ""), ("max", 0, 0, ""),
    ]  # fmt: skip
    assert [one["share"] for one in rows] == [1 / 3, 2 / 3, 0.0]
    assert rows[1]["price_minor"] == 49_00 and rows[1]["entitlements"] == ["Export"]
    assert ask("prioritisation.pricing_list", {}, sold.context_elsewhere()).model_dump()["rows"] == []


def test_without_plans_on_accounts_the_counts_are_unknown(world: World) -> None:
    perform(SAVE, QUESTION, world.context("owner"))
    (row,) = ask("prioritisation.pricing_list", {}, world.context()).model_dump()["rows"]
    assert (row["accounts"], row["arr_minor"], row["share"]) == (None, None, None)
    assert row["reason"] == "accounts carry no plan"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"price": "-1"}, "Field price"),
        ({"price": "1.005"}, "Field price"),
        ({"currency": "Euro"}, "Field currency"),
        (
            {"evidence": ["P-404"]},
            "Field evidence: there is no message, problem, insight or interview 'P-404'",
        ),
        ({"per": None}, "a new one needs a per"),
    ],
)
def test_a_price_that_cannot_be_is_refused_and_leaves_nothing(
    world: World, wrong: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence):
        perform(SAVE, QUESTION | wrong, world.context("owner"))
    assert not PricingPlan.objects.exists()


def test_an_analyst_may_not_set_prices(world: World) -> None:
    with pytest.raises(Refused):
        perform(SAVE, QUESTION, world.context("analyst"))
