"""How long decisions take, against an example worked out by hand, and which signs show that deciding does not work."""

from datetime import timedelta
from typing import Any

import pytest

from headway.apps.decisions.tests.scene import CRITERIA, act, opened, problem, taken
from headway.apps.prioritisation.models import Initiative
from headway.apps.requirements.models import Prd, SuccessMetric
from headway.apps.strategy.models import KeyResult, Objective
from headway.core.errors import Invalid
from headway.core.links import Tie, links_store
from headway.core.perform import ask
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def latency(world: World, **question: Any) -> dict[str, Any]:
    return ask("decisions.decision_latency", question, world.context()).model_dump(mode="json")


def course(world: World, number: int, identified_days_ago: float, days: float | None) -> str:
    """A decision on a problem found so many days ago, taken after so many days, or open."""
    start = NOW - identified_days_ago * DAY
    problem(world, f"P-{number}", start)
    parts = {"problem": f"P-{number}", "question": f"Question {number}?"}
    ref = opened(world, now=start + DAY, **parts)
    if days is not None:
        act(world, "decision_take", now=start + days * DAY, ref=ref, outcome="So be it")
    return ref


@pytest.fixture
def six(world: World) -> World:
    """Taken after 2, 4, 6, 8, 10 and 20 days; two are open since 5 and 15 days."""
    for number, (ago, days) in enumerate(
        [(20, 2), (30, 4), (30, 6), (30, 8), (30, 10), (30, 20), (5, None), (15, None)], 1
    ):
        course(world, number, ago, days)
    return world


def test_the_median_and_its_interval_by_hand(six: World) -> None:
    """Middle of 2 4 6 8 10 20 is 7; six values have all of them as their 95 % interval (2 x 1/64 = 3 %)."""
    found = latency(six)["median"]
    assert (found["value"], found["low"], found["high"], found["n"], found["unit"]) == (7, 2, 20, 6, "days")
    assert found["rows"]["question"] == {"decided_since": "2026-07-03", "decided_until": "2026-09-30"}


def test_the_open_ones_count_as_not_decided_yet(six: World) -> None:
    """At risk 8 at day 2, 7 at 4; the one open since 5 days leaves; 5 at 6, 4 at 8, 3 at 10; 15 leaves; 1 at 20.

    7/8, x 6/7 = 3/4, x 4/5 = 3/5, x 3/4 = 9/20: the curve falls below a half at day 8.
    """
    found = latency(six)
    assert [(step["days"], round(step["share"], 4)) for step in found["curve"]] == [
        (2, 0.875), (4, 0.75), (6, 0.6), (8, 0.45), (10, 0.3), (20, 0),
    ]  # fmt: skip
    assert (found["median_with_open"]["value"], found["median_with_open"]["n"]) == (8, 8)
    assert (found["open"], len(found["decided"])) == (["DEC-8", "DEC-7"], 6)


def test_a_period_holds_what_was_taken_in_it(six: World) -> None:
    """Taken on 4 Sep (two days late evening counts in Berlin), 6, 8, 10, 12 and 20 Sep; the first five days hold two."""
    found = latency(six, since="2026-09-01", until="2026-09-07")
    assert (found["decided"], found["median"]["value"]) == (["DEC-2", "DEC-3"], None)
    assert found["median"]["reason"] == "2 decisions were taken in the period; a median needs 3"
    three = latency(six, since="2026-09-01", until="2026-09-08")["median"]
    assert (three["value"], three["low"], three["reason"]) == (6, None, "an interval needs 6 decisions")
    assert (found["base_since"], found["base_until"]) == ("2026-08-25", "2026-08-31")


def test_the_curve_ends_where_the_period_ends(six: World) -> None:
    """On the evening of 8 Sep three were taken; the two of 10 days and more were open for eight and a half days."""
    found = latency(six, since="2026-09-01", until="2026-09-08")
    assert found["open"] == ["DEC-5", "DEC-6"]
    assert [(step["days"], round(step["share"], 4)) for step in found["curve"]] == [
        (4, 0.8),
        (6, 0.6),
        (8, 0.4),
    ]


def test_the_change_is_against_the_base_period(world: World) -> None:
    for number, (ago, days) in enumerate([(130, 10), (130, 10), (130, 10), (60, 8), (60, 8), (60, 8)], 1):
        course(world, number, ago, days)
    found = latency(world)
    assert (found["median_before"]["value"], found["median"]["value"]) == (10, 8)
    assert found["change"]["value"] == pytest.approx(-0.2)


def test_what_names_no_problem_is_left_out_and_said(six: World) -> None:
    taken(six)
    assert latency(six)["left_out"] == ["DEC-9"]
    from_question = latency(six, start="question")
    assert (from_question["left_out"], from_question["median"]["n"]) == ([], 7)
    assert from_question["median"]["value"] == 5


def test_nothing_taken_is_unknown(world: World) -> None:
    found = latency(world)
    assert (found["median"]["value"], found["median"]["reason"]) == (
        None, "no decisions were taken in the period; a median needs 3",
    )  # fmt: skip
    assert (found["median_with_open"]["value"], found["change"]["value"], found["curve"]) == (None, None, [])


def test_a_period_runs_forwards(world: World) -> None:
    with pytest.raises(Invalid) as told:
        latency(world, since="2026-09-02", until="2026-09-01")
    assert told.value.detail == (
        "Field until: the period ends on 2026-09-01, before it begins on 2026-09-02."
    )


def signs(world: World) -> dict[str, tuple[float, int, list[str]]]:
    found = ask("decisions.failure_signs", {}, world.context())
    return {one.title: (one.count.value, one.count.n, [row.ref for row in one.rows]) for one in found.rows}


def test_signs_that_deciding_does_not_work(world: World) -> None:
    for number in (1, 2, 3):
        Initiative.objects.create(workspace=world.workspace, ref=f"INI-{number}", title=f"Work {number}")
    first, second, _ = Initiative.objects.order_by("ref")
    objective = Objective.objects.create(workspace=world.workspace, ref="O1", title="Keep them")
    result = KeyResult.objects.create(
        workspace=world.workspace, ref="KR1", objective=objective, title="Churn"
    )
    prd = Prd.objects.create(
        workspace=world.workspace, ref="PRD-1", initiative=first, title="Work 1", updated_at=NOW
    )
    SuccessMetric.objects.create(workspace=world.workspace, ref="M1", prd=prd, key_result=result, target=0.1)
    links_store(world.context(), [Tie("serves", second, objective)])
    opened(world, due="2026-09-20", now=NOW - 20 * DAY, criteria=CRITERIA)
    opened(world, decider="", now=NOW - 3 * DAY, criteria=CRITERIA)
    opened(world, now=NOW - DAY, due="2026-09-29")
    assert signs(world) == {
        "Initiatives on the list without a goal": (1, 3, ["INI-3"]),
        "Initiatives on the list without criteria": (2, 3, ["INI-2", "INI-3"]),
        "Open decisions without criteria": (1, 3, ["DEC-3"]),
        "Open decisions without a decider": (1, 3, ["DEC-2"]),
        "Overdue decisions": (2, 3, ["DEC-1", "DEC-3"]),
    }
    found = ask("decisions.failure_signs", {}, world.context())
    unowned, late = found.rows[3].rows[0], found.rows[4].rows[0]
    assert (unowned.age_days, late.age_days, late.why) == (3.0, 10.0, "it was due 10 days ago")


def test_nothing_is_wrong_with_nothing(world: World) -> None:
    assert [(count, n) for count, n, _ in signs(world).values()] == [(0, 0)] * 5
