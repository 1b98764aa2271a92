"""The pages of requirements that change something: order, slices, quality bars and scope, by form."""

import pytest

from headway.apps.requirements.models import BacklogItem, Prd, QualityBar, Slice
from headway.apps.requirements.tests.company import company_make
from headway.apps.requirements.tests.formal import formal
from headway.core.perform import perform
from tests.world import World


@pytest.fixture
def company(world: World) -> World:
    company_make(world.context())
    perform("requirements.prd_draft", {"initiative": "INI-27"}, world.context())
    return world


def page(world: World, part: str, role: str = "product_manager") -> str:
    return world.client(role).get(f"/w/lumen/requirements/{part}").content.decode()


def post(world: World, name: str, /, **fields: str):  # type: ignore[no-untyped-def]
    address = f"/w/lumen/do/requirements.{name}/"
    return world.client().post(address, fields | {"next": "/w/lumen/requirements/"})


def test_the_backlog_is_ordered_and_linked_by_form(company: World) -> None:
    assert post(company, "backlog_order", refs="BANK-2\nBANK-1\n").status_code == 303
    assert post(company, "item_link", ref="BANK-1", initiative="INI-27").status_code == 303
    places = dict(BacklogItem.objects.values_list("ref", "position"))
    assert places == {"BANK-2": 1, "BANK-1": 2}
    shown = page(company, "backlog/")
    assert shown.index('id="BANK-2"') < shown.index('id="BANK-1"')
    assert "BANK-2\nBANK-1\n</textarea>" in shown and '/w/lumen/initiatives/INI-27/">INI-27</a>' in shown
    assert "/do/requirements" not in page(company, "backlog/", "viewer")


def test_slices_are_cut_changed_and_taken_out_by_form(company: World) -> None:
    mvp = {"ref": "PRD-1", "title": "See where it hangs", "inside": "A state", "outcome": "PRD-1-M1"}
    assert "Cut the MVP" in page(company, "PRD-1/")
    assert post(company, "slice_save", **mvp, items="BANK-1, BANK-2").status_code == 303
    assert post(company, "slice_save", **mvp | {"title": "Push notes", "place": "1"}).status_code == 303
    shown = page(company, "PRD-1/", "viewer")
    assert shown.index("Push notes") < shown.index("See where it hangs") and "BANK-1 and BANK-2" in shown
    assert "Iteration 1" in shown and "/do/requirements" not in shown
    assert post(company, "slice_remove", ref="PRD-1", slice="PRD-1-S-2").status_code == 303
    assert Slice.objects.get().title == "See where it hangs"


def test_a_quality_bar_is_set_and_changed_by_form(company: World) -> None:
    assert "No quality bar yet" in page(company, "quality/")
    bar = {
        "ref": "", "category": "performance", "measure": "time to an answer", "comparison": "at_most",
        "value": "1", "unit": "s", "prd": "PRD-1", "area": "",
    }  # fmt: skip
    assert post(company, "quality_bar_save", **bar).status_code == 303
    assert post(company, "quality_bar_save", ref="QB-1", value="0.5", prd="").status_code == 303
    assert QualityBar.objects.get().value == 0.5
    assert "at most 0.5 s" in page(company, "quality/") and "at most 0.5 s" in page(company, "PRD-1/")


def test_a_scope_change_says_beforehand_that_others_decide_and_is_shown_once_done(company: World) -> None:
    perform("requirements.status_set", {"ref": "PRD-1", "status": "approved"}, company.context())
    assert "Scope changes" not in page(company, "PRD-1/")
    edit = {"ref": "PRD-1", "section": "goals", "markdown": "Fewer of them.", "version": "2"}
    assert post(company, "section_edit", **edit).status_code == 303
    shown = page(company, "PRD-1/")
    assert "Scope changes" in shown and "Fewer of them." in shown and "asked for by Pia Manager" in shown
    formal(company)
    assert "Egon Engineer" in page(company, "PRD-1/?edit=users")
    sent = post(company, "section_edit", **edit | {"markdown": "None.", "version": "3"})
    assert (sent.status_code, sent["Location"]) == (303, "/w/lumen/approvals/AP-1/")
    assert Prd.objects.get().version == 3
