"""The pages of the tracking plan through HTTP: planned on a form, seen to come, held against, ruled."""

import json
import re
from html import unescape

import pytest
from django.utils.html import strip_tags
from pytest_django.fixtures import DjangoAssertNumQueries

from headway.apps.analytics.tracking.models import PlannedEvent
from headway.apps.analytics.tracking.tests.given import arrived, done, event_there, line, source_there
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/w/lumen/tracking/"


def words(world: World, address: str = "", role: str = "product_manager") -> str:
    answer = world.client(role).get(PAGE + address)
    assert answer.status_code == 200, answer.content.decode()[:2_000]
    main = answer.content.decode().split("<main", 1)[1]
    return re.sub(r"\s+", " ", unescape(strip_tags(main.split(">", 1)[1])))


def sent(world: World, action: str, /, role: str = "product_manager", **fields: object) -> str:
    answer = world.client(role).post(f"/w/lumen/do/{action}/", {"next": PAGE} | fields)
    assert answer.status_code == 303, answer.content.decode()[:2_000]
    return str(answer["Location"])


def test_an_event_is_planned_on_a_form_and_changed_there(world: World) -> None:
    assert "No event planned yet" in words(world)
    assert "Properties, one a line" in words(world, "?new=1")
    lines = "amount: number, required -- In euros\r\nplan: text, one of free | pro\r\n"
    plan = {"name": "Order Paid", "purpose": "How many trials pay?", "properties": lines}
    assert sent(world, "analytics.planned_event_save", **plan) == PAGE
    shown = words(world)
    assert "1 event planned" in shown and "Order Paid" in shown and "2 properties" in shown
    shown = words(world, "PE-1/?edit=1")
    assert "amount Number, required Anything In euros" in shown
    assert "amount: number, required -- In euros plan: text, one of free | pro" in shown
    assert 'analytics.track("Order Paid", {' in shown
    emptied = {"ref": "PE-1", "name": "Order Paid", "properties": "", "emptied": ["properties", "serves"]}
    sent(world, "analytics.planned_event_save", **emptied)
    assert PlannedEvent.objects.get().properties == []
    assert "amount: no longer planned." in words(world, "PE-1/")
    assert "Plan an event" not in words(world, role="viewer")


def test_what_comes_is_seen_and_what_comes_against_the_plan_with_it(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    event_there(world)
    source = source_there(world)
    for kind, mode in (("wrong_type", "quarantine"), ("extra_property", "flag")):
        sent(world, "analytics.tracking_rule_set", violation=kind, mode=mode, source="web")
    arrived(
        world,
        line(source, 1, amount="<b>five</b>"),
        line(source, 2, amount=5, coupon="X1"),
        line(source, 3, "<script>alert(1)</script>", items=2),
    )
    assert "Nobody has looked at the events yet" in words(world, "observed/")
    sent(world, "analytics.tracking_observe")
    assert "<script>alert(1)</script>" in words(world, "observed/")
    assert "items: integer" in words(world, "observed/")
    shown = words(world)
    assert "1 of them come" in shown and "1 more came in 7 days without a plan" not in shown
    client = world.client("owner")
    client.get(PAGE)
    ref = PlannedEvent.objects.values_list("ref", flat=True)[0]
    with django_assert_max_num_queries(12):
        client.get(f"{PAGE}{ref}/")
    with django_assert_max_num_queries(12):
        client.get(PAGE)
    violations = words(world, "violations/?days=366")
    assert "A property of the wrong type: amount Such as <b>five</b> web 4.2.0 Put aside 1" in violations
    assert "1 event waits in quarantine and stands in no answer." in violations
    assert "Such as" not in words(world, "violations/?days=366", role="viewer")
    detail = words(world, "PE-1/")
    assert "A property that is not planned: coupon" in detail and "by version 4.2.0 of the product" in detail
    assert "A property of the wrong type, from web: put it aside." in words(world, "rules/")
    sent(
        world, "analytics.proposal_take", events="<script>alert(1)</script>", purpose="Found it", role="owner"
    )
    assert PlannedEvent.objects.filter(name="<script>alert(1)</script>").exists()


def test_the_plan_leaves_as_a_file(world: World) -> None:
    event_there(world)
    answer = world.client("viewer").get(f"{PAGE}schema/")
    assert answer["Content-Disposition"] == 'attachment; filename="tracking-plan.schema.json"'
    assert list(json.loads(answer.content)["$defs"]) == ["Order Paid"]
    done(world, "analytics.planned_event_retire", ref="PE-1", reason="?")
    assert json.loads(world.client("viewer").get(f"{PAGE}schema/").content)["$defs"] == {}
    assert "Order Paid" in words(world, "?show=deprecated")
