"""Who was active since a moment and what they did, from the index and from what came after it was made."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from headway.apps.analytics.index.columns import Index
from headway.apps.analytics.index.extending import ACCOUNTS, Extended
from headway.apps.analytics.index.naming import whole
from headway.apps.analytics.index.raw import reading
from headway.apps.analytics.index.usage_loops import usage_loop
from headway.apps.analytics.store import segments_sql
from headway.engine.behaviour.histories import Longs
from headway.engine.behaviour.quick import Loop, quick

PEOPLE_AT_ONCE, THREADS = 1 << 16, 2
Counted = tuple[int, int, list[tuple[str, int, int]]]


def usage_counted(index: Index | Extended, from_us: int) -> Counted:
    """People and accounts active after a moment, and of each event how often it was and of how many people, the
    commonest first."""
    loop = quick(usage_loop, index.facts.rows)
    active, many, people = _looped(loop, index, from_us) if loop else _in_arrays(index, from_us)
    told = sorted(
        zip(index.facts.events, many.tolist(), people.tolist(), strict=True),
        key=lambda one: (-one[1], one[0]),
    )
    return active, _accounts(index, from_us), [one for one in told if one[1]]


def _looped(loop: Loop, index: Index | Extended, from_us: int) -> tuple[int, Longs, Longs]:
    base = index.base
    columns = [base.column(name) for name in ("bounds", "event", "at_us")]
    whose, who, new = (
        np.arange(len(base.people()), dtype=np.int32),
        np.empty(0, np.int64),
        (np.empty(0, np.int64),) * 2,
    )
    if isinstance(index, Extended):
        whose, who, new = (
            index.column("whose"),
            index.column("who"),
            (index.column("event"), index.column("at_us")),
        )
    code = {name: n for n, name in enumerate(index.facts.events)}
    table = np.array([code[name] for name in base.facts.events], np.int64)

    def counted(first: int) -> tuple[int, Longs, Longs]:
        many, people, seen = np.zeros((3, len(code)), np.int64)
        some = whose[first : first + PEOPLE_AT_ONCE]
        return loop(some, *columns, table, first, who, *new, from_us, many, people, seen), many, people

    with ThreadPoolExecutor(THREADS) as pool:
        parts = list(pool.map(counted, range(0, len(whose), PEOPLE_AT_ONCE)))
    active, many, people = zip(*parts, strict=True)
    return sum(active), np.sum(many, axis=0), np.sum(people, axis=0)


def _in_arrays(index: Index | Extended, from_us: int) -> tuple[int, Longs, Longs]:
    rows, count = index.histories(), len(index.facts.events)
    later = rows.at_us > from_us
    person, event = rows.person[later].astype(np.int64), rows.event[later]
    pairs = np.unique(person * count + event)
    return (
        len(np.unique(person)),
        np.bincount(event, minlength=count),
        np.bincount(pairs % max(count, 1), minlength=count),
    )


def _accounts(index: Index | Extended, from_us: int) -> int:
    last = _last_by_account(index.base.folder, index.base.facts.segments)
    if isinstance(index, Extended):
        came = _last_by_account(index.folder, index.facts.segments[len(index.base.facts.segments) :])
        last |= {account: max(at, last.get(account, at)) for account, at in came.items()}
    return sum(at > from_us for at in last.values())


def _last_by_account(folder: Path, segments: Sequence[str]) -> dict[str, int]:
    """When each account was last active in segments, of which some were read before."""
    path = folder / ACCOUNTS
    read, last = json.loads(path.read_text()) if path.exists() else (0, {})
    if read < len(segments):
        with reading(folder) as session:
            found = session.execute(
                f"""SELECT account, max(at_us) FROM {segments_sql(segments[read:])}
                WHERE account <> '' GROUP BY account"""  # nosec B608 # noqa: S608 - our own file names, quoted
            ).fetchall()
        last |= {account: max(at, last.get(account, at)) for account, at in found}
        whole(path, lambda part: part.write_text(json.dumps([len(segments), last])))
    return dict(last)
