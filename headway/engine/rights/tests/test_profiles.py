"""What each of the six profiles rules on every right, for four people and two sizes, and what never happens."""

from dataclasses import astuple, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.engine.rights.catalogue import KNOWN, REQUIRED, RIGHTS
from headway.engine.rights.policy import Policy, Reach
from headway.engine.rights.ruling import Person, Ruling, ruling
from headway.engine.rights.steps import Vote, escalated, open_steps
from headway.engine.rights.tests.profiles import FOLDER, NAMES, PROFILES

TODAY = date(2026, 5, 1)
# A product manager, somebody who is a director and nothing else, an engineer, and the owner of the workspace.
PEOPLE = (
    Person("pia", "product_manager"),
    Person("dan", "contributor", frozenset({"director"})),
    Person("eve", "engineer"),
    Person("olu", "owner"),
)
NEAR, FAR = Reach(100_000, 1, 1), Reach(200_000_000, 200, 6)
# One letter for each of the four in that order: A allowed, R refused, a number pends with so many steps to take.
# Before the colon for a change of 1,000 ARR in one account within a quarter, behind it for 2,000,000 in 200 over 6.
RULINGS = """
     startup   scaling_saas spm_1  spm_2     enterprise regulated
DRi1 AA1A:AA1A A11A:A11A A11A:A11A A11A:A11A A11A:A11A A11A:A11A
DRi2 AA1A:AA1A A11A:A11A A11A:A11A A11A:A11A A11A:A11A A11A:A11A
DRi3 AAAA:AAAA A11A:A11A A11A:A11A A11A:A11A A11A:A11A A11A:A11A
DRi4 AAAA:AAAA A11A:A11A A11A:A11A A11A:A11A A11A:A11A A11A:A11A
DRi5 AAAA:AAAA A11A:A11A A11A:A11A A11A:A11A A11A:A11A A11A:A11A
DRi6 AA1A:AA1A A11A:A11A A11A:A11A A11A:A11A A11A:A11A A11A:A11A
DRt1 AA1A:AA1A 2332:2332 2332:2332 2332:2332 2332:2332 2332:2332
DRt2 AA1A:AA1A 2332:2332 2332:2332 2332:2332 2332:2332 2332:2332
DRt3 AA1A:AA1A 3443:3443 3443:3443 3443:3443 3443:3443 4554:4554
DRt4 AA1A:AA1A 2332:2332 2332:2332 2332:2332 2332:2332 3443:3443
DRe1 AA1A:AA1A AA1A:1A1A AA1A:1A1A AA1A:AA1A AA1A:3332 AA1A:4443
DRe2 AA1A:1A1A 1A1A:111A 1A1A:111A 1A1A:111A 2121:3332 2121:3332
DRe3 1A1A:1A1A 111A:111A 111A:111A 111A:111A 2221:2221 33R2:33R2
DRe4 1A1A:1A1A 1A1A:1A1A 1A1A:1A1A 1A1A:1A1A 2121:3332 32R2:44R3
DRe5 AA1A:1A1A AA1A:111A AA1A:111A AA1A:111A 2121:3332 3232:4443
DRe6 111A:111A 2221:2221 2221:2221 2221:2221 2221:2221 3332:3332
DRb1 AA1A:AA1A AA1A:AA1A AA1A:AA1A AA1A:AA1A AA1A:AA1A AA1A:AA1A
DRb2 AA1A:AA1A AA1A:AA1A AA1A:AA1A AA1A:AA1A AA1A:AA1A 1121:1121
DRb3 AA1A:AA1A AA1A:AA1A AA1A:AA1A AA1A:AA1A AA1A:AA1A AA1A:AA1A
DRa1 AA1A:AA1A A11A:A11A A11A:A11A A11A:A11A A11A:A11A A11A:A11A
DRa2 AA1A:AA1A A11A:A11A A11A:A11A A11A:A11A A11A:A11A A11A:A11A
DRa3 AAAA:AAAA A11A:A11A A11A:A11A A11A:A11A A11A:A11A 1221:1221
POL  111A:111A 111A:111A 111A:111A 111A:111A 2221:2221 3332:3332
LV11 AA1A:AA1A 1A1A:1A1A 1A1A:1A1A AA1A:AA1A 1A1A:1A1A 1A1A:1A1A
LV14 AA1A:AA1A 1A1A:1A1A 1A1A:1A1A AA1A:AA1A 1A1A:1A1A 1A1A:1A1A
"""


