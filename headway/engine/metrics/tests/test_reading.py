"""What a metrics file may say, and the sentence for each thing it may not."""

import pytest

from headway.engine.metrics.expressions import checked
from headway.engine.metrics.filters import Name, filter_read, name_read
from headway.engine.metrics.model import MetricError, Span
from headway.engine.metrics.question import fingerprint
from headway.engine.metrics.reading import catalogue_checked, catalogue_read
from headway.engine.metrics.resolving import lineage

SHOP = """
semantic_models:
  - name: orders
    model: ref('orders')
    defaults: {agg_time_dimension: day}
    entities:
      - {name: order, type: primary, expr: id}
      - {name: user, type: foreign, expr: who}
    dimensions:
      - {name: day, type: time}
      - {name: state, type: categorical}
    measures:
      - {name: total, agg: sum, expr: amount}
      - {name: buyers, agg: count_distinct, expr: who}
      - {name: cancelled, agg: sum_boolean, expr: state = 'cancelled'}
      - {name: orders, agg: count, expr: id}
      - {name: middle, agg: percentile, expr: amount, agg_params: {percentile: 0.5, use_discrete_percentile: true}}
  - name: users
    model: ref('people')
    entities:
      - {name: user, type: primary, expr: id}
    dimensions:
      - {name: plan, type: categorical}
"""


def with_metric(text: str) -> str:
    return f"{SHOP}metrics:\n  - {text}\n"


REVENUE = "{name: revenue, type: simple, type_params: {measure: total}}"
BAD = {
    "a line of no YAML": ("metrics: [", "this is not valid YAML"),
    "an unknown key": ("metric: []", "'metric' is no key here; write metrics."),
    "a measure that is not there": (
        with_metric("{name: revenue, type: simple, type_params: {measure: totals}}"),
        "There is no measure 'totals'; add it to a semantic model.",
    ),
    "an input that is not there": (
        with_metric("{name: rate, type: ratio, type_params: {numerator: a, denominator: b}}"),
        "There is no metric 'a'; there are rate.",
    ),
    "a metric of itself": (
        with_metric("{name: rate, type: ratio, type_params: {numerator: rate, denominator: rate}}"),
        "rate leads back to itself over rate; take one of them out.",
    ),
    "a column nobody has": (
        with_metric(REVENUE[:-1] + ", filter: \"{{ Dimension('user__age') }} > 3\"}"),
        "user__age cannot be reached from the measure total; "
        "there are metric_time, order__day, order__state, user__plan.",
    ),
    "an expression that is a statement": (SHOP.replace("expr: amount", "expr: (select 1)"), "holds 'select'"),
    "a measure without time": (
        SHOP.replace("    defaults: {agg_time_dimension: day}\n", ""),
        "it has no time",
    ),
    "a non-additive measure": (
        SHOP.replace("expr: amount}", "expr: amount, non_additive_dimension: {name: day}}"),
        "non-additive measures are not read",
    ),
    "approximate percentiles": (
        SHOP.replace("use_discrete_percentile", "use_approximate_percentile"),
        "approximate percentiles differ from run to run",
    ),
    "an unknown aggregation": (SHOP.replace("agg: sum,", "agg: total,"), "'total' is no aggregation"),
    "a window that is none": (
        with_metric("{name: week, type: cumulative, type_params: {measure: total, window: a week}}"),
        "'a week' is no length of time; write one such as 7 days or 1 month.",
    ),
    "a window and a grain": (
        with_metric(
            "{name: w, type: cumulative, type_params: {measure: total, window: 7 days, grain_to_date: month}}"
        ),
        "window and grain_to_date do not go together",
    ),
    "a name twice": (with_metric(REVENUE) + f"  - {REVENUE}\n", "revenue is defined twice"),
    "an input the expression leaves out": (
        with_metric(
            REVENUE + "\n  - {name: d, type: derived, type_params: {expr: 1 + 1, metrics: [revenue]}}"
        ),
        "d names the metric revenue and its expr does not",
    ),
    "a measure in two models": (
        SHOP.replace("name: users\n    model", "name: others\n    model").replace(
            "      - {name: plan, type: categorical}\n",
            "      - {name: seen, type: time}\n    measures:\n"
            "      - {name: total, agg: sum, expr: x, agg_time_dimension: seen}\n",
        ),
        "the measure total is in another model too",
    ),
}


