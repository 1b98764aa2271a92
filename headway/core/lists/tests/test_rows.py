"""The rows of a list: filtered, ordered, grouped and summed, with exact values."""

from datetime import UTC, datetime

import pytest

from headway.apps.discovery.models import Problem
from headway.core.lists.tests.company import accounts, message, problems, refs, rows
from headway.core.models import Membership
from headway.core.perform import ask
from headway.core.registry import Empty
from tests.world import World

KINDS = [
    "account", "assessment", "commitment", "decision", "declined", "deprecation", "diagnosis", "experiment", "feedback",
    "initiative", "investment", "key_result", "kpi", "launch", "metric", "planned_event", "prd", "problem",
    "recommendation", "risk", "story",
]  # fmt: skip
CUSTOMISED = ["deprecation", "initiative", "launch", "problem", "story"]


@pytest.fixture
def company(world: World) -> World:
    accounts(world)
    return world


def test_the_kinds_that_have_lists(world: World) -> None:
    found = ask("lists.kinds_list", Empty().model_dump(), world.context("viewer")).model_dump()["rows"]
    assert [one["kind"] for one in found] == KINDS
    assert [one["kind"] for one in found if one["customised"]] == CUSTOMISED


@pytest.mark.parametrize("kind", KINDS)
def test_each_column_of_each_kind_filters_sorts_and_groups(world: World, kind: str) -> None:
    for column in rows(world, kind).all_columns:
        question = {
            "columns": [column.name],
            "sort": [column.name] if column.sortable else [],
            "group": [column.name] if column.groupable else [],
            "totals": True,
        }
        answer = rows(world, kind, f"{column.name}:empty", f"{column.name}:set", **question)
        assert (answer.problems, answer.total, [one.name for one in answer.columns]) == ([], 0, [column.name])


@pytest.mark.parametrize(
    ("chips", "wanted"),
    [
        (["segment:is:smb"], "12"),
        (["segment:is:smb|enterprise"], "1235"),
        (["segment:not:smb"], "3456"),
        (["segment:empty"], "4"),
        (["segment:set"], "12356"),
        (["name:has:acme"], "1"),
        (["name:has:crane söhne"], "3"),
        (["name:has:bolt|acme"], "12"),
        (["name:is:שלום \\| 100%"], "6"),
        (["name:has:100%"], "6"),
        (["name:has:%"], "6"),
        (["name:has:🚀"], "5"),
        (["name:has:'; DROP TABLE discovery_account; --"], ""),
        (["arr:is:1200"], "14"),
        (["arr:not:1200"], "2356"),
        (["arr:over:1200"], "36"),
        (["arr:from:1200"], "1346"),
        (["arr:under:1200"], "5"),
        (["arr:until:99 000.50"], "13456"),
        (["arr:empty"], "2"),
        (["arr:set"], "13456"),
        (["health:is:0"], "5"),
        (["health:is:70|40"], "124"),
        (["health:empty"], "3"),
        (["renewal:is:today"], "4"),
        (["renewal:is:next_30_days"], "146"),
        (["renewal:is:next_quarter"], "126"),
        (["renewal:not:next_quarter"], "345"),
        (["renewal:over:2026-10"], "25"),
        (["renewal:under:2026-10"], "4"),
        (["renewal:from:2026-10-15"], "256"),
        (["renewal:until:+15d"], "146"),
        (["renewal:is:2026-Q4|2027"], "1256"),
        (["renewal:empty"], "3"),
        (["created:is:2026-09-03"], "3"),
        (["created:until:2026-09-02"], "12"),
        (["ref:is:A-2|A-9"], "2"),
        (["segment:is:smb", "arr:set"], "1"),
    ],
)
def test_chips(company: World, chips: list[str], wanted: str) -> None:
    assert refs(company, "account", *chips) == [f"A-{number}" for number in wanted]


def test_groups_of_chips_are_joined(company: World) -> None:
    either = [{"match": "any", "chips": ["segment:is:enterprise", "health:over:60"]}]
    assert refs(company, "account", filters=either) == ["A-1", "A-3", "A-4", "A-5"]
    and_ = [*either, {"chips": ["arr:under:1300"]}]
    assert refs(company, "account", filters=and_) == ["A-1", "A-4", "A-5"]
    assert refs(company, "account", filters=and_, join="any") == ["A-1", "A-3", "A-4", "A-5"]
    assert refs(company, "account", filters=[{"chips": []}, {"chips": ["health:is:10"]}], join="any") == [
        "A-6"
    ]


