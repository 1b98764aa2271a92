"""The tracking plan at a live collector: what it refuses is said in the answer, what it allows is on disk."""

import json

import pytest

from headway.interfaces.collect.tests.conftest import Collector, Post

PLANNED = """
import django
django.setup()
from django.utils import timezone
from headway.core.access import enter
from headway.core.models import User
from headway.core.perform import perform
context = enter(User.objects.get(email="owner@lumen.test"), "lumen", "cli", timezone.now())
given = {"name": "Order Paid", "purpose": "Who pays?", "sources": ["planned"], "properties": "amount: number, required"}
perform("analytics.planned_event_save", given, context)
for kind in ("unplanned_event", "missing_required"):
    perform("analytics.tracking_rule_set", {"violation": kind, "mode": "block", "source": "planned"}, context)
"""
RETIRED = """
import django
django.setup()
from headway.apps.analytics.tracking.models import PlannedEvent, TrackingRule
PlannedEvent.objects.all().delete()
TrackingRule.objects.all().delete()
"""
pytestmark = pytest.mark.slow


def test_what_the_plan_refuses_is_told_and_the_rest_comes_in(collector: Collector, post: Post) -> None:
    key = collector.source("planned")
    collector.command("-c", PLANNED)
    try:
        # A collector that ran before looks at the plan again within seconds; a new one does at once.
        collector.stop()
        collector.start()
        sent = [
            {"event": "Order Paid", "person_id": "P1", "id": "p1", "properties": {"amount": 5}},
            {"event": "Cart Opened", "person_id": "P1", "id": "p2"},
            {"event": "Order Paid", "person_id": "P1", "id": "p3", "properties": {}},
            {"event": "Order Paid", "person_id": "P1", "id": "p4", "properties": {"amount": 5, "gift": 1}},
        ]
        answer = post("/v1/events", content=json.dumps(sent), headers={"authorization": f"Bearer {key}"})
        assert (answer.status_code, answer.json()) == (
            200,
            {
                "accepted": 2,
                "refused": [
                    {"at": 1, "reason": "the tracking plan refuses it: Cart Opened: unplanned event"},
                    {
                        "at": 2,
                        "reason": "the tracking plan refuses it: Order Paid: "
                        "a required property is missing (amount)",
                    },
                ],
            },
        )
        found = collector.stored("planned")
        assert [(one["id"], one["flags"]) for one in found["events"]] == [("p1", 0), ("p4", 2)]
        assert found["rejected"] == {
            "the tracking plan refuses it: a required property is missing": 1,
            "the tracking plan refuses it: unplanned event": 1,
        }
    finally:
        collector.command("-c", RETIRED)
        collector.stop()
        collector.start()
