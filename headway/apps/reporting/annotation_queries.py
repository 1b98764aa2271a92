"""What can be asked about what happened when."""

from datetime import date, timedelta

from headway.apps.reporting.answers import AnnotationList
from headway.apps.reporting.marks import marks_between
from headway.core.context import Context
from headway.core.registry import Question, query

DAYS_BACK = 365


class AnnotationsQuestion(Question):
    since: date | None = None
    until: date | None = None


@query("reporting.annotation_list")
def annotation_list(context: Context, question: AnnotationsQuestion) -> AnnotationList:
    """What happened between two days (both counted; else in the last year): annotations, and launches, experiments and
    deprecations by themselves, 200 at most."""
    until = question.until or context.today
    since = question.since or until - timedelta(days=min(DAYS_BACK, until.toordinal() - 1))
    return AnnotationList(rows=marks_between(context, since, until))
