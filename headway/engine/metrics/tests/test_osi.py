"""The specification's own complete example comes in; what is written comes back as the same numbers."""

import duckdb

from headway.engine.metrics.osi import osi_read, osi_written
from headway.engine.metrics.question import Ask, question_sql
from headway.engine.metrics.reading import catalogue_checked
from headway.engine.metrics.tests.test_question import METRICS
from headway.engine.metrics.tests.test_reading import SHOP

EXAMPLE = """
semantic_model:
  - name: ecommerce_analytics
    datasets:
      - name: orders
        source: sales.public.orders
        primary_key: [order_id]
        fields:
          - {name: order_date, expression: {dialects: [{dialect: ANSI_SQL, expression: order_date}]}, dimension: {is_time: true}}
          - {name: amount, expression: {dialects: [{dialect: ANSI_SQL, expression: price * pieces}]}}
          - {name: place, expression: {dialects: [{dialect: SNOWFLAKE, expression: place}]}}
      - name: customers
        source: sales.public.customers
        primary_key: [id]
        fields:
          - {name: email, expression: {dialects: [{dialect: ANSI_SQL, expression: email}]}}
    relationships:
      - {name: r, from: orders, to: customers, from_columns: [customer_id], to_columns: [id]}
    metrics:
      - {name: revenue, expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount)}]}}
      - {name: each, expression: {dialects: [{dialect: ANSI_SQL, expression: SUM(orders.amount) / COUNT(DISTINCT orders.customer_id)}]}}
      - {name: customer_count, expression: {dialects: [{dialect: ANSI_SQL, expression: COUNT(DISTINCT customers.id)}]}}
      - {name: mdx, expression: {dialects: [{dialect: MDX, expression: x}]}}
"""


def test_a_document_comes_in() -> None:
    found = osi_read(EXAMPLE)
    assert [(one.kind[:6], one.name) for one in found.definitions] == [
        ("semant", "orders"), ("semant", "customers"), ("metric", "revenue"), ("metric", "each_over"),
        ("metric", "each_under"), ("metric", "each"), ("metric", "customer_count"), ("metric", "mdx"),
    ]  # fmt: skip
    assert found.unread == {
        "customer_count": "The dataset customers has no field that is a time; mark one with is_time.",
        "mdx": "It has no expression in ANSI_SQL; add one.",
    }
    texts = [one.text for one in found.definitions if one.name not in found.unread]
    sql = question_sql(catalogue_checked(*texts), Ask(("revenue", "each"), ("customers__email",)))
    with duckdb.connect(":memory:") as session:
        session.execute("CREATE TABLE orders AS SELECT 1 AS order_id, 7 AS customer_id, 2.5 AS price, 4 AS pieces, "
                        "DATE '2026-01-01' AS order_date")  # fmt: skip
        session.execute("CREATE TABLE customers AS SELECT 7 AS id, 'a@b.test' AS email")
        assert session.execute(sql).fetchall() == [("a@b.test", 10.0, 10.0)]


def test_what_is_written_comes_back_with_the_same_numbers() -> None:
    catalogue = catalogue_checked(SHOP + METRICS)
    text, left = osi_written(catalogue, "shop")
    assert sorted(left) == [
        "came_back", "every_day", "growth", "median_order", "month_last", "pro_revenue", "since_start", "so_far",
        "two_days",
    ]  # fmt: skip
    assert left["growth"] == "A derived metric has no form in OSI; take its YAML."
    found = osi_read(text)
    again = catalogue_checked(*(one.text for one in found.definitions))
    ask = Ask(("revenue", "order_count", "buyer_count", "lost", "each"), ("metric_time__month",))
    with duckdb.connect(":memory:") as session:
        session.execute(
            """CREATE TABLE orders AS SELECT * FROM (VALUES (1, 'ann', 10, 'paid', DATE '2026-01-30'),
            (2, 'bo', 20, 'cancelled', DATE '2026-02-01'), (3, 'bo', NULL, 'paid', DATE '2026-02-02'))
            AS t(id, who, amount, state, day)"""
        )
        both = [session.execute(question_sql(one, ask)).fetchall() for one in (catalogue, again)]
    assert both[0] == both[1]
    assert [row[1:] for row in both[0]] == [(10, 1, 1, 0, 10.0), (20, 2, 1, 1, 20.0)]
