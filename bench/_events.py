"""Made-up events as Parquet segments, the same for the same count, written in stretches of people.

A fortieth as many people as events, some forty times as busy as others; 90 days, 40 names as unequally common as
words are (Zipf 1.1), in three plans.
"""

from pathlib import Path

import numpy as np

from headway.apps.analytics.store import connection
from headway.engine.behaviour.histories import DAY_US

NAMES, DAYS, WEEKS, PLANS = 40, 90, 12, ("free", "pro", "team")
START_US = 1_767_225_600_000_000
WEEK_US = 7 * DAY_US
FUNNELS = {
    "4 steps": (5, 7, 9, 15),
    "4 steps of common events": (1, 3, 4, 6),
    "12 steps": tuple(range(3, 15)),
}
PEOPLE_AT_ONCE = 100_000


def segments_made(count: int, folder: Path) -> list[str]:
    """Segments of about so many events, sorted by person and time; those that are there already stay."""
    folder.mkdir(parents=True, exist_ok=True)
    people = max(1, count // 40)
    busy = np.random.default_rng(1).lognormal(0, 1, people)
    each = np.random.default_rng(2).poisson(busy / busy.mean() * (count / people))
    return [
        _segment(folder / f"{first:09}.parquet", first, each[first : first + PEOPLE_AT_ONCE])
        for first in range(0, people, PEOPLE_AT_ONCE)
    ]


def _segment(path: Path, first: int, each: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> str:
    if path.exists():
        return str(path)
    chance = np.random.default_rng(first + 3)
    person = np.repeat(np.arange(len(each)), each)
    at_us = chance.integers(0, DAYS * DAY_US, len(person))
    at_us = at_us[np.lexsort((at_us, person))] + START_US
    common = 1 / np.arange(1, NAMES + 1) ** 1.1
    event = chance.choice(NAMES, len(person), p=common / common.sum()) + 1
    plan = chance.integers(0, len(PLANS), len(each))[person]
    with connection() as session:
        session.register("made", {"person": person + first, "at_us": at_us, "event": event, "plan": plan})
        part = path.with_suffix(".part")
        session.execute(
            f"""COPY (SELECT printf('p%08d', person) AS person, '' AS account, printf('e%02d', event) AS event, at_us,
            '{{"plan":"' || ['free', 'pro', 'team'][plan + 1] || '"}}' AS properties FROM made)
            TO '{part}' (FORMAT parquet, COMPRESSION zstd)"""
        )
        part.rename(path)
    return str(path)
