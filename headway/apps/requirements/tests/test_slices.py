"""The MVP and the iterations of a document, each for an outcome."""

import pytest

from headway.apps.requirements.models import Slice, SuccessMetric
from headway.apps.requirements.tests.company import company_make
from headway.apps.requirements.tests.formal import agreed, claim_of, formal, pended
from headway.core.access import rows
from headway.core.activity import words_erase
from headway.core.errors import Conflict, Invalid, NotFound, Refused
from headway.core.gate import Reach
from headway.core.models import Activity
from headway.core.perform import ask, perform
from tests.world import NOW, World

MVP = {
    "ref": "PRD-1", "title": "See where it hangs", "inside": "A state for each top-up", "outside": "Push notes",
    "outcome": "PRD-1-M1", "items": ["BANK-1"],
}  # fmt: skip


@pytest.fixture
def company(world: World) -> World:
    company_make(world.context())
    perform("requirements.prd_draft", {"initiative": "INI-27"}, world.context())
    return world


def save(world: World, **question: object) -> str:
    return str(
        perform("requirements.slice_save", {"ref": "PRD-1"} | question, world.context()).model_dump()["ref"]
    )


def listed(world: World) -> list[tuple[int, str, str]]:
    found = ask("requirements.slice_list", {"ref": "PRD-1"}, world.context("viewer"))
    return [(one.place, one.id, one.title) for one in found.rows]


def test_a_new_slice_is_told_part_by_part(company: World) -> None:
    claim = claim_of(company.context(), "requirements.slice_save", **MVP)
    assert claim is not None and (claim.right, claim.reach) == ("DRi4", Reach())
    assert claim.words == (
        "PRD-1 Top-up status and recovery (draft): the slice 'See where it hangs' comes in",
        "title: “See where it hangs”",
        "inside: “A state for each top-up”",
        "outside: “Push notes”",
        "outcome: “PRD-1-M1”",
        "items: “BANK-1”",
        "place 1 of 1",
    )


def test_the_first_slice_is_the_mvp_and_shows_what_it_moves(company: World) -> None:
    assert save(company, **MVP) == "PRD-1-S-1"
    (found,) = ask("requirements.slice_list", {"ref": "PRD-1"}, company.context("viewer")).rows
    assert found.model_dump() == {
        "id": "PRD-1-S-1", "place": 1, "mvp": True, "title": "See where it hangs", "inside": "A state for each top-up",
        "outside": "Push notes", "outcome": "PRD-1-M1", "outcome_name": "topup_failed_share", "items": ["BANK-1"],
    }  # fmt: skip


@pytest.mark.parametrize("outcome", ["", "PRD-1-M9", "INI-27"])
def test_a_slice_without_an_outcome_is_refused(company: World, outcome: str) -> None:
    with pytest.raises(Invalid, match="Field outcome"):
        save(company, **MVP | {"outcome": outcome})
    assert Slice.objects.count() == 0


def test_a_key_result_is_an_outcome_too(company: World) -> None:
    save(company, **MVP | {"outcome": "KR1"})
    (found,) = ask("requirements.slice_list", {"ref": "PRD-1"}, company.context()).rows
    assert (found.outcome, found.outcome_name) == ("KR1", "More people pay")


def test_a_slice_put_at_a_place_moves_those_behind_it(company: World) -> None:
    save(company, **MVP)
    save(company, **MVP | {"title": "Push notes", "items": []})
    save(company, **MVP | {"title": "Only the state", "place": 1})
    assert listed(company) == [
        (1, "PRD-1-S-3", "Only the state"), (2, "PRD-1-S-1", "See where it hangs"), (3, "PRD-1-S-2", "Push notes"),
    ]  # fmt: skip
    question = {"ref": "PRD-1", "slice": "PRD-1-S-2", "place": 1}
    claim = claim_of(company.context(), "requirements.slice_save", **question)
    assert claim is not None and claim.words == (
        "PRD-1 Top-up status and recovery (draft): the slice 'Push notes' changes", "place 1, was 3"
    )  # fmt: skip
    perform("requirements.slice_save", question, company.context())
    assert [ref for _, ref, _ in listed(company)] == ["PRD-1-S-2", "PRD-1-S-3", "PRD-1-S-1"]
    versions = dict(rows(Slice, company.context()).values_list("ref", "version"))
    assert versions == {"PRD-1-S-1": 3, "PRD-1-S-2": 3, "PRD-1-S-3": 2}


