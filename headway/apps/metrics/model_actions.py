"""What can be done with semantic models by choosing: add a measure or a dimension, remove a model."""

from pydantic import Field

from headway.apps.metrics.columns import kinds_of
from headway.apps.metrics.models import SemanticModel
from headway.apps.metrics.readers import metrics_by
from headway.apps.metrics.saving import model_keep
from headway.apps.metrics.table_actions import named
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS
from headway.engine.metrics.choosing import ChosenAgg
from headway.engine.metrics.drafting_models import ModelDraft, draft_of
from headway.engine.metrics.model import MetricError

NAME = "^([a-z][a-z0-9]*(_[a-z0-9]+)*)?$"


class MeasureAdd(Question):
    model: str = Field(min_length=1, max_length=100)
    agg: ChosenAgg = Field("count", description="How rows are taken together.")
    column: str = Field("", max_length=200, description="What is taken together; empty counts the rows.")
    time: str = Field(max_length=200, description="The column that says on which day a row counts.")
    name: str = Field("", max_length=80, pattern=NAME, description="Made from the rest where it is left out.")


class DimensionAdd(Question):
    model: str = Field(min_length=1, max_length=100)
    column: str = Field(
        min_length=1, max_length=200, description="Of its table; of events also `properties.name`."
    )
    name: str = Field("", max_length=80, pattern=NAME, description="That of the column where it is left out.")


@action("metrics.measure_add", roles=MAKERS)
def measure_add(context: Context, question: MeasureAdd) -> Done[RecordRef]:
    """Add a measure to a semantic model: how a column is taken together, and by which day.

    Raises NotFound, and Invalid for a column that does not fit, a name that is taken, and one that is there.
    """
    draft = _draft(context, question.model, [question.column, question.time])
    try:
        name = draft.measure(question.agg, question.column, question.time, question.name)
    except MetricError as error:
        raise Invalid(f"Not chosen well yet: {error}") from error
    return _kept(context, draft, f"the measure {name}")


@action("metrics.dimension_add", roles=MAKERS)
def dimension_add(context: Context, question: DimensionAdd) -> Done[RecordRef]:
    """Add a column of its table to a semantic model, to split and filter metrics by.

    Raises NotFound, and Invalid for a column that is not in the table or a dimension already.
    """
    draft = _draft(context, question.model, [question.column])
    try:
        name = draft.dimension(question.column, question.name)
    except MetricError as error:
        raise Invalid(f"Not chosen well yet: {error}") from error
    return _kept(context, draft, f"the dimension {name}")


@action("metrics.model_remove", roles=MAKERS, destructive=True)
def model_remove(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Remove a semantic model; its table stays. Raises NotFound, and Invalid while a metric stands on it."""
    model = row(SemanticModel, context, question.ref)
    if standing := metrics_by(context, "models").get(model.ref, []):
        raise Invalid(f"{named(standing)} stand on {model.ref}; retire or change what does first.")
    answer = ref_of(model, model.ref)
    model.delete()
    return Done(answer, f"Removed the semantic model {answer.ref}", None, {"table": model.table})


def _draft(context: Context, name: str, mentioned: list[str]) -> ModelDraft:
    record = row(SemanticModel, context, name)
    texts = dict(rows(SemanticModel, context).values_list("ref", "definition"))
    return draft_of(record.table, texts, kinds_of(context, record.table, mentioned), record.ref)


def _kept(context: Context, draft: ModelDraft, what: str) -> Done[RecordRef]:
    model = draft.model
    if not draft.added:
        raise Invalid(f"{model.name} has {what} already; nothing was added.")
    saved = model_keep(context, model.name, draft.text, model.table)
    answer = ref_of(saved.record, model.name)
    return Done(answer, f"Added {what} to {model.name}", saved.record, {"added": list(draft.added)})
