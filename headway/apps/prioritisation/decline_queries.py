"""What was said no to, and what is to be looked at again."""

from collections.abc import Mapping
from datetime import date

from pydantic import Field

from headway.apps.discovery.models import Account
from headway.apps.prioritisation.answers import DeclinedList, DeclinedRow
from headway.apps.prioritisation.models import DeclinedRequest
from headway.core.access import row, rows
from headway.core.answers import PageQuestion
from headway.core.context import Context
from headway.core.paging import first_of, total_of
from headway.core.registry import query


class DeclinedQuestion(PageQuestion):
    text: str = Field("", max_length=200, description="Only requests that hold this.")
    due: bool = Field(False, description="Only those whose day to look at again has come.")


@query("prioritisation.decline_list")
def decline_list(context: Context, question: DeclinedQuestion) -> DeclinedList:
    """What was said no to, the newest first: who asked, why not, on what evidence, and when to look again.

    `due` counts those whose day to look at them again has come.
    """
    today = context.today
    everything = rows(DeclinedRequest, context)
    found = everything.select_related("objective", "author").order_by("-id")
    if question.text:
        found = found.filter(asked__icontains=question.text)
    if question.due:
        found = found.filter(revisit_on__lte=today)
    further = found
    if question.after:
        further = found.filter(pk__lt=row(DeclinedRequest, context, question.after).pk)
    shown, more = first_of(further, question.limit)
    refs = {ref for one in shown for ref in one.accounts}
    names = dict(rows(Account, context).filter(ref__in=refs).values_list("ref", "name"))
    return DeclinedList(
        rows=[_row(one, names, today) for one in shown],
        total=total_of(found, shown, more, question.after),
        due=everything.filter(revisit_on__lte=today).count(),
        next=more,
    )


def _row(one: DeclinedRequest, names: Mapping[str, str], today: date) -> DeclinedRow:
    return DeclinedRow(
        id=one.ref,
        asked=one.asked,
        accounts=one.accounts,
        account_names=[names.get(ref, ref) for ref in one.accounts],
        reason=one.reason,
        evidence=one.evidence,
        objective=one.objective.ref,
        fit=one.fit,
        fit_words=one.fit_words,
        reply=one.reply,
        revisit_on=one.revisit_on,
        revisit_when=one.revisit_when,
        due=one.revisit_on is not None and one.revisit_on <= today,
        author=str(one.author),
        at=one.created_at,
    )
