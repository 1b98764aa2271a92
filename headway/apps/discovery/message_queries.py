"""What can be asked of single messages: what was said, what was marked in it, what waits to be placed."""

from headway.apps.discovery import shapes
from headway.apps.discovery.answers import FeedbackDetail, InsightRow, Quote
from headway.apps.discovery.models import Feedback, Insight
from headway.apps.discovery.queries import UNPLACED
from headway.core.access import row, rows
from headway.core.answers import RefQuestion
from headway.core.context import Context
from headway.core.registry import query


@query("discovery.feedback_detail")
def feedback_detail(context: Context, question: RefQuestion) -> FeedbackDetail:
    """One message as it was written, with the insights marked in it, by place.

    `unplaced` counts the messages without a theme or not sure of it; `next_unplaced` is the latest of those before
    this one, or the latest of all.
    """
    message = row(Feedback, context, question.ref)
    problem = message.theme.problem if message.theme else None
    insights = message.insights.select_related("problem", "author").order_by("start", "ref")
    waiting = rows(Feedback, context).filter(UNPLACED).exclude(pk=message.pk).order_by("-at", "-id")
    following = waiting.filter(at__lte=message.at).first() or waiting.first()
    return FeedbackDetail(
        message=shapes.feedback_row(message),
        said=Quote(id=message.ref, text=message.text, marks=[(one.start, one.end) for one in insights]),
        record_id=str(message.pk),
        problem=problem.ref if problem else "",
        problem_title=problem.title if problem else "",
        placed_by=str(message.placed_by) if message.placed_by else "",
        insights=[_insight(message, one) for one in insights],
        unplaced=waiting.count(),
        next_unplaced=following.ref if following else "",
    )


def _insight(message: Feedback, one: Insight) -> InsightRow:
    return InsightRow(
        id=one.ref,
        start=one.start,
        end=one.end,
        words=message.text[one.start : one.end],
        kind=one.get_kind_display(),
        importance=one.importance,
        problem=one.problem.ref if one.problem else "",
        problem_title=one.problem.title if one.problem else "",
        author=str(one.author) if one.author else "",
    )
