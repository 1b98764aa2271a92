"""Details of a draft are logged, changes of an agreed document are changes of scope that others agree to."""

import pytest

from headway.apps.discovery.models import Account
from headway.apps.requirements.models import Prd, ScopeChange, SuccessMetric
from headway.apps.requirements.tests.company import company_make
from headway.apps.requirements.tests.formal import agreed, claim_of, formal, pended
from headway.core.access import row, rows
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid, Stale
from headway.core.gate import Reach
from headway.core.models import Activity
from headway.core.perform import ask, perform
from tests.world import World

GOALS = "From 7.2% to 4% by the end of the year."
NEW_GOALS = "From 7.2% to 3% by the end of June."


@pytest.fixture
def company(world: World) -> World:
    """A draft, PRD-1 at version 2, whose goals a person wrote."""
    company_make(world.context())
    perform("requirements.prd_draft", {"initiative": "INI-27"}, world.context())
    perform("requirements.section_edit", edit(1, GOALS), world.context())
    return world


@pytest.fixture
def settled(company: World) -> World:
    """The same document approved, at version 3."""
    perform("requirements.status_set", {"ref": "PRD-1", "status": "approved"}, company.context())
    return company


def edit(version: int, text: str = NEW_GOALS, section: str = "goals") -> dict[str, object]:
    return {"ref": "PRD-1", "section": section, "markdown": text, "version": version}


def prd(context: Context) -> Prd:
    return row(Prd, context, "PRD-1")


def goals(context: Context) -> str:
    return next(str(one["markdown"]) for one in prd(context).sections if one["key"] == "goals")


def last(context: Context) -> Activity:
    found = rows(Activity, context).order_by("-sequence").first()
    assert found
    return found


def test_an_edit_of_a_draft_claims_a_detail_and_reaches_nobody(company: World) -> None:
    claim = claim_of(company.context(), "requirements.section_edit", **edit(2))
    assert claim is not None and (claim.right, claim.reach) == ("DRi3", Reach())
    assert claim.words == (
        "PRD-1 Top-up status and recovery (draft): Goals and non-goals changes",
        "After “From 7.2% to”: “4%” becomes “3%”",
        "After “by the end of”: “the year.” becomes “June.”",
        "Length: 10 words, then 9",
    )


def test_a_detail_is_done_at_once_and_logged_with_its_right(company: World) -> None:
    perform("requirements.section_edit", edit(2), company.context())
    assert goals(company.context()) == NEW_GOALS
    assert (last(company.context()).changes["right"], last(company.context()).outcome) == ("DRi3", "done")
    assert ScopeChange.objects.count() == 0


def test_an_edit_of_an_agreed_document_claims_a_scope_change_with_its_reach(settled: World) -> None:
    claim = claim_of(settled.context(), "requirements.section_edit", **edit(3))
    assert claim is not None and claim.right == "DRt2"
    assert claim.reach == Reach(arr_minor=400_050, accounts=2, quarters=0)
    assert claim.words == (
        "PRD-1 Top-up status and recovery (approved): Goals and non-goals changes",
        "After “From 7.2% to”: “4%” becomes “3%”",
        "After “by the end of”: “the year.” becomes “June.”",
        "Length: 10 words, then 9",
        "ARR touched: EUR 4,000.50 in 2 accounts",
    )


def test_the_reach_of_unknown_revenue_says_so(settled: World) -> None:
    Account.objects.filter(ref="A2").update(arr_minor=None)
    claim = claim_of(settled.context(), "requirements.section_edit", **edit(3))
    assert claim is not None
    assert claim.words[-1] == ("ARR touched: EUR 1,000 in 2 accounts; the ARR of 1 of 2 accounts is unknown")


def test_the_state_moves_with_the_section_and_the_status_only(settled: World) -> None:
    context = settled.context()
    first = claim_of(context, "requirements.section_edit", **edit(3))
    perform("requirements.section_edit", edit(3, "Others.", "users"), context)
    beside = claim_of(context, "requirements.section_edit", **edit(3))
    perform("requirements.section_edit", edit(3, "Mine."), context)
    after = claim_of(context, "requirements.section_edit", **edit(5))
    perform("requirements.status_set", {"ref": "PRD-1", "status": "launched"}, context)
    launched = claim_of(context, "requirements.section_edit", **edit(5))
    assert first and beside and after and launched
    assert first.state == beside.state
    assert len({first.state, after.state, launched.state}) == 3


