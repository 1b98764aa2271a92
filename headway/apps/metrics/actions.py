"""What can be done with metrics: save, certify and retire them, and say which models they stand on."""

from datetime import date
from typing import Literal

from pydantic import Field, FiniteFloat

from headway.apps.metrics.catalogue import meaning, parsed, read_one
from headway.apps.metrics.models import Metric, MetricTest, SemanticModel
from headway.apps.metrics.saving import Meaning, metric_keep, model_keep
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.records import member_named
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS, MAKERS
from headway.engine.metrics.splitting import split

DEFINITION_MOST = 20_000
VALUES = ("unit", "direction", "decision", "target", "target_on")


class ModelSave(Question):
    definition: str = Field(
        min_length=1, max_length=DEFINITION_MOST, description="YAML with one `semantic_models:`."
    )


@action("metrics.model_save", roles=MAKERS)
def model_save(context: Context, question: ModelSave) -> Done[RecordRef]:
    """Save a semantic model under its name: a table with its entities, dimensions and measures.

    Raises Invalid with the first fault and its line, nothing is saved then.
    """
    catalogue, faults = parsed(question.definition)
    if faults:
        raise Invalid(f"Field definition: {faults[0]}")
    if len(catalogue.models) != 1:
        raise Invalid("Field definition: give one semantic model under `semantic_models:`.")
    model = next(iter(catalogue.models.values()))
    text = split(question.definition)[0].text
    _refuse_double_measures(context, model.name, {one.name for one in model.measures})
    saved = model_keep(context, model.name, text, model.table)
    summary = f"{saved.verb} the semantic model {model.name}"
    return Done(ref_of(saved.record, model.name), summary, saved.record, saved.changes)


def _refuse_double_measures(context: Context, name: str, measures: set[str]) -> None:
    for other in rows(SemanticModel, context).exclude(ref=name):
        theirs = {one.name for model in parsed(other.definition)[0].models.values() for one in model.measures}
        if both := measures & theirs:
            raise Invalid(f"Field definition: the measure {min(both)} is in {other.ref} already; rename one.")


class MetricSave(Question):
    ref: str = Field(max_length=100, examples=["buy_rate"], description="Its name, as in the definition.")
    definition: str | None = Field(
        None, min_length=1, max_length=DEFINITION_MOST, description="YAML, one metric."
    )
    unit: str | None = Field(None, max_length=40)
    direction: Literal["up", "down", "none"] | None = Field(None, description="Which way is better.")
    decision: str | None = Field(None, max_length=300, description="What is done differently when it moves.")
    owner: str | None = Field(
        None, max_length=254, description="E-mail address of the member who answers for it."
    )
    target: FiniteFloat | None = Field(None, description="What it is to reach, in its unit.")
    target_on: date | None = Field(None, description="By when.")
    effective_on: date | None = Field(
        None, description="From when on the definition holds; today where left out."
    )
    note: str = Field("", max_length=300, description="Why the definition changed.")


@action("metrics.metric_save", roles=MAKERS)
def metric_save(context: Context, question: MetricSave) -> Done[RecordRef]:
    """Make a metric, or change the one with that name; another definition becomes its next version.

    A certified metric whose numbers would change is a draft again. Raises Invalid with the first fault of a
    definition and its line, for a name that is not the definition's, and for an owner who is no member.
    """
    values: dict[str, object] = {name: getattr(question, name) for name in VALUES}
    values["owner"] = member_named(context, question.owner, "owner") if question.owner else None
    meant = None
    if question.definition:
        metric = read_one(question.definition)
        if metric.name != question.ref:
            raise Invalid(f"Field ref: the definition is of {metric.name}; write the same name in both.")
        text = split(question.definition)[0].text
        meant = Meaning(text, metric.type, meaning(context, metric))
        values |= {"label": metric.label[:200], "description": metric.description}
    since = question.effective_on or context.today
    saved = metric_keep(context, question.ref, meant, values, since, note=question.note)
    summary = f"{saved.verb} the metric {saved.record.ref}"
    return Done(ref_of(saved.record, saved.record.ref), summary, saved.record, saved.changes)


@action("metrics.metric_certify", roles=DECIDERS)
def metric_certify(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Certify a metric: others may decide by it. It needs an owner, a unit, a decision it serves and a passing test.

    Raises Invalid naming what it lacks.
    """
    metric = row(Metric, context, question.ref)
    tests = rows(MetricTest, context).filter(metric=metric)
    lacking = [
        word
        for word, is_there in (
            ("a definition that can be computed", metric.computable),
            ("an owner", metric.owner_id),
            ("a unit", metric.unit),
            ("a decision that it serves", metric.decision),
            ("a passing test", tests.exists() and not tests.exclude(passed=True).exists()),
        )
        if not is_there
    ]
    if lacking:
        raise Invalid(f"{metric.ref} lacks {', '.join(lacking)}; add that and certify it then.")
    return _moved(metric, Metric.State.CERTIFIED, f"Certified the metric {metric.ref}")


class MetricRetire(RefQuestion):
    reason: str = Field(min_length=1, max_length=300, description="Why, and what to look at instead.")


@action("metrics.metric_retire", roles=DECIDERS)
def metric_retire(context: Context, question: MetricRetire) -> Done[RecordRef]:
    """Retire a metric: it stays to be looked up, and is asked no more for new work. Raises NotFound."""
    metric = row(Metric, context, question.ref)
    return _moved(metric, Metric.State.RETIRED, f"Retired the metric {metric.ref}: {question.reason}")


def _moved(metric: Metric, state: Metric.State, summary: str) -> Done[RecordRef]:
    before, metric.state, metric.version = metric.state, state, metric.version + 1
    metric.save(update_fields=["state", "version"])
    changes = {"state": {"before": before, "after": state.value}}
    return Done(ref_of(metric, metric.ref), summary, metric, changes)
