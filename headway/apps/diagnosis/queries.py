"""What can be asked about a change; it is worked out by libraries that a web process starts without."""

from headway.apps.analytics.loading import answers_loaded
from headway.apps.diagnosis.answers import ChangeAnswer, PointAnswer
from headway.apps.diagnosis.points import Point, point_question
from headway.apps.diagnosis.questions import ChangeQuestion, PointAsked
from headway.apps.reporting.reading import checked
from headway.core.context import Context
from headway.core.registry import query


@query("diagnosis.change_explain")
def change_explain(context: Context, question: ChangeQuestion) -> ChangeAnswer:
    """Why a metric, a count of events or a share that gets through is another than before, taken apart and ranked.

    The effects of every breakdown and what is left add up to the change. Nothing is said to be the reason: each
    hypothesis has its strength, what speaks for it and what to look at next. Raises Invalid for a question of neither
    a metric nor events, days that do not go together and a dimension of more than 1,000 values; NotFound for an
    unknown metric.
    """
    answers_loaded()
    from headway.apps.diagnosis.explaining import change_answer  # noqa: PLC0415

    return change_answer(context, question)


@query("diagnosis.point_question")
def point_question_of(context: Context, question: PointAsked) -> PointAnswer:
    """What to ask diagnosis.change_explain about one point of a chart: its days and those of the period before.

    A day is held against the four weeks before it. Raises Invalid for a point that cannot be taken apart, and says why.
    """
    asked = checked(question.query, question.question)
    point = Point(question.period, question.row, question.value, question.step)
    return PointAnswer(question=point_question(question.query, asked, point))
