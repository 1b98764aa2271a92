"""Plans over the door: what is in and why, what is out and why, and what may be frozen."""

from typing import Any

import pytest

from headway.apps.roadmap.models import ExcludedItem, Plan, PlanItem
from headway.core.errors import Conflict, Invalid, NotFound, Refused
from headway.core.models import Activity
from headway.core.perform import answer_json, ask, perform
from tests.world import World

EFFORT = {"A": 6, "B": 4, "C": 3, "E": 4, "M": 2}
WORTH = {"A": 90, "B": 80, "C": 10}


def initiative(world: World, ref: str, p90: float = 0, **more: Any) -> None:
    weeks = EFFORT[ref]
    question = {"ref": ref, "title": f"Item {ref}", "effort": {"web": {"p50": weeks, "p90": p90 or weeks}}}
    perform("prioritisation.initiative_save", question | more, world.context())


def worth(world: World, ref: str, reach: float) -> None:
    """Make reach x impact x confidence equal to `reach`."""
    for name, value in (("reach", reach), ("impact", 1), ("confidence", 1)):
        question = {
            "ref": ref,
            "input": name,
            "p10": value,
            "p50": value,
            "p90": value,
            "reason": "exact for the test",
        }
        perform("prioritisation.input_override", question, world.context())


def capacity(world: World, *quarters: str, weeks: float = 12.5, reserve: float = 0.2) -> None:
    for quarter in quarters:
        question = {"team": "web", "quarter": quarter, "gross_person_weeks": weeks, "reserve_share": reserve}
        perform("roadmap.capacity_save", question, world.context())


def plan(world: World, **more: Any) -> dict[str, Any]:
    return perform("roadmap.plan_make", {"quarter": "2026-Q4"} | more, world.context()).model_dump(
        mode="json"
    )


@pytest.fixture
def filled(world: World) -> World:
    """Ten free person-weeks a quarter; B needs the enabler E, of which nobody knows a value."""
    capacity(world, "2026-Q4", "2027-Q1")
    initiative(world, "E", enabler=True)
    for ref in "ABC":
        initiative(world, ref, requires=["E"] if ref == "B" else [])
        worth(world, ref, WORTH[ref])
    return world


def test_capacity_is_listed_before_and_after_the_reserve(filled: World) -> None:
    teams = ask("roadmap.team_list", {}, filled.context()).model_dump(mode="json")["rows"]
    assert [(team["id"], [one["net_person_weeks"] for one in team["capacity"]]) for team in teams] == [
        ("web", [10.0, 10.0])
    ]
    perform(
        "roadmap.capacity_save", {"team": "web", "quarter": "2026-Q4", "reserve_share": 0.5}, filled.context()
    )
    changed = ask("roadmap.team_list", {}, filled.context()).model_dump(mode="json")["rows"][0]["capacity"][0]
    assert changed == {
        "quarter": "2026-Q4", "gross_person_weeks": 12.5, "reserve_share": 0.5, "net_person_weeks": 6.25,
        "assumed": False,
    }  # fmt: skip


def test_one_quarter_takes_the_most_value_that_fits(filled: World) -> None:
    made = plan(filled, horizon=1)
    # A and C are worth 100; B drags its enabler in and leaves no room for A.
    assert [(one["id"], one["start"], one["finish"]) for one in made["items"]] == [
        ("A", "2026-Q4", "2026-Q4"),
        ("C", "2026-Q4", "2026-Q4"),
    ]
    assert (made["id"], made["value"], made["bound"], made["gap"]) == ("PL-1", 100.0, 100.0, 0.0)
    assert (
        made["items"][0]["reason"]
        == "Worth 90 (reach x impact x confidence) for 6 person-weeks, 15 for each."
    )
    assert made["loads"] == [
        {"team": "web", "period": "2026-Q4", "used_person_weeks": 9.0, "capacity_person_weeks": 10.0, "p_overload": made["loads"][0]["p_overload"]}
    ]  # fmt: skip
    assert 0.0 < made["loads"][0]["p_overload"] < 0.25