def letter(found: Ruling) -> str:
    return {"allow": "A", "refuse": "R", "pend": str(len(found.steps))}[found.outcome]


def letters(policy: Policy, right: str, reach: Reach) -> str:
    return "".join(letter(ruling(policy, right, reach, person, TODAY)) for person in PEOPLE)


ROWS = [line.split() for line in RULINGS.strip().splitlines()[1:]]
CELLS = [(name, row[0], cell) for row in ROWS for name, cell in zip(NAMES, row[1:], strict=True)]


@pytest.mark.parametrize(("name", "right", "cell"), CELLS)
def test_what_a_profile_rules(name: str, right: str, cell: str) -> None:
    policy = PROFILES[name]
    assert f"{letters(policy, right, NEAR)}:{letters(policy, right, FAR)}" == cell


def test_every_right_of_every_profile_is_in_the_table() -> None:
    assert [row[0] for row in ROWS] == list(KNOWN)
    assert (len(RIGHTS), len(KNOWN)) == (22, 25)
    assert sorted(NAMES) == sorted(path.stem for path in FOLDER.glob("*.yaml"))
    assert [(policy.profile, set(policy.rights)) for policy in PROFILES.values()] == [
        (name, set(KNOWN)) for name in NAMES
    ]


HEALTH = Reach(compliance="health")


@pytest.mark.parametrize(
    ("right", "steps"),
    [
        ("DRi3", ["Security or legal"]),
        ("DRi5", ["Legal"]),
        ("DRe1", ["VP or executive", "Engineering", "Finance", "Security or legal"]),
        ("DRe4", ["VP or executive", "Engineering", "Legal", "Finance"]),
        ("DRe5", ["VP or executive", "Support", "Engineering", "Legal"]),
        ("DRb2", ["Security or legal"]),
        ("DRi1", []),
    ],
)
def test_a_regulated_profile_brings_in_whoever_answers_for_compliance(right: str, steps: list[str]) -> None:
    found = ruling(PROFILES["regulated"], right, HEALTH, PEOPLE[0], TODAY)
    assert [step.label for step in found.steps] == steps


def test_the_triad_decides_together_except_in_a_startup() -> None:
    for name in NAMES[1:]:
        steps = ruling(PROFILES[name], "DRt1", NEAR, PEOPLE[0], TODAY).steps
        assert [step.label for step in steps] == ["Engineering", "Design"]
    startup = ruling(PROFILES["startup"], "DRt1", NEAR, PEOPLE[0], TODAY)
    assert (startup.outcome, startup.consult) == ("allow", ("engineering", "design"))


def test_the_second_level_decides_what_the_first_brings_further_up() -> None:
    first, second = PROFILES["spm_1"], PROFILES["spm_2"]
    differing = [right for right in KNOWN if letters(first, right, FAR) != letters(second, right, FAR)]
    assert differing == ["DRe1", "LV11", "LV14"]
    for right in differing:
        before, after = (ruling(policy, right, FAR, PEOPLE[0], TODAY) for policy in (first, second))
        assert ([step.label for step in before.steps], after.outcome) == (
            ["Director, VP or executive"],
            "allow",
        )
        assert after.inform[:2] == ("director", "vp")


def test_recommended_are_budget_vendor_hire_and_architecture() -> None:
    for policy in PROFILES.values():
        recommended = [right.id for right in policy.rights.values() if right.mode == "recommend"]
        assert recommended == ["DRb1", "DRb2", "DRb3", "DRa1"]
        assert all(rule.answer for right in recommended for rule in policy.rights[right].rules)


