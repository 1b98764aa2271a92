"""What the policy rules and why: by position, size, what is unknown, and what is lent."""

from dataclasses import replace
from datetime import date

import pytest

from headway.engine.rights.delegated import Delegated
from headway.engine.rights.policy import Limits, Reach
from headway.engine.rights.ruling import Person, Ruling, ruling
from headway.engine.rights.tests.policies import SMALL

TODAY = date(2026, 5, 1)
NOTHING, UNLIMITED = Reach(), Limits()
ANN = Person("ann", "product_manager")
EVE = Person("eve", "engineer")
DAN = Person("dan", "product_lead")
OLU = Person("olu", "owner")


def ruled(right: str, person: Person, reach: Reach = NOTHING, today: date = TODAY) -> Ruling:
    return ruling(SMALL, right, reach, person, today, currency="EUR")


def needs(found: Ruling) -> list[str]:
    return [step.label for step in found.steps]


def test_whoever_decides_is_allowed_at_once() -> None:
    found = ruled("DRi1", ANN)
    assert (found.outcome, found.decided_as, found.steps, found.level, found.rule) == (
        "allow",
        "product_manager",
        (),
        "any",
        0,
    )
    assert found.reason == "Product manager decides on what DRi1 is about."


def test_anybody_else_waits_for_whoever_decides() -> None:
    found = ruled("DRi1", EVE)
    assert (found.outcome, found.decided_as, needs(found)) == ("pend", "", ["Product manager"])
    assert found.reason == "Product manager decides on what DRi1 is about, so this waits for them."


def test_approvals_are_needed_besides_and_the_own_positions_do_not_count() -> None:
    both = Person("bea", "product_manager", frozenset({"engineering", "design"}))
    assert needs(ruled("DRt1", both)) == ["Engineering", "Design"]
    assert ruled("DRt1", both).reason == (
        "Product manager decides on solution trade-offs, with the approval of engineering and design."
    )
    assert needs(ruled("DRt1", EVE)) == ["Product manager", "Engineering", "Design"]


@pytest.mark.parametrize(
    ("reach", "level", "subject"),
    [
        (Reach(), "any", "roadmap changes"),
        (Reach(300_000, 2), "any", "roadmap changes (EUR 3,000 ARR in 2 accounts, under the limits)"),
        (Reach(accounts=9), "any", "roadmap changes (9 accounts, under the limits)"),
        (
            Reach(accounts=10),
            "material",
            "roadmap changes of this size (10 accounts, at the limit of 10 accounts)",
        ),
        (
            Reach(31_000_000, 12, 1),
            "material",
            "roadmap changes of this size (EUR 310,000 ARR in 12 accounts over 1 quarter, over the limit of 10 accounts)",
        ),
        (
            Reach(31_000_000, None, reason="no account is linked."),
            "material",
            "roadmap changes of this size (EUR 310,000 ARR and an unknown number of accounts, since no account is "
            "linked, which counts as over the limit)",
        ),
        (
            Reach(None, 1, None, "health", "nothing is imported"),
            "any",
            "roadmap changes (1 account, compliance class health, an unknown ARR and an unknown number of quarters, "
            "since nothing is imported, under the limits)",
        ),
    ],
)
def test_the_reason_tells_the_size(reach: Reach, level: str, subject: str) -> None:
    found = ruled("DRe1", OLU, reach)
    assert (found.level, found.outcome) == (level, "allow")
    assert found.reason == f"{'Product manager' if level == 'any' else 'Executive'} decides on {subject}."


def test_what_goes_with_the_rule_goes_with_the_ruling() -> None:
    found = ruled("DRe1", ANN, Reach(accounts=12))
    assert (found.right, found.mode, found.rule, found.inform, found.deadline_days) == (
        "DRe1",
        "decide",
        0,
        ("engineering",),
        5,
    )
    assert [(one.to, one.after_days) for one in found.escalation] == [("executive", 3)]


