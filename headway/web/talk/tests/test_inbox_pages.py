"""The inbox, and the page where one chooses how to be told."""

from typing import Any

import pytest

from headway.apps.discovery.models import Problem
from headway.core.perform import ask, perform
from headway.core.talk.choosing import TERMINAL
from headway.core.talk.models import Notification
from tests.world import World

pytestmark = pytest.mark.django_db
INBOX, CHOOSE = "/w/lumen/inbox/", "/w/lumen/settings/notifications/"


@pytest.fixture
def mentioned(world: World) -> Notification:
    """The product manager is mentioned on a problem."""
    Problem.objects.create(workspace=world.workspace, ref="P-1", title="Export fails")
    question = {"kind": "problem", "ref": "P-1", "body": "@Pia Manager, is this new?"}
    perform("talk.comment_add", question, world.context("engineer"))
    return Notification.objects.get()


def test_the_inbox_tells_what_happened_and_the_menu_how_much(world: World, mentioned: Notification) -> None:
    client = world.client()
    body = client.get(INBOX).content.decode()
    for words in (
        "Egon Engineer mentioned you",
        "P-1 Export fails",
        "@Pia Manager, is this new?",
        "1 unread",
    ):
        assert words in body
    assert (
        '<span class="count">1<span class="hidden"> unread</span></span>'
        in client.get("/w/lumen/").content.decode()
    )
    assert "nothing unread" in world.client("viewer").get(INBOX).content.decode()


def test_opening_one_reads_it_and_leads_to_the_comment(world: World, mentioned: Notification) -> None:
    client = world.client()
    address = f"{INBOX}{mentioned.pk}/"
    ahead = client.get(address, headers={"Sec-Purpose": "prefetch"})
    assert ahead["Location"] == "/w/lumen/problems/P-1/#COM-1"
    client.head(address)
    mentioned.refresh_from_db()
    assert mentioned.read_at is None
    assert client.get(address)["Location"] == "/w/lumen/problems/P-1/#COM-1"
    mentioned.refresh_from_db()
    assert mentioned.read_at is not None
    assert world.client("owner").get(address).status_code == 404
    assert 'class="count"' not in client.get(INBOX).content.decode()


def test_one_or_all_are_marked_by_plain_forms(world: World, mentioned: Notification) -> None:
    client = world.client()
    client.post("/w/lumen/do/talk.notification_read/", {"id": str(mentioned.pk), "next": INBOX})
    assert "nothing unread" in client.get(INBOX).content.decode()
    Notification.objects.update(read_at=None)
    client.post("/w/lumen/do/talk.notification_read_all/", {"show": "mentions", "next": INBOX})
    assert "nothing unread" in client.get(INBOX).content.decode()


@pytest.mark.parametrize(("show", "there"), [("unread", True), ("mentions", True), ("approvals", False)])
def test_filters_are_in_the_address(world: World, mentioned: Notification, show: str, there: bool) -> None:
    body = world.client().get(f"{INBOX}?show={show}").content.decode()
    assert ("is this new?" in body) == there


def test_a_wrong_filter_is_one_sentence(world: World) -> None:
    assert world.client().get(f"{INBOX}?show=gossip").status_code == 422


def test_choices_are_kept_by_a_plain_form(world: World) -> None:
    client = world.client("viewer")
    form = {
        "mention": "digest",
        "comment": "off",
        "digest_hour": "6",
        "quiet_starts": "22",
        "quiet_ends": "7",
    }
    assert client.post(CHOOSE, form)["Location"] == CHOOSE
    shown: Any = ask("talk.preferences_show", {}, world.context("viewer"))
    ways = {one.event: one.way for one in shown.events}
    assert (ways["mention"], ways["comment"], ways["reply"]) == ("digest", "off", "email")
    assert (shown.digest_hour, shown.quiet_starts, shown.quiet_ends) == (6, 22, 7)
    client.post(CHOOSE, {"quiet_starts": "", "quiet_ends": ""})
    shown = ask("talk.preferences_show", {}, world.context("viewer"))
    assert (shown.quiet_starts, shown.quiet_ends, shown.digest_hour) == (None, None, 6)


def test_a_wrong_choice_is_told_on_the_page(world: World) -> None:
    response = world.client().post(CHOOSE, {"mention": "sms"})
    assert response.status_code == 422 and "Field choices.mention" in response.content.decode()


def test_the_page_says_when_no_mail_can_go_out(world: World, settings: Any) -> None:
    assert "No mail server is set up" not in world.client().get(CHOOSE).content.decode()
    settings.EMAIL_BACKEND = TERMINAL
    assert "No mail server is set up" in world.client().get(CHOOSE).content.decode()


def test_what_one_watches_is_listed_and_ended_there(world: World, mentioned: Notification) -> None:
    client = world.client()
    assert "P-1 Export fails" in client.get(CHOOSE).content.decode()
    client.post("/w/lumen/do/talk.unwatch/", {"kind": "problem", "ref": "P-1", "next": CHOOSE})
    assert "P-1 Export fails" not in client.get(CHOOSE).content.decode()


def test_pages_take_few_queries(
    world: World, mentioned: Notification, django_assert_max_num_queries: Any
) -> None:
    client = world.client()
    client.get(INBOX)
    with django_assert_max_num_queries(12):
        client.get(INBOX)
