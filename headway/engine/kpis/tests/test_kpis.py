"""Every KPI against numbers worked out by hand, and at its edges."""

import pytest
from scipy.stats import binomtest

from headway.engine.kpis.adoption import Exposed, Started, activated, adoption, time_to_value
from headway.engine.kpis.answer import Change, Kpi, Least, changed
from headway.engine.kpis.conversion import Entrant, funnel_conversion
from headway.engine.kpis.keeping import (
    attach_level,
    expansion_flow,
    gross_revenue_retention,
    logo_retention,
    net_revenue_retention,
    usage_retention,
)
from headway.engine.kpis.reliability import (
    Histogram,
    Window,
    budget_left,
    endpoints_within,
    histogram_latency,
    latency,
    merged,
    slo_attainment,
)
from headway.engine.stats.shares import wilson
from headway.engine.stats.survival import survival


def test_wilson_as_scipy_has_it() -> None:
    for hits, trials in [(0, 10), (3, 10), (10, 10), (81, 263)]:
        expected = binomtest(hits, trials).proportion_ci(0.95, "wilson")
        assert wilson(hits, trials) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_wilson_refuses_what_is_no_share() -> None:
    with pytest.raises(ValueError, match="3 of 2 is no share"):
        wilson(3, 2)
    with pytest.raises(ValueError, match="level is 95"):
        wilson(1, 2, 95)


def test_adoption_counts_only_those_exposed_within_the_window_of_the_release() -> None:
    people = [Exposed(-1, (1,)), Exposed(0, (90,)), Exposed(89, (180,)), Exposed(90, (91,))]
    found = adoption(people, 0, 365)
    assert (found.value, found.numerator, found.denominator, found.provisional) == (50.0, 1, 2, False)
    assert (found.low, found.high) == pytest.approx(tuple(100 * one for one in wilson(1, 2)))


def test_adoption_wants_as_many_events_or_days_as_asked() -> None:
    people = [Exposed(0, (1.1, 1.9)), Exposed(0, (1.1, 2.1)), Exposed(0, (5,))]
    assert adoption(people, 0, 365, times=2).numerator == 2
    assert adoption(people, 0, 365, times=2, on_distinct_days=True).numerator == 1


def test_adoption_before_the_exposure_does_not_count() -> None:
    assert adoption([Exposed(5, (1, 2))], 0, 365).value == 0.0


def test_open_windows_are_counted_by_kaplan_meier() -> None:
    # One of four adopts on day 10; one is followed for 20 days only; then one of the two left adopts on day 30.
    people = [Exposed(0, (10,)), Exposed(80), Exposed(0, (30,)), Exposed(0)]
    found = adoption(people, 0, 100)
    assert found.value == pytest.approx(100 * (1 - 3 / 4 * 1 / 2))
    assert (found.numerator, found.denominator, found.open_windows) == (2, 4, 1)
    last = survival([10, 20, 30, 90], [True, False, True, False]).points[-1]
    assert last.low is not None
    assert last.high is not None
    assert (found.low, found.high) == pytest.approx((100 * (1 - last.high), 100 * (1 - last.low)))


def test_adoption_nobody_could_have_finished_is_unknown() -> None:
    found = adoption([Exposed(0, (2,)), Exposed(0)], 0, 30)
    assert (found.value, found.reason) == (None, "nobody has been followed for 90 days yet")


def test_a_denominator_below_the_least_is_unknown() -> None:
    found = adoption([Exposed(0, (2,))], 0, 365, least=Least(5))
    assert (found.value, found.reason) == (None, "only 1 users or accounts exposed; at least 5 are needed")
    assert adoption([], 0, 365).reason == "there are no users or accounts exposed to count"


def test_time_to_value_is_unknown_until_half_got_there() -> None:
    found = time_to_value([Started(0, 2), Started(0), Started(0)], 30)
    assert (found.value, found.reason, found.n, found.open_windows) == (
        None,
        "less than half has ended yet",
        3,
        2,
    )


def test_activation_within_fourteen_days() -> None:
    found = activated([Started(0, 14), Started(0, 14.5), Started(2, 3), Started(0)], 60)
    assert (found.value, found.numerator, found.denominator) == (50.0, 2, 4)


