"""The next release problem as written down: items, what they need, who wants what."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from headway.engine.planning.errors import PlanningError
from headway.engine.planning.milp import Programme

TIME_LIMIT_S = 20.0


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


def programme_of(release: Release) -> tuple[Programme, dict[str, int]]:
    """Return the programme that maximises the value of satisfied customers, and each customer's column."""
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


def with_prerequisites(release: Release, wants: frozenset[str]) -> frozenset[str]:
    """Return `wants` with everything they require, directly or not."""
    found, open_items = set[str](), list(wants)
    while open_items:
        item = open_items.pop()
        if item not in found:
            found.add(item)
            open_items.extend(release.requires.get(item, ()))
    return frozenset(found)


def parse(question: Mapping[str, object]) -> Release:
    """Return the release a question of `prioritisation.select` describes. Raises PlanningError."""
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
