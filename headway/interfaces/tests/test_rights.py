"""Each decision right, used through each door by different people: done, refused or waiting, everywhere alike.

The expected outcomes are written by hand from the table of decision rights and the default profiles; nothing
here reads the policy.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from headway.apps.governance.models import Approval
from headway.core.models import Activity, Membership
from headway.core.perform import perform
from headway.core.registry import entries
from headway.engine.rights.catalogue import RIGHTS
from headway.interfaces.tests.doors import Doors
from headway.interfaces.tests.examples import EXAMPLES, Example, done
from tests.world import World

DOORS = ("web", "api", "cli", "mcp")
WHO = (
    ("startup", "product_manager"),
    ("startup", "engineer"),
    ("enterprise", "product_manager"),
    ("enterprise", "product_lead"),
    ("enterprise", "owner"),
    ("enterprise", "engineer"),
    ("enterprise", "viewer"),
)
POSITIONS = {
    "admin": ["vp", "engineering", "design"],
    "analyst": ["finance", "security"],
    "contributor": ["support", "legal", "go_to_market"],
}
D, W, R = "done", "waits", "refused"


def of(name: str, **more: Any) -> Example:
    return lambda world: EXAMPLES[name](world) | more


def request(kind: str, **more: Any) -> Example:
    whole = {"kind": kind, "title": "What we need", "rationale": "It pays for itself in a quarter"}
    return lambda world: whole | more


def approved_document(world: World) -> dict[str, Any]:
    from headway.apps.requirements.models import Prd

    question = EXAMPLES["requirements.section_edit"](world)
    Prd.objects.filter(ref=question["ref"]).update(status=Prd.Status.APPROVED)
    return question


def enabler(world: World) -> dict[str, Any]:
    question = EXAMPLES["prioritisation.input_override"](world)
    done(world, "prioritisation.initiative_save", ref="INI-01", nature="enabler")
    return question


def tradeoff(world: World) -> dict[str, Any]:
    options = [{"title": "Build it"}, {"title": "Buy it"}]
    asked = {"question": "Build or buy?", "kind": "solution_tradeoff", "options": options} | {
        "decider": "product_manager@lumen.test"
    }
    return {"ref": done(world, "decisions.decision_open", **asked)["ref"], "choice": "A", "outcome": "Build"}


def broad(world: World) -> dict[str, Any]:
    checked = {
        "harm": "None",
        "fairness": "All plans",
        "consent": "Terms",
        "stopping": "At a doubled error rate",
    }
    planned = EXAMPLES["experiments.experiment_save"](world) | {"kind": "broad_ux"} | checked
    return {"ref": done(world, "experiments.experiment_save", **planned)["ref"]}


SCORECARD = [{"area": "Prioritisation", "mark": 4, "quote": "Named two trade-offs"}]
ALONE = (D, R, D, D, D, R, R)
MAKER = (D, D, D, D, D, W, R)
ADVICE = (D, W, D, D, D, W, R)
# The right, the action that uses it, what is sent, and what becomes of it for each of WHO.
TABLE: dict[str, tuple[str, Example, tuple[str, ...]]] = {
    "DRi1": ("discovery.problem_confirm", of("discovery.problem_confirm"), ALONE),
    "DRi2": ("requirements.backlog_order", of("requirements.backlog_order"), ALONE),
    "DRi3": ("requirements.section_edit", of("requirements.section_edit"), MAKER),
    "DRi4": ("requirements.slice_save", of("requirements.slice_save"), MAKER),
    "DRi5": ("discovery.research_plan_save", of("discovery.research_plan_save"), MAKER),
    "DRi6": ("prioritisation.request_decline", of("prioritisation.request_decline"), ALONE),
    "DRt1": ("decisions.decision_take", tradeoff, (D, R, W, R, R, R, R)),
    "DRt2": ("requirements.section_edit", approved_document, (D, W, W, W, W, W, R)),
    "DRt3": ("launch.readiness_save", of("launch.readiness_save"), (D, W, W, W, W, W, R)),
    "DRt4": ("experiments.experiment_start", broad, (D, R, W, W, W, R, R)),
    "DRe1": ("roadmap.plan_freeze", of("roadmap.plan_freeze"), (D, R, W, W, W, R, R)),
    "DRe2": ("roadmap.investment_ask", of("roadmap.investment_ask"), (W, R, W, W, W, R, R)),
    "DRe3": ("prioritisation.pricing_save", of("prioritisation.pricing_save"), (W, R, W, W, W, R, R)),
    "DRe4": ("roadmap.commitment_make", of("roadmap.commitment_make"), (W, R, W, W, W, R, R)),
    "DRe5": ("launch.deprecation_start", of("launch.deprecation_start"), (W, R, W, W, W, R, R)),
    "DRe6": ("decisions.risk_accept", of("decisions.risk_accept"), (W, W, W, W, W, W, R)),
    "DRb1": ("decisions.request_make", request("budget", amount_minor=1_200_000), ADVICE),
    "DRb2": ("decisions.request_make", request("vendor", amount_minor=90_000), ADVICE),
    "DRb3": ("decisions.request_make", request("hire", scorecard=SCORECARD), ADVICE),
    "DRa1": ("decisions.request_make", request("architecture", outcomes=["p95 under 300 ms"], constraints=["EU only"]),
             ADVICE),
    "DRa2": ("prioritisation.input_override", enabler, ALONE),
    "DRa3": ("requirements.quality_bar_save", of("requirements.quality_bar_save"), MAKER),
}  # fmt: skip


def test_every_right_is_in_the_table_and_some_action_uses_it() -> None:
    assert set(TABLE) == set(RIGHTS)
    used = {right for entry in entries("action") for right in entry.rights}
    assert set(RIGHTS) - used == set()


@pytest.mark.parametrize(
    "door", [pytest.param(one, marks=[] if one == "api" else pytest.mark.doors) for one in DOORS]
)
@pytest.mark.parametrize("right", TABLE)
def test_the_right_is_kept(right: str, door: str, doors: Doors) -> None:
    name, example, wanted = TABLE[right]
    for role, positions in POSITIONS.items():
        Membership.objects.filter(user=doors.world.users[role]).update(positions=positions)
    payload = example(doors.world)
    found = []
    for profile, role in WHO:
        with undone():
            if profile != "startup":
                perform("governance.policy_adopt", {"profile": profile}, doors.world.context("owner"))
            outcome = used(doors, door, name, payload, role)
            left = Activity.objects.filter(workspace=doors.world.workspace).order_by("-sequence").first()
            assert left and left.action == name
            assert left.outcome == {D: "done", W: "pending", R: "refused"}[outcome]
            if outcome != R:
                assert left.changes["right"] == right
            assert Approval.objects.exists() == (outcome == W)
            found.append(outcome)
    assert tuple(found) == wanted


@contextmanager
def undone() -> Iterator[None]:
    """Takes back everything that happens inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def used(doors: Doors, door: str, name: str, payload: Mapping[str, Any], role: str) -> str:
    """What became of an action: done, waits or refused; anything else is a fault of the test."""
    if door == "web":
        return by_form(doors, name, payload, role)
    went_well, text = doors.through(door, "do", name, payload, role)
    answer = json.loads(text)
    if answer.get("pending") is True:
        return W
    assert went_well or answer["status"] == 403, text
    return D if went_well else R


def by_form(doors: Doors, name: str, payload: Mapping[str, Any], role: str) -> str:
    client = Client()
    client.force_login(doors.user(role))
    response = client.post(f"/w/lumen/do/{name}/", {key: plain(value) for key, value in payload.items()})
    if response.status_code == 303:
        return W if response["Location"].startswith("/w/lumen/approvals/") else D
    assert response.status_code == 403, response.content.decode()[-3000:]
    return R


def plain(value: Any) -> Any:
    """A value as a form sends it: lists of words as repeated fields, objects as JSON."""
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value)):
        return json.dumps(value)
    return value
