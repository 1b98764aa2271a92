"""The page of what is amiss: each gap and each finding with the one step that settles it."""

import pytest

from headway.apps.metrics.models import Metric
from headway.apps.metrics.tests.given import METRIC, MODEL, choice, done, metric_there
from headway.web.metrics.tests.test_metric_pages import words
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/w/lumen/metric-gaps/"


def test_each_thing_amiss_has_its_one_step(world: World) -> None:
    metric_there(world)
    done(world, "metrics.choice_save", **choice(world), unit="USD")
    done(world, "metrics.model_save", definition=MODEL.replace("'events'", "'visits'"))
    client = world.client("analyst")
    html = client.get(PAGE).content.decode()
    said = words(html)
    assert "1 metric can be worked out, 1 cannot" in said
    assert "Active people The table visits is not there. Bring its file as the table visits." in said
    assert "/w/lumen/metric-tables/take-a-file/?name=visits" in html
    assert "Pro sales No decision. Say what would be done differently if it moved. No owner." in said
    assert "They have no baseline: Pro sales." in said
    assert "/w/lumen/metric-choice/?ref=pro_sales#save" in html and "No unit" not in said
    days = {"metrics": ["pro_sales"], "from_day": "2026-09-01", "to_day": "2026-09-30", "next": PAGE}
    assert client.post("/w/lumen/do/metrics.baseline_take/", days).status_code == 303
    assert Metric.objects.get(ref="pro_sales").baseline == 10.5
    viewer = world.client("viewer").get(PAGE).content.decode()
    assert "take-a-file" not in viewer and "Bring its file" in words(viewer)


def test_a_definition_that_no_longer_holds_is_a_gap_and_no_fault(world: World) -> None:
    metric_there(world)
    paid = METRIC.replace(
        "{measure: people}", "{measure: people}, filter: \"{{ Dimension('user__event') }} = 'paid'\""
    )
    done(world, "metrics.metric_save", ref="active_people", definition=paid)
    done(
        world,
        "metrics.model_save",
        definition=MODEL.replace("      - {name: event, type: categorical}\n", ""),
    )
    said = words(world.client().get(PAGE).content.decode())
    assert "user__event cannot be reached from the measure people" in said and "or retire it." in said
