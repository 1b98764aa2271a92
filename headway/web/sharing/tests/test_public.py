"""What a visitor of a shared link sees, and above all what not: through HTTP, as a stranger."""

import json
import logging
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from headway.apps.discovery.models import Account, Problem
from headway.apps.launch.models import Deprecation
from headway.apps.prioritisation.models import Initiative
from headway.apps.requirements.models import BacklogItem, Prd
from headway.apps.roadmap.models import Plan, PlanItem
from headway.core.lists.models import CustomField
from headway.core.models import Activity, Membership
from headway.core.perform import ask, perform
from headway.core.sharing.models import ShareLink, ShareTry
from headway.interfaces.api.build import build  # noqa: F401 - fills the registry as a door does

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
WRONG, RIGHT = "not the password", "the right password"


def shared(world, role="product_manager", **more) -> tuple[str, str]:
    """A new link: its path and its ref."""
    question = {"what": "initiative", "audience": "customer", "title": "What comes", "days": 30} | more
    made = perform("sharing.link_make", question, world.context(role, now=timezone.now()))
    return made.path, made.ref


def seen(path: str) -> str:
    answer = Client().get(path)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def everything(world, path: str, ref: str) -> str:
    """All that a link gives out: pages in each view, files, the frame, and what the API tells of its page."""
    client = Client()
    addresses = [
        path,
        *(f"{path}?view={view}" for view in ("table", "board", "timeline")),
        f"{path}?sort=-score",
    ]
    addresses += [f"{path}list.csv", f"{path}list.json", f"{path}embed/"]
    answers = [client.get(address) for address in addresses]
    assert {one.status_code for one in answers} == {200}
    texts = [b"".join(one.streaming_content) if one.streaming else one.content for one in answers]
    preview = ask("sharing.link_preview", {"ref": ref}, world.context(now=timezone.now()))
    return " ".join([*(one.decode() for one in texts), preview.model_dump_json()])


@pytest.fixture
def initiative(world) -> Initiative:
    """An initiative whose every field holds a word of its own."""
    context = world.context("owner")
    for label, type_ in (("Canary note", "text"), ("Canary cost", "money"), ("Canary owner", "person")):
        perform("lists.field_save", {"kind": "initiative", "label": label, "type": type_}, context)
    names = dict(CustomField.objects.values_list("label", "name"))
    return Initiative.objects.create(
        workspace=world.workspace,
        ref="INI-CANARYREF",
        title="Freeze a lost card",
        nature="incremental",
        moscow="must",
        earliest_quarter="2027-Q1",
        deadline=date(2027, 2, 3),
        is_mandatory=True,
        topics=["canarytopic"],
        custom={
            names["Canary note"]: "canarynote",
            names["Canary cost"]: 77665544,
            names["Canary owner"]: str(world.users["owner"].pk),
        },
    )


EMBED: dict[str, Any] = {"embed": True, "origins": ["https://example.com"]}


def test_a_customer_sees_titles_and_quarters_and_no_word_of_the_rest(world, initiative):
    path, ref = shared(world, **EMBED)
    text = everything(world, path, ref)
    assert "Freeze a lost card" in text and "2027-Q1" in text
    hidden = (
        "CANARYREF", "canarytopic", "canarynote", "776655", "Olga Owner", "Must", "Incremental", "2027-02-03", "3 Feb",
        str(initiative.pk), str(world.workspace.pk), "/w/lumen", "Lumen", "score", "Mandatory", "Deadline",
    )  # fmt: skip
    assert [word for word in hidden if word.lower() in text.lower()] == []


@pytest.mark.parametrize("audience", ["customer", "executive", "engineering", "go_to_market"])
def test_no_audience_but_custom_sees_the_fields_that_nobody_named(world, initiative, audience):
    path, ref = shared(world, audience=audience, **EMBED)
    text = everything(world, path, ref)
    assert "Freeze a lost card" in text
    assert [word for word in ("canarynote", "776655", "Olga Owner") if word in text] == []


def test_a_field_is_shown_where_it_is_named_but_money_and_people_never_to_customers(world, initiative):
    name = "custom." + CustomField.objects.get(label="Canary note").name
    path, _ref = shared(world, columns=["title", name])
    assert "canarynote" in everything_but_embed(path)
    for label in ("Canary cost", "Canary owner"):
        wrong = "custom." + CustomField.objects.get(label=label).name
        client = world.client("product_manager")
        answer = client.post(
            "/w/lumen/settings/sharing/new/",
            {
                "what": "initiative",
                "audience": "customer",
                "title": "x",
                "days": 3,
                "columns": ["title", wrong],
            },
        )
        assert answer.status_code == 422
        assert f"{label} is not shown to the audience customers" in answer.content.decode()


