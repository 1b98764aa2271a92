"""Formulas: what the database filters and orders by is what the cell shows."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headway.apps.discovery.models import Problem
from headway.core.lists.models import CustomField
from headway.core.lists.tests.company import edit, field, problems, refs, rows
from headway.core.perform import perform
from tests.world import World


@pytest.fixture
def figures(world: World) -> World:
    problems(world, 4)
    field(world, "Cost", "money")
    field(world, "Days", "number")
    field(world, "Due", "date")
    values = [
        ("100", 4, "2026-10-10"),
        ("50.50", 0, "2026-09-30"),
        ("10", None, None),
        (None, 2, "2026-09-01"),
    ]
    for number, (cost, days, due) in enumerate(values, start=1):
        edit(world, "problem", {f"P-{number}": 1}, custom__cost=cost, custom__days=days, custom__due=due)
    return world


def told(world: World, column: str) -> dict[str, Any]:
    found = rows(world, "problem", columns=[column]).rows
    return {one.ref: one.reasons.get(column, one.cells[column]) for one in found}


def test_a_formula_shows_its_value_or_why_there_is_none(figures: World) -> None:
    column = field(figures, "Cost a day", "formula", formula="custom.cost / custom.days", unit="EUR")
    assert told(figures, column) == {
        "P-1": 25.0, "P-2": "a division by zero", "P-3": "Days is empty", "P-4": "Cost is empty",
    }  # fmt: skip
    assert refs(figures, "problem", f"{column}:over:20") == ["P-1"]
    assert refs(figures, "problem", f"{column}:empty") == ["P-2", "P-3", "P-4"]
    assert refs(figures, "problem", sort=[column, "ref"]) == ["P-1", "P-2", "P-3", "P-4"]
    assert rows(figures, "problem", columns=[column], totals=True).totals == {column: 25.0}


def test_days_until_a_date(figures: World) -> None:
    column = field(figures, "Left", "formula", formula="custom.due - today", unit="days")
    assert told(figures, column) == {"P-1": 10.0, "P-2": 0.0, "P-3": "Due is empty", "P-4": -29.0}
    assert refs(figures, "problem", f"{column}:under:0") == ["P-4"]
    assert refs(figures, "problem", sort=["-" + column]) == ["P-1", "P-2", "P-4", "P-3"]


def test_the_least_of_what_is_unknown_is_unknown(figures: World) -> None:
    column = field(figures, "Least", "formula", formula="min(custom.cost, custom.days, 3)")
    assert told(figures, column) == {"P-1": 3.0, "P-2": 0.0, "P-3": "Days is empty", "P-4": "Cost is empty"}
    assert refs(figures, "problem", f"{column}:set") == ["P-1", "P-2"]


def test_a_formula_over_a_removed_field_says_so(figures: World) -> None:
    column = field(figures, "Double", "formula", formula="custom.days * 2")
    ref = CustomField.objects.get(name="days").ref
    perform("lists.field_remove", {"ref": ref}, figures.context())
    found = rows(
        figures, "problem", f"{column}:over:1", sort=[column], columns=["title", column], totals=True
    )
    gone = "The field “Days” was removed on 2026-09-30"
    assert found.problems == [
        f"{gone}; the filter “custom.double:over:1” is left out.",
        f"{gone}; this order is left out.",
        f"{gone}; Double has no total.",
    ]
    assert told(figures, column)["P-1"] == "the column custom.days is not there any more"


OPERANDS = st.sampled_from(["custom.cost", "custom.days", "2", "0", "0.5", "custom.due"])


@st.composite
def formulas(draw: st.DrawFn) -> str:
    left, right, third = (draw(OPERANDS) for _ in range(3))
    first, second = (draw(st.sampled_from("+-*/")) for _ in range(2))
    shape = draw(
        st.sampled_from(
            ["{} {} ({} {} {})", "({} {} {}) {} {}", "abs({} {} {} {} {})", "max({}, -1 {} {} {} {})"]
        )
    )
    order = [left, first, right, second, third]
    return shape.format(*order)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(formula=formulas())
def test_the_database_and_the_cell_agree(figures: World, formula: str) -> None:
    found = CustomField.objects.filter(type="formula").first()
    if found is None:
        field(figures, "Any", "formula", formula="1")
        found = CustomField.objects.get(type="formula")
    CustomField.objects.filter(pk=found.pk).update(formula=formula)
    cells = {
        one.ref: one.cells["custom.any"] for one in rows(figures, "problem", columns=["custom.any"]).rows
    }
    assert refs(figures, "problem", "custom.any:empty") == sorted(
        ref for ref, value in cells.items() if value is None
    )
    known = {ref: value for ref, value in cells.items() if value is not None}
    total = rows(figures, "problem", columns=["custom.any"], totals=True).totals["custom.any"]
    assert total == (pytest.approx(sum(known.values()), rel=1e-9, abs=1e-6) if known else None)
    order = refs(figures, "problem", "custom.any:set", sort=["custom.any", "ref"])
    assert [known[ref] for ref in order] == pytest.approx(sorted(known.values()), rel=1e-9)
    assert Problem.objects.count() == 4
