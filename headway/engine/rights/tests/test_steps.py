"""Approvals: by distinct people, assigned as well as can be, and never by whoever asks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.engine.rights.policy import Approval
from headway.engine.rights.steps import Step, Vote, escalated, may_vote, open_steps, steps_of
from headway.engine.rights.tests.policies import SMALL

ENGINEERING, DESIGN, LEGAL = (
    Step(name.title(), frozenset({name})) for name in ("engineering", "design", "legal")
)
EITHER = Step("Engineering or design", frozenset({"engineering", "design"}))
TWO_OF_THREE = steps_of(SMALL, Approval("quorum", (("engineering",), ("design",), ("legal", "security")), 2))


def approving(person: str, *positions: str) -> Vote:
    return Vote(person, frozenset(positions), "approve")


def labels(steps: tuple[Step, ...]) -> list[str]:
    return [step.label for step in steps]


def test_an_approval_becomes_steps() -> None:
    every = Approval("all_of", (("engineering",), ("security", "legal")), 2)
    assert steps_of(SMALL, every) == (
        Step("Engineering", frozenset({"engineering"})),
        Step("Security or legal", frozenset({"security", "legal"})),
    )
    one = Approval("one_of", (("engineering",), ("security", "legal")), 1)
    assert steps_of(SMALL, one) == (
        Step("Engineering, security or legal", frozenset({"engineering", "security", "legal"})),
    )
    assert labels(TWO_OF_THREE) == ["Engineering, design, legal or security"] * 2
    assert TWO_OF_THREE[0].entries == (
        frozenset({"engineering"}),
        frozenset({"design"}),
        frozenset({"legal", "security"}),
    )


def test_one_person_never_takes_two_steps() -> None:
    both = approving("ann", "engineering", "design")
    assert labels(open_steps([ENGINEERING, DESIGN], [both], "bob")) == ["Design"]
    assert open_steps([ENGINEERING, DESIGN], [both, approving("eve", "engineering")], "bob") == ()


def test_a_later_vote_moves_an_earlier_one_to_the_step_it_can_also_take() -> None:
    votes = [approving("ann", "engineering", "design"), approving("eve", "engineering")]
    assert open_steps([ENGINEERING, DESIGN], votes, "bob") == ()
    assert open_steps([EITHER, ENGINEERING], [approving("eve", "engineering")], "bob") == (EITHER,)


def test_a_quorum_counts_its_groups_not_its_people() -> None:
    ann, eve, liv = (
        approving("ann", "engineering"),
        approving("eve", "engineering"),
        approving("liv", "legal"),
    )
    assert len(open_steps(TWO_OF_THREE, [ann, eve], "bob")) == 1
    assert open_steps(TWO_OF_THREE, [ann, eve, liv], "bob") == ()
    assert len(open_steps(TWO_OF_THREE, [liv, replace(liv, person_id="lea")], "bob")) == 1


def test_a_quorum_stands_beside_other_steps() -> None:
    steps = [ENGINEERING, *TWO_OF_THREE]
    assert open_steps(steps, [approving("ann", "engineering")], "bob") == TWO_OF_THREE
    votes = [approving("ann", "engineering"), approving("eve", "engineering"), approving("liv", "legal")]
    assert open_steps(steps, votes, "bob") == ()


def test_the_last_word_of_a_person_counts() -> None:
    turned = [approving("ann", "design"), Vote("ann", frozenset({"design"}), "refuse")]
    assert open_steps([DESIGN], turned, "bob") == (DESIGN,)
    assert open_steps([DESIGN], turned[::-1], "bob") == ()


def test_further_up_may_take_any_step_but_one_that_nobody_stands_in_for() -> None:
    found = escalated(SMALL, [ENGINEERING, DESIGN, LEGAL], "director", 1)
    assert labels(found) == [
        "Engineering, after 1 day also director",
        "Design, after 1 day also director",
        "Legal",
    ]
    dan = approving("dan", "director")
    assert labels(open_steps(found, [dan], "bob")) == ["Design, after 1 day also director", "Legal"]
    assert may_vote(open_steps(found, [dan], "bob"), [], "bob", "zoe", frozenset({"director"})) == ""
    assert escalated(SMALL, found, "director", 4) == found, "asked once, a position is not asked again"


def test_further_up_counts_for_one_group_of_a_quorum() -> None:
    found = escalated(SMALL, TWO_OF_THREE, "director", 2)
    assert found[0].entries == (
        frozenset({"engineering", "director"}),
        frozenset({"design", "director"}),
        frozenset({"legal", "security", "director"}),
    )
    assert len(open_steps(found, [approving("dan", "director")], "bob")) == 1


@pytest.mark.parametrize(
    ("votes", "person", "positions", "verdict", "reason"),
    [
        ([], "bob", {"design"}, "approve", "Whoever asks for a change cannot vote on it."),
        ([], "bob", {"design"}, "refuse", "Whoever asks for a change cannot vote on it."),
        ([], "ann", {"design"}, "approve", ""),
        ([("ann", "design")], "ann", {"design"}, "approve", "This person has given this verdict already."),
        ([("ann", "design")], "ann", {"design"}, "refuse", ""),
        (
            [],
            "ann",
            {"legal"},
            "approve",
            "This asks for the approval of engineering and design, and this person holds no such position.",
        ),
        (
            [],
            "ann",
            set(),
            "refuse",
            "This asks for the approval of engineering and design, and this person holds no such position.",
        ),
        (
            [("ann", "design")],
            "eve",
            {"design"},
            "approve",
            "Still open is the approval of engineering, and this person cannot stand for it.",
        ),
        ([("ann", "design")], "eve", {"design"}, "refuse", ""),
        (
            [("ann", "design"), ("liv", "engineering")],
            "eve",
            {"design"},
            "approve",
            "Every approval is there already.",
        ),
    ],
)
def test_who_may_vote(
    votes: list[tuple[str, str]], person: str, positions: set[str], verdict: str, reason: str
) -> None:
    given_votes = [approving(*vote) for vote in votes]
    found = may_vote(
        [ENGINEERING, DESIGN],
        given_votes,
        "bob",
        person,
        frozenset(positions),
        verdict=verdict,  # type: ignore[arg-type]
    )
    assert found == reason


POSITIONS = st.frozensets(st.sampled_from("abcd"), max_size=3)
PLAIN = st.lists(POSITIONS.filter(bool).map(lambda held: Step("one", held)), max_size=3)
QUORUMS = st.lists(POSITIONS.filter(bool), min_size=2, max_size=3, unique=True).flatmap(
    lambda entries: st.integers(1, len(entries)).map(
        lambda needed: [Step("quorum", frozenset().union(*entries), tuple(entries))] * needed
    )
)
STEPS = st.builds(lambda plain, quorum: plain + quorum, PLAIN, st.just([]) | QUORUMS)
VOTES = st.lists(
    st.builds(Vote, st.sampled_from("pqrst"), POSITIONS, st.sampled_from(["approve", "refuse"])), max_size=6
)


def most_taken(steps: list[Step], votes: list[Vote], requester: str) -> int:
    """How many steps can be taken at best, by trying every assignment."""
    last = {vote.person_id: vote for vote in votes}.values()
    people = [vote.positions for vote in last if vote.verdict == "approve" and vote.person_id != requester]
    plain = [(step.positions, n) for n, step in enumerate(steps) if not step.entries]
    entries = next((step.entries for step in steps if step.entries), ())
    needed = sum(bool(step.entries) for step in steps)

    def best(index: int, used: frozenset[object], quorum: int) -> int:
        if index == len(people):
            return 0
        options = [best(index + 1, used, quorum)]
        for positions, n in plain:
            if positions & people[index] and n not in used:
                options.append(1 + best(index + 1, used | {n}, quorum))
        for n, entry in enumerate(entries):
            if entry & people[index] and ("entry", n) not in used and quorum < needed:
                options.append(1 + best(index + 1, used | {("entry", n)}, quorum + 1))
        return max(options)

    return best(0, frozenset(), 0)


@given(STEPS, VOTES)
def test_as_many_steps_are_taken_as_any_assignment_could(steps: list[Step], votes: list[Vote]) -> None:
    assert len(steps) - len(open_steps(steps, votes, "p")) == most_taken(steps, votes, "p")


@given(STEPS, VOTES)
def test_whoever_asks_never_satisfies_an_approval(steps: list[Step], votes: list[Vote]) -> None:
    without = [vote for vote in votes if vote.person_id != "p"]
    everything = Vote("p", frozenset("abcd"), "approve")
    assert open_steps(steps, [*votes, everything], "p") == open_steps(steps, without, "p")


@given(STEPS, VOTES, POSITIONS)
def test_a_vote_that_may_be_given_takes_exactly_one_step(
    steps: list[Step], votes: list[Vote], positions: frozenset[str]
) -> None:
    before = open_steps(steps, votes, "p")
    after = open_steps(steps, [*votes, Vote("new", positions, "approve")], "p")
    allowed = not may_vote(steps, votes, "p", "new", positions)
    assert len(before) - len(after) == (1 if allowed else 0)
