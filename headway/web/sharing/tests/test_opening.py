"""When a shared link opens, for whom, and what guards it: through HTTP, as a stranger."""

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from headway.apps.discovery.models import Problem
from headway.apps.prioritisation.models import Initiative
from headway.core.lists.models import CustomField
from headway.core.models import Activity, Membership
from headway.core.perform import ask, perform
from headway.core.sharing.models import ShareLink, ShareTry
from headway.web.sharing.tests.visitors import EMBED, bare, everything_but_embed, seen, shared

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
WRONG, RIGHT = "not the password", "the right password"


def test_scripts_in_every_field_are_words(world):
    context = world.context("owner", now=timezone.now())
    perform("lists.field_save", {"kind": "initiative", "label": SCRIPT, "type": "text"}, context)
    name = CustomField.objects.get().name
    Initiative.objects.create(
        workspace=world.workspace, ref="I-1", title=SCRIPT, earliest_quarter="2027-Q1", custom={name: SCRIPT}
    )
    columns = ["title", "earliest", f"custom.{name}"]
    path, ref = shared(world, title=SCRIPT, note=SCRIPT, columns=columns, **EMBED)
    pages = [seen(path + query) for query in ("", "?view=board", "embed/", "?sort=<script>&view=<script>")]
    pages += [world.client().get(f"/w/lumen/settings/sharing/{ref}/").content.decode()]
    pages += [world.client().get("/w/lumen/settings/sharing/").content.decode()]
    assert [one for one in pages if "<script>alert" in one or "<img src=x" in one or "<script>&" in one] == []
    assert all("&lt;script&gt;alert(1)" in one for one in pages)


def test_a_member_who_still_needs_a_second_factor_reads_a_link_as_a_stranger_does(
    world, initiative, settings
):
    """Else one would have to sign out to read what is open to everybody."""
    settings.REQUIRE_MFA = True
    path, _ = shared(world)
    member = world.client("viewer")
    assert (member.get(path).status_code, member.get("/w/lumen/").status_code) == (200, 302)
    assert "Freeze a lost card" in member.get(path).content.decode()


def test_links_that_do_not_open_answer_alike(world, initiative):
    path, ref = shared(world)
    gone = Client().get("/s/never-was/")
    assert gone.status_code == 404 and "This link opens nothing" in gone.content.decode()
    ShareLink.objects.filter(ref=ref).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert bare(Client().get(path)) == bare(gone)
    ShareLink.objects.filter(ref=ref).update(expires_at=timezone.now() + timedelta(days=1))
    assert Client().get(path).status_code == 200
    perform("sharing.link_revoke", {"ref": ref}, world.context("admin", now=timezone.now()))
    for ending in ("", "embed/", "list.csv", "list.json", "list.exe"):
        assert bare(Client().get(path + ending)) == bare(gone)


@pytest.mark.parametrize("how", ["leaves", "is closed"])
def test_a_link_stops_with_its_maker(world, initiative, how):
    path, _ref = shared(world)
    assert Client().get(path).status_code == 200
    if how == "leaves":
        Membership.objects.get(user=world.users["product_manager"], workspace=world.workspace).delete()
    else:
        user = world.users["product_manager"]
        user.is_active = False
        user.save()
    assert Client().get(path).status_code == 404
    rows = ask("sharing.link_list", {}, world.context("owner", now=timezone.now())).rows
    assert [(one.state, one.reason) for one in rows] == [
        ("stopped", "Whoever made it is no member any more.")
    ]


def test_a_link_stops_when_the_role_of_its_maker_may_not_read_the_list(world, initiative, monkeypatch):
    from dataclasses import replace

    from headway.core.lists import columns

    path, _ = shared(world)
    listed = columns.list_of("initiative")
    monkeypatch.setitem(columns._LISTS, "initiative", replace(listed, roles=frozenset({"owner"})))
    assert Client().get(path).status_code == 404


def test_headers_keep_a_shared_page_out_of_caches_indexes_frames_and_referrers(world, initiative):
    path, _ = shared(world)
    for address, status in (
        (path, 200),
        ("/s/never-was/", 404),
        (f"{path}list.csv", 200),
        (f"{path}embed/", 404),
    ):
        answer = Client().get(address)
        assert answer.status_code == status
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in Client().get(path).headers


