"""Teams and initiatives from files: good rows come in, bad rows are named with row, column and reason."""

from typing import Any

import pytest

from headway.apps.prioritisation.models import Initiative, InputEstimate
from headway.apps.roadmap.models import Capacity, Team
from headway.core.perform import ask, perform
from tests.world import World

TEAMS = (
    "team,period,capacity_person_weeks,run_reserve_share\n"
    "web,2026-Q4,50,0.2\nweb,2027-Q1,40,\ncore,2026-Q4,30,0.5\n"
)
HEADER = (
    "id,title,problem_categories,effort_p50_web,effort_p90_web,effort_p50_core,effort_p90_core,"
    "depends_on,earliest_quarter,deadline,mandatory,enabler\n"
)
GOOD = (
    "I-1,Identity,verify_my_identity;age_limit,10,20,0,0,I-2,2026-Q4,2026-12-31,1,0\n"
    "I-2,Store,,0,0,5,8,,,,0,1\n"
)  # fmt: skip


def bring(world: World, kind: str, content: str, **more: Any) -> dict[str, Any]:
    question = {"kind": kind, "file_name": f"{kind}.csv", "content": content} | more
    return perform("core.file_import", question, world.context()).model_dump(mode="json")


def refused(world: World, rows: str, header: str = HEADER) -> list[tuple[int, str, str]]:
    bring(world, "teams", TEAMS)
    report = bring(world, "initiatives", header + rows)
    return [(one["row"], one["column"], one["message"]) for one in report["errors"]]


def test_teams_come_in_with_net_capacity(world: World) -> None:
    assert bring(world, "teams", TEAMS)["run"]["created"] == 3
    teams = ask("roadmap.team_list", {}, world.context()).model_dump(mode="json")["rows"]
    net = {
        team["id"]: {one["quarter"]: one["net_person_weeks"] for one in team["capacity"]} for team in teams
    }
    assert net == {"core": {"2026-Q4": 15.0}, "web": {"2026-Q4": 40.0, "2027-Q1": 40.0}}


def test_bad_capacities_are_named(world: World) -> None:
    rows = "web,2026-Q5,1,0\nweb,2026-Q4,-1,0\nweb,2027-Q1,5,1.5\nweb,2027-Q2,,0\nweb,2027-Q3,5,0\nweb,2027-Q3,6,0\n"
    report = bring(world, "teams", TEAMS.split("\n", 1)[0] + "\n" + rows)
    assert [(one["row"], one["column"], one["message"]) for one in report["errors"]] == [
        (2, "period", "'2026-Q5' is not a quarter; write it like 2026-Q4."),
        (3, "capacity_person_weeks", "-1 is less than 0"),
        (4, "run_reserve_share", "1.5 is more than 1"),
        (5, "capacity_person_weeks", "is empty"),
        (7, "", "'web 2027-Q3' is already in row 6"),
    ]
    assert [(one.quarter, one.gross_person_weeks) for one in Capacity.objects.all()] == [("2027-Q3", 5.0)]


def test_initiatives_come_in_with_everything_the_file_says(world: World) -> None:
    assert refused(world, GOOD) == []
    first = Initiative.objects.get(ref="I-1")
    assert (first.topics, first.effort, first.requires_refs) == (
        ["verify_my_identity", "age_limit"],
        {"web": {"p50": 10.0, "p90": 20.0}},
        ["I-2"],
    )
    assert (first.earliest_quarter, str(first.deadline), first.is_mandatory) == (
        "2026-Q4",
        "2026-12-31",
        True,
    )
    assert [one.ref for one in first.requires.all()] == ["I-2"]
    effort = InputEstimate.objects.get(initiative=first, input="effort")
    assert (effort.basis, effort.p10, effort.p50, effort.p90) == ("given", 5.0, 10.0, 20.0)


def test_the_same_file_again_changes_nothing_and_undo_takes_it_all_back(world: World) -> None:
    refused(world, GOOD)
    again = bring(world, "initiatives", HEADER + GOOD)["run"]
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)
    assert InputEstimate.objects.count() == 2


