"""Planned events with their versions, rules and rights; plans of other tools in and out."""

import json

import pytest

from headway.apps.analytics.tracking.models import PlannedEvent, PlannedEventVersion
from headway.apps.analytics.tracking.tests.given import (
    ORDER_PAID,
    RUDDER,
    done,
    event_there,
    source_there,
    told,
)
from headway.core.errors import Conflict, HeadwayError, Invalid, NotFound, Refused
from headway.core.perform import perform
from tests.world import World

pytestmark = pytest.mark.django_db


def test_each_change_of_meaning_is_a_version_and_the_older_stays(world: World) -> None:
    event_there(world)
    lines = "amount: number, required -- In euros\nplan: text, one of free | pro | team\ncoupon: text, like [A-Z]{3}"
    done(world, "analytics.planned_event_save", ref="PE-1", properties=lines, note="Teams may buy")
    done(world, "analytics.planned_event_save", ref="PE-1", owner="analyst@lumen.test", category="Buying")
    found = told(world, "analytics.planned_event_detail", ref="Order Paid")
    assert (found["row"]["definition_version"], found["row"]["version"], found["row"]["owner"]) == (
        2, 3, "Anna Analyst",
    )  # fmt: skip
    assert [(one["number"], one["note"], len(one["properties"])) for one in found["versions"]] == [
        (2, "Teams may buy", 3),
        (1, "", 3),
    ]
    changes = ["plan: team is allowed now.", "coupon: new, text.", "email: no longer planned."]
    assert found["versions"][0]["changes"] == changes
    assert told(world, "analytics.planned_event_diff", ref="PE-1")["changes"] == changes
    assert PlannedEventVersion.objects.get(number=1).definition["properties"][1]["values"] == ["free", "pro"]
    with pytest.raises(NotFound, match="PE-1 has no version 9; it has 1 to 2"):
        told(world, "analytics.planned_event_diff", ref="PE-1", to_version=9)
    assert [one["sdk"] for one in found["snippets"][::2]] == [
        "Segment", "RudderStack", "PostHog", "Amplitude", "Mixpanel",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ({"name": "Late"}, "say why it is collected"),
        ({"purpose": "?"}, "name the event"),
        ({"name": "a\nb", "purpose": "?"}, "an event name is one line"),
        ({"name": "x" * 201, "purpose": "?"}, "at most 200 characters"),
        ({"name": "L", "purpose": "?", "owner": "nobody@lumen.test"}, "is no member"),
        ({"name": "L", "purpose": "?", "serves": "metric:nothing"}, "Field serves: No metric 'nothing'"),
        ({"name": "L", "purpose": "?", "serves": "idea:1"}, "write it like metric:buy_rate"),
        ({"name": "L", "purpose": "?", "properties": "a: text\na: number"}, "'a' is there twice"),
        ({"name": "L", "purpose": "?", "properties": "a: money"}, "says 'money'; known are text, number"),
        ({"name": "L", "purpose": "?", "properties": "a: integer, one of one"}, "'one' is no integer"),
        ({"name": "L", "purpose": "?", "properties": [{"name": "a: b"}]}, "without ': '"),
        ({"name": "L", "purpose": "?", "properties": [{"name": "a", "pattern": "(a"}]}, "nothing closes"),
        ({"name": "L", "purpose": "?", "properties": [{"name": "a", "type": "date", "values": ["b"]}]},
         "a date has no allowed values"),
        ({"name": "L", "purpose": "?", "properties": [{"name": "a", "type": "number", "pattern": "b"}]},
         "only a text has a pattern"),
        ({"ref": "PE-9"}, "No planned event 'PE-9'"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_one_sentence_and_changes_nothing(
    world: World, question: dict[str, object], sentence: str
) -> None:
    with pytest.raises(HeadwayError) as refusal:
        done(world, "analytics.planned_event_save", **question)
    assert sentence in refusal.value.detail
    assert not PlannedEvent.objects.exists()


def test_a_name_is_planned_once(world: World) -> None:
    event_there(world)
    done(world, "analytics.planned_event_save", name="Refund Asked", purpose="?")
    with pytest.raises(Conflict, match="PE-1 is planned under the name 'Order Paid' already"):
        done(world, "analytics.planned_event_save", ref="PE-2", name="Order Paid")


def test_whoever_may_not_decide_on_details_may_not_change_what_is_planned(world: World) -> None:
    event_there(world)
    done(world, "governance.policy_adopt", profile="enterprise", reason="We grew")
    engineer = world.context("engineer")
    new = {"name": "Page Slow", "purpose": "Where do people wait?"}
    assert perform("analytics.planned_event_save", new, engineer).ref == "PE-2"  # type: ignore[attr-defined]
    waits = perform("analytics.planned_event_save", {"ref": "PE-1", "properties": "amount: text"}, engineer)
    assert (waits.right, waits.diff) == (  # type: ignore[attr-defined]
        "DRi3",
        [
            "The planned event 'Order Paid'",
            "amount: the type number becomes text.",
            "amount: the description In euros becomes (none).",
            "amount: is no longer required.",
            "plan: no longer planned.",
            "email: no longer planned.",
        ],
    )
    assert PlannedEvent.objects.get(ref="PE-1").definition_version == 1
    with pytest.raises(Refused):
        perform("analytics.tracking_rule_set", {"violation": "naming", "mode": "block"}, engineer)


def test_names_are_written_as_the_rule_says(world: World) -> None:
    event_there(world)
    done(world, "analytics.planned_event_save", name="order paid", purpose="?")
    done(world, "analytics.naming_rule_set", applies_to="events", style="object_action")
    assert told(world, "analytics.planned_event_detail", ref="PE-1")["naming_fault"] == ""
    assert told(world, "analytics.planned_event_detail", ref="PE-2")["naming_fault"] == (
        "'order paid' is not written in Object Action in title case, such as 'Order Paid'."
    )
    done(world, "analytics.naming_rule_set", applies_to="properties", style="own", pattern="[a-z]+(_[a-z]+)*")
    rules = told(world, "analytics.tracking_rules")
    assert (rules["event_names"]["style"], rules["property_names"]["pattern"]) == (
        "object_action",
        "[a-z]+(_[a-z]+)*",
    )
    for wrong, words in (
        ({"style": "own"}, "give one with the style own"),
        ({"style": "own", "pattern": "(?=a)"}, "looks ahead"),
        ({"style": "own", "pattern": "((a{99}){99}){99}"}, "too large"),
    ):
        with pytest.raises(Invalid, match=words):
            done(world, "analytics.naming_rule_set", applies_to="events", **wrong)
    with pytest.raises(Invalid, match="there is no event source 'tv'"):
        done(world, "analytics.tracking_rule_set", violation="naming", mode="flag", source="tv")


def test_a_plan_of_another_tool_comes_in_and_goes_out_again(world: World) -> None:
    tried = done(world, "analytics.plan_import", content=RUDDER, dry_run=True)
    assert (tried["made"], PlannedEvent.objects.count()) == (["Cart Opened"], 0)
    taken = done(world, "analytics.plan_import", content=RUDDER)
    assert taken == {
        "made": ["Cart Opened"], "changed": [], "unchanged": [], "refused": {"event 2": "It has no name."},
        "left_out": {"Cart Opened": ["items: minimum"]},
    }  # fmt: skip
    text = told(world, "analytics.plan_export")["text"]
    assert json.loads(text)["$defs"]["Cart Opened"] == {
        "title": "Cart Opened",
        "description": "The cart is shown",
        "type": "object",
        "properties": {
            "items": {"type": "integer"},
            "currency": {"type": "string", "enum": ["EUR", "USD"]},
        },
        "required": ["items"],
        "additionalProperties": False,
    }
    assert done(world, "analytics.plan_import", content=text)["unchanged"] == ["Cart Opened"]
    for wrong, words in (
        ("{", "it is no JSON"),
        ("[]", "No events are in the document"),
        ("[" * 9_999, "no JSON"),
    ):
        with pytest.raises(Invalid, match=words):
            done(world, "analytics.plan_import", content=wrong + " ")


def test_a_plan_of_two_thousand_events_is_read_listed_and_checked(world: World) -> None:
    events = [
        {"name": f"Event {number}", "properties": [{"name": f"p{part}"} for part in range(5)]}
        for number in range(2_000)
    ]
    done(world, "analytics.plan_import", content=json.dumps({"events": events}))
    source_there(world)
    first = told(world, "analytics.planned_event_list", limit=100)
    assert (len(first["rows"]), first["planned"]) == (100, 2_000)
    second = told(world, "analytics.planned_event_list", limit=100, after=first["next"])
    assert second["rows"][0]["name"] > first["rows"][-1]["name"]
    assert PlannedEvent.objects.get(name="Event 1999").purpose == "As the imported plan has it"


def test_what_is_planned_stays_where_it_is(world: World) -> None:
    event_there(world)
    elsewhere = world.context_elsewhere()
    with pytest.raises(NotFound):
        perform("analytics.planned_event_retire", {"ref": "PE-1", "reason": "?"}, elsewhere)
    assert ORDER_PAID["name"] == PlannedEvent.objects.get().name


def test_names_may_be_as_anybody_likes_again(world: World) -> None:
    for style, stored in (("snake_case", "snake_case"), ("any", "")):
        done(world, "analytics.naming_rule_set", applies_to="events", style=style)
        assert told(world, "analytics.tracking_rules")["event_names"]["style"] == stored
