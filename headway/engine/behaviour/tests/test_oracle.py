"""The engine against trying everything, on random small histories with ties, repeats, exclusions, orders, anchors."""

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from headway.engine.behaviour.errors import BehaviourError
from headway.engine.behaviour.funnel import funnel
from headway.engine.behaviour.histories import SECOND_US, Step, checked, histories_of
from headway.engine.behaviour.rules import Exclusion, Funnel
from headway.engine.behaviour.tests.oracle import Case, Event, best

FUNNELS, PEOPLE = 540, 4
NAMES = "ABCDX"
StepOf = Callable[[str], Step]


def rules_of(case: Case, step_of: StepOf) -> Funnel:
    return Funnel(
        tuple(step_of(name) for name in case.steps),
        case.window * SECOND_US,
        case.order,  # type: ignore[arg-type]
        case.anchor,  # type: ignore[arg-type]
        tuple(Exclusion(step_of(name), start, end) for name, start, end in case.exclusions),
        None if case.since is None else case.since * SECOND_US,
        None if case.until is None else case.until * SECOND_US,
    )


def answering(letter: str) -> Step:
    """Any event that answers to the letter; events of two letters are why one may fill several steps."""
    return Step(None, {letter: ("1",)})


def random_case(chance: random.Random) -> Case:
    order = chance.choice(["ordered", "ordered", "strict", "unordered"])
    count = chance.randint(1, 4)
    letters = "ABCD" if chance.random() < 0.6 else "AB"
    steps = [chance.choice(letters) for _ in range(count)]
    exclusions: list[tuple[str, int, int]] = []
    if count > 1 and chance.random() < 0.4:
        first = 0 if order == "unordered" else chance.randrange(count - 1)
        last = count - 1 if order == "unordered" else chance.randint(first + 1, count - 1)
        exclusions = [("X", first, last)]
    since, until = chance.choice([(None, None), (None, None), (2, None), (None, 6), (2, 7)])
    return Case(steps, chance.choice([1, 3, 5, 20]), order, chance.choice(["best", "best", "first"]), exclusions, since, until)  # fmt: skip


def random_history(chance: random.Random, case: Case) -> list[Event]:
    length = chance.randint(0, 7)
    span = chance.choice([3, 8, 15])
    weighted = [*case.steps * 2, *NAMES] if chance.random() < 0.7 else [*NAMES, "AB", "BC", "AX"]
    return [(chance.randint(0, span), chance.choice(weighted)) for _ in range(length)]


@pytest.mark.parametrize("seed", range(FUNNELS // 20))
def test_the_engine_finds_what_trying_everything_finds(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(20):
        case = random_case(chance)
        histories = [random_history(chance, case) for _ in range(PEOPLE)]
        expected = [best(history, case) for history in histories]
        assert found(histories, case) == expected, (case, histories)


def found(histories: list[list[Event]], case: Case, step_of: StepOf = answering) -> list[list[int]]:
    """What the engine says of each person; people without events are not among those it is told of."""
    rows = [(f"p{person}", at, name) for person, history in enumerate(histories) for at, name in history]
    columns = histories_of(
        [user for user, _, _ in rows],
        [at * SECOND_US for _, at, _ in rows],
        [name for _, _, name in rows],
        [dict.fromkeys(name, "1") for _, _, name in rows],
    )
    told = funnel(columns, rules_of(case, step_of))
    assert told.counts == [int((told.walks.reached > n).sum()) for n in range(len(case.steps))]
    times = {
        columns.people[person]: (row[:reached] // SECOND_US).tolist()
        for person, reached, row in zip(
            *(told.walks.person, told.walks.reached, told.walks.times_us), strict=True
        )
    }
    return [times.get(f"p{person}", []) for person in range(len(histories))]


def test_enough_of_each_kind_is_tried() -> None:
    """Each order, anchor and exclusion meets histories that get somewhere, or the comparison would show little."""
    finished: dict[tuple[str, str, bool], int] = {}
    for seed in range(FUNNELS // 20):
        chance = random.Random(seed)
        for _ in range(20):
            case = random_case(chance)
            histories = [random_history(chance, case) for _ in range(PEOPLE)]
            kind = (case.order, case.anchor, bool(case.exclusions))
            reached = [len(best(history, case)) for history in histories]
            finished[kind] = finished.get(kind, 0) + sum(many > 1 for many in reached)
    assert len(finished) == 12 and min(finished.values()) >= 8, finished


def test_many_people_at_once_are_each_their_own() -> None:
    """Several chunks of rows, and keys that do not fit 62 bits in one."""
    count = 100_000
    spread = 3 * 365 * 86_400
    users = [f"{n:06}" for n in range(count) for _ in range(3)]
    at = [at for n in range(count) for at in (n * 900, n * 900 + 5, n * 900 + (9 if n % 3 else 11))]
    assert max(at) < spread
    rows = histories_of(users, [one * SECOND_US for one in at], ["A", "B", "C"] * count)
    told = funnel(rows, Funnel((Step("A"), Step("B"), Step("C")), 10 * SECOND_US))
    assert told.counts == [count, count, count - len(range(0, count, 3))]
    assert np.unique(told.seconds(1, 2)).tolist() == [4.0]


def test_columns_out_of_order_are_refused() -> None:
    rows = histories_of(["a", "a"], [1, 2], ["A", "B"])
    with pytest.raises(BehaviourError, match="sort them by person and time"):
        checked(replace(rows, at_us=rows.at_us[::-1].copy()))
    with pytest.raises(BehaviourError, match="give one value per event"):
        checked(replace(rows, event=rows.event[:1]))
