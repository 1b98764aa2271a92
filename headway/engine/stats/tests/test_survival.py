"""The curve against published worked examples, against scipy's own, and at its edges."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from headway.engine.stats.survival import Median, survival

# Freireich et al. 1963, Blood 21, 699: weeks in remission under 6-MP. The curve is worked through in Kleinbaum and
# Klein, Survival Analysis, chapter 2; the intervals are those that statistical packages print for it (log-log).
FREIREICH = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
# Miller 1997, Survival Analysis (acute myelogenous leukaemia), the example `aml` of R's survival package.
MAINTAINED = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], [1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0]
NOT_MAINTAINED = [5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45], [1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]


def test_the_curve_of_freireich_as_printed() -> None:
    found = survival(FREIREICH, RELAPSED)
    assert [(p.time, p.at_risk, p.ended, round(p.open_share, 4)) for p in found.points] == [
        (6, 21, 3, 0.8571),
        (7, 17, 1, 0.8067),
        (10, 15, 1, 0.7529),
        (13, 12, 1, 0.6902),
        (16, 11, 1, 0.6275),
        (22, 7, 1, 0.5378),
        (23, 6, 1, 0.4482),
    ]
    assert [(round(p.low or 0, 4), round(p.high or 0, 4)) for p in found.points] == [
        (0.6197, 0.9516),
        (0.5631, 0.9228),
        (0.5032, 0.8894),
        (0.4316, 0.8491),
        (0.3675, 0.8049),
        (0.2678, 0.7468),
        (0.1881, 0.6801),
    ]
    assert (found.median, found.count, found.ended) == (Median(23, 13, None), 21, 9)


def test_the_curves_of_miller_as_printed() -> None:
    found = survival(*MAINTAINED)
    assert [(p.at_risk, round(p.open_share, 6)) for p in found.points] == [
        (11, 0.909091),
        (10, 0.818182),
        (8, 0.715909),
        (7, 0.613636),
        (5, 0.490909),
        (4, 0.368182),
        (2, 0.184091),
    ]
    assert found.median.value == 31
    assert survival(*NOT_MAINTAINED).median.value == 23


@pytest.mark.filterwarnings("ignore:The confidence interval is undefined")
@given(
    st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=2, max_size=60).filter(
        lambda cases: any(seen for _, seen in cases)
    )
)
def test_every_point_agrees_with_scipy(cases: list[tuple[int, bool]]) -> None:
    times, seen = np.array([time for time, _ in cases]), np.array([ended for _, ended in cases])
    curve = ecdf(CensoredData(uncensored=times[seen], right=times[~seen])).sf
    with np.errstate(all="ignore"):
        interval = curve.confidence_interval(method="log-log")
    theirs = {
        time: values
        for time, *values in zip(
            curve.quantiles,
            curve.probabilities,
            interval.low.probabilities,
            interval.high.probabilities,
            strict=True,
        )
    }
    for point in survival(times, seen).points:
        share, low, high = theirs[point.time]
        assert point.open_share == pytest.approx(share, abs=1e-12)
        if point.low is not None:
            assert (point.low, point.high) == (pytest.approx(low), pytest.approx(high))
        else:
            assert share == 0


def test_without_open_cases_the_median_is_the_ordinary_one() -> None:
    assert survival([4, 1, 2], [1, 1, 1]).median.value == 2
    assert survival([1, 3], [1, 1]).median.value == 2
    assert survival([1, 3, 5, 9], [1, 1, 1, 1]).median.value == 4


def test_open_cases_lengthen_what_a_plain_median_would_shorten() -> None:
    closed = survival([2, 3, 4], [1, 1, 1])
    with_open = survival([2, 3, 4, 30, 30], [1, 1, 1, 0, 0])
    assert (closed.median.value, with_open.median.value) == (3, 4)


def test_a_median_that_is_not_reached_says_why() -> None:
    assert survival([], []).median == Median(None, None, None, "there is nothing to count")
    assert survival([3, 5], [0, 0]).median == Median(None, None, None, "nothing has ended yet")
    assert survival([3, 5, 5], [1, 0, 0]).median.reason == "less than half has ended yet"


@pytest.mark.parametrize(
    ("durations", "observed", "level", "sentence"),
    [
        ([1, 2], [1], 0.95, "durations (2,) and observed (1,) differ; give one of each per case."),
        ([[1]], [[1]], 0.95, "durations (1, 1) and observed (1, 1) differ; give one of each per case."),
        (
            [-1.0],
            [1],
            0.95,
            "A duration is below zero or not a number; leave the case out or mend its times.",
        ),
        (
            [np.nan],
            [1],
            0.95,
            "A duration is below zero or not a number; leave the case out or mend its times.",
        ),
        ([1], [1], 1.0, "level is 1.0; give a share between 0 and 1, such as 0.95."),
    ],
)
def test_refusals(durations: object, observed: object, level: float, sentence: str) -> None:
    with pytest.raises(ValueError) as refused:
        survival(durations, observed, level)  # type: ignore[arg-type]
    assert str(refused.value) == sentence
