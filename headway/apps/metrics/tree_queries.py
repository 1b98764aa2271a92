"""The tree of a metric: what it is made of, what is held to drive it, and how strongly each moves together with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import Field

from headway.apps.metrics.answers import MetricSeries
from headway.apps.metrics.catalogue import parsed
from headway.apps.metrics.models import Metric, MetricDriver
from headway.apps.metrics.periods import Grain
from headway.apps.metrics.series_queries import SeriesQuestion, metric_series
from headway.core.access import row, rows
from headway.core.answers import RefQuestion
from headway.core.context import Context
from headway.core.registry import Answer, query

DEPTH_MOST, NODES_MOST = 4, 40
YEAR_MONTHS = 12


class Tie(Answer):
    """By how many percent the metric above moves when this one moves by one percent; null is unknown, for the `reason`.

    `low` and `high` bound it at 95 %, `lag` counts periods, `n` the changes compared. That two move together does not
    prove that one causes the other.
    """

    value: float | None
    low: float | None
    high: float | None
    lag: int
    n: int
    moves_together: bool
    reason: str


class TreeNode(Answer):
    """A metric with its last whole period. `relation` to the one above is part (its formula) or influence (somebody
    says so, with `note`); `driver` is the ref to take that back by."""

    id: str
    label: str
    unit: str
    direction: str
    period: str
    value: float | None
    change: float | None
    reason: str
    relation: str
    driver: str
    note: str
    tie: Tie | None
    children: list["TreeNode"]


class MetricTree(Answer):
    grain: str
    root: TreeNode
    cut: bool


class TreeQuestion(RefQuestion):
    grain: Grain = Field("week", description="By which periods values are compared.")


@dataclass(frozen=True)
class _Edge:
    """A metric and why it stands under the one above."""

    metric: Metric
    relation: str = ""
    said: MetricDriver | None = None


class _Branch:
    """What is known of the tree while it is walked."""

    def __init__(self, context: Context, grain: Grain) -> None:
        self.context, self.grain = context, grain
        self.series: dict[str, MetricSeries] = {}
        self.metrics = {one.ref: one for one in rows(Metric, context)}
        self.said: dict[object, list[MetricDriver]] = {}
        for one in rows(MetricDriver, context).select_related("driver").order_by("ref"):
            self.said.setdefault(one.metric_id, []).append(one)
        self.cut = False

    def series_of(self, metric: Metric) -> MetricSeries | None:
        if metric.ref not in self.series:
            if len(self.series) >= NODES_MOST:
                self.cut = True
                return None
            asked = SeriesQuestion(ref=metric.ref, grain=self.grain, by="", from_day=None, to_day=None)
            self.series[metric.ref] = metric_series(self.context, asked)
        return self.series[metric.ref]

    def below(self, metric: Metric) -> list[_Edge]:
        """The parts of its formula, then what is held to drive it."""
        own = parsed(metric.definition)[0].metrics.values()
        parts = dict.fromkeys(one.name for each in own for one in each.inputs)
        made = [
            _Edge(self.metrics[one], "part") for one in parts if one in self.metrics and one != metric.ref
        ]
        return made + [_Edge(one.driver, "influence", one) for one in self.said.get(metric.pk, [])]


@query("metrics.metric_tree")
def metric_tree(context: Context, question: TreeQuestion) -> MetricTree:
    """What a metric is made of and what is held to drive it, four levels deep and forty metrics at most.

    Each branch has the elasticity measured on the changes of both series from period to period (weekdays, and months
    over two years, with a mean of their own). Raises NotFound.
    """
    walk = _Branch(context, question.grain)
    root = _node(walk, _Edge(row(Metric, context, question.ref)), (), None)
    assert root is not None
    return MetricTree(grain=question.grain, root=root, cut=walk.cut)


def _node(walk: _Branch, edge: _Edge, above: tuple[str, ...], over: MetricSeries | None) -> TreeNode | None:
    metric, said = edge.metric, edge.said
    series = None if metric.ref in above else walk.series_of(metric)
    if series is None:
        return None
    path = (*above, metric.ref)
    below = walk.below(metric) if len(path) < DEPTH_MOST else []
    nodes = [_node(walk, one, path, series) for one in below]
    return TreeNode(
        id=metric.ref, label=metric.label, unit=metric.unit, direction=metric.direction, period=series.period,
        value=series.value, change=series.change, reason=series.reason, relation=edge.relation,
        driver=said.ref if said else "", note=said.note if said else "",
        tie=_tie(over, series, walk.grain) if over else None, children=[one for one in nodes if one],
    )  # fmt: skip


def _tie(over: MetricSeries, series: MetricSeries, grain: str) -> Tie:
    from headway.engine.drivers.elasticity import elasticity  # noqa: PLC0415 - loads the numerical libraries

    known = dict(series.whole)
    days = [day for day, _ in over.whole if not over.open_period or day < over.open_period]
    found = elasticity(
        [dict(over.whole)[day] for day in days], [known.get(day) for day in days], _season(grain, days)
    )
    return Tie(
        value=found.value, low=found.low, high=found.high, lag=found.lag, n=found.n,
        moves_together=found.moves_together, reason=found.reason,
    )  # fmt: skip


def _season(grain: str, days: Sequence[str]) -> int:
    """How many periods a season has: the days of a week; the months of a year once there are two years."""
    if grain == "day":
        return 7
    return YEAR_MONTHS if grain == "month" and len(days) >= 2 * YEAR_MONTHS else 1