COUNTS = st.none() | st.sampled_from([0, 1, 4, 5, 9, 10, 24, 25, 49, 50, 99, 100, 500])
REACHES = st.builds(
    Reach,
    st.none() | st.integers(0, 200_000_000),
    COUNTS,
    st.none() | st.integers(0, 8),
    st.sampled_from(["", "health"]),
)
POLICIES = st.sampled_from(list(PROFILES.values()))
POSITIONS = st.frozensets(st.sampled_from(sorted(PROFILES["startup"].positions)), max_size=4)
ROLES = st.sampled_from(["owner", "admin", "product_lead", "product_manager", "engineer", "viewer"])
PERSONS = st.builds(Person, st.just("pia"), ROLES, POSITIONS)


def joined(one: Reach, other: Reach) -> Reach:
    """The smallest reach that goes at least as far as both; unknown goes furthest."""
    pairs = zip(astuple(one)[:3], astuple(other)[:3], strict=True)
    most = [None if None in pair else max(pair) for pair in pairs]
    return Reach(*most, one.compliance or other.compliance)


@given(POLICIES, st.sampled_from(KNOWN), PERSONS, REACHES, REACHES)
def test_more_reach_never_loosens_a_rule(
    policy: Policy, right: str, person: Person, reach: Reach, other: Reach
) -> None:
    near, far = (ruling(policy, right, one, person, TODAY) for one in (reach, joined(reach, other)))
    rank = {"allow": 0, "pend": 1, "refuse": 2}
    assert (rank[near.outcome], len(near.steps)) <= (
        rank[far.outcome],
        len(far.steps),
    ) or far.outcome == "refuse"
    rules = policy.right(right).rules
    assert set(rules[far.rule].decide) <= set(rules[near.rule].decide)
    near_steps, far_steps = (set(entry_positions(rules[one.rule])) for one in (near, far))
    assert near_steps <= far_steps


def entry_positions(rule: object) -> list[frozenset[str]]:
    approval = getattr(rule, "approval", None)
    return [frozenset(entry) for entry in approval.entries] if approval else []


@given(st.sampled_from(KNOWN), REACHES)
def test_an_owner_alone_is_never_held_up_in_a_startup(right: str, reach: Reach) -> None:
    assert ruling(PROFILES["startup"], right, reach, PEOPLE[3], TODAY).outcome == "allow"


@given(POLICIES, st.sampled_from(REQUIRED), REACHES, PERSONS)
def test_whoever_asks_never_satisfies_what_is_needed(
    policy: Policy, right: str, reach: Reach, person: Person
) -> None:
    steps = ruling(policy, right, reach, person, TODAY).steps
    own = Vote(person.id, frozenset(policy.positions), "approve")
    assert open_steps(steps, [own], person.id) == steps


@given(POLICIES, st.sampled_from(REQUIRED), REACHES, PERSONS)
def test_every_step_can_be_taken_by_people_with_one_position_each(
    policy: Policy, right: str, reach: Reach, person: Person
) -> None:
    steps = ruling(policy, right, reach, person, TODAY).steps
    votes = [Vote(name, frozenset({name}), "approve") for name in policy.positions]
    assert open_steps(steps, votes, person.id) == ()


@given(POLICIES, st.sampled_from(REQUIRED), REACHES, PERSONS)
def test_escalation_takes_nobody_s_place_who_answers_for_the_law(
    policy: Policy, right: str, reach: Reach, person: Person
) -> None:
    found = ruling(policy, right, reach, person, TODAY)
    alone = {one.name for one in policy.positions.values() if one.irreplaceable}
    steps = found.steps
    for stage in found.escalation:
        steps = escalated(policy, steps, stage.to, stage.after_days)
    for before, after in zip(found.steps, steps, strict=True):
        assert before.positions <= after.positions
        assert after == before or not before.positions <= alone


@given(POLICIES, st.sampled_from(KNOWN), REACHES, PERSONS, POSITIONS)
def test_a_further_position_never_makes_it_harder(
    policy: Policy, right: str, reach: Reach, person: Person, more: frozenset[str]
) -> None:
    before = ruling(policy, right, reach, person, TODAY)
    after = ruling(policy, right, reach, replace(person, positions=person.positions | more), TODAY)
    assert after.outcome != "refuse" or before.outcome == "refuse"
    assert len(after.steps) <= len(before.steps) or before.outcome == "refuse"
