"""Small segments become one; doubles stay out by files of keys, with them and without."""

import os
import time
from pathlib import Path

from headway.apps.analytics.compacting import compact
from headway.apps.analytics.keys import keys_path
from headway.apps.analytics.merging import merge
from headway.apps.analytics.models import EventSegment
from headway.apps.analytics.sweeping import sweep
from headway.apps.analytics.tests.test_inbox import AT, arrive, events, line
from headway.core.perform import perform
from tests.world import NOW, World

DAY_S = 86_400


def test_small_segments_of_a_source_become_one_that_holds_the_same(world: World) -> None:
    for number in (1, 2, 3):
        arrive(world, line(number, f"P{number % 2}"), line(number + 10))
        compact(world.workspace, NOW)
    file = {"file_name": "events.csv", "content": "user,event,ts\nu1,in,2026-09-01T10:00:00Z\n"}
    perform("analytics.event_import", file, world.context("owner"))
    before, paths = events(world), list(EventSegment.objects.values_list("path", flat=True))
    for path in paths:
        os.utime(path, (time.time() - DAY_S,) * 2)
    assert merge(world.workspace) == 2
    assert merge(world.workspace) == 0
    assert (events(world), len(before)) == (before, 7)
    merged = EventSegment.objects.get(import_run=None)
    assert (merged.rows, merged.people, merged.source) == (6, 2, "unknown")
    assert sweep(world.workspace, NOW) == 0
    assert all(Path(path).exists() for path in paths)
    arrive(world, line(2), line(13), line(4))
    assert compact(world.workspace, NOW) == 1


def test_keys_are_looked_up_beside_the_segment_and_made_again_when_they_are_missed(world: World) -> None:
    arrive(world, *(line(number) for number in range(1_000)))
    compact(world.workspace, NOW)
    keys = keys_path(EventSegment.objects.get().path)
    assert not keys.exists()
    arrive(world, *(line(number) for number in range(500, 1_500)))
    assert compact(world.workspace, NOW) == 500
    assert keys.stat().st_size == 8 * 1_000
    keys.unlink()
    arrive(world, line(999), line(1_499), line(1_500))
    assert compact(world.workspace, NOW) == 1
    assert keys.stat().st_size == 8 * 1_000
    assert len({at for _, _, at in events(world)}) == 1_501


def test_what_is_merged_is_swept_an_hour_later_with_its_keys(world: World) -> None:
    for number in (1, 2):
        arrive(world, line(number))
        compact(world.workspace, NOW)
    old = [Path(path) for path in EventSegment.objects.values_list("path", flat=True)]
    assert merge(world.workspace) == 1
    there = [one for path in old for one in (path, keys_path(path)) if one.exists()]
    for one in there:
        os.utime(one, (time.time() - 3_700,) * 2)
    assert sweep(world.workspace, NOW) == len(there) == 3
    assert [at for _, _, at in events(world)] == [AT + 1, AT + 2]
