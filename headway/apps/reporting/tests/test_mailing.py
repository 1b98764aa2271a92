"""Dashboards by e-mail and shared outside: what is in them, for whom, and how it ends."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as box
from django.test import Client

from headway.apps.reporting.mailing import subscriptions_send
from headway.apps.reporting.models import Subscription
from headway.apps.reporting.tests.given import TREND, asked, done, events_there
from headway.core.errors import Invalid, Refused
from tests.world import World

MONDAY = datetime(2026, 10, 5, 6, tzinfo=UTC)
PEOPLE = "SELECT person, count(*) AS times FROM events GROUP BY 1 ORDER BY 2 DESC, 1"
SHARE = {"what": "dashboard", "address": "f=dashboard:is:DB-1", "title": "Our usage", "days": 366}


@pytest.fixture
def board(world: World, settings: Any) -> World:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    events_there(world)
    done(world, "reporting.dashboard_save", title="Usage", shared=True)
    tile = {
        "dashboard": "DB-1",
        "query": "analytics.trend",
        "question": TREND,
        "goal": "at_least",
        "target": 2,
    }
    done(world, "reporting.tile_add", title="Openers", **tile)
    return world


def stop_link(body: str) -> str:
    return "/stop/" + body.split("/stop/", 1)[1].split(maxsplit=1)[0]


def test_a_member_gets_it_on_its_morning_once_and_ends_it_by_the_link(board: World) -> None:
    done(board, "reporting.subscription_save", "viewer", dashboard="DB-1", every="week")
    # In Berlin it is six o'clock before seven.
    early = MONDAY - timedelta(hours=2)
    assert [subscriptions_send(at) for at in (early, MONDAY, MONDAY + timedelta(hours=1))] == [0, 1, 0]
    sent = box.outbox[0]
    assert (sent.to, sent.subject) == (["viewer@lumen.test"], "Usage")
    assert (
        "Openers: 0, in the period from 2026-09-14, -100 % against the period before, target at least 2, not met"
        in (str(sent.body))
    )
    assert [(one[0], one[2], one[1][:5]) for one in sent.attachments] == [
        ("DB-1.pdf", "application/pdf", b"%PDF-")
    ]
    client = Client(enforce_csrf_checks=True)
    link = stop_link(str(sent.body))
    assert "Send me no more" in client.get(link).content.decode()
    assert client.post(link[:-3] + "x/").status_code == 404
    assert client.post(link).status_code == 200
    assert subscriptions_send(MONDAY + timedelta(days=7)) == 0


def test_who_may_see_it_no_more_gets_it_no_more(board: World) -> None:
    done(board, "reporting.subscription_save", "viewer", dashboard="DB-1", every="day")
    done(board, "reporting.dashboard_save", ref="DB-1", shared=False)
    assert subscriptions_send(MONDAY) == 0 and Subscription.objects.get().stopped_at == MONDAY


def test_somebody_outside_gets_what_the_link_shows_as_long_as_it_opens(board: World) -> None:
    wanted = {"dashboard": "DB-1", "email": "ceo@customer.test", "every": "day"}
    with pytest.raises(Invalid, match="share the dashboard and name it"):
        done(board, "reporting.subscription_save", **wanted)
    done(board, "sharing.link_make", **SHARE, audience="executive", columns=["tile", "part", "number"])
    with pytest.raises(Refused):
        done(board, "reporting.subscription_save", "analyst", **wanted, link="SH-1")
    done(board, "reporting.subscription_save", **wanted, link="SH-1")
    assert subscriptions_send(MONDAY) == 1
    body = str(box.outbox[0].body)
    assert "Openers  2026-09-14  0" in body and "not met" not in body and "/w/lumen" not in body
    done(board, "sharing.link_revoke", ref="SH-1")
    assert subscriptions_send(MONDAY + timedelta(days=1)) == 0
    assert asked(board, "reporting.subscription_list")["rows"] == []


def test_a_shared_dashboard_names_no_people_and_no_other_dashboard(board: World) -> None:
    done(board, "analytics.query_save", title="People", sql=PEOPLE)
    tile = {"title": "Who", "query": "analytics.query_run", "question": {"ref": "SQ-1"}, "drawing": "table"}
    done(board, "reporting.tile_add", dashboard="DB-1", **tile)
    path = done(board, "sharing.link_make", **SHARE, audience="executive")["path"]
    shown = Client().get(path).content.decode()
    assert (
        "Our usage" in shown
        and "Openers" in shown
        and ">P1<" not in shown
        and "P1" not in shown.split("<main")[1]
    )
    with pytest.raises(Invalid):
        done(board, "sharing.link_make", **SHARE, audience="customer")
    for address in ("f=dashboard:is:DB-9", "f=owner:is:me", "f=dashboard:is:DB-1&f=dashboard:is:DB-2"):
        with pytest.raises(Invalid):
            done(board, "sharing.link_make", **SHARE | {"address": address}, audience="executive")


def test_it_is_taken_away_as_text_and_picture(board: World) -> None:
    done(board, "reporting.tile_add", dashboard="DB-1", title="=1+1", query="analytics.trend", question=TREND)
    client = board.client("viewer")
    address = "/w/lumen/dashboards/DB-1/dashboard."
    lines = client.get(f"{address}csv").content.decode().splitlines()
    assert lines[:3] == [
        "Number,Of,Value,Unit,Target,Target is,Why unknown",
        "Openers,2026-09-14,0,,2,not met,",
        "Openers,2026-09-21,1,,,,",
    ]
    assert "'=1+1,2026-09-14,0,,,," in lines
    assert client.get(f"{address}png").content[:8] == b"\x89PNG\r\n\x1a\n"
    assert client.get(f"{address}exe").status_code == 404


def test_a_dashboard_shared_from_the_list_of_what_can_be_is_drawn_in_its_frame(board: World) -> None:
    client = board.client("product_lead")
    chosen = client.get("/w/lumen/settings/sharing/new/?what=dashboard").content.decode()
    assert "address=f%3Ddashboard%3Ais%3ADB-1" in chosen and "Who is it for?" not in chosen
    with pytest.raises(Invalid, match="say which dashboard"):
        done(board, "sharing.link_make", **SHARE | {"address": ""}, audience="executive")
    parts = {"what": "dashboard", "query": "analytics.funnel", "drawing": "bars"}
    funnel = {"steps": ["opened", "paid"], "window_seconds": 14 * 86_400.0}
    done(board, "reporting.tile_add", dashboard="DB-1", title="Paid", query=parts["query"], question=funnel)
    frame = {"embed": True, "origins": ["https://customer.test"]}
    path = done(board, "sharing.link_make", **SHARE, **frame, audience="executive")["path"]
    shown = Client().get(f"{path}embed/").content.decode()
    assert 'aria-label="Openers: 2026-08-31 2 to 2026-09-21 1, target 2"' in shown
    assert 'aria-label="Paid: opened 3 to paid 2"' in shown and "<th scope" in shown
    narrow = done(board, "sharing.link_make", **SHARE, audience="executive", columns=["tile", "number"])
    shown = Client().get(narrow["path"]).content.decode()
    assert "<svg" not in shown.split("<main")[1] and "Openers" in shown
