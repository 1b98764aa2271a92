"""Experiments: planned freely, started under a right where they change prices, ways of working, or much."""

import pytest

from headway.apps.discovery.models import Account
from headway.apps.experiments.models import Experiment
from headway.apps.requirements.tests.formal import agreed, claim_of, formal, pended
from headway.core.access import row, rows
from headway.core.errors import Invalid, NotFound, Refused, Stale
from headway.core.gate import Reach
from headway.core.models import Activity
from headway.core.perform import ask, perform
from tests.world import NOW, World

PLAN = {
    "title": "Annual price first", "kind": "pricing", "hypothesis": "More people take the year.",
    "primary_metric": "annual_share", "guardrails": ["refunds", "complaints"], "smallest_effect_share": 0.05,
    "audience_share": 0.2, "decision_rule": "Keep it if annual_share rises by 5 % and refunds do not.",
}  # fmt: skip
ANSWERS = {
    "harm": "Nobody pays more than listed.", "fairness": "Looked at by region.", "consent": "The price is shown.",
    "stopping": "Refunds double; support stops it.",
}  # fmt: skip


@pytest.fixture
def accounts(world: World) -> World:
    Account.objects.bulk_create(
        Account(workspace=world.workspace, ref=f"A{n}", name=f"Account {n}", arr_minor=n * 1_000_00)
        for n in range(1, 5)
    )
    return world


def save(world: World, **question: object) -> str:
    return str(perform("experiments.experiment_save", question, world.context()).model_dump()["ref"])


def start(world: World, ref: str = "EX-1") -> None:
    perform("experiments.experiment_start", {"ref": ref}, world.context())


def experiment(world: World, ref: str = "EX-1") -> Experiment:
    return row(Experiment, world.context(), ref)


def last(world: World) -> Activity:
    found = rows(Activity, world.context()).order_by("-sequence").first()
    assert found
    return found


def test_a_start_that_changes_prices_is_told_whole(accounts: World) -> None:
    save(accounts, **PLAN | ANSWERS)
    claim = claim_of(accounts.context(), "experiments.experiment_start", ref="EX-1")
    assert claim is not None and claim.right == "DRt4"
    assert claim.reach == Reach(arr_minor=200_000, accounts=1)
    assert claim.words == (
        "EX-1 Annual price first starts (pricing)",
        "It needs agreement because it changes what people pay",
        "Audience: 20% of the people",
        "Hypothesis: More people take the year.",
        "Judged by annual_share, from an effect of 5% on",
        "Must not get worse: refunds, complaints",
        "Decision rule: Keep it if annual_share rises by 5 % and refunds do not.",
        "Harm: Nobody pays more than listed.",
        "Fairness: Looked at by region.",
        "Consent: The price is shown.",
        "Stopping: Refunds double; support stops it.",
        "ARR touched: EUR 2,000 in 1 account",
    )


@pytest.mark.parametrize(
    ("kind", "share", "why"),
    [
        ("copy", 0.49, None),
        ("layout", 0.5, "50% of the people see it"),
        ("algorithm", 0.1, None),
        ("broad_ux", 0.1, "it changes how people work throughout the product"),
        ("pricing", 1, "it changes what people pay and 100% of the people see it"),
    ],
)
def test_when_a_start_is_not_the_teams_own(accounts: World, kind: str, share: float, why: str | None) -> None:
    save(accounts, **PLAN | ANSWERS | {"kind": kind, "audience_share": share})
    claim = claim_of(accounts.context(), "experiments.experiment_start", ref="EX-1")
    assert (claim and claim.words[1]) == (why and f"It needs agreement because {why}")
    (shown,) = ask("experiments.experiment_list", {}, accounts.context("viewer")).rows
    assert (shown.right, shown.right_reason) == (("DRt4", why) if why else ("", ""))


def test_without_accounts_the_reach_is_unknown(world: World) -> None:
    save(world, **PLAN | ANSWERS)
    claim = claim_of(world.context(), "experiments.experiment_start", ref="EX-1")
    assert claim is not None and claim.reach == Reach(None, None, reason="no account is on record")
    assert claim.words[-1] == "Accounts and ARR touched: unknown, because no account is on record"


def test_the_state_moves_with_the_plan(accounts: World) -> None:
    save(accounts, **PLAN | ANSWERS)
    first = claim_of(accounts.context(), "experiments.experiment_start", ref="EX-1")
    save(accounts, ref="EX-1", audience_share=0.3)
    second = claim_of(accounts.context(), "experiments.experiment_start", ref="EX-1")
    assert first and second and first.state != second.state


def test_under_few_gates_it_starts_with_time_and_person(accounts: World) -> None:
    save(accounts, **PLAN | ANSWERS)
    start(accounts)
    found = experiment(accounts)
    assert (found.state, found.started_at, found.started_by) == (
        "running", NOW, accounts.users["product_manager"]
    )  # fmt: skip
    assert (last(accounts).changes["right"], last(accounts).outcome) == ("DRt4", "done")


