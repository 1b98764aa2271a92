"""What can be changed in strategy: objectives and key results."""

from datetime import date

from pydantic import Field, FiniteFloat

from headway.apps.strategy.models import KeyResult, Objective
from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.records import record_save
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS


class ObjectiveSave(Question):
    ref: str = Field(min_length=1, max_length=60, examples=["O1"])
    title: str | None = Field(None, min_length=1, max_length=300)


@action("strategy.objective_save", roles=DECIDERS)
def objective_save(context: Context, question: ObjectiveSave) -> Done[RecordRef]:
    """Make an objective, or change the one with that ref.

    A new one needs a title; what is left out stays as it is.
    """
    saved = record_save(context, Objective, question.ref, {"title": question.title}, ("title",))
    objective = saved.record
    summary = f"{saved.verb} the objective {objective.ref} {objective.title!r}"
    return Done(ref_of(objective, objective.ref), summary, objective, saved.changes)


class KeyResultSave(Question):
    ref: str = Field(min_length=1, max_length=60, examples=["KR1"])
    objective: str | None = Field(None, min_length=1, max_length=100, description="Ref of its objective.")
    title: str | None = Field(None, min_length=1, max_length=300)
    metric: str | None = Field(None, min_length=1, max_length=120)
    unit: str | None = Field(None, max_length=40)
    baseline: FiniteFloat | None = Field(None, description="Where the metric stands today, in `unit`.")
    target: FiniteFloat | None = Field(None, description="Where it must be when due, in `unit`.")
    due: date | None = None


@action("strategy.key_result_save", roles=DECIDERS)
def key_result_save(context: Context, question: KeyResultSave) -> Done[RecordRef]:
    """Make a key result of an objective, or change the one with that ref.

    A new one needs its objective, a title and a metric; what is left out stays as it is. Raises NotFound
    where the objective does not exist.
    """
    values = question.model_dump(exclude={"ref", "objective"})
    values["objective"] = row(Objective, context, question.objective) if question.objective else None
    saved = record_save(context, KeyResult, question.ref, values, ("objective", "title", "metric"))
    result = saved.record
    summary = f"{saved.verb} the key result {result.ref} {result.title!r}"
    return Done(ref_of(result, result.ref), summary, result, saved.changes)
