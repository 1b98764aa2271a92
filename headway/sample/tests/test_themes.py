"""The categories can be found from the texts alone, and so can the ones that rise and fall."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from sklearn.metrics import adjusted_rand_score

from headway.engine.text.themes import find_themes
from headway.sample.company import write_company
from headway.sample.truth import Truth

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
def test_the_theme_of_each_planted_category_moves_its_way(found: Found) -> None:
    truth, feedback, labels, themes = found
    late = [row["created_at"] >= "2026-07-02" for row in feedback]
    halves = Counter(zip(themes, late, strict=True))
    ratio = {}
    for category in (*truth.feedback.rising, *truth.feedback.falling):
        theme = Counter(t for t, label in zip(themes, labels, strict=True) if label == category).most_common(
            1
        )[0][0]
        ratio[category] = halves[theme, True] / halves[theme, False]
    assert min(ratio[category] for category in truth.feedback.rising) > 2
    assert max(ratio[category] for category in truth.feedback.falling) < 0.5
