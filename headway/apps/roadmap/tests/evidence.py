"""A baseline for tests: one team with ten free person-weeks a quarter, and a customer behind two items."""

from typing import Any

from headway.apps.discovery.models import Account, Feedback, Problem, Theme
from headway.apps.prioritisation.models import Initiative
from headway.core.models import Link
from headway.core.perform import perform
from tests.world import NOW, World

EFFORT = {"A": 6, "B": 4, "C": 3, "E": 4}
WORTH = {"A": 90, "B": 80, "C": 10}


def build(world: World) -> World:
    """PL-1 over 2026-Q4 and 2027-Q1 with A and C first and B with its enabler E after; not frozen yet.

    Acme (EUR 150,000) speaks for A, Bolt (EUR 30,000) for A and C.
    """
    for quarter in ("2026-Q4", "2027-Q1"):
        capacity(world, quarter, 10)
    save(world, "E", enabler=True)
    for ref in "ABC":
        save(world, ref, requires=["E"] if ref == "B" else [])
        for name, value in (("reach", WORTH[ref]), ("impact", 1), ("confidence", 1)):
            spread = {"p10": value, "p50": value, "p90": value, "reason": "exact for the test"}
            perform("prioritisation.input_override", {"ref": ref, "input": name} | spread, world.context())
    acme, bolt = account(world, "ACME", 150_000_00), account(world, "BOLT", 30_000_00)
    spoken(world, "A", acme, bolt)
    spoken(world, "C", bolt)
    plan(world)
    return world


def save(world: World, ref: str, **more: Any) -> None:
    weeks = EFFORT.get(ref, 2)
    question = {"ref": ref, "title": f"Item {ref}", "effort": {"web": {"p50": weeks, "p90": weeks}}}
    perform("prioritisation.initiative_save", question | more, world.context())


def capacity(world: World, quarter: str, weeks: float) -> None:
    question = {"team": "web", "quarter": quarter, "gross_person_weeks": weeks}
    perform("roadmap.capacity_save", question, world.context())


def account(world: World, ref: str, arr_minor: int | None) -> Account:
    name = ref.capitalize()
    return Account.objects.create(workspace=world.workspace, ref=ref, name=name, arr_minor=arr_minor)


def spoken(world: World, ref: str, *accounts: Account) -> None:
    """A problem that the initiative addresses, with a message of each account about it."""
    made = {"workspace": world.workspace}
    problem = Problem.objects.create(ref=f"P-{ref}", title=f"Problem {ref}", **made)
    theme = Theme.objects.create(ref=f"t-{ref}", name=ref, problem=problem, **made)
    for one in accounts:
        Feedback.objects.create(
            ref=f"{ref}-{one.ref}", text="It fails", redacted_text="It fails", at=NOW, channel="sales",
            account=one, theme=theme, **made,
        )  # fmt: skip
    Link.objects.create(
        kind="addresses", from_kind="prioritisation.initiative", from_id=Initiative.objects.get(ref=ref).pk,
        to_kind="discovery.problem", to_id=problem.pk, **made,
    )  # fmt: skip


def plan(world: World, **more: Any) -> dict[str, Any]:
    made = perform("roadmap.plan_make", {"quarter": "2026-Q4"} | more, world.context())
    return made.model_dump(mode="json")


def freeze(world: World, ref: str = "PL-1") -> None:
    perform("roadmap.plan_freeze", {"ref": ref}, world.context("owner"))


def starts(made: dict[str, Any]) -> dict[str, str]:
    return {one["id"]: one["start"] for one in made["items"]}
