"""What an event violates: every kind, and the ends of what is allowed."""

from typing import Any

import pytest

from headway.engine.tracking.check import Checker, Fault
from headway.engine.tracking.plan import Event, NamingRule, Plan, Property

PAID = Event(
    "Order Paid",
    (
        Property("amount", "number", required=True),
        Property("items", "integer"),
        Property("plan", values=("free", "pro")),
        Property("level", "integer", values=(1, 2)),
        Property("first", "boolean"),
        Property("at", "date"),
        Property("code", pattern="[A-Z]{3}"),
        Property("tags", "list"),
        Property("cart", "object"),
        Property("email", personal=True),
    ),
)
ONLY_IOS = Event("Shaken", sources=("ios",))
PLAN = Plan(
    (PAID, ONLY_IOS),
    NamingRule("object_action"),
    NamingRule("snake_case"),
    {("", "wrong_type"): "quarantine", ("", "extra_property"): "block", ("ios", "wrong_type"): "flag"},
)


@pytest.mark.parametrize(
    ("properties", "faults"),
    [
        ({"amount": 1}, []),
        ({"amount": 1.5, "items": None, "tags": [], "cart": {}, "at": "2026-09-01T10:00:00Z"}, []),
        ({"amount": 1, "$lib": "web", "token": "x"}, []),
        ({}, [("missing_required", "amount", "")]),
        ({"amount": None}, [("missing_required", "amount", "")]),
        ({"amount": True}, [("wrong_type", "amount", "true")]),
        ({"amount": 1, "items": 1.0}, [("wrong_type", "items", "1.0")]),
        ({"amount": 1, "first": 1}, [("wrong_type", "first", "1")]),
        ({"amount": 1, "at": "yesterday"}, [("wrong_type", "at", "yesterday")]),
        ({"amount": 1, "at": 5}, [("wrong_type", "at", "5")]),
        ({"amount": 1, "plan": "team"}, [("not_allowed", "plan", "team")]),
        ({"amount": 1, "level": True}, [("wrong_type", "level", "true")]),
        ({"amount": 1, "level": 3}, [("not_allowed", "level", "3")]),
        ({"amount": 1, "code": "AB"}, [("not_allowed", "code", "AB")]),
        ({"amount": 1, "code": 5}, [("wrong_type", "code", "5")]),
        ({"amount": 1, "email": 5}, [("wrong_type", "email", "")]),
        ({"amount": 1, "gift": [1]}, [("extra_property", "gift", "a list of 1")]),
        ({"amount": 1, "no\0te": "a\0b"}, [("extra_property", "note", "ab"), ("naming", "note", "")]),
        ({"amount": 1, "Gift": 1}, [("extra_property", "Gift", "1"), ("naming", "Gift", "")]),
    ],
)  # fmt: skip
def test_each_kind_of_violation(properties: dict[str, Any], faults: list[tuple[str, str, str]]) -> None:
    assert list(Checker(PLAN, "web").faults("Order Paid", properties)) == faults


def test_an_event_that_no_plan_knows() -> None:
    web, ios = Checker(PLAN, "web"), Checker(PLAN, "ios")
    assert web.faults("Cart Opened", {"a": 1}) == (Fault("unplanned_event", "", ""),)
    assert [one.kind for one in web.faults("cart", {})] == ["unplanned_event", "naming"]
    assert (web.faults("$identify", {}), ios.faults("Shaken", {})) == ((), ())
    assert [one.kind for one in web.faults("Shaken", {})] == ["unplanned_event", "naming"]


def test_the_strongest_of_what_is_said_about_the_faults_holds() -> None:
    wrong, extra = Fault("wrong_type", "a", ""), Fault("extra_property", "b", "")
    missing = Fault("missing_required", "c", "")
    web, ios = Checker(PLAN, "web"), Checker(PLAN, "ios")
    assert (web.mode((missing,)), web.mode((missing, wrong)), web.mode((wrong, extra))) == (
        "flag",
        "quarantine",
        "block",
    )
    assert ios.mode((wrong,)) == "flag"


def test_five_thousand_properties_are_twenty_faults() -> None:
    wide = {f"p{number}": number for number in range(5_000)}
    assert len(Checker(PLAN, "web").faults("Order Paid", wide)) == 20
