"""What nobody should send: long, strange, foreign and hostile filters, columns and orders."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headway.core.errors import Invalid, NotFound
from headway.core.lists.tests.company import accounts, field, problems, rows
from headway.core.lists.tests.test_rows import KINDS
from headway.engine.filters.chips import OPS
from tests.world import World


@pytest.mark.parametrize(
    ("question", "problem"),
    [
        ({"sort": ["nothing"]}, "There is no column “nothing” in the list of accounts; this order is left out."),
        ({"sort": ["-workspace__id"]}, "There is no column “workspace__id” in the list of accounts; this order is left out."),
        ({"sort": ["arr_minor"]}, "There is no column “arr_minor” in the list of accounts; this order is left out."),
        ({"columns": ["name", "people__email"]},
         "There is no column “people__email” in the list of accounts; the column is left out."),
        ({"group": ["name"]}, "Rows cannot be grouped by Name; this grouping is left out."),
        ({"group": ["x\"; DROP TABLE discovery_account; --"]},
         "There is no column “x\"; DROP TABLE discovery_account; --” in the list of accounts; this grouping is left out."),
        ({"chips": ["name:like:x"]},
         "The filter “name:like:x” needs one of is, not, has, over, under, from, until, empty, set after its column; it is left out."),
        ({"chips": ["password:is:x"]},
         "There is no column “password” in the list of accounts; the filter “password:is:x” is left out."),
        ({"chips": ["name:over:x"]},
         "Name cannot be compared by over; it takes is, not, has, empty and set; the filter “name:over:x” is left out."),
        ({"chips": ["arr:over:lots"]}, "“lots” is not a number; the filter “arr:over:lots” is left out."),
        ({"chips": ["arr:over:1|2"]},
         "ARR is compared with one number by over, under, from or until; the filter “arr:over:1|2” is left out."),
        ({"chips": ["renewal:is:whenever"]},
         "'whenever' is no date; write it like 2026-09-30, 2026-Q3, this_week or last_30_days; the filter “renewal:is:whenever” is left out."),
        ({"chips": ["name:has: "]}, "Name is searched for no word; the filter “name:has: ” is left out."),
        ({"chips": ["name:has:" + "x " * 11]},
         f"Name can be searched for at most 10 words; the filter “name:has:{'x ' * 11}” is left out."),
        ({"chips": ["name:is:" + "x" * 10_000]}, ""),
        ({"chips": ["name:has:" + "🚀" * 1001]},
         f"Name can be searched for at most 10 words; the filter “name:has:{'🚀' * 51}…” is left out."),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_told_and_the_rest_works(
    world: World, question: dict[str, Any], problem: str
) -> None:
    accounts(world)
    chips = question.pop("chips", [])
    found = rows(world, "account", *chips, **question)
    assert found.problems == ([problem] if problem else [])
    assert found.total == (6 if problem else 0)


def test_more_than_fifty_filters(world: World) -> None:
    accounts(world)
    groups = [{"chips": ["arr:set"] * 40}, {"chips": ["arr:set"] * 20}]
    found = rows(world, "account", filters=groups)
    assert (found.total, found.problems) == (5, ["Only the first 50 filters are used."])


@pytest.mark.parametrize(
    "question",
    [{"kind": "user"}, {"kind": "core.user"}, {"kind": "'; DROP TABLE core_user; --"}, {"kind": ""}],
)
def test_kinds_without_a_list(world: World, question: dict[str, Any]) -> None:
    with pytest.raises(NotFound, match=r"^No list of "):
        rows(world, **question)


@pytest.mark.parametrize(
    "question",
    [{"limit": 0}, {"limit": 501}, {"join": "none"}, {"sort": ["a"] * 6}, {"group": ["a"] * 4}, {"x": 1}],
)
def test_questions_out_of_bounds(world: World, question: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        rows(world, "account", **question)


VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["me", "today", "last_30_days", "-7d", "1", "-1.5", "yes", "proposed", "1e400", "0001-01-01", "%_\\"]
    ),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), kind=st.sampled_from(KINDS))
def test_any_filter_is_answered(world: World, data: st.DataObject, kind: str) -> None:
    """No filter, order or grouping that somebody may write ends in an error of the database."""
    if not rows(world, "problem").total:
        problems(world)
        for type_ in ("text", "number", "money", "date", "person", "link"):
            field(world, f"A {type_}", type_)
        field(world, "Pick", "multi_select", options=[{"label": "A"}])
        field(world, "Sum", "formula", formula="custom.a_number / (custom.a_money - rank) - today")
    names = [one.name for one in rows(world, kind).all_columns]
    columns = st.one_of(st.sampled_from(names), st.text(max_size=10))
    chips = st.builds(lambda *parts: ":".join(parts), columns, st.sampled_from(OPS), VALUES)
    question = {
        "filters": data.draw(
            st.lists(st.fixed_dictionaries({"chips": st.lists(chips, max_size=3)}), max_size=3)
        ),
        "join": data.draw(st.sampled_from(["all", "any"])),
        "sort": data.draw(st.lists(columns, max_size=2)),
        "group": data.draw(st.lists(columns, max_size=2)),
        "columns": data.draw(st.lists(columns, max_size=4)),
        "totals": data.draw(st.booleans()),
    }
    found = rows(world, kind, **question)
    assert all(one.endswith(".") for one in found.problems)
    assert len(found.rows) == found.total
