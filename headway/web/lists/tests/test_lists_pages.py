"""The pages of lists: what they show, what they refuse, and that nothing somebody typed is lost."""

import json
import re
from urllib.parse import quote, urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.apps.discovery.models import Account, Feedback, Problem
from headway.apps.prioritisation.models import Initiative
from headway.core.lists.models import SavedView
from headway.core.perform import perform
from tests.world import NOW

pytestmark = pytest.mark.django_db
QUERIES_MOST = 12
HOSTILE = "<script>alert(1)</script>\"'&"
RTL = "\u05e9\u05dc\u05d5\u05dd \U0001f680"


@pytest.fixture
def three(world):
    """Three initiatives: two features, one of them a must, and a debt."""
    return [
        Initiative.objects.create(
            workspace=world.workspace, ref=f"INI-{n}", title=title, nature=nature, moscow=moscow
        )
        for n, title, nature, moscow in (
            (1, "Freeze a card", "feature", "must"),
            (2, "Pay by link", "feature", ""),
            (3, "New ledger", "debt", "could"),
        )
    ]


def get(world, part="initiative/", role="product_manager", **asked):
    question = f"?{urlencode(asked, doseq=True)}" if asked else ""
    return world.client(role).get(f"/w/lumen/lists/{part}{question}")


def page(world, part="initiative/", role="product_manager", **asked):
    answer = get(world, part, role, **asked)
    assert answer.status_code == 200
    return answer.content.decode()


def post(world, fields, role="product_manager", part="initiative/edit/"):
    return world.client(role).post(f"/w/lumen/lists/{part}", fields)


def test_a_list_says_what_it_has_and_as_of_when(world, three):
    assert "3 initiatives, as of" in page(world)
    assert "2 initiatives that fit" in page(world, view="table", f="nature:is:feature")


@pytest.mark.parametrize("view", ["table", "board", "timeline", "matrix", "tree"])
def test_every_view_names_every_record_and_stays_within_its_queries(world, three, view):
    client = world.client()
    address = f"/w/lumen/lists/initiative/?view={view}" + ("&start=created" if view == "timeline" else "")
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        text = client.get(address).content.decode()
    assert len(queries) <= QUERIES_MOST
    assert view == "matrix" or [one.title in text for one in three] == [True, True, True]


def test_an_open_record_and_a_condition_cost_no_more_queries_than_a_page_may(world, three):
    client = world.client()
    address = "/w/lumen/lists/initiative/?view=table&f=nature:is:feature&group=nature"
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= QUERIES_MOST


def test_a_condition_in_parts_leads_to_the_address_of_the_whole(world, three):
    answer = get(world, view="board", fc="nature", fo="is", fv=["feature", "debt"])
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/w/lumen/lists/initiative/?view=board&f=nature%3Ais%3Afeature%7Cdebt",
    )


def test_chips_say_their_condition_and_how_to_take_it_off(world, three):
    text = page(world, view="table", f=["nature:is:feature", "moscow:set"], match="any")
    assert "Nature is Feature</a>" in text and "MoSCoW is set</a>" in text
    assert 'aria-label="Take off: MoSCoW is set"' in text
    assert "?view=table&amp;f=nature%3Ais%3Afeature" in text


def test_what_an_address_cannot_mean_is_told_and_the_rest_works(world, three):
    text = page(world, view="spiral", f=["nature:is:debt", "gone:is:1"], sort="nowhere")
    assert "There is no view &#x27;spiral&#x27;; this is the table." in text
    assert text.count('class="note"') == 3
    assert "New ledger" in text and "Pay by link" not in text


def test_a_cell_is_changed_and_the_toast_takes_it_back(world, three):
    fields = {"record": "INI-1@1", "col": "moscow", "was.moscow": "must", "set.moscow": "could",
              "next": "/w/lumen/lists/initiative/?view=table"}  # fmt: skip
    client = world.client()
    answer = client.post("/w/lumen/lists/initiative/edit/", fields)
    assert (answer.status_code, answer["Location"]) == (303, "/w/lumen/lists/initiative/?view=table")
    assert Initiative.objects.get(ref="INI-1").moscow == "could"
    told = client.get(answer["Location"]).content.decode()
    assert "Changed INI-1." in told and "lists.edit_undo" in told


def test_what_nobody_touched_is_not_changed(world, three):
    fields = {"record": "INI-1@1", "col": ["title", "moscow"], "was.title": "Freeze a card",
              "set.title": "Freeze a card", "was.moscow": "must", "set.moscow": "must"}  # fmt: skip
    assert post(world, fields).status_code == 303
    assert Initiative.objects.get(ref="INI-1").version == 1


def test_many_records_are_changed_at_once(world, three):
    fields = {"record": ["INI-1@1", "INI-2@1"], "col": "nature", "set.nature": "enabler"}
    assert post(world, fields).status_code == 303
    found = Initiative.objects.order_by("ref").values_list("nature", flat=True)
    assert list(found) == ["enabler", "enabler", "debt"]


