"""What came is looked at, proposed and taken by a person; whether planned events come is told by the data."""

from typing import Any

import pytest

from headway.apps.analytics.tracking.models import ObservedEvent
from headway.apps.analytics.tracking.observing import is_behind
from headway.apps.analytics.tracking.tests.given import (
    AT,
    DAY_US,
    ORDER_PAID,
    arrived,
    done,
    event_there,
    line,
    source_there,
    told,
)
from headway.apps.analytics.tracking.timers import observed
from headway.core.errors import NotFound
from tests.world import World

pytestmark = pytest.mark.django_db


def carts(world: World) -> str:
    """Two hundred carts of which one has no currency and each other day from the tenth on a text for its total."""
    source = source_there(world)
    made = []
    for number in range(200):
        more: dict[str, Any] = {} if number == 7 else {"currency": "EUR" if number % 3 else "USD"}
        total: Any = number / 2 if number < 100 else f"{number} euros"
        some = line(source, number, "Cart Opened", items=number % 5, total=total, **more)
        made.append(type(some)(*[getattr(some, name) if name != "at_us" else AT + number * DAY_US // 10
                                 for name in some.__struct_fields__]))  # fmt: skip
    arrived(world, *made)
    return source


def test_what_comes_is_proposed_and_a_person_takes_it(world: World) -> None:
    carts(world)
    assert told(world, "analytics.tracking_proposal") == {"rows": [], "drifts": [], "as_of": None}
    assert is_behind(world.workspace)
    assert done(world, "analytics.tracking_observe")["events"] == 1
    found = told(world, "analytics.tracking_proposal")
    assert [part["line"] for part in found["rows"][0]["properties"]] == [
        "currency: text, required, one of EUR | USD",
        "items: integer, required",
        "total: text, required",
    ]
    assert [one["text"] for one in found["drifts"]] == [
        "total was number until 1 Oct 2026, text since 2 Oct 2026"
    ]
    taken = done(world, "analytics.proposal_take", events="Cart Opened", purpose="To see where they leave")
    assert (taken["made"], taken["refused"]) == (["Cart Opened"], {})
    again = done(world, "analytics.proposal_take", events=["Cart Opened"], purpose="Again")
    assert again["unchanged"] == ["Cart Opened"]
    row = told(world, "analytics.planned_event_list", show="arriving")["rows"][0]
    assert (row["name"], row["status"], row["purpose"]) == (
        "Cart Opened",
        "implemented",
        "To see where they leave",
    )
    arrival = row["arrival"]
    assert (arrival["implemented"], arrival["events"], arrival["people"], arrival["accounts"]) == (
        True, 200, 1, 1,
    )  # fmt: skip
    assert arrival["versions"] == ["4.2.0"]
    detail = told(world, "analytics.planned_event_detail", ref="Cart Opened")
    assert sum(one["events"] for one in detail["days"]) == 200
    assert [(one["name"], one["share"]) for one in detail["seen"]] == [
        ("currency", 0.995), ("items", 1.0), ("total", 1.0),
    ]  # fmt: skip
    with pytest.raises(NotFound, match="No event 'Never' was observed"):
        done(world, "analytics.proposal_take", events=["Never"], purpose="?")


def test_whether_it_is_implemented_is_told_by_the_data(world: World) -> None:
    event_there(world)
    done(world, "analytics.planned_event_save", name="Refund Asked", purpose="How many want money back?")
    row = told(world, "analytics.planned_event_detail", ref="PE-1")["row"]["arrival"]
    assert (row["implemented"], row["reason"]) == (
        None,
        "nobody has looked at the events yet; analytics.tracking_observe does",
    )
    arrived(world, line(source_there(world), 1, email="ann@lumen.test"))
    assert (observed(), observed()) == (1, 0)
    listed = told(world, "analytics.planned_event_list")
    assert (listed["planned"], listed["arriving"]) == (2, 1)
    assert [one["name"] for one in told(world, "analytics.planned_event_list", show="missing")["rows"]] == [
        "Refund Asked"
    ]
    done(world, "analytics.planned_event_retire", ref="PE-1", reason="Refunds tell more")
    retired = told(world, "analytics.planned_event_list", show="deprecated")["rows"][0]
    assert retired["arrival"]["reason"] == "it is retired and still comes"


def test_a_record_knows_whether_what_it_is_measured_by_comes(world: World) -> None:
    source = source_there(world)
    done(world, "strategy.objective_save", ref="O1", title="Keep customers")
    done(world, "strategy.key_result_save", ref="KR1", objective="O1", title="Churn", metric="churn_ratio")
    done(world, "analytics.planned_event_save", **ORDER_PAID, serves="key_result:KR1")
    arrived(world, line(source, 1, plan="pro"))
    done(world, "analytics.tracking_observe")
    found = told(world, "analytics.measured_list", record="key_result:KR1", events=["Trial Begun"])["rows"]
    assert [
        (one["event"], one["planned"], one["arrival"]["implemented"], one["missing_properties"])
        for one in found
    ] == [("Order Paid", "PE-1", True, ["amount"]), ("Trial Begun", "", False, [])]


def test_a_look_takes_the_place_of_the_one_before(world: World) -> None:
    source = source_there(world)
    arrived(world, line(source, 1, "first"), line(source, 2, "$identify"))
    assert observed() == 1
    assert set(ObservedEvent.objects.values_list("event", flat=True)) == {"first", "$identify"}
    assert [one["name"] for one in told(world, "analytics.tracking_proposal")["rows"]] == ["first"]
    done(world, "analytics.tracking_observe")
    assert ObservedEvent.objects.count() == 2
