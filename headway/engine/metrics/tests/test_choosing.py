"""A metric by choosing: what was chosen becomes definitions, and those are known again."""

from typing import Any

import duckdb
import pytest

from headway.engine.metrics.choosing import Choice, Condition
from headway.engine.metrics.composing import Named, composed
from headway.engine.metrics.model import MetricError
from headway.engine.metrics.question import Ask, question_sql
from headway.engine.metrics.reading import catalogue_checked
from headway.engine.metrics.recognising import chosen

KINDS: Any = {
    "id": "number",
    "who": "text",
    "plan": "text",
    "amount": "number",
    "Order": "text",
    "day": "day",
}
EVENTS: Any = {"person": "text", "event": "text", "happened_at": "moment", "properties.amount": "text"}
USAGE = """
semantic_models:
- name: usage
  model: ref('events')
  defaults: {agg_time_dimension: day}
  entities: [{name: user, type: primary, expr: person}]
  dimensions: [{name: day, type: time, expr: happened_at}, {name: event, type: categorical}]
  measures: [{name: people, agg: count_distinct, expr: person}]
"""
PRO = Condition("plan", "is", ("pro",))
CHOICES = {
    "rows": (Choice(table="orders", time="day"), 4),
    "a sum of some": (Choice(table="orders", agg="sum", column="amount", time="day", conditions=(PRO,)), 35.0),
    "one of several": (Choice(table="orders", time="day", conditions=(Condition("plan", "is", ("pro", "o'x")),)), 3),
    "no text": (Choice(table="orders", time="day", conditions=(Condition("plan", "is_not", ("pro",)),)), 2),
    "from a number": (Choice(table="orders", time="day", conditions=(Condition("amount", "at_least", ("10.5",)),)), 2),
    "from a day": (Choice(table="orders", time="day", conditions=(Condition("day", "at_most", ("2026-08-31",)),)), 1),
    "a column called as SQL": (Choice(table="orders", agg="count_distinct", column="Order", time="day"), 3),
    "what is known": (Choice(table="orders", time="day", conditions=(Condition("Order", "known"),)), 4),
    "ever": (Choice("cumulative", "orders", "sum", "amount", "day"), 55.0),
    "conversion": (
        Choice("conversion", "orders", time="day", conditions=(Condition("plan", "is", ("o'x",)),), window="30 days",
               who="who", then=(PRO,)), 1.0,
    ),
}  # fmt: skip


@pytest.fixture
def session() -> Any:
    found = duckdb.connect(":memory:")
    found.execute('CREATE TABLE orders (id INT, who TEXT, plan TEXT, amount DOUBLE, "Order" TEXT, day DATE)')
    found.execute(
        "INSERT INTO orders VALUES (1,'a','pro',15,'x','2026-09-01'), (2,'b','free',10.4,'y','2026-09-02'),"
        "(3,'c','pro',20,'y','2026-09-09'), (4,'c','o''x',9.6,'z','2026-08-20')"
    )
    return found


@pytest.mark.parametrize("name", CHOICES)
def test_what_is_chosen_is_worked_out_and_known_again(session: Any, name: str) -> None:
    choice, value = CHOICES[name]
    found = composed(choice, Named("sales", "Sales"), {}, KINDS)
    catalogue = catalogue_checked(found.model_text, found.metric)
    assert session.execute(question_sql(catalogue, Ask(("sales",)))).fetchall() == [(value,)]
    assert chosen(catalogue.metric("sales"), catalogue) == choice
    again = composed(choice, Named("sales", "Sales"), {found.model: found.model_text}, KINDS)
    assert (again.metric, again.model_text, again.added) == (found.metric, found.model_text, ())


def test_an_existing_model_is_used_and_added_to() -> None:
    chosen_one = Choice(
        table="events", agg="sum", column="properties.amount", time="happened_at",
        conditions=(Condition("event", "is", ("paid",)), Condition("properties.amount", "at_least", ("5",))),
    )  # fmt: skip
    found = composed(chosen_one, Named("paid"), {"usage": USAGE}, EVENTS)
    assert (found.model, found.added) == ("usage", ("usage_sum_properties_amount", "amount"))
    assert "filter:\n  - '{{ Dimension(''user__event'') }} = ''paid'''" in found.metric
    catalogue = catalogue_checked(found.model_text, found.metric)
    assert chosen(catalogue.metric("paid"), catalogue) == chosen_one
    people = Choice(table="events", agg="count_distinct", column="person", time="happened_at")
    plain = composed(people, Named("people_seen"), {"usage": USAGE}, EVENTS)
    assert (plain.added, "measure: people" in plain.metric) == ((), True)


def test_a_split_is_a_dimension_that_is_there_then() -> None:
    found = composed(Choice(table="orders", time="day", splits=("plan",)), Named("rows"), {}, KINDS)
    assert found.added == ("day", "orders_rows", "plan")


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (Choice(), "choose the table"),
        (Choice(table="orders"), "on which day a row counts"),
        (Choice(table="orders", time="plan"), "plan holds no days"),
        (Choice(table="orders", agg="sum", time="day"), "choose the column that is taken together"),
        (Choice(table="orders", agg="sum", column="plan", time="day"), "plan holds no numbers"),
        (Choice(table="orders", agg="sum", column="nothing", time="day"), "orders has no column 'nothing'; there are id,"),
        (Choice(table="orders", time="day", conditions=(Condition("plan", "is"),)), "plan needs a value"),
        (Choice(table="orders", time="day", conditions=(Condition("amount", "at_least", ("x",)),)), "'x' is none"),
        (Choice("ratio", numerator="a"), "above the line and the one below"),
        (Choice("conversion", "orders", time="day", who="who"), "the rows that it begins with"),
    ],
)  # fmt: skip
def test_what_does_not_go_is_told(choice: Choice, sentence: str) -> None:
    with pytest.raises(MetricError, match=sentence):
        composed(choice, Named("sales"), {}, KINDS)


@pytest.mark.parametrize(
    "metric",
    [
        "{name: m, type: simple, type_params: {measure: {name: people, fill_nulls_with: 0}}}",
        "{name: m, type: simple, type_params: {measure: people}, filter: \"{{ Dimension('user__event') }} LIKE 'a%'\"}",
        "{name: m, type: simple, type_params: {measure: people}, filter: \"TRY_CAST({{ Dimension('user__event') }} AS DOUBLE) = 5\"}",
        "{name: m, type: ratio, type_params: {numerator: {name: p, offset_window: 1 month}, denominator: p}}",
    ],
)
def test_what_the_form_cannot_say_stays_yaml(metric: str) -> None:
    plain = "  - {name: p, type: simple, type_params: {measure: people}}"
    catalogue = catalogue_checked(f"{USAGE}metrics:\n{plain}\n  - {metric}")
    assert chosen(catalogue.metric("m"), catalogue) is None
    assert chosen(catalogue.metric("p"), catalogue) is not None
