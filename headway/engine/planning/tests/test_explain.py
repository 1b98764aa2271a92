from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from headway.engine.planning.explain import explain
from headway.engine.planning.model import Candidate, Problem
from headway.engine.planning.solve import solve


def problem(*candidates: Candidate, free: float = 10.0) -> Problem:
    return Problem(("2026-Q4",), ("web",), {("web", "2026-Q4"): free}, candidates)


def test_price_is_the_value_lost_and_displaced_are_named() -> None:
    asked = problem(
        Candidate("A", 9.0, {"web": 6}), Candidate("B", 4.0, {"web": 4}), Candidate("C", 5.0, {"web": 7})
    )
    (answer,) = explain(asked, solve(asked))
    assert (answer.id, answer.displaces, answer.brings, answer.price) == ("C", ("A", "B"), (), 8.0)
    assert answer.reason == (
        "Needs 7 person-weeks of web and at most 0 are free in any one period of its window; "
        "forcing it in displaces A, B and costs 8 (62 % of the plan's value)."
    )


def test_enabler_it_brings_is_named() -> None:
    asked = problem(
        Candidate("A", 9.0, {"web": 8}),
        Candidate("E", 0.0, {"web": 6}),
        Candidate("B", 5.0, {"web": 4}, requires=("E",)),
    )
    by_id = {answer.id: answer for answer in explain(asked, solve(asked))}
    assert (by_id["B"].displaces, by_id["B"].brings, by_id["B"].price) == (("A",), ("E",), 4.0)
    assert by_id["B"].reason.startswith(
        "It depends on E, which needs 6 person-weeks of web and at most 2 are free"
    )
    assert by_id["E"].reason.startswith("It has no value of its own and nothing in the plan needs it; ")


def test_unknown_value_is_said_and_priced() -> None:
    asked = problem(Candidate("A", 9.0, {"web": 8}), Candidate("U", None, {"web": 4}))
    (answer,) = explain(asked, solve(asked))
    assert (answer.displaces, answer.price) == (("A",), 9.0)
    assert answer.reason.startswith("No evidence linked: value unknown; forcing it in displaces A")


def test_no_price_within_the_tolerance() -> None:
    asked = problem(Candidate("A", 9.0, {"web": 8}), Candidate("U", None, {"web": 2}))
    (answer,) = explain(asked, solve(asked))
    assert (answer.price, answer.within_tolerance, answer.displaces) == (0.0, True, ())
    assert answer.reason.endswith("forcing it in changes the value by less than the tolerance.")


def test_impossible_has_no_price_but_a_proof() -> None:
    asked = problem(
        Candidate("M", 0.0, {"web": 7}, mandatory=True),
        Candidate("big", 9.0, {"web": 4}),
        Candidate("never", 9.0, {"web": 1}, requires=("big",)),
    )
    by_id = {answer.id: answer for answer in explain(asked, solve(asked))}
    assert by_id["big"].price is None
    assert by_id["big"].reason == (
        "big and the mandatory items need 11 person-weeks of web in 2026-Q4 but 10 are free, even in the best order: "
        "M (7), big (4); free capacity or move a deadline."
    )
    assert by_id["never"].price is None
    assert "need 12 person-weeks of web in 2026-Q4" in by_id["never"].reason


def test_item_that_starts_after_the_horizon_has_no_price() -> None:
    asked = problem(
        Candidate("A", 9.0, {"web": 6}, earliest=1), Candidate("B", 1.0, {"web": 1}, requires=("A",))
    )
    answers = explain(asked, solve(asked))
    later = "A can start only after 2026-Q4, where this plan ends; plan further ahead."
    assert [(a.price, a.reason) for a in answers] == [
        (None, later),
        (None, f"B needs A, which has no place: {later}"),
    ]


def test_every_exclusion_of_the_bank_is_priced_however_little_time(
    bank: Path, bench_planning: ModuleType
) -> None:
    asked = bench_planning.bank_problem(bank)
    plan = solve(asked)
    answers = explain(asked, plan, time_limit_s=3.0)
    assert {answer.id for answer in answers} == {c.id for c in asked.candidates} - set(plan.placed())
    assert all(answer.price is not None and answer.price >= 0 for answer in answers)
    unknown = [
        answer.id for answer in answers if answer.reason.startswith("No evidence linked: value unknown")
    ]
    assert unknown == ["INI-38", "INI-39", "INI-40"]


@pytest.mark.parametrize("workers", [1, 2])
def test_answers_do_not_depend_on_workers(workers: int) -> None:
    asked = problem(*(Candidate(f"i{i}", 5.0 + i, {"web": 3.0 + i % 3}) for i in range(8)))
    answers = explain(asked, solve(asked), workers=workers)
    assert [answer.price for answer in answers] == [a.price for a in explain(asked, solve(asked))]