@pytest.mark.parametrize(("text", "sentence"), BAD.values(), ids=BAD.keys())
def test_what_is_wrong_is_told_in_one_sentence(text: str, sentence: str) -> None:
    _, faults = catalogue_read(text)
    assert sentence in faults[0], faults


def test_a_fault_names_its_line() -> None:
    _, faults = catalogue_read(SHOP.replace("agg: count,", "agg: counts,"))
    assert faults[0].startswith(
        "Line 16, semantic_models > entry 1 > measures > entry 4 > agg: 'counts' is no"
    )


def test_the_parts_of_a_file() -> None:
    catalogue = catalogue_checked(
        with_metric("{name: week, type: cumulative, type_params: {measure: total, window: 2 weeks}}")
    )
    assert catalogue.metric("week").window == Span(2, "week")
    assert catalogue.models["users"].table == "people"
    middle = catalogue.models["orders"].measures[4]
    assert (middle.percentile, middle.discrete) == (0.5, True)


def test_lineage_goes_all_the_way_down() -> None:
    catalogue = catalogue_checked(
        with_metric(
            REVENUE
            + "\n  - {name: buyer_count, type: simple, type_params: {measure: buyers}}"
            + "\n  - {name: each, type: ratio, type_params: {numerator: revenue, denominator: buyer_count}}"
        )
    )
    found = lineage(catalogue, "each")
    assert (found.metrics, found.measures) == (("buyer_count", "revenue"), ("buyers", "total"))
    assert (found.models, found.tables) == (("orders",), ("orders",))


def test_the_fingerprint_moves_with_the_numbers_only() -> None:
    first = catalogue_checked(with_metric(REVENUE))
    renoted = catalogue_checked(with_metric(REVENUE[:-1] + ", description: what came in}"))
    other = catalogue_checked(with_metric(REVENUE).replace("expr: amount}", "expr: amount * 2}"))
    assert fingerprint(first, "revenue") == fingerprint(renoted, "revenue")
    assert fingerprint(first, "revenue") != fingerprint(other, "revenue")


@pytest.mark.parametrize(
    "text",
    [
        "", "a; b", "a -- b", "a /* b", "(a", "a)", "'open", "read_csv('x')", "x IN (SELECT 1)", '"read_text"(x)',
        "getenv('HOME')", "$1", "a" * 4001,
    ],
)  # fmt: skip
def test_no_expression_reaches_beyond_its_row(text: str) -> None:
    with pytest.raises(MetricError):
        checked(text)


@pytest.mark.parametrize(
    "text", ["a", "coalesce(a, 0) + 1.5e3", "a::DOUBLE", "x LIKE 'it''s;--%'", '"odd; name" <> 2']
)
def test_plain_expressions_pass(text: str) -> None:
    assert checked(text) == text


def test_filters_are_read_and_never_run() -> None:
    found = filter_read(
        "{{ TimeDimension('order__day', 'month') }} >= '2026-01-01' AND {{ Entity('user') }} <> 3"
    )
    assert found.sql == '"order__day__month" >= \'2026-01-01\' AND "user" <> 3'
    assert found.names == (Name("order", "day", "month"), Name("user", ""))
    for text in (
        "{{ 7 * 7 }}",
        "{% if x %}",
        "{{ Dimension('a__b').x }}",
        "{{ Dimension('a') }} = 1",
        "{{ a",
        "{# x #}",
    ):
        with pytest.raises(MetricError):
            filter_read(text)


def test_names_of_columns() -> None:
    assert name_read("metric_time") == Name("", "metric_time", "day")
    assert name_read("order__day__week") == Name("order", "day", "week")
    assert name_read("user") == Name("user", "")
    with pytest.raises(MetricError, match="is no column"):
        name_read("a__b__c__d")