def test_a_stale_form_shows_both_texts_and_keeps_what_was_typed(world, three):
    perform("lists.records_edit", {"kind": "initiative", "records": [{"ref": "INI-1", "version": 1}],
                                   "changes": {"title": "Theirs"}}, world.context())  # fmt: skip
    typed = f"Mine {HOSTILE}"
    fields = {"record": "INI-1@1", "col": "title", "was.title": "Freeze a card", "set.title": typed}
    answer = post(world, fields)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in text and "Mine &lt;script&gt;" in text and "<script>alert" not in text
    assert 'name="record" value="INI-1@2"' in text
    assert Initiative.objects.get(ref="INI-1").title == "Theirs"
    assert post(world, fields | {"record": "INI-1@2"}).status_code == 303
    assert Initiative.objects.get(ref="INI-1").title == typed


def test_a_value_that_cannot_be_is_explained_beside_what_was_typed(world, three):
    answer = post(world, {"record": "INI-1@1", "col": "deadline", "set.deadline": "soon"})
    assert answer.status_code == 422
    assert 'value="soon"' in answer.content.decode()
    assert Initiative.objects.get(ref="INI-1").deadline is None


def test_a_form_without_a_record_or_of_a_viewer_changes_nothing(world, three):
    assert post(world, {"record": "INI-1", "col": "title", "set.title": "x"}).status_code == 422
    refused = post(world, {"record": "INI-1@1", "col": "title", "set.title": "x"}, role="viewer")
    assert refused.status_code == 403
    assert Initiative.objects.get(ref="INI-1").title == "Freeze a card"


def test_a_viewer_reads_and_is_offered_no_change(world, three):
    text = page(world, role="viewer", view="table", peek="INI-1")
    assert "Freeze a card" in text and 'name="select"' not in text and "lists/initiative/edit/" not in text


def test_a_record_beside_the_list_says_all_and_one_that_is_gone_is_told(world, three):
    text = page(world, view="table", peek="INI-1")
    assert 'id="peek-title"' in text and '<a class="btn" href="/w/lumen/initiatives/INI-1/">' in text
    assert "it may have been merged or taken away" in page(world, view="table", peek="INI-99")


def test_every_text_is_shown_as_text_and_long_ones_are_cut(world, three):
    Initiative.objects.filter(ref="INI-1").update(title=HOSTILE)
    Initiative.objects.filter(ref="INI-2").update(title=RTL)
    for view in ("table", "board", "tree"):
        text = page(world, view=view, peek="INI-1")
        assert "<script>alert" not in text and "&lt;script&gt;alert(1)" in text
        assert RTL in text
    long = {"text": "x" * 10_000, "redacted_text": "x" * 10_000}
    Feedback.objects.create(workspace=world.workspace, ref="FB-1", at=NOW, channel="call", **long)
    shown = page(world, "feedback/", view="table")
    assert "x" * 199 + "…" in shown and "x" * 201 not in shown


@pytest.mark.parametrize(
    "part", ["f", "sort", "group", "columns", "x", "peek", "edit", "add", "saved", "after"]
)
def test_no_part_of_an_address_becomes_markup_or_breaks_the_page(world, three, part):
    answer = get(world, **{"view": "matrix" if part == "x" else "table", part: f"title:is:{HOSTILE}"})
    assert answer.status_code in {200, 422}
    assert "<script>alert" not in answer.content.decode()


def test_a_saved_view_opens_with_its_name_and_says_when_it_was_changed(world, three):
    answer = post(
        world, {"name": "Debts", "address": "view=table&f=nature:is:debt"}, part="initiative/views/"
    )
    ref = SavedView.objects.get().ref
    assert answer["Location"] == f"/w/lumen/lists/initiative/?saved={ref}"
    opened = page(world, saved=ref)
    assert "1 initiative that fit" in opened and "Changed and not saved" not in opened
    changed = page(world, view="table", saved=ref, sort="title")
    assert "Changed and not saved." in changed and ">Discard<" in changed
    assert "The saved view is gone" in page(world, saved="SV-99")


def test_a_default_view_opens_the_list_and_all_still_shows_all(world, three):
    post(world, {"name": "Debts", "address": "view=table&f=nature:is:debt"}, part="initiative/views/")
    perform("lists.view_default", {"ref": SavedView.objects.get().ref}, world.context())
    assert "1 initiative that fit" in page(world)
    assert "3 initiatives, as of" in page(world, view="table")


