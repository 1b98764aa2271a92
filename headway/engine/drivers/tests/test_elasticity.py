"""Planted truths: a known elasticity is found again, and series that have nothing to do with each other are not tied."""

import numpy as np
import pytest

from headway.engine.drivers.elasticity import elasticity

WEEKS = 60


def walk(rng: np.random.Generator, n: int, spread: float = 0.08) -> np.ndarray:
    return np.cumsum(rng.normal(0, spread, n))


def planted(seed: int, slope: float, lag: int) -> tuple[list[float], list[float]]:
    rng = np.random.default_rng(seed)
    driver = walk(rng, WEEKS + lag)
    effect = slope * driver[:WEEKS] + walk(rng, WEEKS, 0.03) + 4
    return list(np.exp(effect)), list(np.exp(driver[lag:] + 5))


@pytest.mark.parametrize(("slope", "lag"), [(0.6, 0), (-0.4, 0), (0.8, 1), (0.5, 2)])
def test_a_planted_elasticity_is_inside_its_interval(slope: float, lag: int) -> None:
    """`lag` periods later, the effect follows the driver."""
    inside = found_lag = 0
    for seed in range(200):
        found = elasticity(*planted(seed, slope, lag))
        assert found.low is not None and found.high is not None
        inside += found.low <= slope <= found.high
        found_lag += found.lag == lag and found.moves_together
    assert (inside >= 188, found_lag >= 190) == (True, True), (inside, found_lag)


def unrelated(rng: np.random.Generator, sort: str) -> list[float]:
    n = 104
    season = 0.3 * np.sin(np.arange(n) * 2 * np.pi / 7)
    noise = rng.normal(0, 0.1, n)
    parts = {
        "walks": walk(rng, n),
        "noise": noise,
        "growth": np.arange(n) * 0.01 + noise,
        "season": season + noise,
    }
    return list(np.exp(parts[sort] + 4))


@pytest.mark.parametrize("sort", ["walks", "noise", "growth", "season"])
def test_series_without_a_tie_are_not_called_drivers(sort: str) -> None:
    rng = np.random.default_rng(11)
    season = 7 if sort == "season" else 1
    called = sum(
        elasticity(unrelated(rng, sort), unrelated(rng, sort), season).moves_together for _ in range(400)
    )
    assert called <= 24, called


def test_what_cannot_be_known_is_null_with_the_reason() -> None:
    steady = [5.0] * 40
    moving = [float(100 + n % 9) for n in range(40)]
    assert (
        elasticity(moving[:10], moving[:10]).reason
        == "only 9 changes are known of both; at least 20 are needed"
    )
    assert elasticity(moving, steady).reason == "one of the two does not vary beyond its season"
    assert (
        elasticity([0.0, *moving[1:]], moving).reason
        == "it is zero or less in 1 periods, so no relative change is known"
    )
    gaps = [None if n % 2 else one for n, one in enumerate(moving)]
    assert elasticity(moving, gaps).value is None
    with pytest.raises(ValueError, match="over the same ones"):
        elasticity([1.0], [])
