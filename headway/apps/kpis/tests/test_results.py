"""Where key results stand comes from their metrics, by night and when somebody asks for it."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from headway.apps.kpis.timers import results_take
from headway.apps.metrics.tests.given import METRIC, MODEL, done
from headway.apps.strategy.models import KeyResult
from headway.core.perform import ask
from tests.world import World

pytestmark = pytest.mark.django_db
EVENTS = "user,event,ts\nann,open,2026-07-02T10:00:00Z\nann,open,2026-08-02T10:00:00Z\nbo,open,2026-08-31T10:00:00Z\ncy,open,2026-09-01T10:00:00Z\n"


def results(world: World) -> list[dict[str, Any]]:
    found = ask("strategy.objective_list", {}, world.context("viewer")).model_dump(mode="json")
    return [
        {name: one[name] for name in ("now", "now_from", "now_reason")}
        for one in found["rows"][0]["key_results"]
    ]


def test_where_a_key_result_stands_is_read_from_its_metric(world: World) -> None:
    done(world, "metrics.model_save", definition=MODEL)
    done(world, "metrics.metric_save", ref="active_people", definition=METRIC)
    done(world, "analytics.event_import", file_name="e.csv", content=EVENTS)
    done(world, "strategy.objective_save", ref="O1", title="More people")
    for ref, metric in (("KR1", "active_people"), ("KR2", "nobody_knows")):
        done(
            world,
            "strategy.key_result_save",
            ref=ref,
            objective="O1",
            title=ref,
            metric=metric,
            baseline=1,
            target=5,
        )
    unread = {"now": None, "now_from": "", "now_reason": "its metric has not been read yet"}
    assert results(world) == [unread, unread]
    assert world.client("viewer").post("/w/lumen/do/metrics.key_results_take/", {}).status_code == 403
    page = world.client("analyst").post(
        "/w/lumen/do/metrics.key_results_take/", {"next": "/w/lumen/strategy/"}
    )
    assert page.status_code == 303
    read = {"now": 2.0, "now_from": "2026-08-01", "now_reason": ""}
    assert results(world) == [
        read, {"now": None, "now_from": "", "now_reason": "no metric of the registry has this name"},
    ]  # fmt: skip
    shown = " ".join(
        unescape(strip_tags(world.client("viewer").get("/w/lumen/strategy/").content.decode())).split()
    )
    assert "active_people as of the month from 1 Aug 2026 1 2 5" in shown
    assert "nobody_knows Unknown now: no metric of the registry has this name 1 unknown 5" in shown
    # What was read of one metric says nothing about another.
    done(world, "strategy.key_result_save", ref="KR1", metric="nobody_knows")
    assert results(world)[0] == unread
    listed = ask(
        "lists.rows_list", {"kind": "key_result", "columns": ["ref", "now"], "sort": ["ref"]}, world.context()
    )
    assert [one.cells for one in listed.rows] == [{"ref": "KR1", "now": None}, {"ref": "KR2", "now": None}]
    KeyResult.objects.update(now_at=timezone.now() - timedelta(hours=30))
    done(world, "strategy.key_result_save", ref="KR1", metric="active_people")
    assert (results_take(), results_take(), results(world)[0]) == (1, 0, read)
