"""The next release problem: which requirements to build for which customers within a budget."""

from __future__ import annotations

import math
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from headway.engine.planning.milp import solve_programme
from headway.engine.planning.neighbourhood import search_nearby
from headway.engine.planning.release import Release, parse, programme_of, with_prerequisites

PROVEN_GAP = 1e-9


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
    release = parse(question)
    needs = {customer.id: with_prerequisites(release, customer.wants) for customer in release.customers}
    programme, columns = programme_of(release)
    stop = Event()
    with ThreadPoolExecutor(1) as pool:
        nearby = pool.submit(search_nearby, release, needs, stop)
        try:
            outcome = solve_programme(programme, release.time_limit_s, 0.0)
        finally:
            stop.set()
    found = [frozenset(c.id for c in release.customers if outcome.chosen(columns[c.id])), nearby.result()]
    value = {customer.id: customer.value for customer in release.customers}
    happy = max(found, key=lambda ids: math.fsum(value[i] for i in ids))
    return _answer(release, needs, happy, outcome.bound)


def _answer(
    release: Release, needs: Mapping[str, frozenset[str]], happy: frozenset[str], bound: float
) -> dict[str, object]:
    selected = frozenset[str]().union(*(needs[i] for i in happy))
    # Whoever needs nothing more than what is built is satisfied too, whatever the solver said.
    satisfied = [c for c in release.customers if needs[c.id] <= selected]
    value = math.fsum(c.value for c in satisfied)
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
        "customers": [c.id for c in satisfied],
        "cost": math.fsum(release.cost[item] for item in selected),
    }
