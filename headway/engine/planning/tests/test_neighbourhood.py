from __future__ import annotations

import random
from threading import Event

from headway.engine.planning.milp import solve_programme
from headway.engine.planning.neighbourhood import greedy, search_nearby
from headway.engine.planning.release import Customer, Release, programme_of


def release() -> Release:
    rng = random.Random(1)
    items = [f"r{i}" for i in range(40)]
    customers = tuple(
        Customer(f"c{i}", float(rng.randint(1, 50)), frozenset(rng.sample(items, rng.randint(1, 4))))
        for i in range(26)
    )
    return Release({item: float(rng.randint(1, 9)) for item in items}, {}, customers, 60.0, 5.0)


def value(asked: Release, ids: frozenset[str]) -> float:
    return sum(customer.value for customer in asked.customers if customer.id in ids)


def test_search_ends_on_the_optimum_of_a_small_release_and_beats_greedy() -> None:
    asked = release()
    needs = {customer.id: customer.wants for customer in asked.customers}
    optimum = solve_programme(programme_of(asked)[0], 5.0, 0.0).objective
    found = search_nearby(asked, needs, Event())
    assert value(asked, found) == optimum
    assert value(asked, greedy(asked, needs)) < value(asked, found)
    built = frozenset().union(*(needs[i] for i in found))
    assert sum(asked.cost[item] for item in built) <= asked.budget


def test_search_that_is_stopped_soon_says_nothing() -> None:
    asked, stop = release(), Event()
    stop.set()
    assert search_nearby(asked, {c.id: c.wants for c in asked.customers}, stop) == frozenset()