def test_a_slice_is_taken_out_and_its_tickets_stay(company: World) -> None:
    save(company, **MVP)
    save(company, **MVP | {"title": "Push notes"})
    question = {"ref": "PRD-1", "slice": "PRD-1-S-1"}
    claim = claim_of(company.context(), "requirements.slice_remove", **question)
    assert claim is not None and (claim.right, claim.words) == (
        "DRi4",
        (
            "PRD-1 Top-up status and recovery (draft): the slice 'See where it hangs' goes out",
            "outcome: PRD-1-M1",
        ),
    )
    known = Slice.objects.get(ref="PRD-1-S-1").pk
    gone = perform("requirements.slice_remove", question, company.context())
    assert listed(company) == [(1, "PRD-1-S-2", "Push notes")]
    assert ask("requirements.backlog_list", {}, company.context()).total == 2
    undo = gone.undo  # type: ignore[attr-defined]
    assert (undo.action, undo.question) == ("requirements.slice_restore", question)
    perform(undo.action, undo.question, company.context())
    assert listed(company) == [(1, "PRD-1-S-1", "See where it hangs"), (2, "PRD-1-S-2", "Push notes")]
    back = Slice.objects.get(ref="PRD-1-S-1")
    assert ([one.ref for one in back.items.all()], back.metric, back.pk) == (
        ["BANK-1"], SuccessMetric.objects.get(ref="PRD-1-M1"), known,
    )  # fmt: skip
    with pytest.raises(Conflict, match="PRD-1-S-1 of PRD-1 is there"):
        perform(undo.action, undo.question, company.context())
    with pytest.raises(NotFound, match="No slice 'PRD-1-S-2' was taken out"):
        perform(undo.action, question | {"slice": "PRD-1-S-2"}, company.context())


def test_words_erased_for_a_persons_sake_do_not_come_back(company: World) -> None:
    save(company, **MVP)
    question = {"ref": "PRD-1", "slice": "PRD-1-S-1"}
    perform("requirements.slice_remove", question, company.context())
    removal = Activity.objects.get(action="requirements.slice_remove")
    words_erase(removal, "", removal.changes, NOW)
    with pytest.raises(Conflict, match="its words were erased for a person's sake"):
        perform("requirements.slice_restore", question, company.context())
    assert listed(company) == []


def test_drafting_again_keeps_the_metric_a_slice_is_for(company: World) -> None:
    save(company, **MVP)
    perform("requirements.prd_draft", {"initiative": "INI-27"}, company.context())
    (found,) = ask("requirements.slice_list", {"ref": "PRD-1"}, company.context()).rows
    assert found.outcome == "PRD-1-M1"
    metrics = rows(SuccessMetric, company.context()).order_by("ref").values_list("metric", flat=True)
    assert sorted(metrics) == ["activation_14d", "fraud losses", "topup_failed_share"]


def test_the_product_manager_decides_and_an_engineers_cut_waits(company: World) -> None:
    formal(company)
    assert save(company, **MVP) == "PRD-1-S-1"
    waits = pended(company, "requirements.slice_save", "engineer", **MVP | {"title": "Mine"})
    assert (waits.right, waits.needs) == ("DRi4", ["Product manager"])
    assert listed(company) == [(1, "PRD-1-S-1", "See where it hangs")]
    agreed(company, waits.approval, "product_manager")
    assert [title for _, _, title in listed(company)] == ["See where it hangs", "Mine"]


def test_unknown_records_and_people_without_the_role_change_nothing(company: World) -> None:
    for more in ({"ref": "PRD-9"}, {"slice": "PRD-1-S-9"}, {"items": ["BANK-9"]}):
        with pytest.raises(NotFound):
            save(company, **MVP | more)
    with pytest.raises(Refused):
        perform("requirements.slice_save", MVP, company.context("viewer"))
    with pytest.raises(NotFound):
        ask("requirements.slice_list", {"ref": "PRD-1"}, company.context_elsewhere())
    assert Slice.objects.count() == 0
