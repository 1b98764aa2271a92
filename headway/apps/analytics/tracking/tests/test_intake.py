"""From the collector to the store: what keeps to the plan, what is marked, put aside, refused, and counted."""

import json
from datetime import date
from typing import Any

import msgspec
import pytest

from headway.apps.analytics.inbox import Line
from headway.apps.analytics.segments import stitched_events
from headway.apps.analytics.tracking import intake, keeping
from headway.apps.analytics.tracking.intake import BLOCKED, Refusal, checked, loaded
from headway.apps.analytics.tracking.keeping import COUNTS_A_DAY_MOST, OTHERS
from headway.apps.analytics.tracking.models import QuarantinedEvent, TrackingViolation
from headway.apps.analytics.tracking.tests.given import (
    ORDER_PAID,
    arrived,
    done,
    event_there,
    line,
    source_there,
    told,
)
from tests.world import World

pytestmark = pytest.mark.django_db


def stored(world: World) -> list[Any]:
    with stitched_events(world.context()) as session:
        return session.execute("SELECT event, properties FROM events ORDER BY at_us").fetchall()


def counted() -> dict[tuple[str, ...], tuple[int, str]]:
    return {
        (one.kind, one.event, one.property, one.mode): (one.events, one.example)
        for one in TrackingViolation.objects.all()
    }


def test_without_a_planned_event_nothing_is_checked(world: World) -> None:
    source = source_there(world)
    assert arrived(world, line(source, 1, "anything at all", a=1)) == []
    assert stored(world) == [("anything at all", '{"a":1}')]
    assert counted() == {}


def test_each_violation_leads_to_what_was_said_about_it(world: World) -> None:
    event_there(world)
    source, other = source_there(world), source_there(world, "ios")
    for kind, mode in (("wrong_type", "quarantine"), ("unplanned_event", "block")):
        done(world, "analytics.tracking_rule_set", violation=kind, mode=mode)
    done(world, "analytics.tracking_rule_set", violation="unplanned_event", mode="flag", source="ios")
    refusals = arrived(
        world,
        line(source, 1, amount=5, plan="pro", email="ann@lumen.test"),
        line(source, 2, amount="five"),
        line(source, 3, plan="team"),
        line(source, 4, "Cart Opened", items=2),
        line(other, 5, "Cart Opened", items=2),
        line(source, 6, "$identify", plan="pro"),
        line(source, 7, amount=None, email=3),
    )
    assert refusals == [Refusal(3, f"{BLOCKED}Cart Opened: unplanned event")]
    assert [(event, json.loads(text)) for event, text in stored(world)] == [
        ("Order Paid", {"amount": 5, "plan": "pro", "email": "ann@lumen.test"}),
        ("Order Paid", {"plan": "team"}),
        ("Cart Opened", {"items": 2}),
        ("$identify", {"plan": "pro"}),
    ]
    assert counted() == {
        ("wrong_type", "Order Paid", "amount", "quarantine"): (1, "five"),
        ("not_allowed", "Order Paid", "plan", "flag"): (1, "team"),
        ("missing_required", "Order Paid", "amount", "flag"): (1, ""),
        ("missing_required", "Order Paid", "amount", "quarantine"): (1, ""),
        ("wrong_type", "Order Paid", "email", "quarantine"): (1, ""),
        ("unplanned_event", "Cart Opened", "", "block"): (1, ""),
        ("unplanned_event", "Cart Opened", "", "flag"): (1, ""),
    }
    found = TrackingViolation.objects.get(kind="not_allowed")
    assert (found.source, found.app_version, found.day) == ("web", "4.2.0", date(2026, 9, 21))
    rejected = told(world, "analytics.source_list", days=366)["rows"]
    assert [one["rejected"] and one["rejected"][0]["reason"] for one in rejected] == [
        [],
        f"{BLOCKED}unplanned event",
    ]
    assert told(world, "analytics.violation_list", days=366)["events"] == 7


