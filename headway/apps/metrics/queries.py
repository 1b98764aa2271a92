"""What can be asked of metrics: which there are, what each means and is made from."""

from collections.abc import Sequence

from pydantic import Field, JsonValue

from headway.apps.metrics.answers import (
    GivenRows,
    MetricDetail,
    MetricLineage,
    MetricList,
    MetricRow,
    MetricTestRow,
    VersionRow,
)
from headway.apps.metrics.catalogue import catalogue_of, parsed, sql_of
from headway.apps.metrics.models import Metric, MetricTest, MetricVersion
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.paging import first_of
from headway.core.registry import query
from headway.engine.metrics.model import MetricError
from headway.engine.metrics.question import Ask
from headway.engine.metrics.resolving import lineage
from headway.engine.metrics.vanity import Finding, Standing, vanity


class MetricsQuestion(PageQuestion):
    state: str = Field("", max_length=10, description="draft, certified or retired.")


@query("metrics.metric_list")
def metric_list(context: Context, question: MetricsQuestion) -> MetricList:
    """The metrics by name, with who answers for each, what decision it serves, and whether it can be computed."""
    found = rows(Metric, context).select_related("owner").order_by("ref")
    if question.state:
        found = found.filter(state=question.state)
    if question.after:
        found = found.filter(ref__gt=question.after)
    shown, more = first_of(found, question.limit)
    return MetricList(rows=[metric_row(one) for one in shown], next=more)


@query("metrics.metric_detail")
def metric_detail(context: Context, question: RefQuestion) -> MetricDetail:
    """One metric: its definition and versions, what it is made from, its tests, what is amiss, and its SQL.

    Raises NotFound. `lineage` is null and `sql` empty where it cannot be computed.
    """
    metric = row(Metric, context, question.ref)
    versions = rows(MetricVersion, context).filter(metric=metric).order_by("-number")
    tests = list(rows(MetricTest, context).filter(metric=metric).order_by("ref"))
    return MetricDetail(
        row=metric_row(metric),
        description=metric.description,
        definition=metric.definition,
        versions=[_version_row(one) for one in versions],
        tests=[tried_row(one) for one in tests],
        lineage=_lineage(context, metric),
        warnings=[one.sentence for one in findings(metric, tests)],
        sql=_sql(context, metric),
    )


@query("metrics.metric_lineage")
def metric_lineage(context: Context, question: RefQuestion) -> MetricLineage:
    """What a metric is made from, all the way down to tables, and which metrics stand on it.

    Raises NotFound, Invalid where part of it is not there.
    """
    metric = row(Metric, context, question.ref)
    return _lined(context, metric)


def metric_row(one: Metric) -> MetricRow:
    return MetricRow(
        id=one.ref, version=one.version, label=one.label, kind=one.kind, state=one.state,
        owner=str(one.owner) if one.owner else "", unit=one.unit, direction=one.direction, decision=one.decision,
        baseline=one.baseline, target=one.target, target_on=one.target_on, computable=one.computable, reason=one.reason,
        definition_version=one.definition_version, effective_on=one.effective_on,
    )  # fmt: skip


def findings(metric: Metric, tests: Sequence[MetricTest]) -> tuple[Finding, ...]:
    """What makes a metric a vanity metric, or unfit to be trusted."""
    standing = Standing(
        metric.baseline is not None,
        bool(metric.decision),
        metric.owner_id is not None,
        bool(metric.unit),
        bool(tests) and all(one.passed for one in tests),
    )
    return vanity(parsed(metric.definition)[0].metrics.get(metric.ref), standing)


def _version_row(one: MetricVersion) -> VersionRow:
    return VersionRow(
        number=one.number, effective_on=one.effective_on, note=one.note, definition=one.definition
    )


def tried_row(one: MetricTest) -> MetricTestRow:
    return MetricTestRow(
        id=one.ref, name=one.name, given=[_given(*each) for each in one.fixture.items()],
        month=one.month, expected=one.expected, found=one.found, passed=one.passed, fault=one.fault,
        run_at=one.run_at,
    )  # fmt: skip


def _given(table: str, listed: list[dict[str, JsonValue]]) -> GivenRows:
    columns = list(dict.fromkeys(name for one in listed for name in one))
    return GivenRows(
        table=table, columns=columns, rows=[[one.get(name) for name in columns] for one in listed]
    )


def _lineage(context: Context, metric: Metric) -> MetricLineage | None:
    try:
        return _lined(context, metric)
    except Invalid:
        return None


def _lined(context: Context, metric: Metric) -> MetricLineage:
    if not metric.computable:
        raise Invalid(f"{metric.ref} cannot be computed: {metric.reason}")
    try:
        found = lineage(catalogue_of(context, [metric.ref]), metric.ref)
    except MetricError as error:
        raise Invalid(str(error)) from error
    others = rows(Metric, context).filter(kind__in=["ratio", "derived"]).exclude(pk=metric.pk)
    used_by = [
        other.ref
        for other in others.order_by("ref")
        if any(
            part.name == metric.ref
            for one in parsed(other.definition)[0].metrics.values()
            for part in one.inputs
        )
    ]
    return MetricLineage(
        metrics=list(found.metrics), measures=list(found.measures), models=list(found.models),
        tables=list(found.tables), used_by=used_by,
    )  # fmt: skip


def _sql(context: Context, metric: Metric) -> str:
    if not metric.computable:
        return ""
    try:
        return sql_of(catalogue_of(context, [metric.ref]), Ask((metric.ref,), ("metric_time__month",)))
    except Invalid:
        return ""
