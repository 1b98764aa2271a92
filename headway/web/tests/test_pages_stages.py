"""The pages of each stage, over one small story."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.apps.discovery.models import Problem
from headway.apps.prioritisation.models import InputEstimate
from headway.apps.requirements.models import Prd
from headway.apps.roadmap.models import Plan

pytestmark = pytest.mark.django_db
QUERIES_MOST = 12
LISTS = (
    "", "problems/", "evidence/", "themes/", "accounts/", "strategy/", "initiatives/", "roadmap/", "teams/",
    "requirements/", "requirements/backlog/", "activity/", "imports/",
)  # fmt: skip


def get(story, part, role="product_manager", **headers):
    return story.client(role).get(f"/w/lumen/{part}", headers=headers).content.decode()


def post(story, name, role="product_manager", **fields):
    return story.client(role).post(f"/w/lumen/do/{name}/", fields | {"next": "/w/lumen/problems/"})


def test_no_list_needs_more_queries_than_its_bar(story):
    counts = {}
    for part in LISTS:
        client = story.client()
        client.get(f"/w/lumen/{part}")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/w/lumen/{part}").status_code == 200
        counts[part] = len(queries)
    assert {part: count for part, count in counts.items() if count > QUERIES_MOST} == {}


def test_empty_pages_say_what_to_import(world):
    offers = {
        "problems/": "kind=feedback", "evidence/": "kind=feedback", "themes/": "kind=feedback",
        "accounts/": "kind=accounts", "strategy/": "kind=objectives", "initiatives/": "kind=initiatives",
        "roadmap/": "kind=teams", "teams/": "kind=teams", "requirements/backlog/": "kind=backlog",
    }  # fmt: skip
    pages = {part: world.client().get(f"/w/lumen/{part}").content.decode() for part in offers}
    assert [part for part, offer in offers.items() if f"?{offer}#new" not in pages[part]] == []
    templates = {
        part: f"/w/lumen/imports/templates/{offer.partition('=')[2]}.csv" for part, offer in offers.items()
    }
    assert [part for part, address in templates.items() if address not in pages[part]] == []
    shut = {part: world.client("viewer").get(f"/w/lumen/{part}").content.decode() for part in offers}
    assert [part for part in offers if "/imports/" in shut[part].partition("<main")[2]] == []


def test_problems_state_what_they_are_made_of(story):
    page = get(story, "problems/")
    assert "2 problems in 2 themes from 7 messages, 1 Sep 2026 to 13 Sep 2026" in page


def test_a_peek_is_a_part_for_htmx_and_a_whole_page_on_its_own(story):
    part = get(story, "problems/?peek=P-001", **{"HX-Request": "true"})
    whole = get(story, "problems/?peek=P-001")
    back = get(story, "problems/?peek=P-001", **{"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert ["<html" in one for one in (part, whole, back)] == [False, True, True]
    assert all('id="peek-title"' in one for one in (part, whole, back))


def test_a_peek_at_nothing_is_not_found(story):
    assert story.client().get("/w/lumen/problems/?peek=P-999").status_code == 404


def test_a_problem_shows_its_words_chart_and_chain(story):
    page = get(story, "problems/P-001/")
    assert "Mentions in each week" in page
    assert page.count('class="quote"') == 2
    assert '/w/lumen/initiatives/INI-1/">Initiative</a>' in page
    assert '/w/lumen/evidence/?problem=P-001">Evidence 4</a>' in page
    assert 'title="None yet">Launch' in page


def test_a_problem_is_declined_with_a_reason_only(story):
    refused = post(story, "discovery.problem_decline", ref="P-001")
    assert (refused.status_code, Problem.objects.get(ref="P-001").state) == (422, "proposed")
    post(story, "discovery.problem_decline", ref="P-001", reason="The cards team fixes it by hand")
    assert Problem.objects.get(ref="P-001").state == "declined"


def test_a_problem_is_merged_from_its_page(story):
    assert 'value="P-001"' in get(story, "problems/P-002/")
    post(story, "discovery.problem_merge", ref="P-002", into="P-001")
    assert Problem.objects.get(ref="P-002").merged_into.ref == "P-001"


def test_evidence_is_filtered_by_what_the_address_names(story):
    counts = {
        query: get(story, f"evidence/?{query}").count("<tr id=")
        for query in ("", "problem=P-001", "theme=t2", "channel=in_app", "account=A2", "ids=L1&ids=R1", "contains=yesterday")
    }  # fmt: skip
    assert list(counts.values()) == [7, 4, 3, 3, 2, 2, 1]


def test_a_message_is_shown_as_text_whatever_is_in_it(story):
    from headway.apps.discovery.models import Feedback

    Feedback.objects.filter(ref="L1").update(text="<script>alert(1)</script>")
    page = get(story, "evidence/?ids=L1")
    assert "&lt;script&gt;alert(1)" in page and "<script>alert" not in page


def test_an_initiative_says_why_and_takes_an_override_with_a_reason(story):
    page = get(story, "initiatives/INI-1/")
    assert "Rank 1 of 3" in page
    assert "I lost my card" in page
    answer = post(
        story, "prioritisation.input_override", ref="INI-1", input="impact", p10="0.5", p50="1", p90="2",
        reason="Measured in an experiment last year",
    )  # fmt: skip
    assert answer.status_code == 303
    assert InputEstimate.objects.get(basis="override").p50 == 1
    assert "Measured in an experiment last year" in get(story, "initiatives/INI-1/")


def test_unknown_scores_say_why(story):
    assert "no evidence linked" in get(story, "initiatives/")


def test_initiatives_of_one_problem(story):
    page = get(story, "initiatives/?problem=P-002")
    assert "Show the right rate" in page and "Freeze a lost card" not in page


def test_the_roadmap_places_bets_and_proves_its_worth(story):
    page = get(story, "roadmap/")
    assert 'class="bet at at1 of1"' in page
    assert "5 of 8" in page
    assert "Something nobody asked for" in page
    horizons = get(story, "roadmap/?view=horizon")
    assert horizons.index("Freeze a lost card") < horizons.index("Show the right rate")


def test_a_plan_is_frozen_once(story):
    assert "Freeze as a baseline" in get(story, "roadmap/")
    assert post(story, "roadmap.plan_freeze", ref="PL-1").status_code == 303
    assert Plan.objects.get().frozen_by.email == "product_manager@lumen.test"
    assert "Freeze as a baseline" not in get(story, "roadmap/")
    assert post(story, "roadmap.plan_freeze", ref="PL-1").status_code == 409


def test_a_plan_that_is_not_there_is_not_found(story):
    assert story.client().get("/w/lumen/roadmap/?plan=PL-9").status_code == 404


def test_a_viewer_sees_no_button_that_would_refuse(story):
    pages = {
        part: get(story, part, "viewer") for part in ("problems/P-001/", "roadmap/", "requirements/PRD-1/")
    }
    assert [part for part, page in pages.items() if "/do/" in page] == []


def test_a_prd_has_each_citation_beside_its_first_mention(story):
    page = get(story, "requirements/PRD-1/")
    count = len(Prd.objects.get().citations)
    assert [page.count(f'id="cite-{number}"') for number in range(1, count + 1)] == [1] * count
    assert "Every citation was checked" in page


def test_a_section_is_edited_in_place(story):
    page = get(story, "requirements/PRD-1/?edit=goals")
    assert page.count('name="markdown"') == 1
    version = str(Prd.objects.get().version)
    edit = {"ref": "PRD-1", "section": "goals", "markdown": "Fewer lost cards.", "version": version}
    assert post(story, "requirements.section_edit", **edit).status_code == 303
    assert "Fewer lost cards." in get(story, "requirements/PRD-1/")


def test_strategy_shows_key_results_with_their_numbers(story):
    page = get(story, "strategy/")
    assert "Fewer messages about lost cards" in page
    assert "31 Dec 2026" in page
