"""Alerts: what goes off, what has no data, who is told, and that of one period nobody is told twice."""

from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from headway.apps.reporting.models import Alert, AlertCheck
from headway.apps.reporting.tests.given import TREND, asked, done, events_there
from headway.apps.reporting.timers import alerts_look
from headway.core.errors import Conflict, Invalid
from headway.core.models import JobRun
from headway.core.perform import perform
from headway.core.talk.models import Notification
from tests.world import World

# The story ends on the 22nd: on the 21st the week of the 14th, in which nobody opened it, was the last whole one.
AT = datetime(2026, 9, 22, 12, tzinfo=UTC)
BELOW = {
    "title": "Few openers",
    "query": "analytics.trend",
    "question": TREND,
    "condition": "below",
    "threshold": 1,
}


@pytest.fixture
def filled(world: World) -> World:
    events_there(world)
    return world


def saved(world: World, **question: Any) -> str:
    ref: str = done(world, "reporting.alert_save", **BELOW | question)["ref"]
    return ref


def look(world: World, ref: str, now: datetime = AT) -> dict[str, Any]:
    perform("reporting.alert_check", {"ref": ref}, world.context("owner", "job", now))
    checks: list[dict[str, Any]] = asked(world, "reporting.alert_detail", ref=ref)["checks"]
    return checks[0]


def told(world: World) -> list[str]:
    found = Notification.objects.filter(event="alert", read_at=None, person=world.users["product_manager"])
    return list(found.order_by("created_at").values_list("words", flat=True))


def test_of_one_period_its_owner_is_told_once(filled: World) -> None:
    ref = saved(filled)
    first = look(filled, ref)
    assert (first["period"], first["state"], first["value"], first["previous"]) == (
        "2026-09-14",
        "firing",
        0.0,
        2.0,
    )
    look(filled, ref, AT + timedelta(minutes=15))
    words = "Few openers: 0 in the period from 2026-09-14, 2 the time before; the limit is 1."
    assert told(filled) == [words]
    done(filled, "reporting.alert_resolve", ref=ref)
    look(filled, ref, AT + timedelta(minutes=30))
    assert told(filled) == [] and Alert.objects.get(ref=ref).state == "ok"


def test_a_missing_value_is_no_data_and_tells_nobody(filled: World) -> None:
    ref = saved(filled)
    # A week later the week of the 21st is over, but nothing came in since the 22nd.
    found = look(filled, ref, AT + timedelta(days=7))
    assert (found["period"], found["state"], found["value"]) == ("2026-09-21", "no_data", None)
    assert "nothing came in since it was over" in found["words"] and told(filled) == []
    more = "person_id,ts,event,device\nP9,2026-09-28T10:00:00Z,paid,web\n"
    done(filled, "analytics.event_import", file_name="more.csv", content=more)
    assert look(filled, ref, AT + timedelta(days=7))["state"] == "ok"


@pytest.mark.parametrize(
    ("condition", "threshold", "state"),
    [("above", -1, "firing"), ("above", 0, "ok"), ("changes", 100, "firing"), ("changes", 101, "ok")],
)
def test_conditions_hold_at_their_limits(filled: World, condition: str, threshold: float, state: str) -> None:
    ref = saved(filled, condition=condition, threshold=threshold)
    assert look(filled, ref)["state"] == state


def test_anomalies_are_looked_for_in_a_trend_by_day(filled: World) -> None:
    daily = {"series": [{"event": "opened"}], "period": "day"}
    ref = saved(filled, condition="anomaly", question=daily, threshold=None)
    found = look(filled, ref)
    assert (found["state"], found["words"]) == ("ok", "Few openers: nothing stands out in 2026-09-21.")
    with pytest.raises(Invalid, match="a trend by day or by hour"):
        saved(filled, condition="anomaly")


def test_who_muted_it_is_not_told_and_the_history_goes_on(filled: World) -> None:
    ref = saved(filled)
    perform("reporting.alert_mute", {"ref": ref, "days": 3}, filled.context(now=AT))
    assert look(filled, ref)["state"] == "firing" and told(filled) == []
    assert AlertCheck.objects.get().told_at is None


def test_the_workers_look_at_a_period_once(filled: World) -> None:
    ref = saved(filled)
    assert (alerts_look(), alerts_look()) == (1, 0)
    assert asked(filled, "reporting.alert_detail", ref=ref)["row"]["state"] == "no_data"


def test_a_webhook_is_told_once_and_never_inside_the_own_network(filled: World, settings: Any) -> None:
    heard: list[tuple[str, str]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(
                (
                    self.headers["Idempotency-Key"],
                    self.rfile.read(int(self.headers["Content-Length"])).decode(),
                )
            )
            self.send_response(204)
            self.end_headers()

        def log_message(self, *said: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hook)
    Thread(target=server.serve_forever, daemon=True).start()
    with pytest.raises(Invalid, match="Field webhook: The address has to begin with https"):
        saved(filled, webhook=f"http://localhost:{server.server_port}/x")
    ref = saved(filled, webhook=f"https://localhost:{server.server_port}/x?token=s3cret")
    look(filled, ref)
    job = JobRun.objects.get(name="reporting.alert_send")
    with pytest.raises(Conflict, match="closed to messages"):
        perform(job.name, job.question, filled.context("owner", "job", AT))
    settings.OUTGOING_HOSTS = ["localhost"]
    done(
        filled,
        "reporting.alert_save",
        ref=ref,
        webhook=f"http://localhost:{server.server_port}/x?token=s3cret",
    )
    for _ in range(2):
        perform(job.name, job.question, filled.context("owner", "job", AT))
    server.shutdown()
    server.server_close()
    assert len(heard) == 1 and '"value": 0' in heard[0][1] and '"workspace": "lumen"' in heard[0][1]
    row = asked(filled, "reporting.alert_detail", ref=ref)["row"]
    assert row["webhook_host"] == "localhost" and "s3cret" not in str(row)


def test_whose_metric_fails_its_tests_or_drifts_is_told(filled: World) -> None:
    from headway.apps.metrics.tests.given import METRIC, trial

    test = trial(filled)
    done(filled, "metrics.metric_save", "owner", ref="active_people", owner="product_manager@lumen.test")
    done(filled, "metrics.test_save", "owner", **test | {"expected": 3})
    drifted = METRIC.replace("measure: people", "measure: actions")
    done(filled, "metrics.files_import", "owner", files=[{"name": "m.yml", "content": drifted}])
    assert told(filled) == [
        "1 of its tests fails; what it says may not be what it means.",
        "A file of definitions counts active_people otherwise than here; compare the two.",
    ]
    done(filled, "metrics.test_save", "owner", **test)
    assert told(filled) == []
