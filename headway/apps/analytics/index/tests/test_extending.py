"""An index that goes on with what comes in is column for column one that is made anew of everything."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from headway.apps.analytics.compacting import compact
from headway.apps.analytics.erasing import EventHolding
from headway.apps.analytics.inbox import Line
from headway.apps.analytics.index import keeping
from headway.apps.analytics.index.building import index_build
from headway.apps.analytics.index.columns import Index
from headway.apps.analytics.index.extending import Extended
from headway.apps.analytics.index.keeping import index_of, indexes_keep
from headway.apps.analytics.index.naming import BYS, By
from headway.apps.analytics.index.properties import property_of
from headway.apps.analytics.index.usage import usage_counted
from headway.apps.analytics.merging import merge
from headway.apps.analytics.models import EventSegment, PersonAlias
from headway.apps.analytics.tests.test_inbox import AT, arrive
from headway.core.classes import Kind
from headway.core.holdings import Subject
from headway.engine.behaviour import quick
from headway.engine.text.mentions import Wanted
from tests.world import NOW, World

STEPS, MERGED, ERASED, PEOPLE = 21, 9, 15, 14


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """However few events there are, and however many of them came since."""
    monkeypatch.setattr(keeping, "ROWS_LEAST", 0)
    monkeypatch.setattr(keeping, "ADDED_LEAST", 1)
    yield


def some_lines(chance: random.Random, turn: int) -> list[Line]:
    """Events of few people at few instants, of today and of long ago, of whom some turn out to be one."""
    made = []
    for number in range(chance.randint(1, 12)):
        person = f"p{chance.randrange(PEOPLE + turn // 4):02}"
        given: dict[str, Any] = {
            "anonymous": "",
            "merged": "",
            "event": chance.choice("abcdef"[: 3 + turn // 8]),
        }
        if chance.random() < 0.3:
            given["anonymous"] = f"{chance.choice('ax')}{chance.randrange(PEOPLE)}"
        if chance.random() < 0.08:
            given |= {"merged": f"p{chance.randrange(PEOPLE):02}", "event": "$alias"}
        if chance.random() < 0.3 and not given["merged"]:
            person = ""
        if not person and not given["anonymous"]:
            continue
        at = AT + chance.randrange(12) * 1_000_000
        plan = chance.choice(["a", "b", f"c{turn // 6}", None])
        made.append(
            Line("s", f"{turn}-{number}", given["event"], person, given["anonymous"], chance.choice(["", "k", "l", f"m{turn}"]),
                 at, at, merged=given["merged"],
                 properties=msgspec.Raw(msgspec.json.encode({"plan": plan} if plan else {})))
        )  # fmt: skip
    return made


def whole(world: World, by: By, folder: Path) -> Index:
    """Of all segments, without looking at any index."""
    folder.mkdir()
    ties = dict(PersonAlias.objects.filter(workspace=world.workspace).values_list("alias", "person"))
    paths = list(
        EventSegment.objects.filter(workspace=world.workspace).order_by("id").values_list("path", flat=True)
    )
    return index_build(paths, ties if by == "person" else {}, by, folder)


def erase(world: World, person: str) -> None:
    nobody = dict.fromkeys(Kind, Wanted.of([]))
    subject = Subject(
        Wanted.of([]), nobody | {Kind.USER_ID: Wanted.of([person])}, lambda one: f"erased-{one}"
    )
    assert EventHolding().erase(world.workspace, subject)


def told(index: Index | Extended) -> dict[str, Any]:
    """Everything that is said, as what can be compared."""
    histories, column = index.histories(), property_of(index, "plan", "/plan")
    postings = histories.postings
    assert postings is not None
    rows, at_us, begins, ends = postings.of(range(len(histories.events)))
    cut = histories.count // 3
    parts = [slice(0, cut), slice(cut, 2 * cut), slice(2 * cut, histories.count)]
    at_parts, event_parts = (
        np.concatenate([histories.rows_of(name, part) for part in parts]).tolist()
        for name in ("at_us", "event")
    )
    each = [(rows[a:b].tolist(), at_us[a:b].tolist()) for a, b in zip(begins, ends, strict=True)]
    columns = {name: getattr(histories, name) for name in ("person", "at_us", "event", "bounds")}
    numbers = {name: (one.dtype, one.tolist()) for name, one in columns.items()}
    return numbers | {
        "people": list(histories.people), "one": [histories.people[n] for n in range(len(histories.people))],
        "events": histories.events, "postings": each, "values": column.values, "plan": column.codes.tolist(),
        "usage": usage_counted(index, AT + 5_000_000), "kind": column.codes.dtype, "count": histories.count,
        "parts": (at_parts, event_parts), "facts": (index.facts.rows, index.facts.last_us, index.facts.stored),
    }  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_comes_in_it_is_the_index_of_everything(
    seed: int, world: World, always: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chance, extended = random.Random(seed), 0
    monkeypatch.setattr(quick, "ROWS_LEAST", 0 if seed == 2 else 1 << 40)
    for turn in range(STEPS):
        arrive(world, *some_lines(chance, turn))
        compact(world.workspace, NOW.replace(microsecond=turn))
        if turn == MERGED:
            merge(world.workspace)
        if turn == ERASED:
            erase(world, f"p{turn % PEOPLE:02}")
        found = {by: index_of(world.workspace, by) for by in BYS}
        extended += isinstance(found["person"], Extended)
        for by, index in found.items():
            assert index is not None
            now = told(index)
            if turn % 3 == 2:
                assert now == told(whole(world, by, tmp_path / f"{turn}-{by}")), (turn, by)
    assert extended >= STEPS - 4


def test_a_worker_makes_the_index_anew_before_too_much_lies_beside_it(world: World, always: None) -> None:
    chance = random.Random(3)
    for turn in range(4):
        arrive(world, *some_lines(chance, turn))
        compact(world.workspace, NOW.replace(microsecond=turn))
        assert index_of(world.workspace, "person")
    before = index_of(world.workspace, "person")
    assert isinstance(before, Extended) and before.facts.rows == before.histories().count
    property_of(before, "plan", "/plan")
    assert indexes_keep() == 1
    after = index_of(world.workspace, "person")
    assert isinstance(after, Index) and after.facts.rows == before.facts.rows
    assert not before.folder.exists()
    assert [path.name for path in after.folder.glob("property-*.json")]
    assert np.array_equal(after.histories().at_us, after.column("at_us"))
