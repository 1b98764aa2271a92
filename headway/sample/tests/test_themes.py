"""The categories can be found from the texts alone, and so can the ones that rise and fall."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from sklearn.metrics import adjusted_rand_score

from headway.engine.stats.trend import trends, weekly_counts
from headway.engine.text.themes import find_themes
from headway.sample.company import write_company
from headway.sample.truth import Truth

T = TypeVar("T")
Found = tuple[Truth, list[dict[str, str]], list[str], list[int]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    folder: Path = tmp_path_factory.mktemp("fernhill")
    truth = write_company(folder)
    with (folder / "feedback.csv").open(newline="", encoding="utf-8") as file:
        feedback = list(csv.DictReader(file))
    with (folder / "labels.csv").open(newline="", encoding="utf-8") as file:
        labels = [row["category"] for row in csv.DictReader(file)]
    return truth, feedback, labels, find_themes([row["text"] for row in feedback]).labels.tolist()


@pytest.mark.slow
def test_themes_match_the_true_categories(found: Found) -> None:
    _, _, labels, themes = found
    assert adjusted_rand_score(labels, themes) >= 0.7
    assert abs(len(set(themes)) - 25) <= 6


@pytest.mark.slow
def test_the_planted_trends_are_called_and_no_others(found: Found) -> None:
    truth, feedback, labels, themes = found
    days = [date.fromisoformat(row["created_at"][:10]).toordinal() for row in feedback]
    counts = weekly_counts(days, themes, date(2026, 9, 30).toordinal(), 26)
    called = {theme: trend.direction for theme, trend in enumerate(trends(counts))}
    meaning = {
        theme: _most(label for t, label in zip(themes, labels, strict=True) if t == theme) for theme in called
    }
    planted = {
        **dict.fromkeys(truth.feedback.rising, "rising"),
        **dict.fromkeys(truth.feedback.falling, "falling"),
    }
    for category, direction in planted.items():
        theme = _most(t for t, label in zip(themes, labels, strict=True) if label == category)
        assert (category, called[theme]) == (category, direction)
    moving = {theme for theme, direction in called.items() if direction != "flat"}
    assert [meaning[theme] for theme in moving if meaning[theme] not in planted] == []


def _most(values: Iterable[T]) -> T:
    return Counter(values).most_common(1)[0][0]
