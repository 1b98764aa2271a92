"""A metric by choosing, saved: the definition is written for whoever chose, and kept like any other."""

from datetime import date
from typing import Literal

from pydantic import Field, FiniteFloat

from headway.apps.metrics.catalogue import parsed
from headway.apps.metrics.choosing import ChoiceQuestion, catalogue_with, definitions
from headway.apps.metrics.models import Metric
from headway.apps.metrics.saving import Meaning, metric_keep, model_keep
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.records import member_named
from headway.core.registry import Done, action
from headway.core.roles import MAKERS
from headway.engine.metrics.composing import Composed, Named
from headway.engine.metrics.drafting_models import name_from
from headway.engine.metrics.model import MetricError
from headway.engine.metrics.question import fingerprint

VALUES = ("unit", "direction", "decision", "target", "target_on")


class ChoiceSave(ChoiceQuestion):
    ref: str = Field("", max_length=100, description="Of the metric to change; empty for a new one.")
    label: str = Field("", max_length=200, description="What it is called; a new one needs it.")
    description: str | None = Field(None, max_length=2000)
    unit: str | None = Field(None, max_length=40)
    direction: Literal["up", "down", "none"] | None = Field(None, description="Which way is better.")
    decision: str | None = Field(None, max_length=300, description="What is done differently when it moves.")
    owner: str | None = Field(
        None, max_length=254, description="E-mail address of the member who answers for it."
    )
    target: FiniteFloat | None = Field(None, description="What it is to reach, in its unit.")
    target_on: date | None = Field(None, description="By when.")
    note: str = Field("", max_length=300, description="Why it changed.")


@action("metrics.choice_save", roles=MAKERS)
def choice_save(context: Context, question: ChoiceSave) -> Done[RecordRef]:
    """Make a metric by choosing a table and what is counted in it, or change one; its YAML is written from that.

    The semantic model of the table is used where there is one, with what it lacks put in. Raises Invalid where
    something is not chosen or does not go together and for a name that is taken, NotFound for a table.
    """
    called = _called(context, question)
    found = definitions(context, question, called)
    meaning = _meaning(context, question, found, called.name)
    if found.added:
        table = parsed(found.model_text)[0].models[found.model].table
        model_keep(context, found.model, found.model_text, table)
    values: dict[str, object] = {name: getattr(question, name) for name in VALUES}
    values["owner"] = member_named(context, question.owner, "owner") if question.owner else None
    values |= {"label": called.label, "description": called.description}
    saved = metric_keep(context, called.name, meaning, values, context.today, note=question.note)
    summary = f"{saved.verb} the metric {called.label} by choosing"
    return Done(ref_of(saved.record, called.name), summary, saved.record, saved.changes)


def _called(context: Context, question: ChoiceSave) -> Named:
    if question.ref:
        metric = row(Metric, context, question.ref)
        description = metric.description if question.description is None else question.description
        return Named(metric.ref, question.label or metric.label, description)
    if not question.label.strip():
        raise Invalid("Field label: a new metric needs a name; write what it counts, such as Paid orders.")
    name = name_from(question.label)
    if rows(Metric, context).filter(ref=name).exists():
        raise Invalid(
            f"Field label: there is a metric {name} already; open that one, or choose another name."
        )
    return Named(name, question.label.strip(), question.description or "")


def _meaning(context: Context, question: ChoiceSave, found: Composed, name: str) -> Meaning:
    try:
        return Meaning(found.metric, question.kind, fingerprint(catalogue_with(context, found, name), name))
    except MetricError as error:
        raise Invalid(f"Not chosen well yet: {error}") from error
