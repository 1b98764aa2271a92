"""The next release problem: which requirements to build for which customers within a budget."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from headway.engine.planning.errors import PlanningError
from headway.engine.planning.milp import Programme, solve_programme

TIME_LIMIT_S = 20.0
BUDGET_DUST = 1e-9
PROVEN_GAP = 1e-9


@dataclass(frozen=True, slots=True)
class Customer:
    """Who gains `value` once all of the items in `wants` are built."""

    id: str
    value: float
    wants: frozenset[str]


@dataclass(frozen=True, slots=True)
class Release:
    """A next release problem: what items cost, what each needs first, who wants what, and the budget."""

    cost: Mapping[str, float]
    requires: Mapping[str, frozenset[str]]
    customers: tuple[Customer, ...]
    budget: float
    time_limit_s: float


def select(question: Mapping[str, object]) -> dict[str, object]:
    """Return the selection that satisfies customers of the most value within the budget, with a proven bound.

    Question and answer are those of `prioritisation.select`. A MILP (Bagnall, Rayward-Smith & Whittley 2001)
    on HiGHS: one yes/no variable per customer, items follow. Raises PlanningError on a badly written
    question.

    >>> items = [{"id": "a", "cost": 3}, {"id": "b", "cost": 2}, {"id": "c", "cost": 4}]
    >>> customers = [{"id": "x", "value": 5, "wants": ["b"]}, {"id": "y", "value": 6, "wants": ["c"]}]
    >>> answer = select({"items": items, "requires": [["b", "a"]], "customers": customers, "budget": 5})
    >>> answer["selected"], answer["value"], answer["bound"], answer["proven"]
    (['c'], 6.0, 6.0, True)
    """
    release = _parsed(question)
    needs = {customer.id: _closure(release, customer.wants) for customer in release.customers}
    programme, columns = _programme(release)
    outcome = solve_programme(programme, release.time_limit_s, 0.0)
    happy = [c for c in release.customers if outcome.chosen(columns[c.id])]
    selected = frozenset[str]().union(*(needs[c.id] for c in happy))
    # Whoever needs nothing more than what is built is satisfied too, whatever the solver said.
    happy = [c for c in release.customers if needs[c.id] <= selected]
    return _answer(release, selected, happy, outcome.bound)


def _answer(
    release: Release, selected: frozenset[str], happy: Sequence[Customer], bound: float
) -> dict[str, object]:
    value = math.fsum(c.value for c in happy)
    if all(c.value.is_integer() for c in release.customers):
        bound = math.floor(bound + 1e-6)
    bound = max(value, min(bound, math.fsum(c.value for c in release.customers)))
    gap = (bound - value) / value if value else None if bound > value else 0.0
    return {
        "selected": [item for item in release.cost if item in selected],
        "value": value,
        "bound": float(bound),
        "gap": gap,
        "proven": gap is not None and gap <= PROVEN_GAP,
        "customers": [c.id for c in happy],
        "cost": math.fsum(release.cost[item] for item in selected),
    }


def _programme(release: Release) -> tuple[Programme, dict[str, int]]:
    programme = Programme()
    # Items may be continuous: with yes/no customers an item is needed wholly or not at all.
    items = {item: programme.variable(whole=False) for item in release.cost}
    columns = {customer.id: programme.variable(customer.value) for customer in release.customers}
    programme.at_most({items[item]: cost for item, cost in release.cost.items() if cost}, release.budget)
    for item, needed in release.requires.items():
        for other in sorted(needed):
            programme.at_most({items[item]: 1.0, items[other]: -1.0}, 0.0)
    for customer in release.customers:
        for item in sorted(customer.wants):
            programme.at_most({columns[customer.id]: 1.0, items[item]: -1.0}, 0.0)
    return programme, columns


def _closure(release: Release, wants: frozenset[str]) -> frozenset[str]:
    found, open_items = set[str](), list(wants)
    while open_items:
        item = open_items.pop()
        if item not in found:
            found.add(item)
            open_items.extend(release.requires.get(item, ()))
    return frozenset(found)


def _parsed(question: Mapping[str, object]) -> Release:
    cost = {}
    for row in _rows(question, "items"):
        identifier = _identifier(row, "item")
        if identifier in cost:
            raise PlanningError(f"The item id {identifier!r} is used twice: give each item its own.")
        cost[identifier] = _amount(row.get("cost"), f"cost of item {identifier!r}")
    customers = tuple(_customer(row, cost) for row in _rows(question, "customers"))
    if len({c.id for c in customers}) < len(customers):
        raise PlanningError("A customer id is used twice: give each customer its own.")
    return Release(
        cost,
        _links(question.get("requires", []), cost),
        customers,
        _amount(question.get("budget"), "budget"),
        _amount(question.get("time_limit_s", TIME_LIMIT_S), "time_limit_s"),
    )


def _rows(question: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    rows = question.get(key)
    if (
        not isinstance(rows, Sequence)
        or isinstance(rows, str)
        or not all(isinstance(r, Mapping) for r in rows)
    ):
        raise PlanningError(f"The question needs {key!r}: a list of objects.")
    return list(rows)


def _identifier(row: Mapping[str, object], noun: str) -> str:
    if row.get("id") is None:
        raise PlanningError(f"Each {noun} needs an id: {dict(row)!r} has none.")
    return row["id"]  # type: ignore[return-value]


def _amount(value: object, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise PlanningError(f"The {where} is {value!r}: give a number of zero or more.")
    return float(value)


def _customer(row: Mapping[str, object], cost: Mapping[str, float]) -> Customer:
    identifier = _identifier(row, "customer")
    wants = row.get("wants", [])
    if not isinstance(wants, Sequence) or isinstance(wants, str):
        raise PlanningError(f"The wants of customer {identifier!r} must be a list of item ids.")
    for item in wants:
        _known(item, cost, f"Customer {identifier!r} wants")
    return Customer(
        identifier, _amount(row.get("value"), f"value of customer {identifier!r}"), frozenset(wants)
    )


def _known(item: object, cost: Mapping[str, float], who: str) -> str:
    if item not in cost:
        raise PlanningError(f"{who} {item!r}, which is not among the items: add it or remove the link.")
    return item  # type: ignore[return-value]


def _links(given: object, cost: Mapping[str, float]) -> dict[str, frozenset[str]]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise PlanningError("The requires must be a list of [item, prerequisite] pairs.")
    links: dict[str, set[str]] = {}
    for pair in given:
        if not isinstance(pair, Sequence) or isinstance(pair, str) or len(pair) != 2:
            raise PlanningError(f"The link {pair!r} must be a pair [item, prerequisite].")
        item = _known(pair[0], cost, "A link starts at")
        links.setdefault(item, set()).add(_known(pair[1], cost, f"Item {item!r} requires"))
    return {item: frozenset(needed) for item, needed in links.items()}
