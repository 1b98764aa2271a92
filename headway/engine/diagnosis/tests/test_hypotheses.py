"""What is ranked first: the planted thing, among decoys of every kind."""

import numpy as np
import pytest

from headway.engine.diagnosis.causes import Cause, causes
from headway.engine.diagnosis.effects import Effect
from headway.engine.diagnosis.hypotheses import Change, Happening, Hypothesis, Moment, hypotheses, names
from headway.engine.diagnosis.parts import Table

AT = Moment(30, 29, 31)
PART = Cause({"device": "android", "version": "5.12.0"}, 200, 500, 430, 500, 430, 0.9, 40.0)
DECOYS = [
    Happening("old", "release", "Release 5.12.0 on the test system", 3),
    Happening("same day", "experiment", "Green button", 30),
    Happening("later", "release", "Release 5.12.0 for the web", 33),
    Happening("near", "incident", "Payments failed", 27),
]
RELEASE = Happening("release", "release", "Release 5.12.0", 30)


def ranked(change: Change, known: list[Happening]) -> list[tuple[str, str]]:
    return [(one.kind, one.happening) for one in hypotheses(change, known)]


def test_a_planted_release_is_first_among_decoys_and_without_it_the_part() -> None:
    with_it = hypotheses(Change(AT, [PART]), [*DECOYS, RELEASE])
    assert (with_it[0].happening, with_it[0].where, with_it[0].words) == ("release", PART.where, "strong")
    assert ranked(Change(AT, [PART]), DECOYS) == [
        ("part", ""), ("happening", "same day"), ("happening", "near"),
    ]  # fmt: skip


def test_what_came_afterwards_is_no_hypothesis() -> None:
    assert ranked(Change(AT), [Happening("later", "release", "Release", 32)]) == []


def test_a_part_that_stopped_is_told_as_such() -> None:
    stopped = Cause({"device": "ios"}, 0, 0, 300, 10, 300, 1.0, 80.0)
    assert ranked(Change(AT, [stopped]), []) == [("vanished", "")]


def test_another_mix_weekdays_and_chance_are_ranked_by_what_they_make() -> None:
    mix = {"land": [Effect("de", 0.0, -0.06), Effect("fr", -0.04, 0.0)]}
    found = hypotheses(Change(AT, effects=mix, of_weekdays=0.9, chance=0.3), [])
    assert [(one.kind, one.dimension, round(one.strength, 3), one.words) for one in found] == [
        ("weekdays", "", 0.567, "possible"), ("mix", "land", 0.378, "possible"), ("chance", "", 0.3, "weak"),
    ]  # fmt: skip


def test_a_value_is_named_only_as_a_word() -> None:
    assert names("Release for business pro", {"plan": "business_pro"}) is False
    assert names("New price of business_pro.", {"plan": "business_pro"}) is True
    assert names("Android is slow", {"device": "android"}) is True


def planted(seed: int) -> Hypothesis:
    """The first hypothesis on drawn tables: one version on one device falls by a third, beside five decoys."""
    rng = np.random.default_rng(seed)
    rows = 4_000
    columns = {
        name: rng.choice(values, rows).tolist()
        for name, values in (("device", ["ios", "android", "web"]), ("version", ["v1", "v2", "v3", "v4"]))
    }
    is_now = rng.random(rows) < 0.5
    bad = np.array([a == "ios" and b == "v3" for a, b in zip(*columns.values(), strict=True)])
    hits = rng.random(rows) < np.where(bad & is_now, 0.45, 0.8)
    found = causes(Table(columns, is_now, hits.astype(float), np.ones(rows)))
    known = [Happening(str(n), "release", f"Release v{n}", 30 - 7 * (n != 3)) for n in range(1, 7)]
    return hypotheses(Change(AT, found), known)[0]


@pytest.mark.parametrize("seed", range(12))
def test_a_release_planted_among_five_is_first(seed: int) -> None:
    first = planted(seed)
    assert (first.happening, first.words) == ("3", "strong")
