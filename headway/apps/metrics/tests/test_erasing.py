"""A person in the files behind metrics is found, shown and taken out; everybody else's rows stay."""

from pathlib import Path
from typing import Any

import duckdb
import pytest

from headway.apps.metrics.models import MetricTable
from headway.core.holdings import holdings
from headway.core.perform import ask, perform
from tests.privacy import canary
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
ORDERS = (
    "buyer,mail,amount,note\n"
    f"{canary.USER_ID},{canary.EMAIL},10,\n"
    f"other-1,other@canary.example,20,sold by {canary.NAME}\n"
    "other-2,two@canary.example,30,\n"
)


def table(world: World) -> MetricTable:
    perform("metrics.table_save", {"name": "orders", "content": ORDERS}, world.context("owner"))
    return MetricTable.objects.get()


def test_a_person_is_taken_out_and_the_rows_stay(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    before = table(world)
    canary.plant(world)
    places = {
        one.place: one.rows
        for one in ask("privacy.person_preview", canary.GIVEN, world.context("owner")).places
    }
    assert places["metric tables"] == 2
    with django_capture_on_commit_callbacks(execute=True):
        canary.erase(world)
    after = MetricTable.objects.get()
    assert (after.rows, after.version, Path(before.path).exists()) == (3, 2, False)
    assert canary.traces(after_text(after)) == []
    assert "other@canary.example" in after_text(after)


def after_text(one: MetricTable) -> str:
    return str(duckdb.sql(f"SELECT * FROM read_parquet('{one.path}')").fetchall())


def test_tables_have_no_age_of_their_own(world: World) -> None:
    table(world)
    holding = next(one for one in holdings() if one.name == "metric tables")
    assert holding.old(world.workspace, "", NOW, "delete") == 0
    assert holding.expire(world.workspace, "", NOW, "delete") == 0
    assert Path(MetricTable.objects.get().path).exists()
