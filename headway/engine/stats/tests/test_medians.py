"""The median's interval against the printed table and against its own promise."""

import numpy as np
import pytest

from headway.engine.stats.medians import Middle, middle

# Places (from 1) of the lower end at 95 %, by number of values, as tables of the sign test's interval print them.
PLACES = {6: 1, 8: 1, 9: 2, 11: 2, 12: 3, 15: 4, 20: 6, 25: 8, 30: 10}


@pytest.mark.parametrize(("n", "place"), PLACES.items())
def test_the_ends_stand_where_the_table_has_them(n: int, place: int) -> None:
    found = middle(list(range(1, n + 1)))
    assert (found.low, found.high, found.n) == (place, n + 1 - place, n)


@pytest.mark.parametrize("n", [1, 2, 5])
def test_five_values_have_a_median_and_no_interval(n: int) -> None:
    assert middle(list(range(n))) == Middle((n - 1) / 2, None, None, n)


def test_order_does_not_matter() -> None:
    assert middle([32, 1, 16, 2, 8, 4]) == middle([1, 2, 4, 8, 16, 32])


def test_the_interval_holds_the_true_median_as_often_as_it_says() -> None:
    draws = np.random.default_rng(7).exponential(size=(4000, 15))
    truth = np.log(2)
    held = sum(found.low <= truth <= found.high for row in draws if (found := middle(row.tolist())))
    assert 0.95 <= held / 4000 <= 0.975


@pytest.mark.parametrize(("values", "level"), [([], 0.95), ([1.0], 0.0), ([1.0], 1.0)])
def test_what_has_no_median_is_refused(values: list[float], level: float) -> None:
    with pytest.raises(ValueError, match=r"median of no values|level is"):
        middle(values, level)
