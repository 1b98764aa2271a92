"""What is amiss with metrics: which cannot be computed and why, and which please more than they tell."""

from headway.apps.metrics.answers import Gap, GapList, LintFinding, LintList, LintRow
from headway.apps.metrics.catalogue import catalogue_of
from headway.apps.metrics.models import Metric, MetricTable, MetricTest
from headway.apps.metrics.queries import findings
from headway.apps.metrics.readers import living, unanswerable
from headway.apps.metrics.store import RESERVED
from headway.core.access import rows
from headway.core.context import Context
from headway.core.registry import Empty, query
from headway.engine.metrics.model import Catalogue, MetricError
from headway.engine.metrics.question import Ask, question_sql
from headway.engine.metrics.resolving import lineage

CHOOSE_ANEW = "Choose it anew from a table that is here, or retire it."


@query("metrics.metric_lint")
def metric_lint(context: Context, question: Empty) -> LintList:
    """Metrics that please more than they tell: without a baseline, a decision, an owner or a test, or only rising."""
    tests: dict[object, list[MetricTest]] = {}
    for one in rows(MetricTest, context):
        tests.setdefault(one.metric_id, []).append(one)
    checked = living(context)
    told = [(one, found) for one in checked if (found := findings(one, tests.get(one.pk, [])))]
    return LintList(
        checked=len(checked),
        rows=[
            LintRow(
                id=one.ref, label=one.label, warnings=[each.sentence for each in found],
                findings=[LintFinding(code=each.code, said=each.said, step=each.step) for each in found],
            )
            for one, found in told
        ],
    )  # fmt: skip


@query("metrics.metric_gaps")
def metric_gaps(context: Context, question: Empty) -> GapList:
    """Which metrics cannot be computed, why, and what to do about each."""
    checked = living(context)
    tables = set(rows(MetricTable, context).values_list("ref", flat=True)) | RESERVED
    catalogue = catalogue_of(context, [one.ref for one in checked if one.computable])
    gaps = {one.ref: gap for one in checked if (gap := _gap(one, catalogue, tables))}
    whole = [one for one in checked if one.ref not in gaps]
    lacking = unanswerable(context, catalogue, [one.ref for one in whole])
    gaps |= {one.ref: _of_columns(one, catalogue, lacking[one.ref]) for one in whole if one.ref in lacking}
    return GapList(computable=len(checked) - len(gaps), rows=[gaps[name] for name in sorted(gaps)])


def _gap(metric: Metric, catalogue: Catalogue, tables: set[str]) -> Gap | None:
    if not metric.computable:
        return Gap(id=metric.ref, label=metric.label, reason=metric.reason, kind="definition", about="",
                   step=CHOOSE_ANEW)  # fmt: skip
    try:
        question_sql(catalogue, Ask((metric.ref,), ("metric_time__month",)))
        missing = [one for one in lineage(catalogue, metric.ref).tables if one not in tables]
    except MetricError as error:
        return Gap(
            id=metric.ref, label=metric.label, reason=str(error), kind="part", about="", step=CHOOSE_ANEW
        )
    if not missing:
        return None
    return Gap(
        id=metric.ref, label=metric.label, reason=f"The table {missing[0]} is not there.", kind="table",
        about=missing[0], step=f"Bring its file as the table {missing[0]}.",
    )  # fmt: skip


def _of_columns(metric: Metric, catalogue: Catalogue, why: str) -> Gap:
    table = lineage(catalogue, metric.ref).tables[0]
    return Gap(
        id=metric.ref, label=metric.label, reason=f"The table {table} lacks what it reads: {why}", kind="columns",
        about=table, step=f"Bring a file with what is missing as the table {table}, or choose the metric anew.",
    )  # fmt: skip