def test_only_the_sites_that_were_named_may_embed(world, initiative):
    path, _ = shared(world, embed=True, origins=["https://example.com", "https://intra.example.org:8443"])
    answer = Client().get(f"{path}embed/")
    assert answer.status_code == 200 and "X-Frame-Options" not in answer.headers
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors https://example.com https://intra.example.org:8443;" in policy + ";"
    assert "script-src 'self'" in policy and "'none'" in policy
    assert Client().get(path).headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "more",
    [
        {"embed": True},
        {"embed": True, "origins": ["https://example.com; script-src *"]},
        {"embed": True, "origins": ["*"]},
        {"embed": True, "origins": ["http://example.com"]},
        {"embed": True, "origins": ["https://example.com"], "password": RIGHT},
        {"days": 367},
        {"days": 0},
        {"title": "   "},
        {"columns": ["title", "score"]},
        {"columns": ["nowhere"]},
        {"address": "f=nowhere:is:1"},
        {"audience": "custom"},
        {"password": "short"},
        {"what": "nothing"},
    ],
)
def test_bad_input_makes_no_link(world, more):
    from headway.core.errors import HeadwayError

    with pytest.raises(HeadwayError):
        shared(world, **more)
    assert ShareLink.objects.count() == 0


def test_a_password_opens_for_that_browser_alone(world, initiative):
    path, ref = shared(world, password=RIGHT)
    client = Client(enforce_csrf_checks=True)
    asked = client.get(path)
    assert asked.status_code == 200 and "Freeze" not in asked.content.decode() + str(asked.headers)
    assert client.get(f"{path}list.csv").status_code == client.get(f"{path}embed/").status_code == 404
    wrong = client.post(path, {"password": WRONG})
    assert wrong.status_code == 403 and "That was not the password" in wrong.content.decode()
    right = client.post(path, {"password": RIGHT})
    assert (right.status_code, right.headers["Location"]) == (303, path)
    cookie = right.cookies["shared"]
    assert cookie["path"] == path and cookie["httponly"] and cookie["samesite"] == "Lax"
    assert "Freeze a lost card" in client.get(path).content.decode()
    assert "Freeze" not in Client().get(path).content.decode()
    perform(
        "sharing.link_change", {"ref": ref, "password": "another password"}, world.context(now=timezone.now())
    )
    assert "Freeze" not in client.get(path).content.decode()
    link = ShareLink.objects.get(ref=ref)
    assert RIGHT not in str(vars(link)) and link.password.startswith(("pbkdf2_", "scrypt$", "argon2", "md5$"))


def test_too_many_wrong_passwords_lock_the_place_and_then_every_place(world, initiative, settings):
    path, _ref = shared(world, password=RIGHT)
    client = Client(REMOTE_ADDR="192.0.2.1")
    states = [
        client.post(path, {"password": WRONG}).status_code for _ in range(settings.AXES_FAILURE_LIMIT + 1)
    ]
    assert states == [403] * (settings.AXES_FAILURE_LIMIT - 1) + [429, 429]
    locked = client.post(path, {"password": RIGHT})
    assert locked.status_code == 429 and int(locked.headers["Retry-After"]) > 0
    assert "192.0.2.1" not in str(list(ShareTry.objects.values()))
    assert Client(REMOTE_ADDR="192.0.2.2").post(path, {"password": RIGHT}).status_code == 303
    for number in range(3, 60):
        Client(REMOTE_ADDR=f"192.0.2.{number}").post(path, {"password": WRONG})
    assert Client(REMOTE_ADDR="192.0.2.99").post(path, {"password": RIGHT}).status_code == 429
    ShareTry.objects.update(at=timezone.now() - settings.AXES_COOLOFF_TIME - timedelta(seconds=1))
    assert Client(REMOTE_ADDR="192.0.2.1").post(path, {"password": RIGHT}).status_code == 303
    assert "sharing.lock_out" in Activity.objects.filter(workspace=None).values_list("action", flat=True)


def test_an_opening_is_counted_and_nobody_is_noted(world, initiative):
    path, ref = shared(world)
    before = Activity.objects.count()
    for address in (path, path, f"{path}?view=table", f"{path}list.csv"):
        Client(REMOTE_ADDR="192.0.2.7", HTTP_USER_AGENT="Curious/1.0").get(address)
    Client().head(path)
    link = ShareLink.objects.get(ref=ref)
    assert link.opened == 2 and link.last_opened_at is not None
    assert Activity.objects.count() == before
    assert "192.0.2.7" not in str(vars(link)) and "Curious" not in str(vars(link))


