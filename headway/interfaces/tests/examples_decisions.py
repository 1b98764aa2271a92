"""The examples of the actions on decisions, risks, assessments, requests and forums."""

from collections.abc import Callable
from typing import Any

from headway.apps.decisions.models import Decision
from headway.apps.prioritisation.models import Initiative
from headway.core.perform import perform
from tests.world import World

Question = dict[str, Any]
OWNER = "owner@lumen.test"
HALF = {"p10": 0.2, "p50": 0.5, "p90": 0.8}


def act(world: World, action: str, role: str = "owner", **question: Any) -> str:
    """Do an action beforehand; gives the ref of its record."""
    return str(perform(f"decisions.{action}", question, world.context(role)).model_dump()["ref"])


def open_there(world: World) -> str:
    return act(world, "decision_open", question="Build or buy?", decider=OWNER)


def taken_there(world: World) -> str:
    ref = open_there(world)
    return act(world, "decision_take", ref=ref, outcome="Buy it")


def due_there(world: World) -> str:
    ref = taken_there(world)
    Decision.objects.filter(ref=ref).update(state="revisit_due")
    return ref


def risk_there(world: World) -> str:
    return act(world, "risk_save", title="The vendor leaves")


def assessment_there(world: World) -> str:
    Initiative.objects.create(workspace=world.workspace, ref="INI-91", title="Faster export")
    return act(
        world, "assessment_save", subject="INI-91", data_classes=["contact"], purpose="To send the export",
        lawful_basis="contract", retention_days=30, controls=["Encrypted at rest"], residual="low", review_on="2027-09-01",
    )  # fmt: skip


def budget(world: World, role: str) -> str:
    asked = {"kind": "budget", "title": "A second region", "rationale": "Two renewals ask for it"}
    return act(world, "request_make", role, **asked, amount_minor=1_200_000)


def forum_there(world: World) -> str:
    return act(world, "forum_save", name="Product council", cadence="weekly", kinds=["decision"])


def outcomes(world: World) -> Question:
    item = open_there(world)
    return {"ref": forum_there(world), "outcomes": [{"item": item, "outcome": "Buy", "owner": OWNER}]}


def conflict(world: World) -> Question:
    sides = [{"party": "Sales", "position": "Now"}, {"party": "Engineering", "position": "Later"}]
    return {
        "question": "When?",
        "parties": sides,
        "criteria": [{"name": "Revenue"}],
        "trade_off": "A renewal",
    }


DECISION_EXAMPLES: dict[str, Callable[[World], Question]] = {
    "decisions.assessment_save": lambda world: {"ref": assessment_there(world), "retention_days": 20},
    "decisions.assessment_sign": lambda world: {"ref": assessment_there(world), "version": 1},
    "decisions.conflict_record": conflict,
    "decisions.decision_dissent": lambda world: {"ref": open_there(world), "words": "It locks us in"},
    "decisions.decision_edit": lambda world: {"ref": open_there(world), "due": "2026-12-01"},
    "decisions.decision_keep": lambda world: {"ref": due_there(world), "reason": "Nothing has changed"},
    "decisions.decision_open": lambda world: {"question": "Build or buy?"},
    "decisions.decision_reverse": lambda world: {"ref": taken_there(world), "reason": "It did not work"},
    "decisions.decision_revisit_check": lambda world: {},
    "decisions.decision_supersede": lambda world: {"ref": taken_there(world), "by": taken_there(world)},
    "decisions.decision_take": lambda world: {"ref": open_there(world), "outcome": "Buy it"},
    "decisions.forum_close": outcomes,
    "decisions.forum_save": lambda world: {"name": "Council", "cadence": "weekly", "kinds": ["decision"]},
    "decisions.request_answer": lambda world: {
        "ref": budget(world, "product_manager"), "state": "accepted", "answer": "It pays for itself",
    },
    "decisions.request_make": lambda world: {
        "kind": "vendor", "title": "A mail service", "rationale": "Ours is slow",
    },
    "decisions.risk_accept": lambda world: {"ref": risk_there(world), "reason": "We can live with it"},
    "decisions.risk_close": lambda world: {"ref": risk_there(world), "state": "closed", "words": "They stay"},
    "decisions.risk_save": lambda world: {"title": "The vendor leaves", "probability": HALF},
}  # fmt: skip
