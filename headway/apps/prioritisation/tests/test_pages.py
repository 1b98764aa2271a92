"""Pages of what we said no to and of what is sold."""

from typing import Any

import pytest

from headway.apps.discovery.models import Account, Problem
from headway.apps.discovery.tests.rights import formal
from headway.apps.prioritisation.models import DeclinedRequest, PricingPlan
from headway.core.perform import perform
from tests.world import World


@pytest.fixture
def filled(world: World) -> World:
    perform("strategy.objective_save", {"ref": "O1", "title": "Keep customers"}, world.context())
    Account.objects.create(
        workspace=world.workspace, ref="A1", name="Fern", plan="growth", arr_minor=12_000_00
    )
    Problem.objects.create(workspace=world.workspace, ref="P-1", title="Too bright")
    return world


def get(world: World, part: str, role: str = "product_manager") -> str:
    found = world.client(role).get(f"/w/lumen/{part}")
    assert found.status_code == 200
    return " ".join(found.content.decode().split())


def post(world: World, action: str, role: str = "product_manager", /, **fields: Any) -> Any:
    return world.client(role).post(f"/w/lumen/do/{action}/", fields | {"next": "/w/lumen/"})


NO = {
    "asked": "Dark mode <b>now</b>", "accounts": "A1", "reason": "Nobody left over it", "evidence": "P-1",
    "objective": "O1", "fit": "none", "revisit_on": "", "revisit_when": "five more ask", "reply": "",
}  # fmt: skip


def test_a_no_is_said_by_a_form_and_looked_up_by_a_word(filled: World) -> None:
    assert "Nothing yet" in get(filled, "declined/")
    assert post(filled, "prioritisation.request_decline", **NO).status_code == 303
    page = get(filled, "declined/?text=dark")
    assert "Dark mode &lt;b&gt;now&lt;/b&gt;" in page and "Asked by Fern." in page
    assert "It does not serve O1 Keep customers." in page and 'href="/w/lumen/problems/P-1/"' in page
    assert "when five more ask" in page and "Thank you for asking for this" in page
    assert "No such request" in get(filled, "declined/?text=light")


def test_a_no_without_evidence_is_refused_by_the_form_too(filled: World) -> None:
    assert post(filled, "prioritisation.request_decline", **NO | {"evidence": ""}).status_code == 422
    assert not DeclinedRequest.objects.exists()


def test_without_an_objective_the_page_says_where_to_begin(world: World) -> None:
    assert "There is none yet." in get(world, "declined/")


def test_a_viewer_reads_without_forms(filled: World) -> None:
    assert ["Say no</button>" in get(filled, "declined/", "viewer"), "<form" in get(filled, "pricing/", "viewer").split("main")[2]] == [
        False, False,
    ]  # fmt: skip


def test_a_plan_is_added_changed_and_said_whom_it_needs(filled: World) -> None:
    assert "No pricing plan yet" in get(filled, "pricing/")
    fields = {
        "ref": "growth", "name": "Growth", "price": "49.50", "currency": "EUR", "per": "seat a month",
        "entitlements": "Export\r\nAPI", "hypotheses": "", "evidence": "",
    }  # fmt: skip
    assert post(filled, "prioritisation.pricing_save", "owner", **fields).status_code == 303
    assert "EUR 49.50 per seat a month" in get(filled, "pricing/", "viewer")
    page = get(filled, "pricing/change/?ref=growth", "owner")
    assert "Change what Growth is sold for" in page and 'value="49.50"' in page
    assert ">Export API</textarea>" in page and "What it changes" not in page
    changed = "pricing/change/?ref=growth&name=Growth&price=59&currency=EUR&per=seat+a+month"
    page = get(filled, changed, "owner")
    assert (
        "<li>growth Growth: the price EUR 49.50 per seat a month becomes EUR 59 per seat a month</li>" in page
    )
    assert "<li>ARR touched: EUR 12,000 in 1 account</li>" in page and "Change it" in page
    page = get(formal(filled), changed)
    assert "It goes to Executive" in page and "Ask for it" in page
    post(filled, "prioritisation.pricing_save", **fields | {"price": "59"})
    assert PricingPlan.objects.get().price_minor == 49_50


def test_a_price_that_cannot_be_is_told_and_has_no_button(filled: World) -> None:
    page = get(filled, "pricing/change/?ref=growth&name=Growth&price=1.005&per=month", "owner")
    assert "Field price" in page and "Add it" not in page