@pytest.mark.parametrize(
    ("sort", "wanted"),
    [
        (["arr"], "514632"),
        (["-arr"], "364152"),
        (["-arr", "-ref"], "364" + "152"),
        (["arr", "-ref"], "541632"),
        (["health", "ref"], "562143"),
        (["-renewal"], "526143"),
        (["renewal"], "416253"),
        (["created"], "123456"),
        ([], "654321"),
    ],
)
def test_order_puts_the_unknown_last_either_way(company: World, sort: list[str], wanted: str) -> None:
    assert refs(company, "account", sort=sort) == [f"A-{number}" for number in wanted]


def test_a_row_says_what_stands_in_it(company: World) -> None:
    found = rows(company, "account", "ref:is:A-3", columns=["name", "arr", "renewal", "health", "created"])
    [row] = found.rows
    assert row.model_dump(exclude={"id"}) == {
        "ref": "A-3",
        "title": "Crane & Söhne",
        "address": "/w/lumen/accounts/#A-3",
        "version": 1,
        "cells": {
            "name": "Crane & Söhne",
            "arr": {"minor": 9_900_050, "currency": "EUR"},
            "renewal": None,
            "health": None,
            "created": "2026-09-03T00:00:00+00:00",
        },
        "groups": [],
        "reasons": {},
    }
    assert (found.kind, found.label, found.plural, found.total, found.next) == (
        "account",
        "Account",
        "Accounts",
        1,
        "",
    )


def test_groups_are_counted_and_summed(company: World) -> None:
    found = rows(company, "account", group=["segment"], totals=True, sort=["ref"])
    assert [(one.path, one.label, one.count, one.totals) for one in found.groups] == [
        ([None], "No segment", 1, {"arr": 120_000}),
        (["enterprise"], "enterprise", 2, {"arr": 9_900_050}),
        (["mid_market"], "mid_market", 1, {"arr": 500_000}),
        (["smb"], "smb", 2, {"arr": 120_000}),
    ]
    assert found.totals == {"arr": 10_640_050}
    assert [(one.ref, one.groups) for one in found.rows] == [
        ("A-4", [None]), ("A-3", ["enterprise"]), ("A-5", ["enterprise"]), ("A-6", ["mid_market"]),
        ("A-1", ["smb"]), ("A-2", ["smb"]),
    ]  # fmt: skip


def test_groups_within_groups_and_by_month(company: World) -> None:
    found = rows(
        company, "account", "segment:is:smb|mid_market", group=["renewal", "segment"], columns=["name"]
    )
    assert [(one.path, one.label, one.count) for one in found.groups] == [
        (["2026-10"], "October 2026", 2),
        (["2026-10", "mid_market"], "mid_market", 1),
        (["2026-10", "smb"], "smb", 1),
        (["2026-12"], "December 2026", 1),
        (["2026-12", "smb"], "smb", 1),
    ]
    assert [(one.ref, one.groups) for one in found.rows] == [
        ("A-6", ["2026-10", "mid_market"]), ("A-1", ["2026-10", "smb"]), ("A-2", ["2026-12", "smb"]),
    ]  # fmt: skip


def test_groups_by_a_moment_are_cut_where_the_workspace_is(company: World) -> None:
    """22:30 in UTC on the last of August is September in Berlin."""
    message(company, "F-1", datetime(2026, 8, 31, 22, 30, tzinfo=UTC), "A-2")
    message(company, "F-2", datetime(2026, 8, 31, 21, 30, tzinfo=UTC), "A-1")
    message(company, "F-3", datetime(2026, 9, 2, tzinfo=UTC))
    found = rows(company, "feedback", group=["at"])
    assert [(one.path, one.count) for one in found.groups] == [(["2026-08"], 1), (["2026-09"], 2)]
    assert refs(company, "feedback", "at:is:2026-09-01") == ["F-1"]
    assert refs(company, "feedback", "at:is:2026-08") == ["F-2"]
    by_account = rows(company, "feedback", group=["account"], columns=["account"])
    assert [(one.path, one.label) for one in by_account.groups] == [
        (["A-1"], "Acme"), (["A-2"], "Bolt"), ([None], "No account"),
    ]  # fmt: skip
    assert by_account.rows[0].cells == {
        "account": {"ref": "A-1", "title": "Acme", "address": "/w/lumen/accounts/#A-1"}
    }
    assert (
        refs(company, "feedback", "account:is:A-2") == ["F-1"] == refs(company, "feedback", "account:has:bol")
    )


