"""The kinds of questions that the page offers, each with its form and the question made of what was chosen."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from headway.web.choices import Choice
from headway.web.explore.forms.amounts import (
    SERIES,
    lifecycle_form,
    lifecycle_question,
    stickiness_form,
    stickiness_question,
    trend_form,
    trend_question,
)
from headway.web.explore.forms.fields import Form, Known, Values
from headway.web.explore.forms.moves import (
    anomalies_form,
    anomalies_question,
    diagnosis_form,
    diagnosis_question,
)
from headway.web.explore.forms.returns import (
    brackets_form,
    brackets_question,
    retention_form,
    retention_question,
)
from headway.web.explore.forms.uptake import adoption_form, adoption_question, value_form, value_question
from headway.web.explore.forms.ways import (
    STEPS,
    conversion_form,
    conversion_question,
    funnel_form,
    funnel_question,
    paths_form,
    paths_question,
)

COHORT = "cohort"
# Every name under which a line of events stands in the address.
LINES = (*SERIES, *STEPS, "back", "then", "exposed", "value")


@dataclass(frozen=True)
class Kind:
    """A kind of question: the query it goes to, its form, and the question made of what was chosen; None while
    something needed is not chosen. `by_cohort` where it can be kept to the members of a cohort."""

    label: str
    about: str
    query: str
    form: Callable[[Known, Values], Form] = field(repr=False)
    question: Callable[[Values], dict[str, Any] | None] = field(repr=False)
    by_cohort: bool = True


KINDS = {
    "trend": Kind("Trend", "How often, or by how many", "analytics.trend", trend_form, trend_question),
    "funnel": Kind("Funnel", "Who takes each step", "analytics.funnel", funnel_form, funnel_question),
    "conversion": Kind(
        "Time to convert", "How long a step takes", "analytics.time_to_convert", conversion_form, conversion_question
    ),
    "retention": Kind(
        "Retention", "Who comes back", "analytics.retention", retention_form, retention_question
    ),
    "brackets": Kind(
        "Brackets", "Who comes back within which days", "analytics.retention_brackets", brackets_form, brackets_question
    ),
    "stickiness": Kind(
        "Stickiness", "How regularly they are there", "analytics.stickiness", stickiness_form, stickiness_question
    ),
    "lifecycle": Kind(
        "Lifecycle", "Who is new, returns or falls away", "analytics.lifecycle", lifecycle_form, lifecycle_question
    ),
    "adoption": Kind("Adoption", "Who takes it up", "analytics.adoption", adoption_form, adoption_question),
    "value": Kind(
        "Time to value", "How long until it is worth something", "analytics.time_to_value", value_form, value_question
    ),
    "paths": Kind("Paths", "Which way they go", "analytics.paths", paths_form, paths_question),
    "anomalies": Kind(
        "Anomalies", "When it was strange", "analytics.anomalies", anomalies_form, anomalies_question, by_cohort=False
    ),
    "diagnosis": Kind(
        "Diagnosis", "Where it changed", "analytics.diagnosis", diagnosis_form, diagnosis_question, by_cohort=False
    ),
}  # fmt: skip


def form_of(kind: Kind, known: Known, values: Values) -> Form:
    """The form with what was chosen in it, or what it begins with."""
    form = kind.form(known, values)
    if kind.by_cohort and known.cohorts:
        only = Choice(COHORT, "Only of", known.cohorts, "Everybody")
        form = Form(form.lines, [*form.fields, only], form.more)
    return form.filled(values)


def question_of(kind: Kind, form: Form, values: Values) -> dict[str, Any] | None:
    """The question, with what fields begin with where the address says nothing. Raises Invalid."""
    begun = {one.name: one.value for one in (*form.fields, *form.more) if one.value}
    return kind.question(begun | {name: value for name, value in values.items() if value})