def test_what_is_out_says_why_what_it_displaces_and_the_price(filled: World) -> None:
    out = {one["id"]: one for one in plan(filled, horizon=1)["excluded"]}
    assert sorted(out) == ["B", "E"]
    assert (out["B"]["displaces"], out["B"]["price"]) == (["A", "C"], 20.0)
    assert out["B"]["reason"].endswith(
        "forcing it in displaces A, C and costs 20 (20 % of the plan's value)."
    )


def starts(made: dict[str, Any]) -> dict[str, str]:
    return {one["id"]: one["start"] for one in made["items"]}


def test_a_quarter_of_delay_costs_a_tenth(filled: World) -> None:
    made = plan(filled)
    assert made["periods"] == ["2026-Q4", "2027-Q1"]
    # 90 + 10 now and 0.9 x 80 later beat 80 now and 0.9 x (90 + 10) later.
    assert starts(made) == {"A": "2026-Q4", "C": "2026-Q4", "B": "2027-Q1", "E": "2027-Q1"}
    assert made["value"] == pytest.approx(172)
    assert {one["id"]: one["reason"] for one in made["items"]}["E"] == (
        "Enables B, which is in the plan. Its own value is unknown, for want of evidence."
    )


def test_what_enables_may_have_to_end_a_quarter_before(filled: World) -> None:
    made = plan(filled, same_quarter_dependencies=False)
    assert starts(made) == {"A": "2026-Q4", "E": "2026-Q4", "B": "2027-Q1", "C": "2027-Q1"}
    assert made["value"] == pytest.approx(90 + 0.9 * 90)


def test_a_deadline_within_a_quarter_means_the_quarter_before(filled: World) -> None:
    initiative(filled, "M", mandatory=True, deadline="2027-01-09")
    made = {one["id"]: one for one in plan(filled)["items"]}["M"]
    assert (made["start"], made["finish"], made["mandatory"]) == ("2026-Q4", "2026-Q4", True)
    assert made["reason"] == "Mandatory, to be finished in 2026-Q4 at the latest."


def test_a_mandatory_item_that_cannot_fit_is_refused_with_the_proof(filled: World) -> None:
    initiative(filled, "M", mandatory=True, deadline="2026-10-09")
    with pytest.raises(
        Invalid, match=r"Mandatory items cannot all be in: M .*deadline is before the first period"
    ):
        plan(filled)
    assert not Plan.objects.exists()


def test_mandatory_items_over_capacity_name_team_and_quarter(filled: World) -> None:
    for ref in "AB":
        perform("prioritisation.initiative_save", {"ref": ref, "mandatory": True}, filled.context())
    with pytest.raises(
        Invalid, match=r"Mandatory items need 14 person-weeks of web in 2026-Q4 but 10 are free"
    ):
        plan(filled, horizon=1)


def test_beyond_the_given_quarters_the_last_capacity_is_assumed(filled: World) -> None:
    made = plan(filled, horizon=3)
    assert made["settings"]["assumed_capacity"] == [{"team": "web", "period": "2027-Q2", "from": "2027-Q1"}]
    assert [load["capacity_person_weeks"] for load in made["loads"]] == [10.0, 10.0, 10.0]


def test_a_team_without_capacity_before_the_first_quarter_is_refused(filled: World) -> None:
    with pytest.raises(Invalid, match="Team 'web' has no capacity for 2026-Q1 or before"):
        plan(filled, quarter="2026-Q1")


def test_an_effort_of_an_unknown_team_is_refused_by_name(filled: World) -> None:
    wild = {"ref": "W", "title": "Wild", "effort": {"apps": {"p50": 1, "p90": 2}}}
    perform("prioritisation.initiative_save", wild, filled.context())
    with pytest.raises(Invalid, match="Initiative 'W' needs team 'apps', which has no capacity listed"):
        plan(filled)


def test_without_effort_an_initiative_and_what_needs_it_stay_out(filled: World) -> None:
    perform("prioritisation.initiative_save", {"ref": "N", "title": "No effort"}, filled.context())
    perform("prioritisation.initiative_save", {"ref": "A", "requires": ["N"]}, filled.context())
    out = {one["id"]: one["reason"] for one in plan(filled)["excluded"]}
    assert out["N"] == "It has no effort in any team yet: estimate it to plan it."
    assert out["A"] == f"It requires N, which cannot be planned: {out['N']}"


