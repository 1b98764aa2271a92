"""The next release problem against published instances, brute force and bad questions."""

from __future__ import annotations

import csv
import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headway.engine.planning.errors import PlanningError
from headway.engine.planning.selection import select


def instance(path: Path, budget: int) -> dict[str, object]:
    numbers = iter(map(int, path.read_text(encoding="utf-8").split()))
    costs = [next(numbers) for _ in range(next(numbers)) for _ in range(next(numbers))]
    links = [(next(numbers), next(numbers)) for _ in range(next(numbers))]
    customers = []
    for number in range(next(numbers)):
        value, wants = next(numbers), next(numbers)
        customers.append({"id": number, "value": value, "wants": [next(numbers) for _ in range(wants)]})
    return {
        "items": [{"id": number, "cost": cost} for number, cost in enumerate(costs, start=1)],
        "requires": [[after, before] for before, after in links],
        "customers": customers,
        "budget": budget,
    }


CASES = [
    ("nrp1", "0.7"),
    ("nrp3", "0.5"),
    ("nrp5", "0.3"),
    ("nrp-e1", "0.3"),
    ("nrp-e3", "0.5"),
    ("nrp-g4", "0.3"),
]


@pytest.mark.parametrize(("name", "ratio"), CASES)
def test_measured_optima_are_reached_and_proven(nrp: Path, name: str, ratio: str) -> None:
    with (nrp / "reference.csv").open(newline="", encoding="utf-8") as lines:
        rows = [
            r
            for r in csv.DictReader(lines)
            if (r["instance"], r["cost_ratio"]) == (name, ratio) and r["seconds"]
        ]
    answer = select(instance(nrp / f"{name}.txt", int(rows[0]["budget"])))
    assert (answer["value"], answer["bound"], answer["gap"], answer["proven"]) == (
        float(rows[0]["best_value"]),
        float(rows[0]["best_value"]),
        0.0,
        True,
    )


def test_published_value_with_the_rounded_budget(nrp: Path) -> None:
    answer = select(instance(nrp / "nrp5.txt", 1198))
    assert (answer["value"], answer["proven"]) == (18510.0, True)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, object]:
    n = draw(st.integers(1, 6))
    ids = [f"r{i}" for i in range(n)]
    links = draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=5))
    customers = [
        {
            "id": f"c{i}",
            "value": draw(st.integers(0, 20)),
            "wants": draw(st.lists(st.sampled_from(ids), max_size=3)),
        }
        for i in range(draw(st.integers(0, 5)))
    ]
    return {
        "items": [{"id": i, "cost": draw(st.integers(0, 9))} for i in ids],
        "requires": [list(link) for link in links],
        "customers": customers,
        "budget": draw(st.integers(0, 25)),
    }


def brute_force(question: dict) -> float:
    cost = {item["id"]: item["cost"] for item in question["items"]}
    best = 0.0
    for size in range(len(cost) + 1):
        for chosen in map(set, itertools.combinations(cost, size)):
            closed = all(b in chosen for a, b in question["requires"] if a in chosen)
            if closed and sum(cost[i] for i in chosen) <= question["budget"]:
                best = max(best, sum(c["value"] for c in question["customers"] if set(c["wants"]) <= chosen))
    return best


@settings(max_examples=80, deadline=None)
@given(questions())
def test_small_selections_equal_brute_force(question: dict) -> None:
    answer = select(question)
    assert answer["value"] == brute_force(question)
    assert answer["bound"] == answer["value"]
    chosen = set(answer["selected"])
    assert all(b in chosen for a, b in question["requires"] if a in chosen)
    assert sum(item["cost"] for item in question["items"] if item["id"] in chosen) <= question["budget"]


GOOD = {
    "items": [{"id": "a", "cost": 1}],
    "customers": [{"id": "x", "value": 1, "wants": ["a"]}],
    "budget": 1,
}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"budget": -1}, "The budget is -1"),
        ({"budget": None}, "The budget is None"),
        ({"items": [{"id": "a", "cost": -2}]}, "The cost of item 'a' is -2"),
        ({"items": [{"id": "a", "cost": 1}] * 2}, "The item id 'a' is used twice"),
        ({"items": "abc"}, "'items': a list of objects"),
        ({"requires": [["a", "b"]]}, "Item 'a' requires 'b', which is not among the items"),
        ({"requires": [["a"]]}, r"must be a pair \[item, prerequisite\]"),
        ({"customers": [{"id": "x", "value": 1, "wants": ["z"]}]}, "Customer 'x' wants 'z'"),
        ({"customers": [{"value": 1}]}, "Each customer needs an id"),
    ],
)
def test_bad_questions_get_one_clear_sentence(change: dict, message: str) -> None:
    with pytest.raises(PlanningError, match=message):
        select(GOOD | change)
