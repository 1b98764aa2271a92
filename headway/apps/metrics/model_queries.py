"""The semantic models: what each says of its table, and the metrics that stand on it."""

from headway.apps.metrics.catalogue import parsed
from headway.apps.metrics.models import SemanticModel
from headway.apps.metrics.readers import metrics_by
from headway.core.access import row, rows
from headway.core.answers import RefQuestion
from headway.core.context import Context
from headway.core.registry import Answer, Empty, query
from headway.engine.metrics import model as engine
from headway.engine.metrics.columns import dimensions_from
from headway.engine.metrics.model import Catalogue


class ModelRow(Answer):
    """A semantic model with how much is in it; `metrics` are those that stand on it."""

    ref: str
    table: str
    entities: int
    dimensions: int
    measures: int
    metrics: list[str]


class ModelList(Answer):
    rows: list[ModelRow]


class EntityPart(Answer):
    name: str
    type: str
    expr: str


class DimensionPart(Answer):
    """A column to group and filter by under the name `asked_as`; `grain` is null for a category."""

    name: str
    asked_as: str
    expr: str
    grain: str | None


class MeasurePart(Answer):
    name: str
    agg: str
    expr: str
    time: str
    metrics: list[str]


class ModelDetail(Answer):
    row: ModelRow
    definition: str
    entities: list[EntityPart]
    dimensions: list[DimensionPart]
    measures: list[MeasurePart]


@query("metrics.model_list")
def model_list(context: Context, question: Empty) -> ModelList:
    """The semantic models by name, with the table that each reads and the metrics that stand on it."""
    metrics = metrics_by(context, "models")
    found = rows(SemanticModel, context).order_by("ref")
    return ModelList(rows=[_row(one, _read(one), metrics.get(one.ref, [])) for one in found])


@query("metrics.model_detail")
def model_detail(context: Context, question: RefQuestion) -> ModelDetail:
    """One semantic model: its entities, dimensions and measures, each measure with its metrics. Raises NotFound."""
    record = row(SemanticModel, context, question.ref)
    model = _read(record)
    by_measure = metrics_by(context, "measures")
    asked_as = {one.name: name for name, one in dimensions_from(Catalogue({model.name: model}), model)}
    return ModelDetail(
        row=_row(record, model, metrics_by(context, "models").get(record.ref, [])),
        definition=record.definition,
        entities=[EntityPart(name=one.name, type=one.type, expr=one.expr) for one in model.entities],
        dimensions=[
            DimensionPart(name=one.name, asked_as=asked_as.get(one.name, ""), expr=one.expr, grain=one.grain)
            for one in model.dimensions
        ],
        measures=[
            MeasurePart(
                name=one.name, agg=one.agg, expr=one.expr, time=one.time, metrics=by_measure.get(one.name, [])
            )
            for one in model.measures
        ],
    )


def _read(record: SemanticModel) -> engine.SemanticModel:
    return parsed(record.definition)[0].models[record.ref]


def _row(record: SemanticModel, model: engine.SemanticModel, metrics: list[str]) -> ModelRow:
    return ModelRow(
        ref=record.ref, table=record.table, entities=len(model.entities), dimensions=len(model.dimensions),
        measures=len(model.measures), metrics=metrics,
    )  # fmt: skip
