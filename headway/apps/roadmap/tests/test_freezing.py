"""Freezing a plan changes what was promised (DRe1): how much, is worked out against the baselines in force."""

from datetime import timedelta
from typing import Any

import pytest

from headway.apps.discovery.tests.rights import agree, claimed, formal, pending
from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.models import Plan
from headway.apps.roadmap.tests.evidence import build, freeze, plan, save, starts
from headway.core.errors import Stale
from headway.core.gate import Reach
from headway.core.models import Activity
from headway.core.perform import perform
from tests.world import NOW, World

FREEZE = "roadmap.plan_freeze"
FIRST = {"A": "2026-Q4", "C": "2026-Q4", "B": "2027-Q1", "E": "2027-Q1"}


@pytest.fixture
def filled(world: World) -> World:
    return build(world)


def moved(world: World, ref: str, start: str) -> None:
    """Put an item of the newest plan elsewhere, as another solution would have."""
    newest = Plan.objects.order_by("-id")[0]
    newest.items.filter(initiative__ref=ref).update(start=start, finish=start)


def dropped(world: World, *refs: str) -> None:
    newest = Plan.objects.order_by("-id")[0]
    newest.items.filter(initiative__ref__in=refs).delete()


def test_with_the_first_baseline_everything_enters(filled: World) -> None:
    claim = claimed(filled, FREEZE, ref="latest")
    assert (claim.right, claim.subject) == ("DRe1", Plan.objects.get())
    assert claim.words == (
        "PL-1 becomes the first baseline for its quarters",
        "A Item A enters 2026-Q4",
        "B Item B enters 2027-Q1",
        "C Item C enters 2026-Q4",
        "E Item E enters 2027-Q1",
        "Quarters that change: 2026-Q4, 2027-Q1",
        "ARR touched: EUR 180,000 in 2 accounts; no evidence is linked to B, E",
    )
    assert claim.reach == Reach(180_000_00, 2, 2, "", "no evidence is linked to B, E")


def test_the_same_plan_again_changes_nothing_and_reaches_nobody(filled: World) -> None:
    freeze(filled)
    assert starts(plan(filled)) == FIRST
    claim = claimed(filled, FREEZE, ref="PL-2")
    assert claim.words == (
        "PL-2 becomes a baseline, compared with the baseline PL-1",
        "Nothing leaves, enters or moves",
    )
    assert claim.reach == Reach()


def test_what_leaves_enters_and_moves_is_told_with_who_is_behind_it(filled: World) -> None:
    freeze(filled)
    save(filled, "D")
    plan(filled)
    dropped(filled, "B", "E", "D")
    moved(filled, "C", "2027-Q1")
    claim = claimed(filled, FREEZE, ref="PL-2")
    assert claim.words == (
        "PL-2 becomes a baseline, compared with the baseline PL-1",
        "B Item B leaves 2027-Q1",
        "E Item E leaves 2027-Q1",
        "C Item C moves from 2026-Q4 to 2027-Q1",
        "Quarters that change: 2026-Q4, 2027-Q1",
        "ARR touched: EUR 30,000 in 1 account; no evidence is linked to B, E",
    )
    assert claim.reach == Reach(30_000_00, 1, 2, "", "no evidence is linked to B, E")


def test_compliance_work_that_leaves_or_comes_later_is_marked(filled: World) -> None:
    freeze(filled)
    plan(filled)
    Initiative.objects.filter(ref__in="ABC").update(nature="compliance")
    dropped(filled, "B")
    moved(filled, "C", "2027-Q1")
    claim = claimed(filled, FREEZE, ref="PL-2")
    assert claim.reach.compliance == "compliance"
    assert "Compliance work that leaves or comes later: B, C" in claim.words


def test_compliance_work_that_comes_earlier_is_not(filled: World) -> None:
    Initiative.objects.filter(ref="B").update(nature="compliance")
    freeze(filled)
    plan(filled)
    moved(filled, "B", "2026-Q4")
    claim = claimed(filled, FREEZE, ref="PL-2")
    assert (claim.reach.compliance, claim.words[1]) == ("", "B Item B moves from 2027-Q1 to 2026-Q4")


