"""What the planner refuses, and the sentence it gives."""

from __future__ import annotations

from dataclasses import replace

import pytest

from headway.engine.planning.errors import PlanningError
from headway.engine.planning.model import Candidate, Problem, Settings
from headway.engine.planning.solve import solve

ONE = Candidate("A", 1.0, {"payments": 10})


def problem(*candidates: Candidate) -> Problem:
    periods = ("2026-Q4", "2027-Q1")
    return Problem(periods, ("payments",), {("payments", period): 46.2 for period in periods}, candidates)


def refusal(asked: Problem) -> str:
    with pytest.raises(PlanningError) as caught:
        solve(asked)
    return str(caught.value)


def test_cycle_is_named() -> None:
    a, b = replace(ONE, requires=("B",)), replace(ONE, id="B", requires=("A",))
    assert refusal(problem(a, b)) in {
        "The dependencies go round in a cycle: A -> B -> A; remove one of these links.",
        "The dependencies go round in a cycle: B -> A -> B; remove one of these links.",
    }


@pytest.mark.parametrize(
    ("candidate", "sentence"),
    [
        (
            replace(ONE, requires=("X",)),
            "Initiative 'A' depends on 'X', which is not listed: add it or remove",
        ),
        (replace(ONE, excludes=("X",)), "Initiative 'A' excludes 'X', which is not listed"),
        (replace(ONE, excludes=("A",)), "Initiative 'A' excludes itself"),
        (
            replace(ONE, effort_person_weeks={"cards": 1}),
            "Initiative 'A' needs team 'cards', which has no capacity",
        ),
        (replace(ONE, effort_person_weeks={"payments": -1}), "Initiative 'A' has effort -1 for payments"),
        (
            replace(ONE, effort_person_weeks={"payments": 0}),
            "Initiative 'A' has no effort in any team: estimate it.",
        ),
        (replace(ONE, effort_person_weeks={}), "Initiative 'A' has no effort in any team: estimate it."),
        (replace(ONE, effort_p90_person_weeks={"payments": 5}), "P90 effort 5 below P50 10 for payments"),
        (replace(ONE, value=-1.0), "Initiative 'A' has value -1"),
        (replace(ONE, earliest=-1), "Initiative 'A' may start in period number -1"),
        (replace(ONE, earliest=2, mandatory=True), "may start only after 2027-Q1, the last period"),
    ],
)
def test_bad_candidates_get_one_sentence(candidate: Candidate, sentence: str) -> None:
    assert sentence in refusal(problem(candidate))


def test_duplicate_id_and_bad_frame() -> None:
    assert refusal(problem(ONE, ONE)) == "The initiative id 'A' is used twice: give each initiative its own."
    assert "has no capacity for 2027-Q1" in refusal(
        replace(problem(ONE), capacity_person_weeks={("payments", "2026-Q4"): 5.0})
    )
    assert "-5 person-weeks free in 2026-Q4" in refusal(
        replace(problem(ONE), capacity_person_weeks={("payments", p): -5.0 for p in ("2026-Q4", "2027-Q1")})
    )
    assert "discount per period is 1.5" in refusal(
        replace(problem(ONE), settings=Settings(discount_per_period=1.5))
    )


def test_mandatory_overload_is_proven_in_person_weeks() -> None:
    a = Candidate("INI-43", 0.0, {"payments": 24}, deadline=0, mandatory=True)
    b = Candidate("INI-18", 5.0, {"payments": 23}, deadline=0, mandatory=True)
    assert refusal(problem(a, b)) == (
        "Mandatory items need 47 person-weeks of payments in 2026-Q4 but 46.2 are free, even in the best order: "
        "INI-43 (24), INI-18 (23); free capacity or move a deadline."
    )


def test_mandatory_overload_counts_prerequisites() -> None:
    enabler = Candidate("INI-41", 0.0, {"payments": 30})
    rule = Candidate("INI-43", 0.0, {"payments": 20}, deadline=0, mandatory=True, requires=("INI-41",))
    assert "INI-41 (30), INI-43 (20)" in refusal(problem(enabler, rule))


def test_mandatory_item_too_large_for_its_window() -> None:
    big = Candidate("big", 1.0, {"payments": 50}, deadline=0, mandatory=True)
    assert "need 50 person-weeks of payments in 2026-Q4 but 46.2 are free" in refusal(problem(big))


def test_mandatory_window_that_its_prerequisite_closes() -> None:
    late = Candidate("late", 0.0, {"payments": 1}, earliest=1)
    rule = Candidate("rule", 0.0, {"payments": 1}, deadline=0, mandatory=True, requires=("late",))
    assert refusal(problem(late, rule)) == (
        "Mandatory items cannot all be in: rule can start in 2027-Q1 at the earliest after what it needs (late), "
        "but must finish by 2026-Q4; move its window."
    )


def test_mandatory_items_that_exclude_each_other() -> None:
    a, b = replace(ONE, mandatory=True, excludes=("B",)), replace(ONE, id="B", mandatory=True)
    assert "A and B exclude each other" in refusal(problem(a, b))


def test_mandatory_set_that_needs_a_clever_order_is_placed() -> None:
    # By id, a and b would fill the first quarter and leave no quarter with room for d; one 16 belongs to each 30.
    sizes = {"a": 16.0, "b": 16.0, "c": 30.0, "d": 30.0}
    items = [Candidate(i, 1.0, {"payments": size}, mandatory=True) for i, size in sizes.items()]
    assert sorted(item.id for item in solve(problem(*items)).items) == ["a", "b", "c", "d"]