def test_choices_are_ordered_as_declared(world: World) -> None:
    problems(world, 4)
    for ref, state in (("P-1", "merged"), ("P-2", "proposed"), ("P-3", "declined"), ("P-4", "confirmed")):
        Problem.objects.filter(ref=ref).update(state=state)
    assert refs(world, "problem", sort=["state"]) == ["P-2", "P-4", "P-3", "P-1"]
    found = rows(world, "problem", group=["state"])
    assert [one.label for one in found.groups] == ["Proposed", "Confirmed", "Declined", "Merged"]
    assert refs(world, "problem", "state:is:Confirmed|merged") == ["P-1", "P-4"]


def test_me_and_members_are_people_of_this_workspace(world: World) -> None:
    problems(world, 2)
    Problem.objects.filter(ref="P-1").update(decided_by=world.users["viewer"])
    me, other = str(world.users["viewer"].pk), str(world.outsider.pk)
    assert (
        refs(world, "problem", "decided_by:is:me") == ["P-1"] == refs(world, "problem", f"decided_by:is:{me}")
    )
    assert refs(world, "problem", "decided_by:not:me") == ["P-2"]
    found = rows(world, "problem", f"decided_by:is:{other}", columns=["decided_by"])
    assert found.problems == [
        f"“{other}” is no member of this workspace; the filter “decided_by:is:{other}” is left out."
    ]
    [column] = found.columns
    assert [one.label for one in column.choices][:2] == ["Adam Admin", "Anna Analyst"]
    assert len(column.choices) == Membership.objects.filter(workspace=world.workspace).count() == 9
    grouped = rows(world, "problem", group=["decided_by"])
    assert [(one.path, one.label, one.count) for one in grouped.groups] == [
        ([me], "Vera Viewer", 1), ([None], "No decided by", 1),
    ]  # fmt: skip


def test_nothing_comes_from_elsewhere(company: World) -> None:
    found = ask("lists.rows_list", {"kind": "account", "totals": True}, company.context_elsewhere())
    assert [one.ref for one in found.rows] == ["A-9"] and found.totals == {"arr": 1}  # type: ignore[attr-defined]
    assert refs(company, "account", "ref:is:A-9") == []
    assert rows(company, "account", "name:has:elsewhere").total == 0


def test_what_customers_wrote_is_shown_without_their_particulars(company: World) -> None:
    message(company, "F-1", datetime(2026, 9, 1, tzinfo=UTC))
    assert rows(company, "feedback", "text:has:secret").total == 0
    assert "secret" not in rows(company, "feedback").model_dump_json()


def test_counting_stops_where_it_is_to_and_nothing_is_added_up_beyond(company: World) -> None:
    few = rows(company, "account", "name:set", totals=True, count_most=5, limit=1)
    assert (few.total, few.is_more, few.totals) == (5, True, {})
    whole = rows(company, "account", "name:set", totals=True, count_most=6, limit=1)
    assert (whole.total, whole.is_more, whole.totals) == (6, False, {"arr": 10_640_050})
    every = rows(company, "account", totals=True, count_most=5, limit=1)
    assert (every.total, every.is_more, every.totals) == (6, False, {})


def test_a_page_with_all_rows_tells_their_sums_though_counting_was_to_stop(company: World) -> None:
    found = rows(company, "account", totals=True, count_most=1)
    assert (found.total, found.is_more, found.totals) == (6, False, {"arr": 10_640_050})


def test_groups_are_counted_in_full_and_added_up_where_there_are_few_rows(company: World) -> None:
    asked = {"group": ["segment"], "totals": True}
    many, few = (rows(company, "account", count_most=most, **asked) for most in (5, 6))
    assert [(one.count, one.totals) for one in many.groups] == [(1, {}), (2, {}), (1, {}), (2, {})]
    assert (many.total, many.is_more, many.totals) == (6, False, {})
    assert [one.totals["arr"] for one in few.groups] == [120_000, 9_900_050, 500_000, 120_000]
    assert (few.total, few.totals) == (6, {"arr": 10_640_050})
