"""Tests of metrics: rows in, a number out; and the baseline that later values are held against."""

from datetime import date, timedelta

from pydantic import Field, FiniteFloat, JsonValue

from headway.apps.metrics.answers import BaselineReport, MetricTestReport, Refusal
from headway.apps.metrics.catalogue import catalogue_of, sql_of
from headway.apps.metrics.given_rows import rows_read
from headway.apps.metrics.models import Metric, MetricTest
from headway.apps.metrics.periods import following
from headway.apps.metrics.queries import tried_row
from headway.apps.metrics.store import answered, fixture_open, tables_open
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.records import Refs, next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS
from headway.engine.metrics.question import Ask

TOLERANCE = 1e-9
ROWS_MOST = 1000


class TrialSave(Question):
    metric: str = Field(max_length=100)
    name: str = Field(min_length=1, max_length=200, examples=["a buyer counts once"])
    fixture: dict[str, list[dict[str, JsonValue]]] = Field(
        default={},
        description="Rows by table; empty for the rows there are.",
        examples=[{"events": [{"person": "u1", "happened_at": "2026-01-05"}]}],
    )
    table: str = Field("", max_length=100, description="With `rows`: the table that they are of.")
    rows: str = Field(
        "",
        max_length=100_000,
        description="Rows as text, the columns' names first, divided by commas or tabs.",
    )
    month: str = Field(
        "", pattern=r"^([0-9]{4}-(0[1-9]|1[0-2]))?$", description="Of one month only.", examples=["2026-09"]
    )
    expected: FiniteFloat | None = Field(
        None, description="The number over all rows, or of the month; null where it must be unknown."
    )


@action("metrics.test_save", roles=MAKERS)
def trial_save(context: Context, question: TrialSave) -> Done[RecordRef]:
    """Add a test to a metric, or change the one of that name, and run it: on made-up rows, or on those there are.

    Raises NotFound for an unknown metric, Invalid for rows that cannot be read.
    """
    metric = row(Metric, context, question.metric)
    fixture = _fixture(question)
    if sum(map(len, fixture.values())) > ROWS_MOST:
        raise Invalid(f"Field fixture: it has more than {ROWS_MOST:,} rows; a few tell as much.")
    test = rows(MetricTest, context).filter(metric=metric, name=question.name).first()
    if test is None:
        test = MetricTest(
            workspace=context.workspace, ref=next_ref(context, MetricTest, "MT"), created_at=context.now,
            metric=metric, name=question.name,
        )  # fmt: skip
    test.fixture, test.expected = fixture, question.expected
    test.month = date.fromisoformat(f"{question.month}-01") if question.month else None
    _run(context, test)
    verdict = "passes" if test.passed else "fails"
    return Done(
        ref_of(test, test.ref), f"The test {test.name!r} of {metric.ref} {verdict}", test, {"test": test.name}
    )


@action("metrics.test_remove", roles=MAKERS, destructive=True)
def trial_remove(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Remove a test of a metric; the metric stays. Raises NotFound."""
    test = row(MetricTest, context, question.ref)
    metric, answer = test.metric, ref_of(test, test.ref)
    test.delete()
    return Done(answer, f"Removed the test {test.name!r} of {metric.ref}", metric, {"test": test.name})


@action("metrics.test_run", roles=MAKERS)
def trial_run(context: Context, question: RefQuestion) -> Done[MetricTestReport]:
    """Run the tests of a metric, each on its rows, and keep what came of each. Raises NotFound."""
    metric = row(Metric, context, question.ref)
    tests = list(rows(MetricTest, context).filter(metric=metric).select_related("metric").order_by("ref"))
    for one in tests:
        _run(context, one)
    passed = sum(one.passed is True for one in tests)
    report = MetricTestReport(
        passed=passed, failed=len(tests) - passed, rows=[tried_row(one) for one in tests]
    )
    return Done(report, f"{passed} of {len(tests)} tests of {metric.ref} pass", metric, {"passed": passed})


def _run(context: Context, test: MetricTest) -> None:
    test.found, test.fault = None, ""
    try:
        test.found = _value(context, test)
        test.passed = _equal(test.found, test.expected)
    except Invalid as error:
        test.passed, test.fault = False, error.detail[:500]
    test.run_at = context.now
    test.save()


def _value(context: Context, test: MetricTest) -> float | None:
    name = test.metric.ref
    catalogue = catalogue_of(context, [name])
    opened = fixture_open(test.fixture) if test.fixture else tables_open(context)
    ask = Ask((name,))
    if test.month:
        ask = Ask(
            (name,), ("metric_time__month",), test.month, following(test.month, "month") - timedelta(days=1)
        )
    with opened as session:
        _, found = answered(session, sql_of(catalogue, ask))
    return _number(found[0][-1] if found else None, name)


def _fixture(question: TrialSave) -> dict[str, list[dict[str, JsonValue]]]:
    if not question.rows.strip():
        return question.fixture
    if not question.table:
        raise Invalid("Field table: say of which table the rows are.")
    return question.fixture | {question.table: rows_read(question.rows)}


def _number(value: object, name: str) -> float | None:
    if value is None:
        return None
    try:
        return float(str(value))
    except ValueError:
        raise Invalid(
            f"{name} gives {str(value)[:60]!r}, which is no number; change its definition."
        ) from None


def _equal(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return abs(found - expected) <= TOLERANCE * max(1.0, abs(expected))


class BaselineTake(Question):
    metrics: Refs = Field(min_length=1, max_length=50)
    from_day: date
    to_day: date


@action("metrics.baseline_take", roles=MAKERS)
def baseline_take(context: Context, question: BaselineTake) -> Done[BaselineReport]:
    """Keep what metrics are between two days (both counted), so that what comes later can be held against it.

    A metric without a value in these days is named with the reason and keeps the baseline it had. Raises NotFound.
    """
    if question.from_day > question.to_day:
        raise Invalid("Field to_day: it is before from_day; give the earlier day first.")
    taken: dict[str, float] = {}
    missing: list[Refusal] = []
    with tables_open(context) as session:
        for metric in [row(Metric, context, ref) for ref in question.metrics]:
            try:
                ask = Ask((metric.ref,), (), question.from_day, question.to_day)
                _, found = answered(session, sql_of(catalogue_of(context, [metric.ref]), ask))
                value = _number(found[0][0] if found else None, metric.ref)
            except Invalid as error:
                missing.append(Refusal(name=metric.ref, reason=error.detail))
                continue
            if value is None:
                missing.append(Refusal(name=metric.ref, reason="there are no rows in these days"))
                continue
            metric.baseline, metric.version = value, metric.version + 1
            metric.baseline_from, metric.baseline_to = question.from_day, question.to_day
            metric.save(update_fields=["baseline", "baseline_from", "baseline_to", "version"])
            taken[metric.ref] = value
    summary = f"Took the baseline of {len(taken)} metrics from {question.from_day} to {question.to_day}"
    return Done(BaselineReport(taken=taken, not_taken=missing), summary, None, {"baseline": taken})
