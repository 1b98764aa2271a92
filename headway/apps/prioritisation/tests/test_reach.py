"""How far initiatives go among customers, from who spoke for the problems they address."""

from typing import Any

from headway.apps.discovery.models import Account, Feedback, Insight, Problem, Theme
from headway.apps.discovery.reach import money_words, reach_of_accounts, reach_words
from headway.apps.prioritisation.models import Initiative
from headway.apps.prioritisation.reach import reach_of
from headway.core.gate import Reach
from headway.core.models import Link
from tests.world import NOW, World

ARR = {"A1": 100_000_00, "A2": 210_000_00, "A3": None, "A4": 5_000_50}


def account(world: World, ref: str) -> Account:
    return Account.objects.create(
        workspace=world.workspace, ref=ref, name=f"Firm {ref}", arr_minor=ARR.get(ref)
    )


def problem(world: World, ref: str, *writers: Account, **more: object) -> Problem:
    """A problem with a theme, and one message of each of these accounts in it."""
    made = Problem.objects.create(workspace=world.workspace, ref=ref, title=f"Problem {ref}", **more)
    theme = Theme.objects.create(workspace=world.workspace, ref=f"t-{ref}", name=ref, problem=made)
    for writer in writers:
        message(world, f"{ref}-{writer.ref}", writer, theme)
    return made


def message(world: World, ref: str, writer: Account, theme: Theme | None = None) -> Feedback:
    return Feedback.objects.create(
        workspace=world.workspace, ref=ref, text="It fails", redacted_text="It fails", at=NOW, channel="support",
        account=writer, theme=theme,
    )  # fmt: skip


def initiative(world: World, ref: str, *problems: Problem) -> Initiative:
    made = Initiative.objects.create(workspace=world.workspace, ref=ref, title=f"Item {ref}")
    for one in problems:
        Link.objects.create(
            workspace=world.workspace, kind="addresses", from_kind="prioritisation.initiative", from_id=made.pk,
            to_kind="discovery.problem", to_id=one.pk,
        )  # fmt: skip
    return made


def test_accounts_count_once_and_their_arr_is_summed(world: World) -> None:
    a1, a2 = account(world, "A1"), account(world, "A2")
    shared = problem(world, "P-1", a1, a2)
    items = [initiative(world, "X", shared), initiative(world, "Y", shared, problem(world, "P-2", a1))]
    assert reach_of(world.context(), items) == Reach(310_000_00, 2)


def test_an_unknown_arr_is_told_beside_the_known_sum(world: World) -> None:
    item = initiative(world, "X", problem(world, "P-1", account(world, "A1"), account(world, "A3")))
    reach = reach_of(world.context(), [item])
    assert reach == Reach(100_000_00, 2, reason="the ARR of 1 of 2 accounts is unknown")
    words = "ARR touched: EUR 100,000 in 2 accounts; the ARR of 1 of 2 accounts is unknown"
    assert reach_words(world.context(), reach) == words


def test_where_nobody_spoke_the_reach_is_unknown_not_zero(world: World) -> None:
    reach = reach_of(world.context(), [initiative(world, "X")])
    assert reach == Reach(None, None, reason="no account is on record behind X")
    words = "Accounts and ARR touched: unknown, because no account is on record behind X"
    assert reach_words(world.context(), reach) == words


def test_an_initiative_without_evidence_beside_others_is_named(world: World) -> None:
    items = [
        initiative(world, "X", problem(world, "P-1", account(world, "A4"))),
        initiative(world, "Y"),
    ]
    reach = reach_of(world.context(), items)
    assert reach == Reach(5_000_50, 1, reason="no evidence is linked to Y")
    assert reach_words(world.context(), reach).startswith("ARR touched: EUR 5,000.50 in 1 account;")


def test_marked_insights_count_also_those_of_problems_merged_in(world: World) -> None:
    kept = problem(world, "P-1", account(world, "A1"))
    gone = Problem.objects.create(
        workspace=world.workspace, ref="P-2", title="Gone", state="merged", merged_into=kept
    )
    Insight.objects.create(
        workspace=world.workspace, ref="IN-1", feedback=message(world, "F", account(world, "A2")), problem=gone,
        start=0, end=2, kind="pain",
    )  # fmt: skip
    assert reach_of(world.context(), [initiative(world, "X", kept)]) == Reach(310_000_00, 2)


def test_a_rejected_link_and_a_declined_problem_do_not_count(world: World) -> None:
    declined = problem(world, "P-1", account(world, "A1"), state="declined")
    rejected = problem(world, "P-2", account(world, "A2"))
    item = initiative(world, "X", declined, rejected)
    Link.objects.filter(to_id=rejected.pk).update(state="rejected")
    assert reach_of(world.context(), [item]).accounts is None


def test_named_accounts_are_read_in_their_own_workspace_only(world: World) -> None:
    account(world, "A1")
    account(world, "A3")
    here, there = world.context(), world.context_elsewhere()
    assert reach_of_accounts(here, ["A1"]) == Reach(100_000_00, 1)
    assert reach_of_accounts(here, ["A3"]) == Reach(None, 1, reason="no ARR is known for 1 account")
    assert reach_of_accounts(there, ["A1"]) == Reach(0, 0)
    assert money_words(here, 1234, "USD") == "USD 12.34"


def test_it_takes_four_queries_for_any_number(world: World, django_assert_num_queries: Any) -> None:
    items = [initiative(world, f"X{n}", problem(world, f"P-{n}", account(world, f"B{n}"))) for n in range(9)]
    context = world.context()
    with django_assert_num_queries(4):
        assert reach_of(context, items).accounts == 9
