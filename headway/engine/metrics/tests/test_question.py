"""Numbers worked out by hand from five orders, and what cannot be asked."""

from datetime import date
from typing import Any

import duckdb
import pytest

from headway.engine.metrics.model import MetricError
from headway.engine.metrics.question import Ask, question_sql
from headway.engine.metrics.reading import catalogue_checked
from headway.engine.metrics.tests.test_reading import SHOP

METRICS = """
metrics:
  - {name: revenue, type: simple, type_params: {measure: total}}
  - {name: order_count, type: simple, type_params: {measure: orders}}
  - {name: buyer_count, type: simple, type_params: {measure: buyers}}
  - {name: lost, type: simple, type_params: {measure: cancelled}}
  - {name: median_order, type: simple, type_params: {measure: middle}}
  - name: pro_revenue
    type: simple
    type_params: {measure: total}
    filter: "{{ Dimension('user__plan') }} = 'pro'"
  - {name: each, type: ratio, type_params: {numerator: revenue, denominator: buyer_count}}
  - {name: every_day, type: simple, type_params: {measure: {name: total, join_to_timespine: true, fill_nulls_with: 0}}}
  - {name: two_days, type: cumulative, type_params: {measure: total, window: 2 days}}
  - {name: so_far, type: cumulative, type_params: {measure: total}}
  - {name: month_last, type: cumulative, type_params: {measure: total, cumulative_type_params: {grain_to_date: month, period_agg: last}}}
  - name: growth
    type: derived
    type_params:
      expr: now - before
      metrics: [{name: revenue, alias: now}, {name: revenue, alias: before, offset_window: 1 month}]
  - name: since_start
    type: derived
    type_params:
      expr: now - start
      metrics: [{name: so_far, alias: now}, {name: so_far, alias: start, offset_to_grain: month}]
  - name: came_back
    type: conversion
    type_params: {conversion_type_params: {base_measure: orders, conversion_measure: cancelled, entity: user, window: 5 days}}
"""


@pytest.fixture(scope="module")
def session() -> Any:
    with duckdb.connect(":memory:") as found:
        found.execute(
            """CREATE TABLE orders AS SELECT * FROM (VALUES
            (1, 'ann', 10, 'paid', DATE '2026-01-30'), (2, 'ann', 20, 'paid', DATE '2026-01-31'),
            (3, 'bo', 40, 'paid', DATE '2026-01-31'), (4, 'ann', 80, 'cancelled', DATE '2026-02-02'),
            (5, 'cy', NULL, 'paid', DATE '2026-02-28')) AS t(id, who, amount, state, day)"""
        )
        found.execute(
            "CREATE TABLE people AS SELECT * FROM (VALUES ('ann', 'pro'), ('bo', 'free')) AS t(id, plan)"
        )
        found.execute(
            "CREATE TABLE days AS SELECT range AS ds FROM range(DATE '2026-01-01', DATE '2026-04-01', INTERVAL 1 DAY)"
        )
        yield found


def asked(session: Any, *metrics: str, by: tuple[str, ...] = (), **more: Any) -> list[tuple[Any, ...]]:
    sql = question_sql(catalogue_checked(SHOP + METRICS), Ask(metrics, by, **more))
    return [
        tuple(f"{one:%m-%d}" if isinstance(one, date) else one for one in row)
        for row in session.execute(sql).fetchall()
    ]


MONTH, DAY = ("metric_time__month",), ("metric_time__day",)


def test_simple_metrics(session: Any) -> None:
    assert asked(session, "revenue", "order_count", "buyer_count", "lost") == [(150, 5, 3, 1)]
    assert asked(session, "revenue", by=MONTH) == [("01-01", 70), ("02-01", 80)]
    assert asked(session, "median_order") == [(20,)]


def test_a_column_of_another_model(session: Any) -> None:
    assert asked(session, "revenue", by=("user__plan",)) == [("free", 40), ("pro", 110), (None, None)]
    assert asked(session, "pro_revenue", by=MONTH) == [("01-01", 30), ("02-01", 80)]
    assert asked(session, "revenue", by=("user",)) == [("ann", 110), ("bo", 40), ("cy", None)]


def test_ratios_are_of_sums_and_never_zero_for_none(session: Any) -> None:
    assert asked(session, "each", by=MONTH) == [("01-01", 35.0), ("02-01", 40.0)]
    assert asked(session, "each", where=("{{ Entity('user') }} = 'nobody'",)) == [(None,)]


def test_days_are_kept_and_whole_periods_counted(session: Any) -> None:
    assert asked(session, "revenue", from_day=date(2026, 1, 31), to_day=date(2026, 1, 31)) == [(60,)]
    assert asked(session, "revenue", by=MONTH, to_day=date(2026, 1, 1)) == [("01-01", 70)]


def test_every_day_has_a_row_where_asked(session: Any) -> None:
    span = {"from_day": date(2026, 1, 29), "to_day": date(2026, 1, 31)}
    assert asked(session, "every_day", by=DAY, **span) == [("01-29", 0), ("01-30", 10), ("01-31", 60)]


def test_cumulative_metrics(session: Any) -> None:
    span = {"from_day": date(2026, 1, 31), "to_day": date(2026, 2, 2)}
    assert asked(session, "two_days", by=DAY, **span) == [("01-31", 70), ("02-01", 60), ("02-02", 80)]
    assert asked(session, "so_far", by=DAY, **span) == [("01-31", 70), ("02-01", 70), ("02-02", 150)]
    assert asked(session, "month_last", by=MONTH, **span) == [("01-01", 70), ("02-01", 80)]
    assert asked(session, "so_far") == [(150,)]


def test_shifted_metrics(session: Any) -> None:
    assert asked(session, "growth", by=MONTH) == [("01-01", None), ("02-01", 10), ("03-01", None)]
    assert ("02-02", 80) in asked(session, "since_start", by=DAY)


def test_a_conversion_counts_once_with_the_last_base_row(session: Any) -> None:
    # Four of five orders have somebody's cancellation within five days; there is one cancellation, on 02-02 itself.
    assert asked(session, "came_back", by=MONTH) == [("01-01", 0.0), ("02-01", 0.5)]


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (Ask(()), "name one metric or more"),
        (Ask(("revenue", "revenue")), "each once"),
        (Ask(("revenues",)), "There is no metric 'revenues'"),
        (Ask(("revenue",), ("metric_time__hour",)), "is no column|cannot be reached|grains"),
        (Ask(("revenue",), ("metric_time__day", "metric_time__month")), "one period of metric_time at a time"),
        (Ask(("revenue",), ("user__plan__month",)), "that dimension is no time"),
        (Ask(("revenue",), (), date(2026, 2, 1), date(2026, 1, 1)), "give the earlier one first"),
        (Ask(("two_days",)), "two_days runs up to a day; group by metric_time"),
        (Ask(("growth",)), "revenue is shifted in time; group by metric_time"),
        (Ask(("growth",), ("metric_time__quarter",)), "group by metric_time__month or metric_time__day"),
        (Ask(("two_days",), DAY, where=("{{ TimeDimension('metric_time') }} > '2026-01-01'",)), "does not go with"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told(ask: Ask, sentence: str) -> None:
    with pytest.raises(MetricError, match=sentence):
        question_sql(catalogue_checked(SHOP + METRICS), ask)
