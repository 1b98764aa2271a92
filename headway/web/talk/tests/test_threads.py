"""Comments on pages: with forms alone, with htmx, when something is wrong and when the session ended."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from headway.apps.discovery.models import Problem
from headway.core.models import Membership, User
from headway.core.perform import ask, perform
from headway.core.talk.models import Comment, Watch
from headway.interfaces.tests.examples import EXAMPLES, approval_there
from tests.world import PASSWORD, World

pytestmark = pytest.mark.django_db
PAGE, THREAD = "/w/lumen/problems/P-1/", "/w/lumen/talk/problem/P-1/"
HTMX = {"HX-Request": "true"}
NASTY = "<script>alert(1)</script><img src=x onerror=alert(2)> [x](javascript:alert(3)) \u202eעברית 🎉"


@pytest.fixture
def problem(world: World) -> Problem:
    return Problem.objects.create(workspace=world.workspace, ref="P-1", title="Export fails")


def say(world: World, body: str, role: str = "engineer", **more: str) -> str:
    question = {"kind": "problem", "ref": "P-1", "body": body} | more
    answer: Any = perform("talk.comment_add", question, world.context(role))
    return str(answer.ref)


def test_a_comment_is_sent_by_a_plain_form_and_leads_back_to_it(world: World, problem: Problem) -> None:
    client = world.client()
    assert 'action="/w/lumen/talk/problem/P-1/"' in client.get(PAGE).content.decode()
    response = client.post(THREAD, {"act": "add", "body": "Why?", "next": PAGE + "?x=1"})
    assert (response.status_code, response["Location"]) == (303, PAGE + "?x=1#COM-1")
    assert '<article class="comment" id="COM-1"' in client.get(PAGE).content.decode()


def test_the_way_back_is_never_to_another_site(world: World, problem: Problem) -> None:
    for wanted in ("https://elsewhere.test/", ""):
        response = world.client().post(THREAD, {"act": "add", "body": "Why?", "next": wanted})
        assert response["Location"].partition("#")[0] in ("/", PAGE)


def test_htmx_gets_the_thread_alone_with_the_new_comment_named(world: World, problem: Problem) -> None:
    response = world.client().post(THREAD, {"act": "add", "body": "Why?"}, headers=HTMX)
    body = response.content.decode()
    assert response.status_code == 200 and "<html" not in body
    assert 'data-focus="COM-1"' in body and "Why?" in body


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_form_with_a_mistake_comes_back_filled(
    world: World, problem: Problem, headers: dict[str, str]
) -> None:
    twin = User.objects.create_user("pia2@lumen.test", name="Pia Other")
    Membership.objects.create(workspace=world.workspace, user=twin, role="viewer")
    form = {"act": "add", "body": "@Pia </textarea> & you?", "quote": "Export", "quote_field": "title"}
    response = world.client("engineer").post(THREAD, form, headers=headers)
    body = response.content.decode()
    assert response.status_code == 422
    assert "@Pia &lt;/textarea&gt; &amp; you?</textarea>" in body and ">Export</textarea>" in body
    assert '<option value="title" selected>' in body
    assert "@Pia may be Pia Other (pia2@lumen.test) or Pia Manager" in body
    assert Comment.objects.count() == 0


def test_a_reply_and_an_edit_with_a_mistake_come_back_where_they_were_typed(
    world: World, problem: Problem
) -> None:
    first = say(world, "Hm", "product_manager")
    client = world.client()
    replied = client.post(THREAD, {"act": "add", "body": "x" * 10_001, "reply_to": first}, headers=HTMX)
    assert '<details class="opens" data-reply open>' in replied.content.decode()
    edited = client.post(
        THREAD, {"act": "edit", "body": "  ", "comment": first}, headers=HTMX
    ).content.decode()
    assert "a comment needs words." in edited and 'id="wrong-edit-COM-1"' in edited


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_what_is_sent_after_the_session_ended_is_there_after_signing_in(
    world: World, problem: Problem, headers: dict[str, str]
) -> None:
    client = Client()
    sent = client.post(THREAD, {"act": "add", "body": "A long thought"}, headers=headers)
    assert sent.get("HX-Redirect") or sent["Location"] == f"/sign-in/?next={THREAD}"
    client.post("/sign-in/", {"login": "engineer@lumen.test", "password": PASSWORD})
    page = client.get(THREAD).content.decode()
    assert ">A long thought</textarea>" in page and "You were signed out" in page
    assert "A long thought" not in client.get(THREAD).content.decode()
    assert Comment.objects.count() == 0


def test_every_word_is_escaped_everywhere(world: World) -> None:
    User.objects.filter(pk=world.users["engineer"].pk).update(name=NASTY[:190])
    Problem.objects.create(workspace=world.workspace, ref="P-1", title=NASTY, reason=NASTY)
    say(world, f"{NASTY} @product_manager@lumen.test", quote=NASTY)
    perform("talk.comment_resolve", {"ref": "COM-1"}, world.context("engineer"))
    client = world.client()
    for address in (PAGE, THREAD, "/w/lumen/inbox/", "/w/lumen/settings/notifications/"):
        body = client.get(address).content.decode()
        assert "<script>alert" not in body and "<img src=x" not in body and 'href="javascript:' not in body
    assert "עברית 🎉" in client.get(THREAD).content.decode()


def test_markdown_mentions_refs_and_addresses_are_drawn(world: World, problem: Problem) -> None:
    say(
        world,
        "# Big\n**yes** `@Pia Manager` @Pia Manager, P-1 at https://x.test/a?b=1&c=2.\n\n<https://y.test> [1]",
    )
    body = world.client().get(THREAD).content.decode()
    assert "<h3>Big</h3>" in body and "<strong>yes</strong>" in body
    assert '<code>@Pia Manager</code> <span class="mention">@Pia Manager</span>,' in body
    assert f'<a href="{PAGE}" rel="noopener noreferrer">P-1</a>' in body
    assert '<a href="https://x.test/a?b=1&amp;c=2" rel="noopener noreferrer">' in body
    assert 'href="https://y.test"' in body and 'href="#cite-1"' not in body


def test_a_viewer_reads_and_watches_but_does_not_write(world: World, problem: Problem) -> None:
    say(world, "Why?")
    client = world.client("viewer")
    body = client.get(PAGE).content.decode()
    assert "Your role reads comments" in body and 'name="body"' not in body
    assert client.post(THREAD, {"act": "add", "body": "x"}).status_code == 403
    assert client.post(THREAD, {"act": "watch", "next": PAGE}).status_code == 303
    assert Watch.objects.filter(person=world.users["viewer"], is_on=True).exists()
    assert "Stop watching" in client.get(PAGE).content.decode()


def test_acts_on_a_comment_go_through_the_thread(world: World, problem: Problem) -> None:
    ref = say(world, "Why?")
    client = world.client("engineer")
    for act, shown in (
        ("resolve", "Resolved by Egon Engineer"),
        ("reopen", "1 open"),
        ("remove", "Taken back."),
    ):
        response = client.post(THREAD, {"act": act, "comment": ref}, headers=HTMX)
        assert shown in response.content.decode()
    assert client.post(THREAD, {"act": "burn"}).status_code == 404
    assert (
        client.post(THREAD, {"act": "edit", "comment": "COM-9", "body": "x"}, headers=HTMX).status_code == 404
    )


def test_earlier_comments_are_a_link_away(world: World, problem: Problem) -> None:
    for number in range(51):
        say(world, f"number {number}")
    client = world.client()
    body = client.get(PAGE).content.decode()
    assert "number 50" in body and "number 0<" not in body
    assert "number 0<" in client.get(f"{THREAD}?after=COM-2").content.decode()
    assert f'href="{THREAD}?after=COM-2"' in body


def test_it_takes_three_queries_more_on_a_page_however_much_is_said(world: World, problem: Problem) -> None:
    client = world.client()
    client.get(PAGE)
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        ours = [query["sql"] for query in queries.captured_queries if '"talk_' in query["sql"]]
        assert len(ours) == 3
        for number in range(3):
            say(world, "And?", "designer", reply_to=say(world, f"{number}"))


@pytest.mark.parametrize(
    ("action", "kind", "address"),
    [
        ("prioritisation.input_override", "initiative", "initiatives/INI-01/"),
        ("requirements.section_edit", "prd", "requirements/PRD-1/"),
        ("decisions.decision_take", "decision", ""),
        ("decisions.risk_close", "risk", ""),
        ("decisions.assessment_sign", "assessment", ""),
    ],
)
def test_every_record_page_has_its_comments(world: World, action: str, kind: str, address: str) -> None:
    from headway.core.kinds import kind_named

    EXAMPLES[action](world)
    record = kind_named(kind).model._default_manager.order_by("-created_at").first()
    assert record is not None
    address = kind_named(kind).address("lumen", record.ref)
    body = world.client().get(address).content.decode()
    assert f'action="/w/lumen/talk/{kind}/{record.ref}/"' in body


def test_an_approval_has_its_comments(world: World) -> None:
    ref = approval_there(world)["ref"]
    body = world.client().get(f"/w/lumen/approvals/{ref}/").content.decode()
    assert f'action="/w/lumen/talk/approval/{ref}/"' in body


def test_names_are_offered_by_how_they_begin(world: World) -> None:
    twin = User.objects.create_user("pia2@lumen.test", name="Pia Manager")
    Membership.objects.create(workspace=world.workspace, user=twin, role="viewer")
    client = world.client()
    found = client.get("/w/lumen/talk/people/?q=ma").json()["rows"]
    assert [(one["name"], one["words"]) for one in found] == [
        ("Pia Manager", "pia2@lumen.test"), ("Pia Manager", "product_manager@lumen.test")
    ]  # fmt: skip
    assert client.get("/w/lumen/talk/people/?q=Anna a").json()["rows"][0]["words"] == "Anna Analyst"
    assert client.get("/w/lumen/talk/people/?q=otto").json() == {"rows": []}
    assert len(client.get("/w/lumen/talk/people/").json()["rows"]) == 8


def test_an_unknown_record_has_no_thread(world: World) -> None:
    assert world.client().get("/w/lumen/talk/problem/P-9/").status_code == 404
    assert world.client().get("/w/lumen/talk/nothing/P-9/").status_code == 404


def test_the_same_form_sent_twice_says_it_once(world: World, problem: Problem) -> None:
    client = world.client()
    for _ in range(2):
        client.post(THREAD, {"act": "add", "body": "Why?", "key": "k1", "next": PAGE})
    found: Any = ask("talk.comment_list", {"kind": "problem", "ref": "P-1"}, world.context())
    assert found.total == 1
