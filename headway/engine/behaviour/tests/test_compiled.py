"""The loops that numba compiles, where it is installed, against the array forms and the oracle."""

import random
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from headway.engine.behaviour import parts, quick
from headway.engine.behaviour.adoption import adoption
from headway.engine.behaviour.breakdown import funnel_by_value
from headway.engine.behaviour.funnel import funnel
from headway.engine.behaviour.histories import SECOND_US, Histories, Step, histories_of, matching
from headway.engine.behaviour.retention import retention
from headway.engine.behaviour.rules import Exclusion, Funnel
from headway.engine.behaviour.tests.oracle import best
from headway.engine.behaviour.tests.test_oracle import PEOPLE, found, random_case, random_history
from headway.engine.behaviour.trend import totals, uniques

pytest.importorskip("numba")
CASES = 500


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """However few the rows are, the loops answer."""
    monkeypatch.setattr(quick, "ROWS_LEAST", 0)
    yield


def test_the_loops_find_what_trying_everything_finds(compiled: None) -> None:
    chance, walked = random.Random(7), 0
    for _ in range(CASES):
        order = chance.choice(["ordered", "strict"])
        case = replace(random_case(chance), order=order, exclusions=())
        histories = [random_history(chance, case) for _ in range(PEOPLE)]
        expected = [best(history, case) for history in histories]
        walked += sum(len(one) > 1 for one in expected)
        assert found(histories, case) == expected, (case, histories)
    assert walked > 300


def test_steps_of_an_event_each_find_what_trying_everything_finds(compiled: None) -> None:
    chance, walked = random.Random(11), 0
    for _ in range(CASES):
        case = random_case(chance)
        order = "ordered" if case.order == "strict" else case.order
        case = replace(case, order=order, steps=chance.sample("ABCD", len(case.steps)))
        histories = [[(at, name[0]) for at, name in random_history(chance, case)] for _ in range(PEOPLE)]
        expected = [best(history, case) for history in histories]
        walked += sum(len(one) > 1 for one in expected)
        assert found(histories, case, Step) == expected, (case, histories)
    assert walked > 150


def some() -> Histories:
    chance = random.Random(3)
    count = 4000
    at = [chance.randrange(0, 60) * SECOND_US for _ in range(count)]
    users = [f"p{chance.randrange(120)}" for _ in range(count)]
    plans = [{"plan": chance.choice("ab")} if chance.random() < 0.7 else {} for _ in range(count)]
    return histories_of(users, at, [chance.choice("ABCDE") for _ in range(count)], plans)


def answers(rows: Histories) -> list[object]:
    edges = np.arange(0, 61, 5) * SECOND_US
    uneven = np.array([0, 7, 20, 60]) * SECOND_US
    any_row = np.ones(len(rows.person), np.bool_)
    steps = (Step("A"), Step("B", {"plan": ("a",)}), Step(None))
    rules = Funnel(steps, 9 * SECOND_US, since_us=4 * SECOND_US, until_us=40 * SECOND_US)
    whole = funnel(rows, rules, 45 * SECOND_US)
    named, spoiling = (Step("A"), Step("B", {"plan": ("a",)}), Step("C")), (Exclusion(Step("D"), 0, 2),)
    others = [
        funnel(rows, Funnel(named, 9 * SECOND_US, order, anchor, exclusions), 45 * SECOND_US)
        for order in ("ordered", "strict", "unordered") for anchor in ("best", "first") for exclusions in ((), spoiling)
    ]  # fmt: skip
    by = {
        (attribution, value): one.counts
        for attribution in ("first", "last", "step", "all")
        for value, one in funnel_by_value(rows, rules, "plan", attribution, step=1).items()
    }
    taken = adoption(rows, matching(rows, Step("A")), matching(rows, Step("E")), window_us=9 * SECOND_US,
                     as_of_us=50 * SECOND_US, times=2)  # fmt: skip
    return [
        [[one.counts, one.provisional, one.walks.person.tolist(), one.walks.times_us.tolist()]
         for one in (whole, *others)], by,
        [taken.person.tolist(), taken.took_us.tolist(), taken.watched_us.tolist()],
        [totals(rows, any_row, uneven), uniques(rows, any_row, uneven)],
        [retention(rows, Step("A", {"plan": ("a",)}), Step("B"), edges, kind=kind).matrix
         for kind in ("recurring", "first_time", "first_ever")],
    ]  # fmt: skip


def test_loops_arrays_and_stretches_of_people_give_the_same_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = some()
    expected = answers(rows)
    monkeypatch.setattr(parts, "ROWS_AT_ONCE", 300)
    assert answers(rows) == expected
    monkeypatch.setattr(quick, "ROWS_LEAST", 0)
    assert answers(rows) == expected