def test_the_secret_is_in_no_row_no_log_and_no_activity(world, initiative, caplog):
    path, ref = shared(world, password=RIGHT)
    perform("sharing.link_change", {"ref": ref, "title": "Other", "password": "a second one"},
            world.context(now=timezone.now()))  # fmt: skip
    secret = path.split("/")[2]
    perform("sharing.link_revoke", {"ref": ref}, world.context(now=timezone.now()))
    told = [f"{one.summary} {one.changes}" for one in Activity.objects.all()]
    assert [one.partition(" ")[0] for one in told[-3:]] == ["Shared", "Changed", "Revoked"]
    rows = str(list(ShareLink.objects.values()))
    assert not any(word in text for text in [*told, rows] for word in (secret, RIGHT, "a second one"))
    from headway.web.sharing.logs import SecretsOut

    with caplog.at_level(logging.WARNING):
        caplog.handler.addFilter(SecretsOut())
        Client().get(path)
    assert "Not Found: /s/…" in caplog.text and secret not in caplog.text


def test_nobody_from_elsewhere_sees_or_changes_a_link(world, initiative):
    from headway.core.errors import NotFound

    path, ref = shared(world)
    away = world.context_elsewhere()
    assert ask("sharing.link_list", {}, away).rows == []
    for name in ("sharing.link_detail", "sharing.link_preview"):
        with pytest.raises(NotFound):
            ask(name, {"ref": ref}, away)
    for name in ("sharing.link_change", "sharing.link_revoke"):
        with pytest.raises(NotFound):
            perform(name, {"ref": ref}, away)
    Initiative.objects.create(workspace=world.elsewhere, ref="I-9", title="Somebody else's bet")
    assert "Somebody else" not in everything_but_embed(path)


def test_only_its_maker_and_admins_change_a_link(world, initiative):
    from headway.core.errors import Conflict, Refused

    _, ref = shared(world)
    with pytest.raises(Refused):
        perform("sharing.link_revoke", {"ref": ref}, world.context("product_lead"))
    perform(
        "sharing.link_change",
        {"ref": ref, "audience": "executive"},
        world.context("admin", now=timezone.now()),
    )
    perform("sharing.link_revoke", {"ref": ref}, world.context("product_manager", now=timezone.now()))
    with pytest.raises(Conflict):
        perform("sharing.link_change", {"ref": ref, "title": "Again"}, world.context("admin"))


def test_files_of_a_link_guard_formulas(world):
    Initiative.objects.create(workspace=world.workspace, ref="I-1", title="=HYPERLINK(1)")
    path, _ = shared(world)
    text = b"".join(Client().get(f"{path}list.csv").streaming_content).decode()
    assert text.splitlines()[1].startswith("'=HYPERLINK(1)")


def test_the_people_of_the_workspace_make_a_link_with_a_form(world, initiative):
    client = world.client()
    form = client.get("/w/lumen/settings/sharing/new/?what=initiative&audience=customer&address=view%3Dboard")
    assert "Earliest quarter" in form.content.decode() and "MoSCoW" not in form.content.decode()
    made = client.post(
        "/w/lumen/settings/sharing/new/",
        {"what": "initiative", "audience": "customer", "title": "For you", "days": "10",
         "columns": ["title", "earliest"], "address": "", "password": "", "origins": "", "note": ""},
    )  # fmt: skip
    address = re.search(r"http://testserver(/s/[^/]+/)", made.content.decode()).group(1)
    assert "Freeze a lost card" in seen(address)
    listed = client.get("/w/lumen/settings/sharing/").content.decode()
    assert "For you" in listed and address.split("/")[2] not in listed
    shown = client.get("/w/lumen/settings/sharing/SH-1/").content.decode()
    assert "Freeze a lost card" in shown
    assert world.client("engineer").get("/w/lumen/settings/sharing/").status_code == 403


def test_dates_of_a_link_are_those_of_the_workspace_whoever_made_it(world):
    Problem.objects.create(
        workspace=world.workspace,
        ref="P-1",
        title="Late",
        decided_at=datetime(2026, 3, 1, 23, 30, tzinfo=UTC),
    )
    user = world.users["product_manager"]
    user.time_zone = "America/Los_Angeles"
    user.save()
    path, _ = shared(world, what="problem", audience="executive", columns=["title", "decided_at"])
    assert "2 Mar 2026" in seen(path)


def test_a_shared_page_asks_the_database_little_however_many_rows_it_has(
    world, django_assert_max_num_queries
):
    for number in range(50):
        Initiative.objects.create(workspace=world.workspace, ref=f"I-{number}", title=f"Bet {number}")
    path, _ = shared(world, audience="executive")
    with django_assert_max_num_queries(12):
        seen(path)
    with django_assert_max_num_queries(12):
        ask("sharing.link_list", {}, world.context(now=timezone.now()))