def everything_but_embed(path: str) -> str:
    return seen(path) + b"".join(Client().get(f"{path}list.json").streaming_content).decode()


@pytest.fixture
def rich(world) -> None:
    """A record of several kinds, each field of which holds something that customers must not read."""
    owner = world.users["owner"]
    account = Account.objects.create(
        workspace=world.workspace, ref="A-1", name="canaryaccount", arr_minor=99887766, domain="canary.test"
    )
    ini = Initiative.objects.create(workspace=world.workspace, ref="INI-1", title="Freeze a lost card")
    Problem.objects.create(
        workspace=world.workspace, ref="P-1", title="Cards get lost", weight=27182.5, reason="canaryreason",
        size={"arr": {"value": 998877}, "accounts": {"value": 3}}, decided_by=owner,
    )  # fmt: skip
    BacklogItem.objects.create(
        workspace=world.workspace, ref="ST-1", title="Freeze button", status="In Review", priority="canaryprio",
        component="canarycomponent", description="canarydescription", labels=["canarylabel"], points=13, initiative=ini,
    )  # fmt: skip
    Prd.objects.create(
        workspace=world.workspace, ref="PRD-1", title="Freezing", initiative=ini, status="solution_review",
        author=owner, updated_at=timezone.now(),
    )  # fmt: skip
    Deprecation.objects.create(
        workspace=world.workspace, ref="DEP-1", feature="Old export", notice_on=date(2027, 2, 3),
        ends_on=date(2027, 8, 9), guide="canaryguide", alternative="New export", accounts_at_start=4321,
        started_by=owner,
    )  # fmt: skip
    assert account.pk


HIDDEN = (
    "canary", "998877", "27182", "4321", "Olga Owner", "In Review", "Solution review", "2027-02-03", "2027-08-09", "9 Aug",
    "3 Feb", "/w/lumen", "ST-1", "PRD-1", "DEP-1", "INI-1", "Lumen",
)  # fmt: skip


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("story", ["Freeze button", "In progress"]),
        ("prd", ["Freezing", "Planned"]),
        ("deprecation", ["Old export", "2027-Q1", "2027-Q3"]),
    ],
)
def test_customers_read_public_words_and_quarters_of_other_lists_too(world, rich, what, words):
    path, ref = shared(world, what=what, **EMBED)
    text = everything(world, path, ref)
    assert [word for word in words if word not in text] == []
    assert [word for word in HIDDEN if word in text] == []


@pytest.mark.parametrize(
    "what", ["problem", "account", "feedback", "commitment", "decision", "risk", "experiment"]
)
def test_what_is_not_for_customers_is_not_shared_with_them(world, what):
    answer = world.client().post(
        "/w/lumen/settings/sharing/new/", {"what": what, "audience": "customer", "title": "x", "days": 3}
    )
    assert answer.status_code == 422 and "is shown to the audience customers" in answer.content.decode()
    assert ShareLink.objects.count() == 0


def test_engineering_reads_no_money_and_no_reason_of_a_problem(world, rich):
    path, ref = shared(world, what="problem", audience="engineering", **EMBED)
    text = everything(world, path, ref)
    assert "Cards get lost" in text
    assert [word for word in ("998877", "canaryreason", "ARR") if word in text] == []


def test_the_roadmap_is_the_frozen_plan_with_quarters_and_direction(world):
    def planned(ref: str, frozen_at: datetime | None, title: str, start: str, finish: str) -> None:
        ini = Initiative.objects.create(workspace=world.workspace, ref=f"I-{ref}", title=title)
        periods = ["2026-Q4", "2027-Q1", "2027-Q2", "2027-Q3"]
        plan, _ = Plan.objects.get_or_create(
            workspace=world.workspace, ref=ref.partition(".")[0],
            defaults={"first_quarter": "2026-Q4", "periods": periods, "value": 987654.0, "bound": 1.0, "gap": 0.0,
                      "greedy_value": 1.0, "frozen_at": frozen_at, "author": world.users["owner"]},
        )  # fmt: skip
        effort = {"canaryteam": 5.5}
        PlanItem.objects.create(
            workspace=world.workspace, ref=ref, plan=plan, initiative=ini, start=start, finish=finish, odds=0.4321,
            reason="canaryreason", as_planned={"title": title, "effort_person_weeks": effort, "mandatory": False,
                                               "rank": 1},
        )  # fmt: skip

    planned("PL-1.1", timezone.now(), "Freeze cards", "2026-Q4", "2027-Q1")
    planned("PL-1.2", timezone.now(), "Share cards", "2027-Q2", "2027-Q3")
    planned("PL-2.1", None, "A draft that nobody agreed to", "2026-Q4", "2026-Q4")
    path, ref = shared(world, what="roadmap", **EMBED)
    text = everything(world, path, ref)
    assert "A draft" not in text
    assert [word for word in ("canary", "0.4321", "43", "987654", "Olga Owner") if word in plain(text)] == []
    data = json.loads(b"".join(Client().get(f"{path}list.json").streaming_content))
    rows = {row["title"]: (row["quarter"], row["certainty"]) for row in data["rows"]}
    assert rows == {"Freeze cards": ("2027-Q1", "Committed"), "Share cards": ("2027-Q3", "Direction")}
    timeline = seen(f"{path}?view=timeline")
    assert timeline.count('class="shr-mark"') == 1 and timeline.count('class="shr-mark soft"') == 1


