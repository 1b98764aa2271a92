"""Semantic models by choosing: added to, asked about, removed when nothing stands on them."""

import pytest

from headway.apps.metrics.models import SemanticModel
from headway.apps.metrics.tests.given import done, metric_there
from headway.core.errors import Invalid
from headway.core.perform import ask
from headway.web.metrics.tests.test_metric_pages import words
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_model_is_added_to_by_choosing(world: World) -> None:
    metric_there(world)
    client = world.client("analyst")
    page = "/w/lumen/semantic-models/usage/"
    measure = {
        "model": "usage",
        "agg": "sum",
        "column": "properties.amount",
        "time": "happened_at",
        "name": "paid_sum",
    }
    assert client.post("/w/lumen/do/metrics.measure_add/", measure | {"next": page}).status_code == 303
    assert (
        client.post("/w/lumen/do/metrics.dimension_add/", {"model": "usage", "column": "account"}).status_code
        == 303
    )
    found = ask("metrics.model_detail", {"ref": "usage"}, world.context()).model_dump(mode="json")
    assert [(one["name"], one["metrics"]) for one in found["measures"]] == [
        ("people", ["active_people"]), ("actions", []), ("paid_sum", []),
    ]  # fmt: skip
    assert found["measures"][2]["expr"] == "TRY_CAST(json_extract_string(properties, '$.amount') AS DOUBLE)"
    assert found["dimensions"][-1] == {
        "name": "account",
        "asked_as": "user__account",
        "expr": "account",
        "grain": None,
    }
    said = words(client.get(page).content.decode())
    assert (
        "people Count different person by day for active_people" in said
        and "asked for as user__account" in said
    )
    assert "usage events 3 3 active_people" in words(client.get("/w/lumen/semantic-models/").content.decode())
    for name, question, sentence in (
        ("measure_add", measure, "usage has the measure paid_sum already"),
        (
            "dimension_add",
            {"model": "usage", "column": "account"},
            "usage has the dimension user__account already",
        ),
        ("dimension_add", {"model": "usage", "column": "nothing"}, "events has no column 'nothing'"),
        ("model_remove", {"ref": "usage"}, "active_people stand on usage"),
    ):
        with pytest.raises(Invalid, match=sentence):
            done(world, f"metrics.{name}", **question)
    done(world, "metrics.metric_retire", ref="active_people", reason="gone")
    done(world, "metrics.model_remove", ref="usage")
    assert not SemanticModel.objects.exists()
