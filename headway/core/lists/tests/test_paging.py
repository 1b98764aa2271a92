"""Pages put together are the whole list in its order, whatever it is sorted and grouped by."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headway.apps.discovery.models import Account
from headway.core.errors import Invalid
from headway.core.lists.tests.company import accounts, field, rows
from tests.world import World

QUERIES_MOST = 12
SORTABLE = ["arr", "health", "renewal", "segment", "name", "created", "ref", "plan"]
GROUPABLE = ["segment", "renewal", "created", "plan"]


def paged(world: World, limit: int, **question: Any) -> list[str]:
    found, after = [], ""
    for _ in range(50):
        answer = rows(world, "account", limit=limit, after=after, **question)
        assert answer.problems == []
        found += [one.ref for one in answer.rows]
        after = answer.next
        if not after:
            return found
    raise AssertionError("the pages do not end")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sort=st.lists(st.tuples(st.sampled_from(["", "-"]), st.sampled_from(SORTABLE)), max_size=3, unique_by=lambda one: one[1]),
    group=st.lists(st.sampled_from(GROUPABLE), max_size=2, unique=True),
    limit=st.integers(1, 4),
    gaps=st.lists(st.sampled_from(["arr_minor", "health", "renewal_date"]), max_size=3, unique=True),
)  # fmt: skip
def test_pages_together_are_the_whole_list(
    world: World, sort: list[tuple[str, str]], group: list[str], limit: int, gaps: list[str]
) -> None:
    if not Account.objects.exists():
        accounts(world)
    Account.objects.filter(ref="A-4").update(**dict.fromkeys(gaps))
    question = {"sort": [minus + name for minus, name in sort], "group": group}
    whole = [one.ref for one in rows(world, "account", limit=500, **question).rows]
    assert sorted(whole) == [f"A-{number}" for number in range(1, 7)]
    assert paged(world, limit, **question) == whole
    counted = [one.count for one in rows(world, "account", **question).groups if len(one.path) == len(group)]
    assert sum(counted) == (6 if group else 0)


def test_a_place_stays_right_while_rows_come_and_go(world: World) -> None:
    accounts(world)
    first = rows(world, "account", sort=["name"], limit=2)
    Account.objects.filter(workspace=world.workspace, ref__in=[one.ref for one in first.rows]).delete()
    Account.objects.create(workspace=world.workspace, ref="A-0", name="Aaa")
    rest = rows(world, "account", sort=["name"], after=first.next)
    assert [one.ref for one in rest.rows] == ["A-3", "A-4", "A-5", "A-6"]


def test_a_place_in_another_order_begins_again(world: World) -> None:
    accounts(world)
    place = rows(world, "account", sort=["name"], limit=2).next
    assert [one.ref for one in rows(world, "account", sort=["ref"], after=place, limit=2).rows] == [
        "A-1",
        "A-2",
    ]


@pytest.mark.parametrize(
    "after", ["x", "!!!", "e30", "W10", "WzFd", "bnVsbA", "é", "W1siLWNyZWF0ZWRfYXQiXSx7fSwieCJd"]
)
def test_what_is_no_place_is_refused(world: World, after: str) -> None:
    with pytest.raises(
        Invalid, match=r"^Field after: this is no place in a list; give `next` of the answer before\.$"
    ):
        rows(world, "account", after=after)


def test_long_titles_keep_their_place(world: World) -> None:
    for number in range(3):
        Account.objects.create(workspace=world.workspace, ref=f"L-{number}", name="🚀" * 299 + str(number))
    assert paged(world, 1, sort=["name"]) == ["L-0", "L-1", "L-2"]


def test_the_number_of_queries_does_not_grow(world: World) -> None:
    accounts(world)
    for number in range(10):
        field(world, f"Field {number}", "person", kind="problem")
    rows(world, "account", "segment:set", group=["segment", "renewal"], totals=True)
    with CaptureQueriesContext(connection) as few:
        rows(world, "account", "segment:set", group=["segment", "renewal"], totals=True, limit=2)
    with CaptureQueriesContext(connection) as many:
        rows(world, "account", "segment:set", group=["segment", "renewal"], totals=True, limit=500)
    assert len(few) == len(many) <= QUERIES_MOST
    with CaptureQueriesContext(connection) as people:
        rows(world, "problem", "custom.field_1:is:me", group=["custom.field_2"], totals=True)
    # The person, the fields, the members, the end of the chain, the groups, which tell the count, the rows.
    assert len(people) == 6
