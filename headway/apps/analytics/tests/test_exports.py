"""Exports of other tools as files: each event once, also beside what their SDKs sent; each fault by its row."""

import json
from typing import Any

import pytest

from headway.apps.analytics.actions import EventImport, event_import, segment_before
from headway.apps.analytics.compacting import compact
from headway.apps.analytics.models import EventSegment, EventSource, PersonAlias
from headway.apps.analytics.tests.test_inbox import arrive, events, line
from headway.core.errors import Conflict
from headway.core.perform import perform
from tests.world import NOW, World

AT = "2026-09-01T08:30:00Z"
AT_US = 1_788_251_400_000_000
AMPLITUDE = {
    "$insert_id": "a1", "event_type": "opened", "user_id": "P1", "device_id": "dev-1", "event_time": "2026-09-01 08:30:00.000000",
    "event_properties": {"n": 1}, "user_properties": {}, "groups": {"company": ["A1"]}, "uuid": "u1",
}  # fmt: skip
MIXPANEL = {
    "event": "opened",
    "properties": {"time": AT_US // 1_000_000, "distinct_id": "P2", "$insert_id": "m1", "n": 2},
}
POSTHOG = {"uuid": "p1", "event": "opened", "distinct_id": "P3", "timestamp": AT, "properties": '{"n": 3}'}
PLAIN = {"event": "opened", "person_id": "P4", "ts": AT, "id": "h1", "properties": {"n": 4}}
OLD = {"event": "opened", "person_id": "P5", "ts": "2015-01-01T00:00:00Z", "id": "h2"}


def imported(world: World, content: str, source: str = "file", **more: Any) -> Any:
    given = {"file_name": "export.json", "content": content, "source": source} | more
    return perform("analytics.event_import", given, world.context("owner"))


def test_each_tool_is_known_by_its_events(world: World) -> None:
    assert imported(world, json.dumps(AMPLITUDE) + "\n").run.created == 1
    assert imported(world, json.dumps([MIXPANEL])).run.created == 1
    assert imported(world, json.dumps({"next": None, "results": [POSTHOG]})).run.created == 1
    assert imported(world, f"{json.dumps(PLAIN)}\n{json.dumps(OLD)}\n").run.created == 2
    assert events(world, "person, account, at_us, properties")[1:] == [
        ("P1", "A1", AT_US, '{"n": 1}'),
        ("P2", "", AT_US, json.dumps(MIXPANEL["properties"])),
        ("P3", "", AT_US, '{"n": 3}'),
        ("P4", "", AT_US, '{"n": 4}'),
    ]
    assert PersonAlias.objects.get().alias == "dev-1"
    again = imported(world, json.dumps(PLAIN)).run
    assert (again.created, again.unchanged) == (0, 1)


def test_an_export_adds_nothing_that_the_sdk_of_its_source_sent(world: World) -> None:
    perform("analytics.source_add", {"name": "web"}, world.context("owner"))
    arrive(world, line(1, source=EventSource.objects.get().pk.hex, id="m1"))
    compact(world.workspace, NOW)
    assert imported(world, json.dumps(MIXPANEL), "web").run.created == 0
    assert imported(world, json.dumps(MIXPANEL), "archive").run.created == 1


def test_what_comes_in_while_a_file_is_read_is_in_its_way_only_if_it_is_the_same(world: World) -> None:
    perform("analytics.source_add", {"name": "web"}, world.context("owner"))
    source = EventSource.objects.get().pk.hex
    context = world.context("owner")
    question = EventImport(file_name="a.json", content=json.dumps(MIXPANEL), source="web")
    other, same = segment_before(context, question), segment_before(context, question)
    arrive(world, line(1, source=source, id="m2"))
    compact(world.workspace, NOW)
    assert event_import(context, question, other).answer.run.created == 1
    with pytest.raises(Conflict):
        event_import(context, question, same)
    assert len(events(world)) == 2


def test_a_bad_event_is_told_with_its_row_and_the_others_come_in(world: World) -> None:
    bad = [
        json.dumps(MIXPANEL),
        "{nope}",
        json.dumps(MIXPANEL | {"event": ""}),
        json.dumps(MIXPANEL | {"event": 5}),
    ]
    report = imported(world, "\n".join(bad))
    assert (report.run.created, report.run.refused) == (1, 3)
    assert [(one.row, one.message.split(" (")[0]) for one in report.errors] == [
        (2, "it is no valid JSON"),
        (3, "it has no event name"),
        (4, "a field is of the wrong kind"),
    ]
    perform("core.import_undo", {"run": str(report.run.id)}, world.context("owner"))
    assert not EventSegment.objects.exists()


@pytest.mark.parametrize("content", ["[]", "{}", "{nope"])
def test_a_file_without_events_stores_nothing(world: World, content: str) -> None:
    assert imported(world, content).run.created == 0
    assert not EventSegment.objects.exists()