def plain(text: str) -> str:
    """What is said, without the places that go on and the marks of the page."""
    return re.sub(r"after=[^\"&]*|<[^>]*>|\"next\":\"[^\"]*\"", " ", text)


def test_the_place_of_the_next_page_tells_nothing_and_is_of_no_other_link(world):
    for number in range(60):
        Initiative.objects.create(
            workspace=world.workspace,
            ref=f"I-{number}",
            title=f"Bet {number:02}",
            custom={"secret": "canary"},
        )
    path, _ = shared(world, address="view=table&sort=-score,-created")
    html = seen(path)
    token = re.search(r"after=([^\"&]+)", html).group(1)
    assert html.count("<tr>") == 51
    second = seen(f"{path}?view=table&after={token}")
    assert second.count("<tr>") == 11
    titles = set(re.findall(r"Bet \d\d", html)) | set(re.findall(r"Bet \d\d", second))
    assert len(titles) == 60
    other, _ = shared(world)
    assert seen(f"{other}?view=table&after={token}").count("<tr>") == 51
    assert seen(f"{path}?view=table&after=made-up").count("<tr>") == 51


def test_the_conditions_of_the_link_hold_and_no_visitor_changes_them(world):
    for name, must in (("Kept in", "must"), ("Left out", "could")):
        Initiative.objects.create(workspace=world.workspace, ref=name[:4], title=name, moscow=must)
    path, _ = shared(world, address="f=moscow:is:must")
    for query in (
        "",
        "?f=moscow:is:could",
        "?columns=title,score,deadline&f2=title:has:Left",
        "?sort=-score",
    ):
        html = seen(path + query)
        assert "Kept in" in html and "Left out" not in html and "RICE" not in html


def test_a_link_whose_condition_stopped_working_shows_nothing_rather_than_more(world):
    context = world.context("owner", now=timezone.now())
    field = perform("lists.field_save", {"kind": "initiative", "label": "Public", "type": "text"}, context)
    Initiative.objects.create(
        workspace=world.workspace,
        ref="I-1",
        title="May be seen",
        custom={field.name.removeprefix("custom."): "yes"},
    )
    Initiative.objects.create(workspace=world.workspace, ref="I-2", title="Must not be seen")
    name = "custom." + field.name.removeprefix("custom.")
    path, ref = shared(world, address=f"f={name}:is:yes")
    assert "May be seen" in seen(path) and "Must not be seen" not in seen(path)
    perform("lists.field_remove", {"ref": field.ref}, context)
    assert Client().get(path).status_code == 404
    detail = ask("sharing.link_detail", {"ref": ref}, context)
    assert detail.state == "stopped" and "was removed on" in detail.reason


def test_a_column_that_left_the_list_is_gone_from_the_link(world, initiative):
    context = world.context("owner", now=timezone.now())
    field = CustomField.objects.get(label="Canary note")
    path, ref = shared(world, columns=["title", f"custom.{field.name}"])
    assert "canarynote" in seen(path)
    perform("lists.field_remove", {"ref": field.ref}, context)
    assert "canarynote" not in everything_but_embed(path) and "Freeze a lost card" in seen(path)
    assert ask("sharing.link_detail", {"ref": ref}, context).hidden == [f"custom.{field.name}"]


def test_a_column_that_was_stored_but_is_not_for_the_audience_is_never_read(world, initiative):
    path, ref = shared(world)
    ShareLink.objects.filter(ref=ref).update(columns=["title", "deadline", "moscow", "ref", "created"])
    text = everything_but_embed(path)
    assert "Freeze a lost card" in text
    assert [word for word in ("2027", "Must", "CANARYREF") if word in text.replace("2027-Q1", "")] == []


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


def bare(answer) -> tuple[int, str]:
    return answer.status_code, answer.content.decode()


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