def test_what_was_put_aside_comes_in_once_the_plan_allows_it(world: World) -> None:
    event_there(world)
    done(world, "analytics.tracking_rule_set", violation="extra_property", mode="quarantine")
    source = source_there(world)
    sent = [line(source, 1, amount=5, coupon="X\0"), line(source, 2, amount=6, gift=True)]
    arrived(world, *sent)
    arrived(world, *sent)
    waiting = told(world, "analytics.quarantine_list")
    assert (stored(world), waiting["total"], waiting["events"]) == ([], 2, {"Order Paid": 2})
    assert waiting["rows"][0]["reasons"] == ["a property that is not planned (gift)"]
    assert [one["allowed_now"] for one in waiting["rows"]] == [False, False]
    with pytest.raises(Exception, match="The plan allows none of them yet"):
        done(world, "analytics.quarantine_release")
    properties = [*ORDER_PAID["properties"], {"name": "coupon"}]
    done(world, "analytics.planned_event_save", name="Order Paid", properties=properties)
    assert done(world, "analytics.quarantine_release") == {"released": 1, "dropped": 0, "waiting": 1}
    arrived(world, line(source, 1, amount=5, coupon="X"))
    assert [(event, json.loads(text)) for event, text in stored(world)] == [
        ("Order Paid", {"amount": 5, "coupon": "X"})
    ]
    assert done(world, "analytics.quarantine_drop", event="Order Paid") == {
        "released": 0, "dropped": 1, "waiting": 0,
    }  # fmt: skip
    assert counted()["extra_property", "Order Paid", "gift", "quarantine"] == (2, "true")


def test_a_full_quarantine_loses_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    event_there(world)
    done(world, "analytics.tracking_rule_set", violation="unplanned_event", mode="quarantine")
    source = source_there(world)
    monkeypatch.setattr(intake, "QUARANTINED_MOST", 1)
    arrived(world, line(source, 1, "Cart Opened"))
    arrived(world, line(source, 2, "Cart Closed"))
    assert QuarantinedEvent.objects.get().event == "Cart Opened"
    assert stored(world) == [("Cart Closed", "{}")]


def test_a_plan_is_read_again_only_after_a_change(world: World) -> None:
    event_there(world)
    key = str(world.workspace.pk)
    first = loaded(key)
    assert loaded(key, first) is first
    done(world, "analytics.planned_event_save", name="Order Paid", description="The money is there")
    second = loaded(key, first)
    assert second is not first and second.plan.events[0].description == "The money is there"
    done(world, "analytics.tracking_rule_set", violation="naming", mode="flag")
    assert loaded(key, second).plan.modes == {("", "naming"): "flag"}


def test_names_made_up_as_they_come_are_counted_together(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert COUNTS_A_DAY_MOST == 2_000
    monkeypatch.setattr(keeping, "COUNTS_A_DAY_MOST", 3)
    event_there(world)
    source = source_there(world)
    arrived(world, *(line(source, number, f"made up {number}") for number in range(10)))
    arrived(world, line(source, 20, "made up 1"))
    events = dict(TrackingViolation.objects.values_list("event", "events"))
    assert events == {"made up 0": 1, "made up 1": 2, "made up 2": 1, OTHERS: 7}


def test_what_cannot_be_judged_and_what_is_huge_costs_little(world: World) -> None:
    event_there(world)
    source = source_there(world)
    broken = Line(source, "b", "Order Paid", "P1", "", "", 1, 1, properties=msgspec.Raw(b'{"a":"\\ud800"}'))
    wide = line(source, 2, amount=1, **{f"{'p' * 120}{number}": number for number in range(5_000)})
    html = line(source, 3, amount=1, **{"<script>alert(1)</script>": "<b>"})
    kept, refusals = checked(loaded(str(world.workspace.pk)), [broken, wide, html])
    assert ([one.flags for one in kept], refusals) == ([0, intake.OFF_PLAN, intake.OFF_PLAN], [])
    arrived(world, wide, html)
    names = set(TrackingViolation.objects.values_list("property", "events"))
    assert names == {("p" * 100, 20), ("<script>alert(1)</script>", 1)}
