"""Files of events through the page: tried, brought in, held against the plan; what is broken leaves nothing."""

import gzip
import io
import json
import re
from html import unescape
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags

from headway.apps.analytics.models import EventSegment
from headway.apps.analytics.segments import stitched_events
from headway.apps.analytics.tracking.models import QuarantinedEvent, TrackingViolation
from headway.apps.analytics.tracking.tests.given import done, event_there
from headway.core.models import ImportRowError, ImportRun
from tests.world import World

pytestmark = pytest.mark.django_db
AT = "2026-09-01 08:30:00.000000"


def amplitude(number: int, event: str, **properties: Any) -> bytes:
    told = {"$insert_id": f"a{number}", "event_type": event, "user_id": f"P{number}", "event_time": AT}
    return json.dumps(told | {"event_properties": properties}).encode()


def packed(**files: list[bytes]) -> bytes:
    """A ZIP archive as Amplitude makes it: a gzip file of JSON lines for each hour."""
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("12345/readme.txt", "Events by hour")
        for name, events in files.items():
            archive.writestr(f"12345/{name}.json.gz", gzip.compress(b"\n".join(events)))
    return out.getvalue()


def sent(world: World, name: str, content: bytes, **more: str) -> tuple[int, str]:
    """What the page says after a file was sent by its form."""
    file = SimpleUploadedFile(name, content)
    client = world.client("owner")
    given = {"kind": "events", "file": file, "source": "shop"} | more
    answer = client.post("/w/lumen/imports/", given, follow=True)
    main = answer.content.decode().split("<main", 1)[-1]
    return answer.status_code, re.sub(r"\s+", " ", unescape(strip_tags(main)))


def stored(world: World) -> list[Any]:
    with stitched_events(world.context()) as session:
        return session.execute("SELECT person, properties FROM events ORDER BY person").fetchall()


def test_an_export_is_tried_then_kept_by_the_rules_of_the_plan(world: World) -> None:
    event_there(world)
    for kind, mode in (("wrong_type", "quarantine"), ("unplanned_event", "block")):
        done(world, "analytics.tracking_rule_set", violation=kind, mode=mode)
    first = [amplitude(1, "Order Paid", amount=5), amplitude(2, "Order Paid", amount="five")]
    second = [amplitude(3, "Cart Opened"), amplitude(4, "Order Paid", amount=5, gift=True)]
    archive = packed(h1=first, h2=second)
    status, page = sent(world, "export.zip", archive, dry_run="on")
    assert status == 200 and "Only tried" in page
    assert "1 event 'Order Paid': a property of the wrong type (amount), such as 'five'; put aside." in page
    assert "1 event 'Cart Opened': unplanned event; left out." in page
    assert (
        "1 event 'Order Paid': a property that is not planned (gift), such as 'true'; kept with a mark."
        in page
    )
    assert (stored(world), QuarantinedEvent.objects.count(), TrackingViolation.objects.count()) == ([], 0, 0)
    status, page = sent(world, "export.zip", archive)
    assert "the tracking plan refuses it: Cart Opened: unplanned event" in page
    assert [one[0] for one in stored(world)] == ["P1", "P4"]
    assert [one.person for one in QuarantinedEvent.objects.all()] == ["P2"]
    assert TrackingViolation.objects.count() == 3
    status, page = sent(world, "export.zip", archive)
    assert (EventSegment.objects.count(), QuarantinedEvent.objects.count()) == (1, 1)


def test_a_table_is_read_as_the_plan_means_it_and_other_tools_come_in_too(world: World) -> None:
    event_there(world)
    done(world, "analytics.tracking_rule_set", violation="wrong_type", mode="quarantine")
    rows = "person_id,ts,event,amount\nP1,2026-09-01T10:00:00Z,Order Paid,12.5\nP2,2026-09-01T10:00:00Z,Order Paid,five\n"
    status, page = sent(world, "events.csv", rows.encode())
    assert (
        status == 200 and "put aside by the tracking plan: Order Paid; import it again once it fits" in page
    )
    assert stored(world) == [("P1", '{"amount":"12.5"}')] and QuarantinedEvent.objects.count() == 0
    mixpanel = {
        "event": "Order Paid",
        "properties": {"time": 1_788_251_400, "distinct_id": "M1", "$insert_id": "m", "amount": 1},
    }
    posthog = {
        "uuid": "p",
        "event": "Order Paid",
        "distinct_id": "H1",
        "timestamp": "2026-09-01T08:30:00Z",
        "properties": {"amount": 2},
    }
    assert sent(world, "mixpanel.json.gz", gzip.compress(json.dumps(mixpanel).encode()))[0] == 200
    assert "As planned" not in sent(world, "posthog.jsonl", json.dumps(posthog).encode())[1]
    assert [one[0] for one in stored(world)] == ["H1", "M1", "P1"]
    assert ImportRun.objects.order_by("-at", "-id")[0].notes == [
        "Every event is as the tracking plan has it."
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("export.zip", packed(h1=[b"{}"])[:40], "export.zip is a ZIP archive that cannot be read"),
        ("export.zip", packed(), "export.zip is a ZIP archive without files of events"),
        ("export.json.gz", gzip.compress(b"{}" * 99)[:20], "export.json.gz is a damaged gzip file"),
        ("events.csv", b"", "is empty"),
        ("events.csv", b"who,when\n1,2\n", "person_id"),
    ],
    ids=["torn archive", "archive without events", "torn gzip", "empty", "other columns"],
)
def test_what_is_broken_is_one_sentence_and_leaves_nothing(
    world: World, name: str, content: bytes, said: str
) -> None:
    status, page = sent(world, name, content)
    assert (status, said in page) == (422, True), page
    assert (ImportRun.objects.count(), ImportRowError.objects.count(), EventSegment.objects.count()) == (
        0,
        0,
        0,
    )
