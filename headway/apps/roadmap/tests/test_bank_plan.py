"""A plan of realistic size: 45 initiatives, six teams, four quarters, from the shared evidence folder."""

from datetime import date
from pathlib import Path
from random import Random

import pytest
from django.conf import settings

from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.answers import PlanDetail
from headway.apps.roadmap.framing import frame
from headway.core.perform import perform
from headway.engine.planning.check import violations
from headway.engine.planning.model import Placed, Plan, Settings
from tests.world import World

BANK = Path(settings.CODE_DIR).parent.parent / "shared" / "data" / "bank"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not BANK.is_dir(), reason=f"needs the evidence folder {BANK}"),
]


@pytest.fixture
def made(world: World) -> PlanDetail:
    """The bank's files, and values drawn once, since its messages are not needed to plan."""
    for kind in ("teams", "initiatives"):
        question = {"kind": kind, "file_name": f"{kind}.csv", "content": (BANK / f"{kind}.csv").read_text()}
        perform("core.file_import", question, world.context())
    rng = Random(1)
    for one in Initiative.objects.filter(is_mandatory=False).exclude(nature="enabler").order_by("ref"):
        for name, value in (
            ("reach", rng.uniform(50, 800)),
            ("impact", rng.uniform(0.3, 3)),
            ("confidence", 0.5),
        ):
            question = {"ref": one.ref, "input": name, "p10": value, "p50": value, "p90": value}
            perform(
                "prioritisation.input_override", question | {"reason": "drawn for the test"}, world.context()
            )
    answer = perform("roadmap.plan_make", {"quarter": "2026-Q4", "explain_time_limit_s": 5}, world.context())
    assert isinstance(answer, PlanDetail)
    return answer


def test_the_plan_is_right_proven_and_better_than_greedy(world: World, made: PlanDetail) -> None:
    assert made.periods == ["2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3"]
    problem = frame(world.context(), "2026-Q4", None, None, Settings()).problem
    at = {quarter: place for place, quarter in enumerate(made.periods)}
    placed = tuple(Placed(one.id, at[one.start], at[one.finish]) for one in made.items)
    plan = Plan(placed, made.value, made.bound, made.gap, made.greedy_value, (), True)
    assert violations(problem, plan) == []
    assert made.gap <= 0.02
    assert made.value > made.greedy_value
    assert len(made.items) + len(made.excluded) == 45
    assert all(one.reason for one in [*made.items, *made.excluded])
    _mandatory_in_time(made)


def _mandatory_in_time(made: PlanDetail) -> None:
    finish = {one.id: one.finish for one in made.items if one.mandatory}
    assert set(finish) == {"INI-43", "INI-44"}
    assert finish["INI-43"] == "2026-Q4"
    assert finish["INI-44"] in ("2026-Q4", "2027-Q1")
    deadlines = {one.ref: one.deadline for one in Initiative.objects.filter(is_mandatory=True)}
    assert deadlines == {"INI-43": date(2027, 1, 9), "INI-44": date(2027, 3, 31)}
