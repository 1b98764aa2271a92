"""The backlog as a tracker exports it: items with ages, a few asked for twice, some forgotten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from headway.sample.days import LAST_DAY
from headway.sample.draws import stream, weighted
from headway.sample.planning import PLANNED
from headway.sample.wishes import REPEATS, WISHES, Wish

Draft = tuple[datetime, datetime, Wish, bool]  # created, updated, what, forgotten
FIRST_KEY = 101
END = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 18, tzinfo=UTC)
STALE_ITEMS = 14
STALE_DAYS = 365
STATUSES = {"To Do": 0.66, "In Progress": 0.1, "In Review": 0.06, "Done": 0.18}
PRIORITIES = {"Highest": 0.05, "High": 0.2, "Medium": 0.5, "Low": 0.17, "Lowest": 0.08}
LABELS = ("customer-request", "mobile", "tech-debt", "regulatory", "quick-win")
POINTS = ("", "", "1", "2", "3", "5", "8", "13")


@dataclass(frozen=True)
class Item:
    key: str
    number: int
    wish: Wish
    status: str
    priority: str
    created: datetime
    updated: datetime
    labels: tuple[str, ...]
    points: str
    blocked_by: str = ""

    @property
    def team(self) -> str:
        owners = {i.id: max(i.effort_p50, key=lambda team: i.effort_p50[team]) for i in PLANNED}
        return owners.get(self.wish.initiative, "platform")

    @property
    def stale(self) -> bool:
        return self.status == "To Do" and END - self.updated > timedelta(days=STALE_DAYS)

    @property
    def story_without_criteria(self) -> bool:
        return self.wish.kind == "Story" and not self.wish.criteria


def items_make(seed: int) -> list[Item]:
    """All items, oldest first; the keys follow the age."""
    rng = stream(seed, "backlog")
    repeats = [wish for _, wish in REPEATS]
    forgotten = set(rng.sample(range(len(WISHES)), STALE_ITEMS))
    drafts = [_draft(rng, wish, forgotten=i in forgotten) for i, wish in enumerate(WISHES)]
    drafts += [_draft(rng, wish, forgotten=False) for wish in repeats]
    drafts.sort(key=lambda draft: draft[0])
    items = [_item(rng, i, draft) for i, draft in enumerate(drafts)]
    return _with_blocks(rng, items)


def _draft(rng: Random, wish: Wish, *, forgotten: bool) -> Draft:
    age_days = rng.uniform(430, 980) if forgotten else rng.uniform(2, 340)
    created = END - timedelta(days=age_days)
    quiet_days = rng.uniform(STALE_DAYS + 5, age_days) if forgotten else rng.uniform(0.2, min(age_days, 150))
    return created, END - timedelta(days=quiet_days), wish, forgotten


def _item(rng: Random, index: int, draft: Draft) -> Item:
    created, updated, wish, forgotten = draft
    return Item(
        key=f"FERN-{FIRST_KEY + index}",
        number=20003 + 3 * index,
        wish=wish,
        status="To Do" if forgotten else weighted(rng, STATUSES),
        priority=weighted(rng, PRIORITIES),
        created=created,
        updated=updated,
        labels=tuple(rng.sample(LABELS, rng.choice((0, 1, 1, 2)))),
        points=rng.choice(POINTS),
    )


def _with_blocks(rng: Random, items: list[Item]) -> list[Item]:
    """Some items wait for an older one of the same initiative."""
    out: list[Item] = []
    for item in items:
        older = [o.key for o in out if o.wish.initiative == item.wish.initiative and o.status != "Done"]
        waits = older and item.wish.initiative and rng.random() < 0.2
        out.append(Item(**{**item.__dict__, "blocked_by": rng.choice(older)}) if waits else item)
    return out


def description(wish: Wish) -> str:
    """The text in the tracker's wiki markup."""
    criteria = "\n".join(f"* {line}" for line in wish.criteria)
    return f"{wish.body}\n\nh3. Acceptance criteria\n{criteria}" if criteria else wish.body


def near_duplicates(items: list[Item]) -> list[tuple[str, str]]:
    keys = {item.wish.title: item.key for item in items}
    return sorted((keys[original], keys[repeat.title]) for original, repeat in REPEATS)
