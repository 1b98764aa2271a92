"""Which approvals a change needs, and which of them are still open after the votes so far."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from headway.engine.rights.policy import Approval, Policy
from headway.engine.rights.wording import any_of, days, listed, lowered

Verdict = Literal["approve", "refuse"]


@dataclass(frozen=True, slots=True)
class Step:
    """One approval that is needed, by somebody who holds any of the positions.

    Steps of one quorum share `entries`, the groups of positions it counts: each of its approvals must stand for
    another of them.
    """

    label: str
    positions: frozenset[str]
    entries: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person said, with the positions the person held for this change."""

    person_id: str
    positions: frozenset[str]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _Seat:
    positions: frozenset[str]
    group: int


def steps_of(policy: Policy, approval: Approval) -> tuple[Step, ...]:
    """The steps an approval asks for, in the order of the policy."""
    if approval.kind == "all_of":
        return tuple(step_of(policy, entry) for entry in approval.entries)
    every = step_of(policy, [name for entry in approval.entries for name in entry])
    if approval.kind == "one_of":
        return (every,)
    return (replace(every, entries=tuple(map(frozenset, approval.entries))),) * approval.needed


def step_of(policy: Policy, names: Sequence[str]) -> Step:
    """The step that any holder of one of these positions can take."""
    return Step(any_of(policy, names), frozenset(names))


def open_steps(steps: Sequence[Step], votes: Sequence[Vote], requester_id: str) -> tuple[Step, ...]:
    """The steps that the votes leave open, in their order.

    Every step is taken by another person, and people are assigned so that as many steps as possible are taken,
    narrow ones first. The last vote of a person counts, only approvals count, the requester's never does.

    >>> wide = Step("Engineering or design", frozenset({"engineering", "design"}))
    >>> narrow = Step("Design", frozenset({"design"}))
    >>> ann = Vote("ann", frozenset({"design", "engineering"}), "approve")
    >>> [step.label for step in open_steps([wide, narrow], [ann], "bob")]
    ['Engineering or design']
    >>> len(open_steps([wide, narrow], [ann], "ann"))
    2
    """
    groups = [_group(steps, index) for index in range(len(steps))]
    seats, blanks = _seats(steps, groups)
    taken = _matched([seat.positions for seat in seats], _approving(votes, requester_id) + blanks)
    left = Counter(seat.group for index, seat in enumerate(seats) if index not in taken)
    return tuple(
        step
        for index, step in enumerate(steps)
        if groups[index + 1 :].count(groups[index]) < left[groups[index]]
    )


def may_vote(
    steps: Sequence[Step],
    votes: Sequence[Vote],
    requester_id: str,
    person_id: str,
    positions: frozenset[str],
    *,
    verdict: Verdict = "approve",
) -> str:
    """Why this person, with these positions, may not give this verdict now; empty where nothing is against it.

    An approval must take an open step; a refusal may come from anybody who could take one of the steps, taken or
    not. Whoever voted may turn to the other verdict.

    >>> steps = [Step("Engineering", frozenset({"engineering"})), Step("Design", frozenset({"design"}))]
    >>> design = frozenset({"design"})
    >>> may_vote(steps, [], "ann", "ann", design)
    'Whoever asks for a change cannot vote on it.'
    >>> may_vote(steps, [], "bob", "ann", design)
    ''
    >>> may_vote(steps, [Vote("ann", design, "approve")], "bob", "eve", design)
    'Still open is the approval of engineering, and this person cannot stand for it.'
    """
    if person_id == requester_id:
        return "Whoever asks for a change cannot vote on it."
    if any(one.person_id == person_id and one.verdict == verdict for one in _last(votes)):
        return "This person has given this verdict already."
    if not positions & frozenset().union(*(step.positions for step in steps)):
        return f"This asks for the approval of {_labels(steps)}, and this person holds no such position."
    vote = Vote(person_id, positions, verdict)
    return _idle(steps, votes, requester_id, vote) if verdict == "approve" else ""


def escalated(policy: Policy, steps: Sequence[Step], to: str, waited_days: int) -> tuple[Step, ...]:
    """The steps once this position has been asked too: it may take any of them, except where nobody stands in.

    A step stays as it is when every position it names is irreplaceable, or when the position may take it already.
    Distinct people are still needed, so one person further up takes one step and no more.

    >>> from headway.engine.rights.tests.policies import SMALL
    >>> steps = [step_of(SMALL, ["engineering"]), step_of(SMALL, ["legal"])]
    >>> [step.label for step in escalated(SMALL, steps, "director", 3)]
    ['Engineering, after 3 days also director', 'Legal']
    """
    alone = frozenset(one.name for one in policy.positions.values() if one.irreplaceable)
    return tuple(step if step.positions <= alone | {to} or to in step.positions
                 else _opened(policy, step, to, waited_days, alone) for step in steps)  # fmt: skip


def _opened(policy: Policy, step: Step, to: str, waited_days: int, alone: frozenset[str]) -> Step:
    label = f"{step.label}, after {days(waited_days)} also {lowered(any_of(policy, [to]))}"
    entries = tuple(entry if entry <= alone else entry | {to} for entry in step.entries)
    return Step(label, step.positions | {to}, entries)


def _idle(steps: Sequence[Step], votes: Sequence[Vote], requester_id: str, vote: Vote) -> str:
    before = open_steps(steps, votes, requester_id)
    if not before:
        return "Every approval is there already."
    if len(open_steps(steps, [*votes, vote], requester_id)) < len(before):
        return ""
    return f"Still open is the approval of {_labels(before)}, and this person cannot stand for it."


def _labels(steps: Sequence[Step]) -> str:
    return listed([lowered(label) for label in dict.fromkeys(step.label for step in steps)])


def _group(steps: Sequence[Step], index: int) -> int:
    # Steps of one quorum are one group, named by the first of them; any other step is a group alone.
    entries = steps[index].entries
    return next(n for n, step in enumerate(steps) if n == index or (entries and step.entries == entries))


def _seats(steps: Sequence[Step], groups: Sequence[int]) -> tuple[list[_Seat], list[frozenset[str]]]:
    # A quorum of 2 among 3 has three seats, one of which nobody needs to take: a blank sits on it. That makes
    # it an assignment like any other. No position can have the blank's name, since it holds a space.
    seats, blanks = [], []
    for group, needed in Counter(groups).items():
        entries = steps[group].entries or (steps[group].positions,)
        blank = frozenset({f"blank {group}"})
        seats += [_Seat(entry | blank, group) for entry in entries]
        blanks += [blank] * (len(entries) - needed)
    return sorted(seats, key=lambda seat: len(seat.positions)), blanks


def _approving(votes: Sequence[Vote], requester_id: str) -> list[frozenset[str]]:
    return [
        vote.positions
        for vote in _last(votes)
        if vote.verdict == "approve" and vote.person_id != requester_id
    ]


def _last(votes: Sequence[Vote]) -> list[Vote]:
    return list({vote.person_id: vote for vote in votes}.values())


def _matched(seats: Sequence[frozenset[str]], people: Sequence[frozenset[str]]) -> set[int]:
    # Kuhn's augmenting paths: a seat once taken stays taken, so that earlier seats go first.
    seat_of: dict[int, int] = {}

    def seated(seat: int, tried: set[int]) -> bool:
        for person, positions in enumerate(people):
            if person not in tried and seats[seat] & positions:
                tried.add(person)
                if person not in seat_of or seated(seat_of[person], tried):
                    seat_of[person] = seat
                    return True
        return False

    return {seat for seat in range(len(seats)) if seated(seat, set())}
