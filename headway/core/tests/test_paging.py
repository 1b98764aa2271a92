"""The parts of a long list: each row once, in order, and a wrong `after` in one sentence."""

import pytest

from headway.apps.decisions.tests.scene import act, opened
from headway.core.answers import PageQuestion
from headway.core.errors import Invalid
from headway.core.paging import part_of
from headway.core.perform import ask
from tests.world import World


def pages(world: World, query: str, limit: int) -> list[list[str]]:
    """The refs of a list, a part each, followed to its end."""
    found, after = [], ""
    while True:
        answer = ask(query, {"limit": limit, "after": after}, world.context("viewer"))
        found.append([one.id for one in answer.rows])
        after = answer.next
        if not after:
            return found


def test_rows_of_one_moment_come_once_each_in_the_order_of_their_ids(world: World) -> None:
    refs = [opened(world, question=f"Question {number}?") for number in range(5)]
    assert pages(world, "decisions.decision_list", 2) == [refs[:2:-1], refs[2:0:-1], refs[:1]]


def test_a_list_at_hand_ends_where_its_last_part_is_full(world: World) -> None:
    for number in range(4):
        act(world, "risk_save", title=f"Risk {number}")
    assert pages(world, "decisions.risk_list", 2) == [["RSK-1", "RSK-2"], ["RSK-3", "RSK-4"]]


@pytest.mark.parametrize(
    "after",
    [
        "DEC-1",
        "yesterday|019aa8f2-0000-7000-8000-000000000000",
        "2026-09-30T12:00:00|019aa8f2-0000-7000-8000-000000000000",
        "2026-09-30T12:00:00+00:00|DEC-1",
        "0001-01-01T00:00:00+14:00|019aa8f2-0000-7000-8000-000000000000",
    ],
)
def test_a_place_that_no_answer_gave_is_refused_in_one_sentence(world: World, after: str) -> None:
    opened(world)
    with pytest.raises(Invalid, match=r"^Field after: use the `next` of an earlier answer\.$"):
        ask("decisions.decision_list", {"after": after}, world.context("viewer"))


def test_a_name_that_is_not_in_the_list_is_refused() -> None:
    with pytest.raises(Invalid, match=r"^Field after: use the `next` of an earlier answer\.$"):
        part_of(["A"], PageQuestion(after="B"), str)
