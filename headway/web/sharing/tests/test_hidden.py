"""What no visitor of a shared link ever sees: canaries in every hidden field, in every form that a link gives."""

import json
import re
from datetime import datetime

import pytest
from django.test import Client
from django.utils import timezone

from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.models import Plan, PlanItem
from headway.core.lists.models import CustomField
from headway.core.perform import ask, perform
from headway.core.sharing.models import ShareLink
from headway.web.sharing.tests.visitors import (
    EMBED,
    everything,
    everything_but_embed,
    plain,
    seen,
    shared,
)

pytestmark = pytest.mark.django_db

HIDDEN = (
    "canary", "998877", "27182", "4321", "Olga Owner", "In Review", "Solution review", "2027-02-03", "2027-08-09", "9 Aug",
    "3 Feb", "/w/lumen", "ST-1", "PRD-1", "DEP-1", "INI-1", "Lumen",
)  # fmt: skip


def test_a_customer_sees_titles_and_quarters_and_no_word_of_the_rest(world, initiative):
    path, ref = shared(world, **EMBED)
    text = everything(world, path, ref)
    assert "Freeze a lost card" in text and "2027-Q1" in text
    hidden = (
        "CANARYREF", "canarytopic", "canarynote", "776655", "Olga Owner", "Must", "Enabler", "2027-02-03", "3 Feb",
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
