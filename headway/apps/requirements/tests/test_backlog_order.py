"""The order of the backlog: free within what the quarter is for, a change of the roadmap beyond."""

import pytest

from headway.apps.discovery.models import Account
from headway.apps.requirements.models import BacklogItem
from headway.apps.requirements.tests.company import company_make, import_file
from headway.apps.requirements.tests.formal import agreed, claim_of, formal, pended
from headway.apps.roadmap.models import Plan, PlanItem
from headway.core.access import row, rows
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound, Refused, Stale
from headway.core.gate import Reach
from headway.core.models import Activity
from headway.core.perform import ask, perform
from tests.world import NOW, World

TICKETS = "Issue key,Summary,Status\nT-1,Show the state,To Do\nT-2,Push a note,To Do\nT-3,New PIN,To Do\nT-4,Tidy up,To Do\n"
OVERTAKES = (
    "T-3 of INI-13 PIN reset, which PL-1 does not plan for 2026-Q3, "
    "comes before T-1 of INI-27 Top-up status and recovery, which it does"
)


@pytest.fixture
def company(world: World) -> World:
    """PL-1 is frozen and plans INI-27 for today's quarter; T-1 belongs to it, T-3 to INI-13, which is not planned."""
    context = world.context()
    company_make(context)
    Plan.objects.update(frozen_at=NOW, periods=["2026-Q3", "2026-Q4"])
    PlanItem.objects.update(start="2026-Q3")
    import_file(context, "backlog", TICKETS)
    for ref, initiative in (("T-1", "INI-27"), ("T-3", "INI-13")):
        perform("requirements.item_link", {"ref": ref, "initiative": initiative}, context)
    return world


def order(world: World, *refs: str) -> None:
    perform("requirements.backlog_order", {"refs": list(refs)}, world.context())


def places(context: Context) -> dict[str, int | None]:
    return dict(rows(BacklogItem, context).filter(ref__startswith="T-").values_list("ref", "position"))


def test_an_order_within_the_goals_is_the_product_managers_own(company: World) -> None:
    claim = claim_of(company.context(), "requirements.backlog_order", refs=["T-1", "T-4", "T-3"])
    assert claim is not None and (claim.right, claim.reach) == ("DRi2", Reach())
    assert claim.words == (
        "T-1 Show the state: place 1, had no place",
        "T-4 Tidy up: place 2, had no place",
        "T-3 New PIN: place 3, had no place",
        "What PL-1 plans for 2026-Q3 stays in front",
    )


def test_unplanned_work_in_front_of_planned_work_changes_the_quarters_goal(company: World) -> None:
    claim = claim_of(company.context(), "requirements.backlog_order", refs=["T-4", "T-3"])
    assert claim is not None and claim.right == "DRe1"
    assert claim.reach == Reach(400_050, 2, reason="no evidence is linked to INI-13")
    assert claim.words == (
        "T-4 Tidy up: place 1, had no place",
        "T-3 New PIN: place 2, had no place",
        OVERTAKES,
        "ARR touched: EUR 4,000.50 in 2 accounts; no evidence is linked to INI-13",
    )


def test_what_was_in_front_before_was_decided_before(company: World) -> None:
    order(company, "T-3", "T-1")
    claim = claim_of(company.context(), "requirements.backlog_order", refs=["T-4", "T-3", "T-1"])
    assert claim is not None and claim.right == "DRi2"
    back = claim_of(company.context(), "requirements.backlog_order", refs=["T-1"])
    assert back is not None and back.right == "DRi2"
    assert back.words[0] == "T-1 Show the state: place 1, was 2"


@pytest.mark.parametrize("change", ["later", "done", "unfrozen"])
def test_nothing_is_overtaken_where_the_quarter_has_no_claim_on_it(company: World, change: str) -> None:
    if change == "later":
        PlanItem.objects.update(start="2026-Q4")
    elif change == "done":
        BacklogItem.objects.filter(ref="T-1").update(status="Done")
    else:
        Plan.objects.update(frozen_at=None)
    claim = claim_of(company.context(), "requirements.backlog_order", refs=["T-3", "T-1"])
    assert claim is not None and claim.right == "DRi2"
    assert claim.words[-1] == (
        "No frozen plan covers 2026-Q3, so there is no goal of the quarter that changes"
        if change == "unfrozen"
        else "What PL-1 plans for 2026-Q3 stays in front"
    )


