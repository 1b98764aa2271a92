"""The forms say what the engine says, on every engine that is installed; and they compile to what they did."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import ibis
import pytest

from headway.engine.warehouse.tests.asked import asked
from headway.engine.warehouse.tests.engines import ENGINES, Engine, missing
from headway.engine.warehouse.tests.happened import happened

SNAPSHOTS = Path(__file__).parent / "snapshots"
QUESTIONS = list(asked(happened().histories, funnels=24))
# A cluster takes seconds for each question.
FEW = [one for one in QUESTIONS if not one.name.startswith("funnel ")] + QUESTIONS[:4]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    name: str = request.param
    if reason := missing(name):
        pytest.skip(f"{name} is left out: {reason}")
    with ENGINES[name]() as opened:
        yield opened


def test_every_form_answers_as_the_engine_does(engine: Engine) -> None:
    wrong = [
        one.name
        for one in (FEW if engine.is_slow else QUESTIONS)
        if one.read(engine.run(ibis.to_sql(one.form, dialect=engine.dialect))) != one.expected
    ]
    assert wrong == []
    assert len(QUESTIONS) == 34


@pytest.mark.parametrize("dialect", ["snowflake", "bigquery"])
def test_what_is_sent_to_warehouses_that_tests_cannot_reach(dialect: str) -> None:
    """The SQL is kept; `RENEW_SNAPSHOTS=1` writes it anew, to be read before it is kept."""
    kept = QUESTIONS[2:3] + [one for one in QUESTIONS if not one.name.startswith("funnel ")]
    said = "\n\n".join(f"-- {one.name}\n{ibis.to_sql(one.form, dialect=dialect)}" for one in kept) + "\n"
    path = SNAPSHOTS / f"{dialect}.sql"
    if os.environ.get("RENEW_SNAPSHOTS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(said)
    assert path.read_text() == said
