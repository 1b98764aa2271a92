"""When initiatives come, in lists and on the timeline: solid what a frozen plan has, dashed what is only meant."""

import re
from datetime import date, timedelta

import pytest

from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.baseline import baseline_for
from headway.apps.roadmap.models import Plan, PlanItem
from headway.core.perform import ask
from tests.world import NOW, World

QUARTERS = ["2026-Q4", "2027-Q1", "2027-Q2"]


def planned(world: World, ref: str, frozen_days: int | None, *items: tuple[Initiative, str, str],
            periods: list[str] = QUARTERS) -> None:  # fmt: skip
    plan = Plan.objects.create(
        workspace=world.workspace, ref=ref, first_quarter=periods[0], periods=periods, value=1, bound=1, gap=0,
        greedy_value=1, frozen_at=None if frozen_days is None else NOW + timedelta(days=frozen_days),
    )  # fmt: skip
    for at, (initiative, start, finish) in enumerate(items):
        PlanItem.objects.create(
            workspace=world.workspace,
            ref=f"{ref}-{at}",
            plan=plan,
            initiative=initiative,
            start=start,
            finish=finish,
        )


@pytest.fixture
def five(world: World) -> list[Initiative]:
    """Promised, dropped by a later baseline, only planned, with a deadline, without any date."""
    made = [
        Initiative.objects.create(workspace=world.workspace, ref=f"INI-{n}", title=f"Initiative {n}", **more)
        for n, more in enumerate(
            ({}, {}, {}, {"deadline": date(2027, 3, 31), "earliest_quarter": "2026-Q4"}, {})
        )
    ]
    planned(world, "PL-1", 1, (made[0], "2026-Q4", "2027-Q1"), (made[1], "2027-Q2", "2027-Q2"))
    planned(world, "PL-2", 2, (made[0], "2026-Q4", "2026-Q4"), periods=["2026-Q4"])
    planned(world, "PL-3", 3, periods=["2027-Q2"])
    planned(world, "PL-4", None, (made[0], "2027-Q2", "2027-Q2"), (made[2], "2027-Q1", "2027-Q2"))
    return made


def test_dates_are_those_promised_then_those_planned_then_those_meant(
    world: World, five: list[Initiative]
) -> None:
    columns = ["starts", "ends", "commitment"]
    found = ask(
        "lists.rows_list", {"kind": "initiative", "sort": ["ref"], "columns": columns}, world.context()
    )
    assert [tuple(row.cells[name] for name in columns) for row in found.rows] == [  # type: ignore[attr-defined]
        ("2026-Q4", "2026-Q4", "committed"),
        (None, None, None),
        ("2027-Q1", "2027-Q2", "direction"),
        ("2026-Q4", "2027-03-31", "direction"),
        (None, None, None),
    ]
    assert {one.initiative.ref for one in baseline_for(world.context(), QUARTERS).items.values()} == {"INI-0"}


def test_the_timeline_draws_commitments_solid_and_says_so(world: World, five: list[Initiative]) -> None:
    text = world.client().get("/w/lumen/lists/initiative/?view=timeline").content.decode()
    bars = re.findall(r"<title>(Initiative \d)[^<]*</title>.*?<rect class=\"(\w+)\"", text)
    assert bars == [("Initiative 0", "firm"), ("Initiative 3", "soft"), ("Initiative 2", "soft")]
    assert "A solid bar is a commitment, a dashed one a direction." in " ".join(text.split())


def test_initiatives_are_filtered_by_whether_they_are_committed(world: World, five: list[Initiative]) -> None:
    asked = {
        "kind": "initiative",
        "filters": [{"chips": ["commitment:is:direction"]}],
        "group": ["commitment"],
    }
    found = ask("lists.rows_list", asked, world.context())
    assert [(one.label, one.count) for one in found.groups] == [("Direction", 2)]  # type: ignore[attr-defined]
