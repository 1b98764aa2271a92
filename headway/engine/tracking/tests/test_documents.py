"""Plans as lines, as JSON Schema, as other tools have them, and as code that runs."""

import ast
from dataclasses import replace

import pytest

from headway.engine.tracking.differences import differences
from headway.engine.tracking.foreign import plan_read
from headway.engine.tracking.notation import property_read, property_written
from headway.engine.tracking.plan import Event, PlanError, Property
from headway.engine.tracking.schemas import event_schema, plan_schema, schema_read
from headway.engine.tracking.snippets import snippets

PROPERTIES = (
    Property("amount", "number", required=True, description="In euros"),
    Property("level", "integer", values=(1, 2)),
    Property("share", "number", values=(0.5, 1.0)),
    Property("first", "boolean", values=(True,)),
    Property("code", pattern="[A-Z]{3}, [a-z]+"),
    Property("email", personal=True),
    Property("paid at", "date"),
    Property("tags", "list"),
    Property("cart", "object"),
    Property("<b>", values=('say "hi"', "x, y")),
)
PAID = Event("Order Paid", PROPERTIES, description="The money is there")


@pytest.mark.parametrize("one", PROPERTIES, ids=lambda one: one.name)
def test_a_property_is_read_as_it_is_written(one: Property) -> None:
    assert property_read(property_written(one)) == one


def test_a_plan_comes_back_from_json_schema() -> None:
    assert schema_read("Order Paid", event_schema(PAID)) == (PAID, ())
    taken = plan_read(plan_schema([PAID, Event("Other")], "Plan"))
    assert (taken.events, taken.left_out, taken.refused) == ([PAID, Event("Other")], {}, {})


@pytest.mark.parametrize(
    "document",
    [
        {"rules": {"events": [{"name": "A", "rules": {"properties": {"properties": {
            "properties": {"p": {"type": ["integer", "null"]}}, "required": ["p"]}}}}]}},
        {"events": [{"name": "A", "properties": [{"name": "p", "type": "int", "isRequired": True}]}]},
        {"events": [{"name": "A", "properties": {"p": {"type": "integer"}}, "required": ["p"]}]},
        [{"name": "A", "properties": [{"name": "p", "type": "long", "required": True}]}],
        {"title": "A", "type": "object", "properties": {"p": {"type": "integer"}}, "required": ["p"]},
    ],
    ids=["segment", "avo", "plain", "list", "one"],
)  # fmt: skip
def test_the_same_event_of_every_tool(document: object) -> None:
    assert plan_read(document).events == [Event("A", (Property("p", "integer", required=True),))]


def test_what_cannot_be_taken_is_named() -> None:
    taken = plan_read({"events": [
        {"name": "A", "properties": {"p": {"type": ["string", "integer"], "maxLength": 3}}},
        {"name": "A"}, {"name": "x" * 300}, "B", {"name": "C", "properties": {"p": {"type": "money"}}},
        {"name": "D", "properties": [{"type": "string"}]}, {"name": "E", "properties": {"a: b": {}}},
        {"name": "F", "properties": [5]}, {"name": "G", "rules": {"properties": 5}},
    ]})  # fmt: skip
    assert [one.name for one in taken.events] == ["A"]
    assert taken.left_out == {"A": ("p: maxLength", "p: the types integer")}
    assert {name[:9]: words[:46] for name, words in taken.refused.items()} == {
        "event 2": "'A' is there before; the first was taken.",
        "x" * 9: "Its name has more than 200 signs or several li",
        "event 4": "It has no name.",
        "C": "p: the type 'money' is not known; use boolean,",
        "D": "The property '' has a name that is too long, o",
        "E": "The property 'a: b' has a name that is too lon",
        "F": "F: a property is no object with name and type.",
        "G": "G: its properties are no object of JSON Schema",
    }
    for wrong in (None, 5, [], {}, {"events": []}, {"$defs": {}}):
        with pytest.raises(PlanError, match="No events are in the document"):
            plan_read(wrong)


def test_each_difference_is_a_sentence() -> None:
    first, rest = PROPERTIES[0], PROPERTIES[1:]
    changed = replace(first, required=False, personal=True, values=(1.0,), description="")
    after = replace(PAID, name="Paid", sources=("web",), description="", properties=(changed, *rest))
    assert differences(PAID, after) == (
        "The name 'Order Paid' becomes 'Paid'.",
        "The description 'The money is there' becomes ''.",
        "It comes from web rather than from any source.",
        "amount: the description In euros becomes (none).",
        "amount: is no longer required.",
        "amount: holds personal data.",
        "amount: only 1.0 are allowed now.",
    )
    assert differences(PAID, PAID) == ()


def test_snippets_are_code_whatever_the_names_are() -> None:
    nasty = Event('It\'s "</script>" {name}\u2028', PROPERTIES)
    found = snippets(nasty)
    assert [(one.sdk, one.language) for one in found[:2]] == [
        ("Segment", "JavaScript"),
        ("Segment", "Python"),
    ]
    for one in found:
        if one.language == "Python":
            call = ast.parse(one.code).body[0]
            assert isinstance(call, ast.Expr)
            assert nasty.name in {node.value for node in ast.walk(call) if isinstance(node, ast.Constant)}
    assert snippets(Event("Seen"))[3].code == 'rudder_analytics.track("user-1", "Seen", {})'