def test_under_few_gates_a_scope_change_is_done_and_kept_in_the_list(settled: World) -> None:
    context = settled.context()
    perform("requirements.section_edit", edit(3), context)
    assert (prd(context).version, prd(context).status, goals(context)) == (4, "approved", NEW_GOALS)
    assert last(context).summary == "Changed Goals and non-goals of PRD-1, the scope change SC-1"
    found = ask("requirements.scope_change_list", {"prd": "PRD-1"}, settled.context("viewer")).rows
    assert [one.model_dump(exclude={"carried_out_at"}) for one in found] == [
        {
            "id": "SC-1", "prd": "PRD-1", "prd_version": 4, "part": "section", "key": "goals",
            "title": "Goals and non-goals", "words_before": 10, "words_after": 9,
            "removed": ["4%", "the year."], "added": ["3%", "June."], "requested_by": "Pia Manager",
        }
    ]  # fmt: skip
    assert found[0].carried_out_at == context.now


def test_under_many_gates_it_waits_and_leaves_the_document_untouched(settled: World) -> None:
    formal(settled)
    context = settled.context()
    waits = pended(settled, "requirements.section_edit", **edit(3))
    assert (waits.right, waits.needs) == ("DRt2", ["Engineering", "Design"])
    assert waits.diff[1] == "After “From 7.2% to”: “4%” becomes “3%”"
    assert (prd(context).version, goals(context)) == (3, GOALS)
    assert ScopeChange.objects.count() == 0
    assert (last(context).action, last(context).outcome) == ("requirements.section_edit", "pending")


def test_once_everybody_agreed_it_is_carried_out_for_whoever_asked(settled: World) -> None:
    formal(settled)
    context = settled.context()
    waits = pended(settled, "requirements.section_edit", **edit(3))
    agreed(settled, waits.approval, "engineer")
    assert goals(context) == GOALS
    agreed(settled, waits.approval, "designer")
    assert (prd(context).version, prd(context).status, goals(context)) == (4, "approved", NEW_GOALS)
    kept = ScopeChange.objects.get()
    assert (kept.requested_by, kept.prd_version) == (settled.users["product_manager"], 4)


def test_an_approval_of_a_section_that_moved_on_is_refused(settled: World) -> None:
    formal(settled)
    context = settled.context()
    first = pended(settled, "requirements.section_edit", **edit(3))
    second = pended(settled, "requirements.section_edit", **edit(3, "Something else."))
    agreed(settled, second.approval, "engineer", "designer")
    with pytest.raises(Stale):
        agreed(settled, first.approval, "engineer")
    assert goals(context) == "Something else." and ScopeChange.objects.count() == 1


def test_a_metric_of_an_agreed_document_is_scope_too(settled: World) -> None:
    question = {"ref": "PRD-1", "metric_ref": "PRD-1-M1", "target": 0.03, "due": "2027-06-30"}
    claim = claim_of(settled.context(), "requirements.metric_save", **question)
    assert claim is not None and claim.right == "DRt2"
    assert claim.words == (
        "PRD-1 Top-up status and recovery (approved): the metric 'topup_failed_share' changes",
        "target: 4% becomes 3%",
        "due: 2026-12-31 becomes 2027-06-30",
        "ARR touched: EUR 4,000.50 in 2 accounts",
    )
    perform("requirements.metric_save", question, settled.context())
    kept = ScopeChange.objects.get()
    assert (kept.part, kept.key, kept.title) == ("metric", "PRD-1-M1", "topup_failed_share")
    assert (kept.removed, kept.added) == (
        ["target 4%", "due 2026-12-31"],
        ["target 3%", "due 2027-06-30"],
    )
    assert prd(settled.context()).status == "approved"