def test_value_before_the_sign_up_is_refused() -> None:
    with pytest.raises(ValueError, match="value came on day 1, before the sign-up on day 4"):
        time_to_value([Started(4, 1)], 30)


def test_logo_retention_of_due_renewals() -> None:
    assert logo_retention({"a", "b", "c"}, {"a", "b"}, due={"b", "c", "z"}).value == 50.0
    assert logo_retention(set(), {"a"}).value is None


def test_usage_retention_is_provisional_while_its_period_runs() -> None:
    found = usage_retention(["a", "b"], ["a"], is_over=False)
    assert (found.value, found.provisional) == (50.0, True)


def test_revenue_retention_gross_and_net() -> None:
    then, now = {"a": 100.0, "b": 300.0, "c": 100.0}, {"a": 250.0, "b": 150.0}
    assert gross_revenue_retention(then, now).value == 50.0
    assert net_revenue_retention(then, now).value == 80.0
    assert net_revenue_retention({}, now).reason == "no account paid anything at the start"
    with pytest.raises(ValueError, match="account a pays -1"):
        gross_revenue_retention({"a": -1}, {})


def test_expansion_flow_and_level() -> None:
    flow = expansion_flow({"a", "b", "c", "d"}, {"a"})
    assert (flow.value, flow.definition) == (25.0, "k7.flow@1")
    assert attach_level({"a", "b"}, {"b", "z"}).value == 50.0


def test_funnel_conversion_within_its_window() -> None:
    found = funnel_conversion(
        [Entrant(0, 7), Entrant(0, 7.1), Entrant(25), Entrant(26, 27)], 30, window_days=7
    )
    assert (found.value, found.numerator, found.open_windows) == (50.0, 2, 1)


def test_change_says_both_relative_and_in_points() -> None:
    before, now = Kpi("k8@1", "%", 8.0), Kpi("k8@1", "%", 10.0)
    assert changed(now, before) == Change(0.25, 2.0)
    assert changed(now, Kpi("k8@1", "%", 0.0)).ratio is None
    assert changed(now, Kpi("k8@2", "%", 8.0)).points is None
    assert changed(now, Kpi("k8@1", "%", None, reason="nobody")).reason == "nobody"


def test_slo_attainment_and_budget() -> None:
    found = slo_attainment([Window(99, 100, 0.99), Window(98, 100, 0.99), Window(100, 100, 0.99)])
    assert found.value == pytest.approx(200 / 3)
    assert budget_left([Window(980, 1000, 0.99)]).value == pytest.approx(-100.0)
    assert budget_left([Window(1, 1, 1)]).reason == "a target of 100 % leaves no budget"
    assert budget_left([Window(0, 0, 0.9)]).reason == "there are no events to count"
    with pytest.raises(ValueError, match="2 good of 1"):
        Window(2, 1, 0.9)


def test_latency_interpolates_as_type_seven() -> None:
    assert latency([1, 2, 3, 4], 0.95).value == pytest.approx(3.85)
    assert latency([], 0.95).reason == "there are no requests to count"
    with pytest.raises(ValueError, match="below zero"):
        latency([-1.0])


def test_the_interval_of_a_median_is_that_of_the_ordered_values() -> None:
    # n = 10, p = 1/2: order statistics 2 and 9 hold it with 97.9 % (Conover 1999, 3.2).
    found = latency([float(n) for n in range(1, 11)], 0.5)
    assert (found.value, found.low, found.high) == (5.5, 2.0, 9.0)
    assert latency([1, 2, 3], 0.99).high is None


def test_histograms_are_merged_before_the_quantile() -> None:
    both = merged([Histogram((100, 200), (90, 10, 0)), Histogram((100, 200), (0, 80, 20))])
    assert histogram_latency(both, 0.5).value == pytest.approx(100 + 100 * 10 / 90)
    assert histogram_latency(both, 0.95).reason == "it lies above the last bound, 200 ms"
    with pytest.raises(ValueError, match="other bounds"):
        merged([Histogram((1,), (1, 1)), Histogram((2,), (1, 1))])


def test_endpoints_within_leave_the_unknown_out() -> None:
    found = endpoints_within({"/a": latency([100.0]), "/b": latency([301.0]), "/c": latency([])}, 300)
    assert (found.value, found.n) == (50.0, 2)
    assert found.low == pytest.approx(100 * wilson(1, 2)[0])
