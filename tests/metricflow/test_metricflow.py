"""Headway's metrics equal the answers that MetricFlow gave (`make proofs` asks it again)."""

import json

import pytest

from tests.metricflow.compare import answered, difference
from tests.metricflow.questions import ANSWERS, QUESTIONS, SHOP

here = pytest.mark.skipif(
    not SHOP.exists(),
    reason=f"There is no {SHOP}: name the folder of the online shop's events in HEADWAY_DATA.",
)


@here
def test_every_question_equals_metricflow() -> None:
    kept = json.loads(ANSWERS.read_text())
    found = answered(QUESTIONS)
    different = [
        difference(asked, kept[asked.key], ours) for asked, ours in zip(QUESTIONS, found, strict=True)
    ]
    assert [one for one in different if one] == []


@here
def test_a_difference_is_told() -> None:
    asked = QUESTIONS[0]
    kept = json.loads(ANSWERS.read_text())[asked.key]
    moved = {"columns": kept["columns"], "rows": [[row[0], row[1] + 1e-3] for row in kept["rows"]]}
    assert difference(asked, moved, kept).startswith(asked.key)


def test_twenty_metrics_and_more_are_compared() -> None:
    assert len({name for asked in QUESTIONS for name in asked.metrics}) == 28
