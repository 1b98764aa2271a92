"""The examples of the actions on research, refused requests, prices, baselines, investments and promises."""

from collections.abc import Callable
from typing import Any

from headway.apps.discovery.models import Account
from headway.core.perform import perform
from tests.world import World

Question = dict[str, Any]
EFFORT = {"Core": {"p50": 4, "p90": 6}}
RESEARCH: Question = {
    "question": "Why do exports fail?",
    "decision": "Whether to rebuild the export",
    "method": "interviews",
    "participants": "Eight admins of larger accounts",
    "starts_on": "2026-10-05",
    "ends_on": "2026-10-23",
}
PRICING: Question = {
    "ref": "growth",
    "name": "Growth",
    "price": "49",
    "per": "seat a month",
    "entitlements": ["Export"],
}


def act(world: World, action: str, **question: Any) -> Question:
    """Do an action beforehand, as the owner."""
    return perform(action, question, world.context("owner")).model_dump(mode="json")


def account_there(world: World) -> str:
    Account.objects.create(workspace=world.workspace, ref="A-1", name="Fern", plan="growth", arr_minor=900_00)
    return "A-1"


def decline(world: World) -> Question:
    act(world, "strategy.objective_save", ref="O1", title="Keep customers")
    message = act(world, "discovery.feedback_add", text="It is too bright")["ref"]
    grounds = {"evidence": [message], "accounts": [account_there(world)], "objective": "O1"}
    return {
        "asked": "Dark mode",
        "reason": "Nobody left over it",
        "revisit_when": "three more ask",
    } | grounds


def initiative_there(world: World, ref: str = "INI-01") -> str:
    act(world, "prioritisation.initiative_save", ref=ref, title=f"Item {ref}", effort=EFFORT)
    return ref


def investment(world: World) -> Question:
    people = [{"team": "Core", "quarter": "2026-Q4", "person_weeks": 6}]
    asked = {"title": "Two more in Core", "initiatives": [initiative_there(world)], "people": people}
    return asked | {"business_case": "Exports that work keep accounts."}


def baseline_there(world: World) -> Question:
    """A frozen plan of one initiative, and another to bring in."""
    act(world, "roadmap.capacity_save", team="Core", quarter="2026-Q4", gross_person_weeks=20)
    for name, value in (("reach", 100), ("impact", 1), ("confidence", 1)):
        spread = {"p10": value, "p50": value, "p90": value, "reason": "Judged with the team"}
        act(world, "prioritisation.input_override", ref=initiative_there(world), input=name, **spread)
    act(world, "roadmap.plan_freeze", ref=act(world, "roadmap.plan_make", quarter="2026-Q4")["id"])
    brought = initiative_there(world, "INI-02")
    return {"initiative": brought, "start": "2026-Q4", "reason": "A customer asked for it now"}


def commitment(world: World) -> Question:
    return {"account": account_there(world), "obligation": "Exports that work", "due": "2099-12-31"}


def commitment_there(world: World) -> Question:
    return {"ref": act(world, "roadmap.commitment_make", **commitment(world))["ref"], "state": "kept"}


CHOICE_EXAMPLES: dict[str, Callable[[World], Question]] = {
    "discovery.research_plan_save": lambda world: RESEARCH,
    "prioritisation.pricing_save": lambda world: PRICING,
    "prioritisation.request_decline": decline,
    "roadmap.commitment_make": commitment,
    "roadmap.commitment_settle": commitment_there,
    "roadmap.investment_ask": investment,
    "roadmap.item_move": baseline_there,
}
