"""Made-up events with ties and repeats, as histories for the engine and as rows for a warehouse."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from headway.engine.behaviour.histories import Histories, histories_of

WORKSPACE, LAST_US = "lumen", 60
Row = tuple[str, str, str, str, int, str]


@dataclass(frozen=True)
class Happened:
    histories: Histories
    rows: tuple[Row, ...]


@cache
def happened(people: int = 120) -> Happened:
    """The same events every time; those of another workspace and of nobody must not count."""
    chance = random.Random(5)
    done = [
        (f"p{one}", chance.choice("ABCDX"), chance.randint(0, LAST_US))
        for one in range(people)
        for _ in range(chance.randint(0, 9))
    ]
    rows = [(WORKSPACE, who, "", event, at, '{"plan": "pro"}') for who, event, at in done]
    strange = [("elsewhere", "p1", "", "A", 3, "{}"), (WORKSPACE, "", "", "A", 4, "{}")]
    histories = histories_of([who for who, _, _ in done], [at for _, _, at in done], [e for _, e, _ in done])
    return Happened(histories, (*rows, *strange))
