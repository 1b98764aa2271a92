"""The bars on 10,003 real messages of a digital bank, with the number of themes not given."""

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score, v_measure_score

from headway.engine.stats.trend import trends, weekly_counts
from headway.engine.text.identity import match_themes
from headway.engine.text.similarity import match_phrases
from headway.engine.text.themes import find_themes

BANK = Path(__file__).parents[4].parent / "shared" / "data" / "bank"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not BANK.is_dir(), reason=f"needs the evidence folder {BANK}"),
]


def rows(name):
    with (BANK / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def feedback():
    return rows("feedback.csv")


@pytest.fixture(scope="module")
def categories(feedback):
    gold = {row["feedback_id"]: row["category"] for row in rows("labels.csv")}
    return np.array([gold[row["id"]] for row in feedback])


@pytest.fixture(scope="module")
def themes(feedback):
    return find_themes([row["text"] for row in feedback], seed=0)


def holder(labels, member):
    return int(np.bincount(labels[member]).argmax())


def test_themes_follow_the_true_categories(themes, categories):
    assert len(themes.labels) == len(categories)
    assert adjusted_rand_score(categories, themes.labels) >= 0.5
    assert v_measure_score(categories, themes.labels) >= 0.77
    assert 58 <= len(themes.names) <= 96


def test_names_are_unique_and_every_theme_has_quotes_of_its_own(themes):
    assert len(set(themes.names)) == len(themes.names)
    assert all(
        quotes and set(themes.labels[list(quotes)]) == {one} for one, quotes in enumerate(themes.quotes)
    )


def test_the_same_seed_gives_the_same_themes(feedback):
    texts = [row["text"] for row in feedback[:3000]]
    once, again = find_themes(texts, seed=1), find_themes(texts, seed=1)
    assert np.array_equal(once.labels, again.labels)
    assert once.names == again.names


def test_planted_trends_are_called_and_hardly_any_other(feedback, categories, themes):
    truth = json.loads((BANK / "truth.json").read_text(encoding="utf-8"))["feedback"]
    planted = {name: direction for direction in ("rising", "falling") for name in truth[direction]}
    days = [date.fromisoformat(row["created_at"][:10]).toordinal() for row in feedback]
    called = [one.direction for one in trends(weekly_counts(days, themes.labels, max(days), 26))]
    holders = {name: holder(themes.labels, categories == name) for name in planted}
    assert {name: called[theme] for name, theme in holders.items()} == planted
    majority = [Counter(categories[themes.labels == one]).most_common(1)[0][0] for one in range(len(called))]
    quiet = [one for one, name in enumerate(majority) if name not in planted and one not in holders.values()]
    assert sum(called[one] != "flat" for one in quiet) <= len(quiet) / 20


def test_themes_continue_when_one_message_in_twenty_is_new(feedback, themes):
    texts = [row["text"] for row in feedback]
    fresh = np.random.default_rng(0).random(len(texts)) < 0.05
    before = [None if new else f"t{label}" for new, label in zip(fresh, themes.labels, strict=True)]
    found = find_themes(texts, before=before, vectors=themes.vectors)
    ids = match_themes(before, found.labels)
    kept = [ids.get(int(label)) == one for label, one in zip(found.labels, before, strict=True) if one]
    assert np.mean(kept) >= 0.95


def test_most_code_names_of_problems_find_the_theme_that_holds_them(feedback, categories, themes):
    names = sorted(
        {name for row in rows("initiatives.csv") for name in row["problem_categories"].split(";") if name}
    )
    found = match_phrases(names, [row["text"] for row in feedback], themes.labels, themes.vectors)
    right = [
        best[0][0] == holder(themes.labels, categories == name)
        for name, best in zip(names, found, strict=True)
    ]
    assert len(names) == 77
    assert np.mean(right) >= 0.8
