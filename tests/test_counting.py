"""Every part of the product counts the same people."""

from typing import Any

import pytest

from headway.apps.analytics.compacting import compact
from headway.apps.analytics.tests.test_inbox import arrive, line
from headway.apps.decisions.measures import READERS
from headway.apps.launch.usage import usage_of
from headway.apps.metrics.tests.given import metric_there
from headway.core.perform import ask
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def asked(world: World, name: str, **question: Any) -> Any:
    return ask(name, question, world.context()).model_dump(mode="json", by_alias=True)


def test_two_ids_that_became_one_person_are_one_everywhere(world: World) -> None:
    arrive(world, line(1, "", anonymous="phone", event="opened"), line(2, "bo", event="opened"))
    arrive(world, line(3, "bo", anonymous="phone", event="$identify"))
    compact(world.workspace, NOW)
    metric_there(world)
    usage = asked(world, "analytics.usage_summary")
    trend = asked(world, "analytics.trend", series=[{"event": "opened", "math": "unique"}], period="month")
    metric = asked(world, "metrics.metric_value", metrics=["active_people"])
    assert [one["people"] for one in usage["events"] if one["event"] == "opened"] == [1]
    assert usage["active_people"]["value"] == 1
    assert [value for _, value in trend["series"][0]["points"]] == [1]
    assert metric["rows"] == [[1]]
    assert READERS["event_people_per_month"](world.context(), "opened").value == 1
    assert usage_of(world.context(), ["opened"]).of(["opened"]).people == {"bo"}
