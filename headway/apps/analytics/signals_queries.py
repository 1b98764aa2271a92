"""What can be asked about a number that moved; it is worked out in the package `signals`.

Whoever asks loads the numerical libraries then, so that a web process starts without them.
"""

from pydantic import Field

from headway.apps.analytics.loading import answers_loaded
from headway.apps.analytics.signals.answers import AnomaliesAnswer, DiagnosisAnswer
from headway.apps.analytics.signals.questions import AnomaliesQuestion, DiagnosisQuestion
from headway.core.context import Context
from headway.core.registry import Answer, Question, query


class PropertiesQuestion(Question):
    event: str = Field("", max_length=500, description="Empty: of any name.")


class PropertyNames(Answer):
    names: list[str]


class ValuesQuestion(PropertiesQuestion):
    property: str = Field(min_length=1, max_length=500)


class PropertyValues(Answer):
    values: list[str]


@query("analytics.anomalies")
def anomalies(context: Context, question: AnomaliesQuestion) -> AnomaliesAnswer:
    """Periods in which a series did what it had not done lately, where its level changed, and how far to trust that.

    The last period is left out, since more can still come in it. Fewer than 20 periods are too few to tell, which the
    reason says. Raises Invalid for series that are not known in every period (per_user, dau, wau, mau).
    """
    answers_loaded()
    from headway.apps.analytics.signals.watching import anomalies_answer  # noqa: PLC0415

    return anomalies_answer(context, question)


@query("analytics.diagnosis")
def diagnosis(context: Context, question: DiagnosisQuestion) -> DiagnosisAnswer:
    """Which part of the people or events explains that a count or a share moved, searched over combinations.

    Those whose window is not over are left out of a share. Raises Invalid for a dimension of more than 1,000 values.
    """
    answers_loaded()
    from headway.apps.analytics.signals.diagnosing import diagnosis_answer  # noqa: PLC0415

    return diagnosis_answer(context, question)


@query("analytics.property_list")
def property_list(context: Context, question: PropertiesQuestion) -> PropertyNames:
    """The commonest properties of the events of a name (none: of any), 40 at most, in order of their names."""
    answers_loaded()
    from headway.apps.analytics.signals.properties import stored_names  # noqa: PLC0415

    return PropertyNames(names=stored_names(context, question.event or None))


@query("analytics.value_list")
def value_list(context: Context, question: ValuesQuestion) -> PropertyValues:
    """The commonest values of a property of the events of a name, 50 at most, as a sample of them tells."""
    answers_loaded()
    from headway.apps.analytics.signals.properties import stored_values  # noqa: PLC0415

    return PropertyValues(values=stored_values(context, question.event or None, question.property))