def test_undo_of_a_change_takes_relations_and_efforts_back_too(world: World) -> None:
    bring(world, "teams", TEAMS)
    bring(world, "initiatives", HEADER + GOOD)
    report = bring(world, "initiatives", HEADER + GOOD.replace("10,20,0,0,I-2", "40,80,0,0,"))
    perform("core.import_undo", {"run": report["run"]["id"]}, world.context())
    identity = Initiative.objects.get(ref="I-1")
    assert list(identity.requires.values_list("ref", flat=True)) == ["I-2"]
    assert InputEstimate.objects.get(initiative=identity, superseded_at=None).p50 == 10


def test_undo_removes_teams_with_their_capacity(world: World) -> None:
    run = bring(world, "teams", TEAMS)["run"]["id"]
    perform("core.import_undo", {"run": run}, world.context())
    assert (Team.objects.count(), Capacity.objects.count()) == (0, 0)


def test_a_dry_run_stores_nothing(world: World) -> None:
    assert bring(world, "teams", TEAMS, dry_run=True)["run"]["created"] == 3
    assert (Team.objects.count(), Capacity.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("row", "column", "message"),
    [
        ("B,Bad,,-5,6,0,0,,,,0,0", "effort_p50_web", "-5 is less than 0"),
        ("B,Bad,,abc,6,0,0,,,,0,0", "effort_p50_web", "'abc' is not a number"),
        ("B,Bad,,0,0,0,0,,,,0,0", "effort_p50_TEAM",
         "no team has any effort; estimate at least one team's person-weeks"),
        ("B,Bad,,0,6,0,0,,,,0,0", "effort_p50_web", "is empty or zero although effort_p90_web is 6"),
        ("B,Bad,,6,5,0,0,,,,0,0", "effort_p90_web", "5 is below the P50 of 6; swap or correct"),
        ("B,Bad,,5,6,0,0,I-9,,,0,0", "depends_on",
         "there is no initiative 'I-9', or its row was refused; add it or clear the cell"),
        ("B,Bad,,5,6,0,0,B,,,0,0", "depends_on", "B -> B goes round in a cycle; remove one of these links"),
        ("B,Bad,,5,6,0,0,,Q4,,0,0", "earliest_quarter", "'Q4' is not a quarter; write it like 2026-Q4."),
        ("B,Bad,,5,6,0,0,,,soon,0,0", "deadline", "'soon' is not a date; write it like 2026-12-31"),
        ("B,Bad,,5,6,0,0,,,,maybe,0", "mandatory", "'maybe' is neither yes nor no; write 1 or 0"),
        ("B,,,5,6,0,0,,,,0,0", "title", "is empty"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_the_good_rows_come_in(
    world: World, row: str, column: str, message: str
) -> None:
    assert refused(world, GOOD + row + "\n") == [(4, column, message)]
    assert sorted(Initiative.objects.values_list("ref", flat=True)) == ["I-1", "I-2"]


def test_a_cycle_is_broken_at_one_row_and_what_stood_on_it_is_told(world: World) -> None:
    rows = "C-1,One,,1,2,0,0,C-2,,,0,0\nC-2,Two,,1,2,0,0,C-1,,,0,0\n"
    assert refused(world, GOOD + rows) == [
        (4, "depends_on", "C-1 -> C-2 -> C-1 goes round in a cycle; remove one of these links"),
        (5, "depends_on", "there is no initiative 'C-1', or its row was refused; add it or clear the cell"),
    ]


def test_effort_of_an_unknown_team_is_named_with_its_column(world: World) -> None:
    header = HEADER.replace("effort_p50_core,effort_p90_core", "effort_p50_apps,effort_p90_apps")
    assert refused(world, GOOD, header) == [
        (2, "depends_on", "there is no initiative 'I-2', or its row was refused; add it or clear the cell"),
        (3, "effort_p50_apps", "there is no team 'apps'; import its capacity first or correct the header"),
    ]


def test_a_title_that_is_a_formula_loses_its_guard(world: World) -> None:
    assert refused(world, "I-1,'=1+1,,5,6,0,0,,,,0,0\n") == []
    assert Initiative.objects.get().title == "=1+1"