def test_what_is_over_before_the_new_plan_begins_does_not_leave(filled: World) -> None:
    freeze(filled)
    plan(filled, quarter="2027-Q1", horizon=2)
    for ref, start in (("B", "2027-Q1"), ("E", "2027-Q1")):
        moved(filled, ref, start)
    dropped(filled, "A", "C")
    claim = claimed(filled, FREEZE, ref="PL-2")
    assert claim.words == (
        "PL-2 becomes a baseline, compared with the baseline PL-1; none covers 2027-Q2 yet",
        "Nothing leaves, enters or moves",
    )


def test_a_short_plan_does_not_hide_what_a_longer_one_promised(filled: World) -> None:
    freeze(filled)
    plan(filled, horizon=1)
    later = filled.context("owner", now=NOW + timedelta(days=1))
    perform(FREEZE, {"ref": "PL-2"}, later)
    plan(filled)
    dropped(filled, "B", "E")
    claim = claimed(filled, FREEZE, ref="PL-3")
    assert claim.words[:3] == (
        "PL-3 becomes a baseline, compared with the baselines PL-1, PL-2",
        "B Item B leaves 2027-Q1",
        "E Item E leaves 2027-Q1",
    )


def test_the_state_changes_with_the_records_it_stands_on(filled: World) -> None:
    first = claimed(filled, FREEZE, ref="PL-1").state
    assert claimed(filled, FREEZE, ref="PL-1").state == first
    save(filled, "A", title="Another name")
    renamed = claimed(filled, FREEZE, ref="PL-1").state
    plan(filled)
    freeze(filled, "PL-2")
    assert len({first, renamed, claimed(filled, FREEZE, ref="PL-1").state}) == 3


def test_in_a_startup_a_product_manager_freezes_at_once(filled: World) -> None:
    perform(FREEZE, {"ref": "PL-1"}, filled.context())
    assert Plan.objects.get().frozen_by == filled.users["product_manager"]
    changes = Activity.objects.get(action=FREEZE).changes
    assert (changes["right"], changes["decided_as"]) == ("DRe1", "product_manager")


def test_in_an_enterprise_a_material_one_waits_for_director_and_engineering(filled: World) -> None:
    waiting = pending(formal(filled), FREEZE, ref="PL-1")
    assert (waiting.right, waiting.needs) == ("DRe1", ["Director, VP or executive", "Engineering"])
    assert waiting.diff[0] == "PL-1 becomes the first baseline for its quarters"
    assert Plan.objects.get().frozen_at is None
    assert agree(filled, waiting.approval, "product_lead", "engineer")["status"] == "done"
    assert Plan.objects.get().frozen_by == filled.users["product_manager"]


def test_a_director_still_needs_engineering_and_nobody_else(filled: World) -> None:
    waiting = pending(formal(filled), FREEZE, role="product_lead", ref="PL-1")
    assert waiting.needs == ["Engineering"]
    assert agree(filled, waiting.approval, "engineer")["status"] == "done"
    assert Plan.objects.get().frozen_by == filled.users["product_lead"]


def test_in_an_enterprise_one_that_changes_nothing_is_frozen_at_once(filled: World) -> None:
    freeze(filled)
    plan(filled)
    formal(filled)
    perform(FREEZE, {"ref": "PL-2"}, filled.context())
    assert Plan.objects.get(ref="PL-2").frozen_at == NOW


def test_an_approval_of_a_plan_whose_items_changed_is_refused(filled: World) -> None:
    waiting = pending(formal(filled), FREEZE, ref="PL-1")
    save(filled, "A", title="Something else by now")
    with pytest.raises(Stale):
        agree(filled, waiting.approval, "product_lead", "engineer")
    assert Plan.objects.get().frozen_at is None


def test_a_claim_takes_few_queries(filled: World, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(14):
        claimed(filled, FREEZE, ref="PL-1")
