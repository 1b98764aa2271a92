"""The plan a careful person makes by hand, best value per effort first: baseline and solver's start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from headway.engine.planning.model import Option
from headway.engine.planning.occupancy import Occupancy
from headway.engine.planning.options import closure, topological_order, worth

Options = Mapping[str, tuple[Option, ...]]


def fill(occupancy: Occupancy, options: Options, favoured: Sequence[str] = ()) -> None:
    """Add candidates to what is placed, best value per person-week first, each with what it still needs.

    The ratio counts the whole group a candidate brings, so an enabler without value of its own comes in with
    the item that pays for it. `favoured` ids are tried before all others, in their order.
    """
    order = topological_order(occupancy.problem)
    for identifier in favoured:
        _try(occupancy, options, order, identifier)
    open_ids = [c.id for c in occupancy.problem.candidates if c.value and c.id not in occupancy.placed]
    while open_ids:
        best = max(open_ids, key=lambda identifier: _ratio(occupancy, order, identifier))
        _try(occupancy, options, order, best)
        open_ids = [i for i in open_ids if i != best and i not in occupancy.placed]


def missing(occupancy: Occupancy, order: Sequence[str], identifier: str) -> list[str]:
    """Return the ids that placing `identifier` brings in, itself last, prerequisites first."""
    needed = closure(occupancy.problem, {identifier}) - set(occupancy.placed)
    return [other for other in order if other in needed]


def _ratio(occupancy: Occupancy, order: Sequence[str], identifier: str) -> float:
    group = missing(occupancy, order, identifier)
    value = sum(occupancy.by_id[other].value or 0.0 for other in group)
    return value / sum(sum(occupancy.efforts[other].values()) for other in group)


def _try(occupancy: Occupancy, options: Options, order: Sequence[str], identifier: str) -> bool:
    return occupancy.put_all(missing(occupancy, order, identifier), options)


def pin(occupancy: Occupancy, options: Options, ids: set[str]) -> bool:
    """Place all of `ids` with what they require, tightest window first; False where that order fails."""
    order = topological_order(occupancy.problem)
    urgency = {i: (occupancy.problem.last_finish(occupancy.by_id[i]), len(options[i]), i) for i in ids}
    return all(
        _try(occupancy, options, order, identifier) for identifier in sorted(ids, key=lambda i: urgency[i])
    )


def value_of(occupancy: Occupancy) -> float:
    """Return what the placed items are worth together."""
    return sum(
        worth(occupancy.problem, occupancy.by_id[identifier], option)
        for identifier, option in occupancy.placed.items()
    )


def drop_idle(occupancy: Occupancy, kept: set[str]) -> None:
    """Remove items that are worth nothing, are not in `kept` and that nothing placed requires."""
    order = topological_order(occupancy.problem)
    for identifier in reversed(order):
        needed = any(identifier in occupancy.by_id[other].requires for other in occupancy.placed)
        idle = not occupancy.by_id[identifier].value and identifier not in kept and not needed
        if idle and identifier in occupancy.placed:
            occupancy.take(identifier)
