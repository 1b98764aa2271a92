"""Good selections for releases too hard to solve whole: re-decide a random few customers at a time, exactly."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from threading import Event

from headway.engine.planning.milp import solve_programme
from headway.engine.planning.release import Customer, Release, programme_of

# Most releases are solved whole in less, and need no search.
PATIENCE_BEFORE_SEARCH_S = 1.0
STEP_LIMIT_S = 1.0
FIRST_SIZE = 20
OUTSIDERS_PER_INSIDER = 4
STALE_STEPS = 15
GROWTH = 1.3
FREE_PRICE = 1e-9

Needs = Mapping[str, frozenset[str]]


def search_nearby(release: Release, needs: Needs, stop: Event, seed: int = 0) -> frozenset[str]:
    """Return the ids of customers satisfied by the best selection found before `stop` is set; none if soon.

    `needs` maps each customer to all items it needs. Each step frees some satisfied and four times as many other
    customers and solves the choice among them; the steps grow when they find nothing (Shaw 1998, large
    neighbourhood search).
    """
    if stop.wait(PATIENCE_BEFORE_SEARCH_S):
        return frozenset()
    rng = random.Random(seed)  # nosec B311 # noqa: S311 - draws no secret
    best, size, stale = greedy(release, needs), float(FIRST_SIZE), 0
    while not stop.is_set() and size <= len(release.customers):
        other = _redecided(release, needs, best, rng, int(size))
        gain = _value(release, other) - _value(release, best)
        best = other if gain >= 0 else best
        stale = 0 if gain > 0 else stale + 1
        if stale >= STALE_STEPS:
            size, stale = size * GROWTH, 0
    return best


def _value(release: Release, ids: frozenset[str]) -> float:
    return math.fsum(customer.value for customer in release.customers if customer.id in ids)


def greedy(release: Release, needs: Needs) -> frozenset[str]:
    """Return the customers taken by best value per cost of what they still need, while the budget lasts.

    >>> wants = {"x": frozenset("a"), "y": frozenset("ab")}
    >>> customers = tuple(Customer(i, 3.0, wants[i]) for i in wants)
    >>> sorted(greedy(Release({"a": 2, "b": 1}, {}, customers, 2, 1), wants))
    ['x']
    """
    built, left, happy = set[str](), release.budget, set[str]()
    while True:
        prices = [(c, _price(release, needs[c.id] - built)) for c in release.customers if c.id not in happy]
        affordable = [(c, price) for c, price in prices if price <= left]
        if not affordable:
            return frozenset(happy)
        best, price = max(affordable, key=lambda pair: pair[0].value / max(pair[1], FREE_PRICE))
        happy.add(best.id)
        built |= needs[best.id]
        left -= price


def _price(release: Release, items: frozenset[str]) -> float:
    return math.fsum(release.cost[item] for item in items)


def _redecided(
    release: Release, needs: Needs, happy: frozenset[str], rng: random.Random, size: int
) -> frozenset[str]:
    inside = [c for c in release.customers if c.id in happy]
    outside = [c for c in release.customers if c.id not in happy]
    free = [
        *rng.sample(inside, min(size, len(inside))),
        *rng.sample(outside, min(OUTSIDERS_PER_INSIDER * size, len(outside))),
    ]
    kept = happy - {customer.id for customer in free}
    built = frozenset[str]().union(*(needs[i] for i in kept))
    part = _part(release, needs, built, free)
    programme, columns = programme_of(part)
    outcome = solve_programme(programme, STEP_LIMIT_S, 0.0)
    if outcome.values is None:
        return happy
    return kept | {customer.id for customer in free if outcome.chosen(columns[customer.id])}


def _part(release: Release, needs: Needs, built: frozenset[str], free: list[Customer]) -> Release:
    customers = tuple(Customer(c.id, c.value, needs[c.id] - built) for c in free)
    items = frozenset[str]().union(*(c.wants for c in customers))
    cost = {item: price for item, price in release.cost.items() if item in items}
    return Release(cost, {}, customers, release.budget - _price(release, built), STEP_LIMIT_S)
