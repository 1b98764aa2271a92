"""A metric by choosing: what a form or a program sends, and the definitions that come of it in this workspace."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from headway.apps.metrics.catalogue import catalogue_of, parsed
from headway.apps.metrics.columns import kinds_of
from headway.apps.metrics.models import SemanticModel
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.records import Lines, Refs
from headway.core.registry import Question
from headway.engine.metrics.choosing import Choice, ChoiceKind, ChosenAgg, Condition, How
from headway.engine.metrics.composing import Composed, Named, composed
from headway.engine.metrics.model import Catalogue, MetricError

ToDate = Literal["", "week", "month", "quarter", "year"]


class Which(BaseModel):
    """A condition on a column."""

    model_config = ConfigDict(extra="forbid")

    column: str = Field(min_length=1, max_length=200, examples=["plan"])
    how: How = "is"
    values: Lines = Field(
        default=[], max_length=20, description="Several: one of them; none for known and unknown."
    )


class ChoiceQuestion(Question):
    """What is counted. Columns are those of the table; of events also `properties.name`."""

    kind: ChoiceKind = Field(
        "simple", description="simple: rows taken together; ratio: of two metrics; cumulative: over a window or ever; "
        "conversion: the share of those who begin that goes on.",
    )  # fmt: skip
    table: str = Field("", max_length=100, examples=["orders"])
    agg: ChosenAgg = Field("count", description="How rows are taken together.")
    column: str = Field("", max_length=200, description="What is taken together; empty counts the rows.")
    time: str = Field("", max_length=200, description="The column that says on which day a row counts.")
    where: list[Which] = Field(
        default=[], max_length=10, description="Which rows count; of a conversion, those it begins with."
    )
    splits: Refs = Field(default=[], max_length=20, description="Columns that it can be split by.")
    numerator: str = Field("", max_length=100, description="Of a ratio: the metric above the line.")
    denominator: str = Field("", max_length=100, description="Of a ratio: the metric below it.")
    window: str = Field("", max_length=20, examples=["30 days"])
    to_date: ToDate = Field("", description="Of a cumulative metric: the period it begins anew with.")
    who: str = Field("", max_length=200, description="Of a conversion: the column that says who.")
    then: list[Which] = Field(default=[], max_length=10, description="Of a conversion: what is to follow.")


def definitions(context: Context, question: ChoiceQuestion, called: Named) -> Composed:
    """The YAML that says what was chosen. Raises Invalid where something is missing, NotFound for a table."""
    choice = _choice(question)
    texts = dict(rows(SemanticModel, context).values_list("ref", "definition"))
    mentioned = [question.column, question.who, *question.splits]
    mentioned += [one.column for one in (*question.where, *question.then)]
    kinds = (
        kinds_of(context, question.table, mentioned) if question.table and question.kind != "ratio" else {}
    )
    try:
        return composed(choice, called, texts, kinds)
    except MetricError as error:
        raise Invalid(f"Not chosen well yet: {error}") from error


def catalogue_with(context: Context, found: Composed, name: str) -> Catalogue:
    """Everything that a metric in the making stands on, and the metric itself. Raises Invalid with the first fault."""
    own = Catalogue()
    for text in filter(None, (found.model_text, found.metric)):
        catalogue, faults = parsed(text)
        if faults:
            raise Invalid(f"Not chosen well yet: {faults[0]}")
        own.models.update(catalogue.models)
        own.metrics.update(catalogue.metrics)
    return catalogue_of(context, [name], own)


def question_of(choice: Choice) -> ChoiceQuestion:
    """A choice as it is sent."""
    return ChoiceQuestion.model_validate(
        {
            "kind": choice.kind, "table": choice.table, "agg": choice.agg, "column": choice.column, "time": choice.time,
            "where": [_which(one) for one in choice.conditions], "numerator": choice.numerator,
            "denominator": choice.denominator, "window": choice.window, "to_date": choice.to_date, "who": choice.who,
            "then": [_which(one) for one in choice.then],
        }
    )  # fmt: skip


def _choice(question: ChoiceQuestion) -> Choice:
    return Choice(
        question.kind, question.table, question.agg, question.column, question.time, _conditions(question.where),
        tuple(question.splits), question.numerator, question.denominator, question.window.strip(), question.to_date,
        question.who, _conditions(question.then),
    )  # fmt: skip


def _conditions(given: list[Which]) -> tuple[Condition, ...]:
    return tuple(Condition(one.column, one.how, tuple(one.values)) for one in given)


def _which(one: Condition) -> dict[str, object]:
    return {"column": one.column, "how": one.how, "values": list(one.values)}