def test_a_new_metric_of_a_draft_is_told_part_by_part(company: World) -> None:
    question = {
        "ref": "PRD-1",
        "metric": "first_topup_share",
        "unit": "share",
        "baseline": 0.5,
        "target": 0.6,
    }
    claim = claim_of(company.context(), "requirements.metric_save", **question)
    assert claim is not None and claim.right == "DRi3"
    assert claim.words == (
        "PRD-1 Top-up status and recovery (draft): the metric 'first_topup_share' comes in",
        "name: first_topup_share",
        "kind: success metric",
        "baseline: 50%",
        "target: 60%",
    )
    assert SuccessMetric.objects.count() == 3


def test_what_approval_stood_on_cannot_be_taken_away(settled: World) -> None:
    context = settled.context()
    with pytest.raises(Invalid, match="PRD-1 would not stay approved: it needs text in Goals and non-goals"):
        perform("requirements.section_edit", edit(3, " "), context)
    question = {"ref": "PRD-1", "metric_ref": "PRD-1-M1", "guardrail": True}
    with pytest.raises(Invalid, match="it needs a success metric with baseline, target and date"):
        perform("requirements.metric_save", question, context)
    assert (prd(context).version, goals(context)) == (3, GOALS)
    assert row(SuccessMetric, context, "PRD-1-M1").is_guardrail is False


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("requirements.section_edit", edit(3, GOALS)),
        ("requirements.metric_save", {"ref": "PRD-1", "metric_ref": "PRD-1-M1", "target": 0.04}),
    ],
)
def test_a_scope_change_of_nothing_is_refused(settled: World, name: str, question: dict[str, object]) -> None:
    with pytest.raises(Invalid, match="nothing differs from what PRD-1 says"):
        perform(name, question, settled.context())
    assert prd(settled.context()).version == 3 and ScopeChange.objects.count() == 0


def test_a_change_that_cannot_work_never_waits(settled: World) -> None:
    formal(settled)
    with pytest.raises(Conflict, match="was changed after version 1"):
        perform("requirements.section_edit", edit(1), settled.context())
    assert rows(Activity, settled.context()).filter(outcome="pending").count() == 0


def test_opening_an_agreed_document_again_is_a_change_of_scope(settled: World) -> None:
    question = {"ref": "PRD-1", "status": "draft"}
    claim = claim_of(settled.context(), "requirements.status_set", **question)
    assert claim is not None and claim.right == "DRt2"
    assert claim.words[0] == (
        "PRD-1 Top-up status and recovery (approved): goes back to draft, so that its text can change freely"
    )
    formal(settled)
    waits = pended(settled, "requirements.status_set", **question)
    assert prd(settled.context()).status == "approved"
    agreed(settled, waits.approval, "engineer", "designer")
    assert prd(settled.context()).status == "draft"
    kept = ScopeChange.objects.get()
    assert (kept.part, kept.removed, kept.added) == ("status", ["Approved"], ["Draft"])


def test_other_moves_need_no_right(settled: World) -> None:
    assert claim_of(settled.context(), "requirements.status_set", ref="PRD-1", status="launched") is None


def test_an_approved_document_is_not_drafted_again(settled: World) -> None:
    with pytest.raises(Invalid, match="PRD-1 is approved; set it back to draft before it is drafted again"):
        perform("requirements.prd_draft", {"initiative": "INI-27"}, settled.context())


def test_scope_changes_are_listed_page_by_page_and_only_here(settled: World) -> None:
    context = settled.context()
    for version, text in ((3, "One."), (4, "Two."), (5, "Three.")):
        perform("requirements.section_edit", edit(version, text), context)
    first = ask("requirements.scope_change_list", {"limit": 2}, context)
    second = ask("requirements.scope_change_list", {"limit": 2, "after": first.next}, context)
    assert ([one.id for one in first.rows], first.next) == (["SC-3", "SC-2"], "SC-2")
    assert ([one.id for one in second.rows], second.next) == (["SC-1"], "")
    assert ask("requirements.scope_change_list", {}, settled.context_elsewhere()).rows == []