def test_whoever_may_not_ask_is_refused() -> None:
    found = ruled("DRe6", EVE)
    assert (found.outcome, found.steps) == ("refuse", ())
    assert found.reason == (
        "Only product manager, security or legal may ask for a decision on significant compliance risks."
    )
    assert ruled("DRe6", ANN).outcome == "pend"
    assert needs(ruled("DRe6", OLU)) == ["Security or legal"], "whoever decides may always ask"


def test_a_recommendation_says_who_answers() -> None:
    found = ruled("DRb1", ANN)
    assert (found.mode, found.outcome, found.answer) == ("recommend", "allow", ("executive",))
    assert found.reason == "Product manager recommends budget. Executive answers it."


def test_rights_of_a_level_follow_the_roadmap_where_they_are_not_ruled_apart() -> None:
    assert ruled("LV11", ANN, Reach(accounts=12)).reason.startswith(
        "Director or executive decides on roadmap changes"
    )
    with pytest.raises(KeyError):
        ruled("DRx1", ANN)


def test_a_named_position_counts_and_an_unknown_one_does_not() -> None:
    assert (
        ruled("DRe1", Person("vic", "viewer", frozenset({"director"})), Reach(accounts=12)).outcome == "allow"
    )
    assert (
        ruled("DRe1", Person("vic", "viewer", frozenset({"emperor"})), Reach(accounts=12)).outcome == "pend"
    )


def lent(limits: Limits = UNLIMITED) -> Person:
    """Eve, acting for the director in May."""
    one = Delegated(frozenset({"director"}), "eve", date(2026, 5, 1), date(2026, 5, 31), limits, "dan")
    return Person("eve", "engineer", delegated=(one,))


@pytest.mark.parametrize(
    ("today", "outcome"),
    [
        (date(2026, 4, 30), "pend"),
        (date(2026, 5, 1), "allow"),
        (date(2026, 5, 31), "allow"),
        (date(2026, 6, 1), "pend"),
    ],
)
def test_a_delegation_holds_from_its_first_day_to_its_last(today: date, outcome: str) -> None:
    found = ruled("DRe1", lent(), Reach(accounts=12), today)
    assert (found.outcome, found.by_delegation) == (outcome, outcome == "allow")


@pytest.mark.parametrize(("accounts", "outcome"), [(20, "allow"), (21, "pend"), (None, "pend")])
def test_a_delegation_holds_within_its_limits(accounts: int | None, outcome: str) -> None:
    person = lent(Limits(accounts=20))
    assert ruled("DRe1", person, Reach(accounts=accounts, reason="none is linked")).outcome == outcome


def test_a_delegation_to_somebody_else_does_not_count() -> None:
    other = Person("zoe", "engineer", delegated=lent().delegated)
    assert ruled("DRe1", other, Reach(accounts=12)).outcome == "pend"


def test_a_standing_delegation_holds_until_its_date_within_its_limits() -> None:
    within, beyond = Reach(5_000_000), Reach(5_000_001)
    assert needs(ruled("DRe6", DAN, within)) == ["Security or legal"], "director acts as executive"
    assert ruled("DRe6", DAN, within).decided_as == "executive"
    assert ruled("DRe6", DAN, beyond).outcome == "refuse"
    assert ruled("DRe6", DAN, within, date(2026, 12, 31)).outcome == "pend"
    assert ruled("DRe6", DAN, within, date(2027, 1, 1)).outcome == "refuse"


def test_what_is_lent_is_passed_on_by_a_standing_delegation() -> None:
    assert ruled("DRe6", lent(), Reach(5_000_000)).decided_as == "executive"


def test_the_own_position_goes_before_a_lent_one() -> None:
    (one,) = lent().delegated
    both = Person("olu", "owner", delegated=(replace(one, to_id="olu"),))
    found = ruled("DRe1", both, Reach(accounts=12))
    assert (found.decided_as, found.by_delegation) == ("executive", False)
    acting = ruled("DRe1", replace(both, role="viewer"), Reach(accounts=12))
    assert (acting.decided_as, acting.by_delegation) == ("director", True)
