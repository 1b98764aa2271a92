"""What kind of work an initiative is, and who puts enablers, debt and compliance work forward (DRa2)."""

from typing import Any

import pytest

from headway.apps.discovery.tests.rights import claim_of, claimed, formal, pending
from headway.apps.prioritisation.models import Initiative
from headway.apps.prioritisation.tests.evidence import build
from headway.core.errors import Invalid
from headway.core.gate import Reach
from headway.core.models import Activity
from headway.core.perform import ask, perform
from tests.world import World

OVERRIDE: dict[str, Any] = {
    "ref": "INI-3", "input": "impact", "p10": 1, "p50": 2, "p90": 3, "reason": "Two others wait for it",
}  # fmt: skip


def save(world: World, **question: Any) -> Initiative:
    perform("prioritisation.initiative_save", {"ref": "X"} | question, world.context())
    return Initiative.objects.get(ref=question.get("ref", "X"))


@pytest.mark.parametrize(
    ("question", "nature"),
    [
        ({}, "feature"),
        ({"enabler": True}, "enabler"),
        ({"nature": "debt"}, "debt"),
        ({"nature": "compliance", "enabler": False}, "compliance"),
        ({"nature": "enabler", "enabler": True}, "enabler"),
    ],
)
def test_the_nature_is_given_or_follows_from_the_flag(
    world: World, question: dict[str, Any], nature: str
) -> None:
    assert save(world, title="Item", **question).nature == nature


def test_a_flag_taken_off_makes_a_feature_of_an_enabler_and_leaves_debt_alone(world: World) -> None:
    save(world, title="Item", nature="debt")
    assert save(world, enabler=False).nature == "debt"
    assert save(world, enabler=True).nature == "enabler"
    assert save(world, enabler=False).nature == "feature"


def test_a_flag_against_the_nature_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="Field enabler: it speaks against the nature debt; leave it out"):
        save(world, title="Item", nature="debt", enabler=True)
    assert not Initiative.objects.exists()


def bring(world: World, *lines: str) -> Any:
    header = "id,title,effort_p50_web,enabler,nature"
    content = "\n".join([header, *lines]) + "\n"
    question = {"kind": "initiatives", "file_name": "initiatives.csv", "content": content}
    return perform("core.file_import", question, world.context()).model_dump()


def test_a_file_may_give_the_nature_or_the_flag(world: World) -> None:
    told = bring(world, "A,One,1,1,", "B,Two,1,0,Debt", "C,Three,1,,", "D,Four,1,1,debt", "E,Five,1,0,art")
    assert dict(Initiative.objects.values_list("ref", "nature")) == {
        "A": "enabler", "B": "debt", "C": "feature",
    }  # fmt: skip
    errors = {one["row"]: one["message"] for one in told["errors"]}
    assert errors[5] == "is 'debt' although the column enabler says yes; clear one of the cells"
    assert errors[6].endswith("is no kind of work; write feature, enabler, debt or compliance")


def test_initiatives_are_listed_by_nature(world: World) -> None:
    save(world, title="Item", nature="debt")
    save(world, ref="Y", title="Other")
    found = ask("prioritisation.initiative_list", {"nature": "debt"}, world.context()).model_dump()["rows"]
    assert [(one["id"], one["nature"], one["enabler"]) for one in found] == [("X", "debt", False)]


def test_putting_an_enabler_forward_by_hand_claims_the_right_and_what_stands_on_it(world: World) -> None:
    build(world)
    perform("prioritisation.input_propose", {}, world.context())
    claim = claimed(world, "prioritisation.input_override", **OVERRIDE)
    assert claim.right == "DRa2"
    assert claim.words == (
        "INI-3 Document store (enabler): the impact, unknown so far, becomes 2 (1 to 3) scale 0.25 to 3",
        "INI-1 stands on it",
        "Reason: Two others wait for it",
        "ARR touched: unknown, because no ARR is known for 2 accounts; no evidence is linked to INI-3",
    )
    assert claim.reach.accounts == 2


def test_an_earlier_judgement_is_told_and_changes_the_state(world: World) -> None:
    build(world)
    first = claimed(world, "prioritisation.input_override", **OVERRIDE)
    perform("prioritisation.input_override", OVERRIDE, world.context())
    second = claimed(world, "prioritisation.input_override", **OVERRIDE | {"p50": 3})
    assert second.words[0].startswith("INI-3 Document store (enabler): the impact of 2 becomes 3 (1 to 3)")
    assert first.state != second.state
    assert second.reach == Reach(None, None, reason="no account is on record behind INI-1, INI-3")


def test_a_feature_is_put_forward_without_the_right(world: World) -> None:
    build(world)
    assert claim_of(world, "prioritisation.input_override", **OVERRIDE | {"ref": "INI-2"}) is None
    perform("prioritisation.input_override", OVERRIDE | {"ref": "INI-2"}, formal(world).context("admin"))
    entry = Activity.objects.get(action="prioritisation.input_override")
    assert (entry.outcome, "right" in entry.changes) == ("done", False)


def test_in_an_enterprise_a_product_manager_decides_on_enablers_and_an_admin_does_not(world: World) -> None:
    build(world)
    formal(world)
    perform("prioritisation.input_override", OVERRIDE, world.context())
    entry = Activity.objects.get(action="prioritisation.input_override")
    assert (entry.changes["right"], entry.changes["decided_as"]) == ("DRa2", "product_manager")
    waiting = pending(world, "prioritisation.input_override", role="admin", **OVERRIDE)
    assert (waiting.right, waiting.needs) == ("DRa2", ["Product manager"])
