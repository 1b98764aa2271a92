"""Where a column that is asked for stands: in the model of the measure, or in one joined to it by a key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from headway.engine.metrics.expressions import inner, quoted, select
from headway.engine.metrics.filters import Name
from headway.engine.metrics.model import (
    Catalogue,
    Dimension,
    Entity,
    Grain,
    Measure,
    MetricError,
    SemanticModel,
)

DAY, VALUE, ROW = '"__day"', '"__value"', '"__row"'


@dataclass(frozen=True, slots=True)
class Spot:
    """The SQL of a column on the rows of `model`, which is joined by `key` unless it is the measure's own."""

    sql: str
    model: SemanticModel
    key: str = ""


def found(catalogue: Catalogue, model: SemanticModel, measure: Measure, name: Name) -> Spot:
    """Where a name is found, seen from a measure of a model. Raises MetricError, saying what can be asked for."""
    if name.is_metric_time:
        return Spot(truncated(name.grain or "day", _time(model, measure)), model)
    if not name.dimension:
        return Spot(_entity(model, name.entity).expr, model)
    for other, key in _linked(catalogue, model, name.entity):
        if dimension := other.dimension(name.dimension):
            grain = name.grain or dimension.grain
            if name.grain and not dimension.grain:
                raise MetricError(
                    f"{name.column} asks for a {name.grain}, but that dimension is no time; leave it out."
                )
            sql = truncated(grain, dimension.expr) if grain else dimension.expr
            return Spot(sql, other, key)
    raise MetricError(
        f"{name.column} cannot be reached from the measure {measure.name}; there are {_reachable(catalogue, model)}."
    )


def truncated(grain: Grain, sql: str) -> str:
    """The first moment of the period that a moment lies in."""
    return f"DATE_TRUNC('{grain}', CAST({sql} AS TIMESTAMP))"


def rows_sql(
    catalogue: Catalogue, measure_name: str, names: Iterable[Name], key: str = "", *, whole: bool = False
) -> str:
    """The rows of a measure: its day, its value, each named column, and, where asked, the key of an entity.

    With `whole` each row as it stands in its table comes along too, as one column.
    """
    model, measure = catalogue.measure(measure_name)
    placed = [(name, found(catalogue, model, measure, name)) for name in dict.fromkeys(names)]
    own = [f"{spot.sql} AS {quoted(name.column)}" for name, spot in placed if not spot.key]
    if whole:
        own.append(f"src AS {ROW}")
    if key:
        own.append(f'{_entity(model, key).expr} AS "__key"')
    joined = sorted({spot.key for _, spot in placed if spot.key})
    own += [f"{_entity(model, one).expr} AS {quoted('__to_' + one)}" for one in joined]
    head = [f"{truncated('day', _time(model, measure))} AS {DAY}", f"{_value(measure)} AS {VALUE}"]
    own_rows = select(", ".join(head + own), f"{quoted(model.table)} AS src")
    if not joined:
        return own_rows
    joins = " ".join(_join(one, [(name, spot) for name, spot in placed if spot.key == one]) for one in joined)
    others = [f"{quoted('j_' + spot.key)}.{quoted(name.column)}" for name, spot in placed if spot.key]
    return select(", ".join(["a.*", *others]), inner(own_rows, "a"), f" {joins}")


def aggregated(measure: Measure, column: str = VALUE) -> str:
    """The measure over the values in a column of a group of rows; null for no values."""
    simple = {"count_distinct": f"COUNT(DISTINCT {column})", "average": f"AVG({column})", "min": f"MIN({column})",
              "max": f"MAX({column})", "median": f"QUANTILE_CONT({column}, 0.5)"}  # fmt: skip
    if measure.agg == "percentile":
        return f"QUANTILE_{'DISC' if measure.discrete else 'CONT'}({column}, {measure.percentile})"
    return simple.get(measure.agg, f"SUM({column})")


def _value(measure: Measure) -> str:
    if measure.agg == "count":
        return f"CASE WHEN {measure.expr} IS NOT NULL THEN 1 ELSE 0 END"
    if measure.agg == "sum_boolean":
        return f"CASE WHEN {measure.expr} THEN 1 ELSE 0 END"
    return measure.expr


def _time(model: SemanticModel, measure: Measure) -> str:
    dimension = model.dimension(measure.time)
    assert dimension is not None
    return dimension.expr


def _entity(model: SemanticModel, name: str) -> Entity:
    if entity := model.entity(name):
        return entity
    raise MetricError(f"{model.name} has no entity {name}; add it there, or leave it out here.")


def _linked(catalogue: Catalogue, model: SemanticModel, entity: str) -> list[tuple[SemanticModel, str]]:
    """The model itself where the entity is its own key, then those that the entity leads to."""
    own = model.entity(entity)
    is_own = entity == model.primary or (own is not None and own.type != "foreign")
    here = [(model, "")] if is_own else []
    there = [
        (other, entity)
        for other in catalogue.models.values()
        if own and other.name != model.name and (key := other.entity(entity)) and key.type != "foreign"
    ]
    return here + there


def _reachable(catalogue: Catalogue, model: SemanticModel) -> str:
    return ", ".join(["metric_time", *(name for name, _ in dimensions_from(catalogue, model))][:12])


def dimensions_from(catalogue: Catalogue, model: SemanticModel) -> list[tuple[str, Dimension]]:
    """The dimensions that rows of a model can be grouped by, each under the name that asks for it."""
    return [
        (f"{entity}__{one.name}", one)
        for entity in dict.fromkeys([model.primary, *(one.name for one in model.entities)])
        for other, _ in _linked(catalogue, model, entity)
        for one in other.dimensions
    ]


def _join(key: str, wanted: Sequence[tuple[Name, Spot]]) -> str:
    other = wanted[0][1].model
    if any(spot.model.name != other.name for _, spot in wanted):
        raise MetricError(f"{key} leads to columns of more than one model; ask for those of one.")
    target = other.entity(key)
    assert target is not None
    columns = ", ".join(f"{spot.sql} AS {quoted(name.column)}" for name, spot in wanted)
    alias = quoted("j_" + key)
    rows = select(f'{target.expr} AS "__key", {columns}', f"{quoted(other.table)} AS src")
    return f'LEFT JOIN {inner(rows, alias)} ON a.{quoted("__to_" + key)} = {alias}."__key"'
