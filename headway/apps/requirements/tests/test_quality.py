"""Quality bars: measurable, for one document or one area, each change under its right."""

import pytest

from headway.apps.requirements.models import QualityBar
from headway.apps.requirements.tests.company import company_make
from headway.apps.requirements.tests.formal import agreed, claim_of, formal, pended
from headway.core.access import row
from headway.core.errors import Invalid, NotFound
from headway.core.gate import Reach
from headway.core.perform import ask, perform
from tests.world import World

BAR = {
    "category": "availability", "measure": "top-ups that get an answer", "comparison": "at_least", "value": 99.9,
    "unit": "%", "prd": "PRD-1",
}  # fmt: skip


@pytest.fixture
def company(world: World) -> World:
    company_make(world.context())
    perform("requirements.prd_draft", {"initiative": "INI-27"}, world.context())
    return world


def test_a_new_bar_is_told_with_its_threshold(company: World) -> None:
    claim = claim_of(company.context(), "requirements.quality_bar_save", **BAR)
    assert claim is not None and (claim.right, claim.reach) == ("DRa3", Reach())
    assert claim.words == (
        "The quality bar 'top-ups that get an answer' comes in",
        "category: availability",
        "measure: top-ups that get an answer",
        "threshold: at least 99.9 %",
        "holds for: PRD-1",
    )


def test_a_changed_bar_is_told_by_what_differs(company: World) -> None:
    perform("requirements.quality_bar_save", BAR, company.context())
    question = {"ref": "QB-1", "value": 99.5, "area": "Payments"}
    before = claim_of(company.context(), "requirements.quality_bar_save", **question)
    assert before is not None and before.words == (
        "The quality bar QB-1 changes",
        "threshold: at least 99.9 % becomes at least 99.5 %",
        "holds for: PRD-1 becomes Payments",
    )
    perform("requirements.quality_bar_save", question, company.context())
    bar = row(QualityBar, company.context(), "QB-1")
    assert (bar.value, bar.prd, bar.area, bar.version) == (99.5, None, "Payments", 2)
    after = claim_of(company.context(), "requirements.quality_bar_save", **question)
    assert after is not None and after.state != before.state


def test_bars_are_listed_with_filters(company: World) -> None:
    perform("requirements.quality_bar_save", BAR, company.context())
    area = {key: value for key, value in BAR.items() if key != "prd"} | {
        "area": "Payments",
        "category": "scale",
    }
    perform("requirements.quality_bar_save", area, company.context())

    def ids(**question: object) -> list[str]:
        return [
            one.id for one in ask("requirements.quality_bar_list", question, company.context("viewer")).rows
        ]

    assert ids() == ["QB-1", "QB-2"]
    assert (ids(prd="PRD-1"), ids(area="Payments"), ids(category="scale")) == (["QB-1"], ["QB-2"], ["QB-2"])
    first = ask("requirements.quality_bar_list", {"limit": 1}, company.context())
    assert (first.next, ids(after=first.next)) == ("QB-1", ["QB-2"])
    assert first.rows[0].threshold == "at least 99.9 %"
    assert ask("requirements.quality_bar_list", {}, company.context_elsewhere()).rows == []


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"value": None}, "Field value: a new quality bar needs one, so that it can be measured"),
        ({"area": "Payments"}, "one of the two"),
        ({"prd": None}, "one of the two"),
    ],
)
def test_a_bar_that_cannot_be_measured_or_holds_nowhere_is_refused(
    company: World, more: dict[str, object], words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        perform("requirements.quality_bar_save", BAR | more, company.context())
    assert QualityBar.objects.count() == 0


def test_unknown_refs_are_not_found(company: World) -> None:
    for more in ({"prd": "PRD-9"}, {"ref": "QB-9"}):
        with pytest.raises(NotFound):
            perform("requirements.quality_bar_save", BAR | more, company.context())


def test_an_engineers_bar_waits_for_the_product_manager_under_many_gates(company: World) -> None:
    formal(company)
    waits = pended(company, "requirements.quality_bar_save", "engineer", **BAR)
    assert waits.right == "DRa3" and QualityBar.objects.count() == 0
    agreed(company, waits.approval, "product_manager")
    assert QualityBar.objects.get().ref == "QB-1"