def test_a_saved_view_whose_field_is_gone_says_so_and_works(world, three):
    question = {"kind": "initiative", "label": "Wave", "type": "number"}
    field = perform("lists.field_save", question, world.context("admin"))
    address = f"view=table&f=nature:is:debt&columns=nature,custom.{field.name}&sort=custom.{field.name}"
    post(world, {"name": "Waves", "address": address}, part="initiative/views/")
    perform("lists.field_remove", {"ref": field.ref}, world.context("admin"))
    text = page(world, saved=SavedView.objects.get().ref)
    assert "New ledger" in text and "was removed on" in text


def test_five_thousand_choices_are_typed_and_not_rolled_through(world, three):
    options = [{"label": f"Choice {n}"} for n in range(5000)]
    field = perform("lists.field_save", {"kind": "initiative", "label": "Wave", "type": "select", "options": options},
                    world.context("admin"))  # fmt: skip
    listed = page(world, view="table", columns=f"nature,custom.{field.name}")
    form = page(world, view="table", add=f"custom.{field.name}")
    assert len(listed) < 100_000
    assert form.count("<option") > 5000 and "<datalist" in form


def test_empty_lists_say_what_to_import_or_where_it_comes_from(world):
    assert "?kind=initiatives#new" in page(world)
    assert "are not imported but made in the work" in page(world, "risk/")
    assert "Nothing fits" in page(world, "problem/", view="table", f="title:is:x")


def test_a_part_for_htmx_and_a_whole_page_on_its_own(world, three):
    client = world.client()
    address = "/w/lumen/lists/initiative/?view=table"
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    whole = client.get(address).content.decode()
    assert ["<html" in one for one in (part, whole)] == [False, True]
    assert 'id="list"' in part


def test_the_next_rows_follow_and_lead_back(world):
    Problem.objects.bulk_create(
        Problem(workspace=world.workspace, ref=f"P-{n}", title=f"Problem {n}") for n in range(60)
    )
    client = world.client()
    first = client.get("/w/lumen/lists/problem/?view=table&sort=ref").context["page"]
    assert len(first.rows.rows) == 50 and first.rows.total == 60
    second = client.get(f"/w/lumen/lists/problem/{first.more}").context["page"]
    assert len(second.rows.rows) == 10 and not second.more
    assert {one.ref for one in first.rows.rows}.isdisjoint(one.ref for one in second.rows.rows)


def test_a_page_of_records_leads_to_their_list_with_the_same_conditions(world):
    text = world.client().get("/w/lumen/decisions/?state=open&contains=card").content.decode()
    wanted = f"/w/lumen/lists/decision/?view=table&f={quote('state:is:open')}&f={quote('question:has:card')}"
    assert wanted.replace("&", "&amp;") in text


def test_the_lists_that_there_are(world):
    kinds = json.loads(json.dumps([one.kind for one in get(world, "").context["kinds"].rows]))
    assert {"problem", "initiative", "story", "risk"} <= set(kinds)


@pytest.mark.parametrize(
    ("kind", "entry"),
    [("feedback", "Evidence"), ("account", "Evidence"), ("problem", "Problems"), ("initiative", "Initiatives"),
     ("declined", "Initiatives"), ("commitment", "Roadmap"), ("decision", "Decisions"), ("risk", "Risks"),
     ("recommendation", "Decisions"), ("assessment", "Risks"), ("key_result", "Strategy"), ("prd", "Requirements"),
     ("story", "Requirements"), ("experiment", "Experiments"), ("deprecation", "Launches"),
     ("investment", "Roadmap"), ("metric", "Metrics"), ("kpi", "Metrics")],
)  # fmt: skip
def test_the_navigation_shows_where_a_list_belongs(world, kind, entry):
    menu = page(world, f"{kind}/").partition('<nav class="side"')[2].partition("</nav>")[0]
    assert re.findall(r'aria-current="page">([^<]+)', menu) == [entry]


def test_the_messages_lead_to_their_list_with_the_conditions_of_the_page(world):
    text = world.client().get("/w/lumen/evidence/?contains=card").content.decode()
    assert 'href="/w/lumen/lists/feedback/?view=table&amp;f=text%3Ahas%3Acard"' in text


def test_more_than_a_thousand_rows_are_counted_and_added_up_when_somebody_asks(world):
    Account.objects.bulk_create(
        Account(workspace=world.workspace, ref=f"A-{n}", name=f"Account {n}", arr_minor=100)
        for n in range(1200)
    )
    chosen = page(world, "account/", view="table", f="name:has:account")
    assert "more than 1,000 accounts that fit" in chosen
    counted = page(world, "account/", view="table", f="name:has:account", sums="all")
    assert "1,200 accounts that fit" in counted
    assert "Count them all" not in counted
    assert "Add up all 1,200 accounts" in page(world, "account/")
    assert '<th scope="row">All 1,200 accounts</th>' in counted
    assert (
        '<a href="?view=table&amp;f=name%3Ahas%3Aaccount&amp;sums=all" hx-boost="true">Count them all</a>'
        in chosen
    )