def test_the_order_is_kept_and_shown(company: World) -> None:
    order(company, "T-1", "T-4")
    order(company, "T-2")
    assert places(company.context()) == {"T-1": 2, "T-2": 1, "T-3": None, "T-4": 3}
    found = ask("requirements.backlog_list", {}, company.context("viewer"))
    shown = [(one.id, one.position, one.initiative) for one in found.rows]
    assert shown == [
        ("T-2", 1, ""), ("T-1", 2, "INI-27"), ("T-4", 3, ""), ("BANK-1", None, ""), ("BANK-2", None, ""),
        ("T-3", None, "INI-13"),
    ]  # fmt: skip
    part = ask("requirements.backlog_list", {"limit": 2}, company.context())
    rest = ask("requirements.backlog_list", {"limit": 2, "after": part.next}, company.context())
    last = ask("requirements.backlog_list", {"limit": 2, "after": rest.next}, company.context())
    pages = [[one.id for one in page.rows] for page in (part, rest, last)]
    assert pages == [["T-2", "T-1"], ["T-4", "BANK-1"], ["BANK-2", "T-3"]]
    only = ask("requirements.backlog_list", {"initiative": "INI-13"}, company.context())
    assert ([one.id for one in only.rows], only.total) == (["T-3"], 1)


def test_under_many_gates_a_changed_goal_of_large_accounts_waits_for_the_director(company: World) -> None:
    formal(company)
    Account.objects.filter(ref="A1").update(arr_minor=20_000_000)
    waits = pended(company, "requirements.backlog_order", refs=["T-3", "T-1"])
    assert (waits.right, waits.needs) == ("DRe1", ["Director, VP or executive", "Engineering"])
    assert OVERTAKES in waits.diff
    assert set(places(company.context()).values()) == {None}
    agreed(company, waits.approval, "product_lead", "engineer")
    assert places(company.context()) == {"T-1": 2, "T-2": None, "T-3": 1, "T-4": None}


def test_under_many_gates_a_small_change_of_the_goal_is_done_and_logged(company: World) -> None:
    formal(company)
    order(company, "T-3", "T-1")
    event = rows(Activity, company.context()).order_by("-sequence").first()
    assert event and (event.outcome, event.changes["right"]) == ("done", "DRe1")


def test_an_approval_of_an_order_that_moved_on_is_refused(company: World) -> None:
    formal(company)
    Account.objects.filter(ref="A1").update(arr_minor=20_000_000)
    waits = pended(company, "requirements.backlog_order", refs=["T-3", "T-1"])
    order(company, "T-1")
    with pytest.raises(Stale):
        agreed(company, waits.approval, "engineer")
    assert places(company.context())["T-3"] is None


def test_an_unknown_item_is_named_and_nothing_moves(company: World) -> None:
    with pytest.raises(NotFound, match="No backlog item 'T-9'"):
        order(company, "T-1", "T-9")
    with pytest.raises(Invalid, match="refs"):
        order(company)
    with pytest.raises(Refused):
        perform("requirements.backlog_order", {"refs": ["T-1"]}, company.context("engineer"))
    assert set(places(company.context()).values()) == {None}


def test_an_item_is_linked_and_unlinked_and_an_import_leaves_the_link(company: World) -> None:
    context = company.context()
    import_file(context, "backlog", TICKETS.replace("Show the state", "Show each state"))
    item = row(BacklogItem, context, "T-1")
    assert (item.title, item.initiative and item.initiative.ref) == ("Show each state", "INI-27")
    perform("requirements.item_link", {"ref": "T-1"}, company.context("engineer"))
    assert row(BacklogItem, context, "T-1").initiative is None
    event = rows(Activity, context).order_by("-sequence").first()
    assert event and event.changes == {"initiative": {"before": "INI-27", "after": ""}}
    with pytest.raises(NotFound):
        perform("requirements.item_link", {"ref": "T-1", "initiative": "INI-99"}, context)