def test_without_capacity_or_initiatives_there_is_a_clear_sentence(world: World) -> None:
    with pytest.raises(Invalid, match=r"No team has any capacity yet; import teams.csv"):
        plan(world)
    capacity(world, "2026-Q4")
    with pytest.raises(
        Invalid, match=r"There is no initiative with an effort to plan; import initiatives.csv"
    ):
        plan(world)


def test_an_effort_override_is_planned_with(filled: World) -> None:
    question = {
        "ref": "A",
        "input": "effort",
        "p10": 9,
        "p50": 10,
        "p90": 11,
        "reason": "The team looked again",
    }
    perform("prioritisation.input_override", question, filled.context())
    made = {one["id"]: one for one in plan(filled)["items"]}
    assert made["A"]["effort_person_weeks"] == {"web": 10.0}


def test_plans_are_numbered_listed_and_the_newest_found(filled: World) -> None:
    first = plan(filled, horizon=1)
    second = plan(filled)
    listed = ask("roadmap.plan_list", {}, filled.context()).model_dump(mode="json")["rows"]
    assert [(one["id"], one["items"], one["quarters"]) for one in listed] == [("PL-2", 4, 2), ("PL-1", 2, 1)]
    assert ask("roadmap.plan_detail", {"ref": "latest"}, filled.context()).model_dump(mode="json") == second
    assert ask("roadmap.plan_detail", {"ref": "PL-1"}, filled.context()).model_dump(mode="json") == first
    pages = ask("roadmap.plan_list", {"limit": 1}, filled.context()).model_dump()
    rest = ask("roadmap.plan_list", {"limit": 1, "after": pages["next"]}, filled.context()).model_dump()
    assert ([one["id"] for one in rest["rows"]], rest["next"]) == (["PL-1"], "")


def test_a_frozen_plan_keeps_who_and_when_and_freezes_once(filled: World) -> None:
    plan(filled)
    frozen = perform("roadmap.plan_freeze", {"ref": "latest"}, filled.context("product_lead")).model_dump(
        mode="json"
    )
    assert (frozen["frozen_by"], frozen["frozen_at"]) == ("Lena Lead", "2026-09-30T12:00:00Z")
    with pytest.raises(Conflict, match="PL-1 was frozen on 2026-09-30 by Lena Lead; make a new plan"):
        perform("roadmap.plan_freeze", {"ref": "PL-1"}, filled.context())


def test_an_engineer_may_plan_but_not_freeze(filled: World) -> None:
    perform("roadmap.plan_make", {"quarter": "2026-Q4"}, filled.context("engineer"))
    before = Activity.objects.count()
    with pytest.raises(Refused, match=r"roadmap.plan_freeze is not open to the role engineer"):
        perform("roadmap.plan_freeze", {"ref": "PL-1"}, filled.context("engineer"))
    assert (Plan.objects.get().frozen_at, Activity.objects.count()) == (None, before + 1)
    assert Activity.objects.order_by("-sequence")[0].outcome == "refused"


def test_a_refused_plan_leaves_nothing_behind(filled: World) -> None:
    with pytest.raises(Refused):
        perform("roadmap.plan_make", {"quarter": "2026-Q4"}, filled.context("viewer"))
    assert (Plan.objects.count(), PlanItem.objects.count(), ExcludedItem.objects.count()) == (0, 0, 0)


def test_the_same_world_gives_the_same_plan(filled: World) -> None:
    def parts(made: dict[str, Any]) -> list[Any]:
        return [made[name] for name in ("items", "excluded", "loads", "value", "bound")]

    assert parts(plan(filled)) == parts(plan(filled))
    detail = [answer_json(ask("roadmap.plan_detail", {"ref": "PL-1"}, filled.context())) for _ in range(2)]
    assert detail[0] == detail[1]


def test_nothing_of_it_is_seen_from_elsewhere(filled: World) -> None:
    plan(filled)
    assert ask("roadmap.plan_list", {}, filled.context_elsewhere()).model_dump()["rows"] == []
    assert ask("roadmap.team_list", {}, filled.context_elsewhere()).model_dump()["rows"] == []
    with pytest.raises(NotFound, match=r"There is no plan yet; roadmap.plan_make makes one"):
        ask("roadmap.plan_detail", {"ref": "latest"}, filled.context_elsewhere())
