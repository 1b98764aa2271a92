"""What differs between two plans, in the sentences that come before the tables."""

from collections.abc import Callable, Iterable, Sequence

from headway.apps.roadmap.compare_answers import (
    ComparedDeadline,
    ComparedItem,
    ComparedLoad,
    ComparedPlan,
    TeamLoad,
)
from headway.core.figures import Figure
from headway.core.locales import current
from headway.engine.locales.conventions import number, trimmed

MOVED = {
    "later": ("moves later", "move later"),
    "earlier": ("moves earlier", "move earlier"),
    "longer": ("starts earlier and finishes as before", "start earlier and finish as before"),
    "shorter": ("starts later and finishes as before", "start later and finish as before"),
    "teams": ("keeps its quarters and changes teams", "keep their quarters and change teams"),
}
DIGITS_MOST = 3
DUST = 1e-6


def item_words(leaves: int, enters: int, moves: Sequence[ComparedItem]) -> str:
    """How many initiatives move which way, are new or leave."""
    counts = {change: sum(one.change == change for one in moves) for change in MOVED}
    parts = [(counts[change], *words) for change, words in MOVED.items()]
    parts += [(enters, "is new", "are new"), (leaves, "leaves", "leave")]
    said = [(count, one if count == 1 else many) for count, one, many in parts if count]
    if not said:
        return "No initiative leaves, enters or moves."
    (count, first), *rest = said
    noun = "initiative" if count == 1 else "initiatives"
    return f"{_listed([f'{count} {noun} {first}', *(f'{count} {words}' for count, words in rest)])}."


def _listed(parts: Sequence[str]) -> str:
    """Parts as a sentence has them.

    >>> _listed(["one", "two", "three"])
    'one, two and three'
    """
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


def value_words(a: ComparedPlan, b: ComparedPlan, change: Figure) -> str:
    """Whether the value rises or falls, from what to what."""
    before, after = a.value.value, b.value.value
    if change.value is None or before is None or after is None:
        return change.reason
    if abs(change.value) <= DUST * max(1.0, abs(before)):
        return f"Value stays at {_written(before, before)[0]}."
    old, new = _written(before, after)
    return f"Value {'rises' if change.value > 0 else 'falls'} from {old} to {new}."


def _written(one: float, other: float) -> tuple[str, str]:
    """Two numbers with as few digits as still tell them apart.

    >>> _written(171.9, 172.1), _written(10, 300)
    (('171.9', '172.1'), ('10', '300'))
    """
    how = current().convention
    pairs = [(number(one, digits, how), number(other, digits, how)) for digits in range(DIGITS_MOST + 1)]
    return next((pair for pair in pairs if pair[0] != pair[1]), pairs[0])


def odds_words(a: ComparedPlan, b: ComparedPlan) -> str:
    """How many initiatives finish in time in each plan, as far as that is known."""
    return f"{_in_time(a)}, and {_in_time(b)}."


def _in_time(plan: ComparedPlan) -> str:
    figure, how = plan.in_time, current().convention
    if figure.value is not None:
        return f"{plan.id} finishes {trimmed(figure.value, 1, how)} of its {plan.items} initiatives in time on average"
    low, high = (trimmed(one or 0.0, 1, how) for one in (figure.low, figure.high))
    return f"{plan.id} between {low} and {high} of its {plan.items}, since some odds were not worked out"


def load_words(a: str, b: str, loads: Sequence[ComparedLoad]) -> str:
    """Where a team has more planned than it can do; empty where nowhere."""
    said = [
        f"{ref} has more planned than the team can do for {_listed(places)}"
        for ref, places in ((a, _over(loads, lambda one: one.a)), (b, _over(loads, lambda one: one.b)))
        if places
    ]
    return f"{'; '.join(said)}." if said else ""


def _over(loads: Iterable[ComparedLoad], side: Callable[[ComparedLoad], TeamLoad]) -> list[str]:
    found = [(one, side(one)) for one in loads]
    return [
        f"{one.team} in {one.quarter}"
        for one, load in found
        if load.used_person_weeks is not None
        and load.capacity_person_weeks is not None
        and load.used_person_weeks > load.capacity_person_weeks + DUST
    ]


def deadline_words(a: str, b: str, deadlines: Sequence[ComparedDeadline]) -> str:
    """How many dates each plan misses, and which the second misses that the first keeps, or the other way."""
    if not deadlines:
        return ""
    missed = [[one for one in deadlines if side(one) is False] for side in (_kept_by_a, _kept_by_b)]
    parts = [f"Of {_dates(len(deadlines))}, {a} misses {len(missed[0])} and {b} misses {len(missed[1])}"]
    lost = [_named(one) for one in missed[1] if one.a.kept]
    won = [_named(one) for one in missed[0] if one.b.kept]
    parts += [f"{b} no longer keeps {_listed(lost)}"] if lost else []
    parts += [f"{b} keeps {_listed(won)} again"] if won else []
    return f"{'; '.join(parts)}."


def _kept_by_a(one: ComparedDeadline) -> bool | None:
    return one.a.kept


def _kept_by_b(one: ComparedDeadline) -> bool | None:
    return one.b.kept


def _dates(count: int) -> str:
    return "one date" if count == 1 else f"{count} dates"


def _named(one: ComparedDeadline) -> str:
    return f"{one.commitment} to {one.account}" if one.commitment else one.id


def cover_words(a: ComparedPlan, b: ComparedPlan, shared: Sequence[str], outside: int) -> str:
    """Which quarters the plans share, where they do not cover the same ones; else empty."""
    if a.periods == b.periods:
        return ""
    where = shared[0] if len(shared) == 1 else f"{shared[0]} to {shared[-1]}"
    beside = {0: "", 1: "; 1 initiative lies outside of them and is listed apart"}.get(
        outside, f"; {outside} initiatives lie outside of them and are listed apart"
    )
    return f"Both cover {where}{beside}."