def test_under_many_gates_it_waits_for_the_triad(accounts: World) -> None:
    formal(accounts)
    save(accounts, **PLAN | ANSWERS)
    waits = pended(accounts, "experiments.experiment_start", ref="EX-1")
    assert (waits.right, waits.needs) == ("DRt4", ["Engineering", "Design"])
    assert (experiment(accounts).state, experiment(accounts).version) == ("draft", 1)
    agreed(accounts, waits.approval, "engineer", "designer")
    assert (experiment(accounts).state, experiment(accounts).started_by) == (
        "running", accounts.users["product_manager"]
    )  # fmt: skip


def test_an_approval_of_a_plan_that_moved_on_is_refused(accounts: World) -> None:
    formal(accounts)
    save(accounts, **PLAN | ANSWERS)
    waits = pended(accounts, "experiments.experiment_start", ref="EX-1")
    save(accounts, ref="EX-1", audience_share=1)
    with pytest.raises(Stale):
        agreed(accounts, waits.approval, "engineer")
    assert experiment(accounts).state == "draft"


def test_a_small_one_starts_at_once_under_many_gates(accounts: World) -> None:
    formal(accounts)
    save(accounts, **PLAN | {"kind": "copy"})
    start(accounts)
    assert experiment(accounts).state == "running" and "right" not in last(accounts).changes


@pytest.mark.parametrize("role", ["product_manager", "owner"])
def test_a_plan_says_what_it_lacks_before_it_starts(accounts: World, role: str) -> None:
    save(accounts, title="A word", kind="copy")
    with pytest.raises(Invalid) as lacking:
        perform("experiments.experiment_start", {"ref": "EX-1"}, accounts.context(role))
    assert lacking.value.detail == (
        "EX-1 cannot start yet: it needs a hypothesis and a primary metric and a guardrail metric and the smallest "
        "effect worth finding and the share of the people who see it and a decision rule."
    )
    (shown,) = ask("experiments.experiment_list", {}, accounts.context()).rows
    assert len(shown.missing) == 6


def test_the_checklist_is_answered_where_people_could_be_hurt(accounts: World) -> None:
    save(accounts, **PLAN | ANSWERS | {"fairness": " ", "stopping": ""})
    with pytest.raises(Invalid) as lacking:
        start(accounts)
    assert lacking.value.detail == (
        "EX-1 cannot start yet: it needs an answer to “Which groups could be treated worse, and how will we see it?” "
        "and an answer to “What makes us stop at once, and who does it?”."
    )
    save(accounts, ref="EX-1", fairness=ANSWERS["fairness"], stopping=ANSWERS["stopping"])
    start(accounts)
    assert experiment(accounts).checklist == ANSWERS


def test_a_running_plan_stays_as_it_was(accounts: World) -> None:
    save(accounts, **PLAN | ANSWERS)
    start(accounts)
    with pytest.raises(Invalid, match="EX-1 runs already"):
        save(accounts, ref="EX-1", audience_share=1)
    with pytest.raises(Invalid, match="EX-1 was started on 2026-09-30 already"):
        start(accounts)
    assert (experiment(accounts).audience_share, experiment(accounts).version) == (0.2, 2)


def test_what_is_left_out_stays(accounts: World) -> None:
    save(accounts, **PLAN)
    save(accounts, ref="EX-1", title="Yearly price first")
    found = experiment(accounts)
    assert (found.title, found.guardrails, found.kind, found.version) == (
        "Yearly price first", ["refunds", "complaints"], "pricing", 2
    )  # fmt: skip


def test_bad_input_is_refused_and_nothing_is_made(accounts: World) -> None:
    for question, error in (
        ({"title": "A"}, Invalid),
        ({"kind": "copy"}, Invalid),
        (PLAN | {"audience_share": 1.1}, Invalid),
        (PLAN | {"kind": "magic"}, Invalid),
        (PLAN | {"ref": "EX-9"}, NotFound),
    ):
        with pytest.raises(error):
            save(accounts, **question)
    with pytest.raises(Refused):
        perform("experiments.experiment_save", PLAN, accounts.context("viewer"))
    assert Experiment.objects.count() == 0


def test_experiments_are_listed_with_filters_page_by_page_and_only_here(accounts: World) -> None:
    for kind in ("copy", "pricing", "layout"):
        save(accounts, **PLAN | ANSWERS | {"kind": kind})
    start(accounts, "EX-1")

    def ids(**question: object) -> list[str]:
        return [one.id for one in ask("experiments.experiment_list", question, accounts.context()).rows]

    assert (ids(), ids(state="running"), ids(kind="pricing")) == (
        ["EX-3", "EX-2", "EX-1"], ["EX-1"], ["EX-2"]
    )  # fmt: skip
    assert (ids(limit=2), ids(limit=2, after="EX-2")) == (["EX-3", "EX-2"], ["EX-1"])
    assert ask("experiments.experiment_list", {}, accounts.context_elsewhere()).rows == []
