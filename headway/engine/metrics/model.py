"""What a metrics file says: semantic models over tables, and metrics over their measures."""

from dataclasses import dataclass, field
from typing import Literal

Grain = Literal["day", "week", "month", "quarter", "year"]
Agg = Literal[
    "sum", "count", "count_distinct", "average", "min", "max", "median", "percentile", "sum_boolean"
]
MetricType = Literal["simple", "ratio", "derived", "cumulative", "conversion"]
PeriodAgg = Literal["first", "last", "average"]
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
AGGS: tuple[Agg, ...] = (
    "sum", "count", "count_distinct", "average", "min", "max", "median", "percentile", "sum_boolean",
)  # fmt: skip
TYPES: tuple[MetricType, ...] = ("simple", "ratio", "derived", "cumulative", "conversion")
METRIC_TIME = "metric_time"


class MetricError(ValueError):
    """A definition or question that cannot be answered; the message is one sentence that says where and what to do."""


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time such as 7 days: `count` of `grain`."""

    count: int
    grain: Grain

    def __str__(self) -> str:
        return f"{self.count} {self.grain}{'' if self.count == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Entity:
    name: str
    type: Literal["primary", "unique", "foreign"]
    expr: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """`grain` is that of a time dimension; None is a categorical one."""

    name: str
    expr: str
    grain: Grain | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """`time` is the name of the time dimension it is counted by; `percentile` is a share from 0 to 1."""

    name: str
    agg: Agg
    expr: str
    time: str
    percentile: float | None = None
    discrete: bool = False


@dataclass(frozen=True, slots=True)
class SemanticModel:
    """A table with its keys, dimensions and measures; `table` is the name of the relation that holds the rows."""

    name: str
    table: str
    entities: tuple[Entity, ...]
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    primary: str = ""

    def entity(self, name: str) -> Entity | None:
        return next((one for one in self.entities if one.name == name), None)

    def dimension(self, name: str) -> Dimension | None:
        return next((one for one in self.dimensions if one.name == name), None)


@dataclass(frozen=True, slots=True)
class MeasureInput:
    """A measure as a metric uses it; `fill` stands where there is none, and `spine` gives a row for every period."""

    name: str
    filters: tuple[str, ...] = ()
    fill: int | None = None
    spine: bool = False


@dataclass(frozen=True, slots=True)
class MetricInput:
    """A metric as another one uses it, under its alias, perhaps shifted in time."""

    name: str
    alias: str
    filters: tuple[str, ...] = ()
    offset: Span | None = None
    offset_to: Grain | None = None


@dataclass(frozen=True, slots=True)
class Conversion:
    base: MeasureInput
    converted: MeasureInput
    entity: str
    window: Span | None
    is_rate: bool
    constants: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric; which of the parts is filled depends on its type."""

    name: str
    type: MetricType
    label: str
    description: str = ""
    filters: tuple[str, ...] = ()
    measure: MeasureInput | None = None
    inputs: tuple[MetricInput, ...] = ()
    expr: str = ""
    window: Span | None = None
    to_date: Grain | None = None
    period_agg: PeriodAgg = "first"
    conversion: Conversion | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that a file (or several) defines, by name."""

    models: dict[str, SemanticModel] = field(default_factory=dict)
    metrics: dict[str, Metric] = field(default_factory=dict)

    def metric(self, name: str) -> Metric:
        """The metric of that name. Raises MetricError, naming near ones."""
        if name not in self.metrics:
            known = ", ".join(sorted(self.metrics)[:8]) or "none yet"
            raise MetricError(f"There is no metric {name[:60]!r}; there are {known}.")
        return self.metrics[name]

    def measure(self, name: str) -> tuple[SemanticModel, Measure]:
        """The measure of that name with its model. Raises MetricError."""
        for model in self.models.values():
            for measure in model.measures:
                if measure.name == name:
                    return model, measure
        raise MetricError(f"There is no measure {name[:60]!r}; add it to a semantic model.")
