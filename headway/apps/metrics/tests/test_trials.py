"""Tests of metrics: on rows as a spreadsheet gives them, and on the rows there are."""

from typing import Any

import pytest

from headway.apps.metrics.models import MetricTest
from headway.apps.metrics.tests.given import choice, done, metric_there
from headway.core.errors import Invalid
from headway.core.perform import ask
from tests.world import World

pytestmark = pytest.mark.django_db


def test_of(world: World, ref: str) -> list[dict[str, Any]]:
    found = ask("metrics.metric_detail", {"ref": ref}, world.context())
    tests: list[dict[str, Any]] = found.model_dump(mode="json")["tests"]
    return tests


test_of.__test__ = False  # type: ignore[attr-defined]


def test_rows_are_pasted_and_a_month_is_held_fast(world: World) -> None:
    done(world, "metrics.choice_save", **choice(world))
    example = ask("metrics.test_example", {"ref": "pro_sales"}, world.context()).model_dump()
    first = world.context().today.replace(day=1)
    assert example == {"table": "orders", "rows": f"plan,amount,day\npro,10,{first}\n"}
    rows = (
        "plan\tamount\tday\npro\t2\t2026-09-01\npro\t3.5\t2026-09-30\nfree\t9\t2026-09-02\npro\t1\t2026-10-01"
    )
    pasted = {"metric": "pro_sales", "table": "orders", "rows": rows}
    done(world, "metrics.test_save", name="pro only", **pasted, expected=6.5)
    done(world, "metrics.test_save", name="in September", **pasted, month="2026-09", expected=5)
    done(world, "metrics.test_save", name="August stays", metric="pro_sales", month="2026-08", expected=5)
    done(world, "metrics.test_save", name="July is unknown", metric="pro_sales", month="2026-07")
    found = test_of(world, "pro_sales")
    assert [(one["passed"], one["found"]) for one in found] == [
        (True, 6.5),
        (False, 5.5),
        (True, 5.0),
        (True, None),
    ]
    [given] = found[0]["given"]
    # The order of the columns is the database's.
    rows_kept = [dict(zip(given["columns"], one, strict=True)) for one in given["rows"]]
    assert (given["table"], len(rows_kept)) == ("orders", 4)
    assert rows_kept[1] == {"plan": "pro", "amount": 3.5, "day": "2026-09-30"}
    assert found[2]["given"] == []
    # The past that changes is seen.
    done(world, "metrics.table_save", name="orders", content="id,plan,amount,day\n1,pro,1,2026-08-02\n")
    assert done(world, "metrics.test_run", ref="pro_sales")["rows"][2]["found"] == 1.0
    done(world, "metrics.test_remove", ref=found[1]["id"])
    assert MetricTest.objects.count() == 3


def test_what_is_no_row_is_told(world: World) -> None:
    metric_there(world)
    for rows, sentence in (
        ("a,b\n1", "line 2: it has 1 parts and there are 2 columns"),
        ("a,a\n1,2", "the names of the columns in the first line, each once"),
        ("a", "and a row below"),
    ):
        with pytest.raises(Invalid, match=sentence):
            done(world, "metrics.test_save", metric="active_people", name="x", table="events", rows=rows)
    with pytest.raises(Invalid, match="say of which table"):
        done(world, "metrics.test_save", metric="active_people", name="x", rows="a\n1")
    example = ask("metrics.test_example", {"ref": "active_people"}, world.context()).model_dump()
    assert example["rows"].splitlines()[0] == "person,happened_at"
    assert not MetricTest.objects.exists()
