"""What was promised to accounts, and how it went."""

from typing import Literal

from django.db.models import Q, Sum
from pydantic import Field

from headway.apps.discovery.models import Account
from headway.apps.roadmap.answers import CommitmentList, CommitmentRow
from headway.apps.roadmap.baseline import Items, baseline_for, span_of
from headway.apps.roadmap.committing import finishing_words
from headway.apps.roadmap.models import Commitment
from headway.core.access import row, rows
from headway.core.answers import PageQuestion
from headway.core.context import Context
from headway.core.paging import first_of
from headway.core.quarters import quarter_of
from headway.core.registry import query


class CommitmentQuestion(PageQuestion):
    state: Literal["", "open", "kept", "broken", "released"] = ""
    account: str = Field("", max_length=100, description="Only promises to this account.")
    overdue: bool = Field(False, description="Only open ones whose day is over.")


@query("roadmap.commitment_list")
def commitment_list(context: Context, question: CommitmentQuestion) -> CommitmentList:
    """The promises to accounts by the day they are due: what, to whom, who sees to it, and how it went.

    `open` and `overdue` count all of the workspace; ARR is in minor units, `arr_share` 0 to 1.
    """
    today, everything = context.today, rows(Commitment, context)
    late = Q(state=Commitment.State.OPEN, due__lt=today)
    found = everything.select_related("account", "initiative", "owner", "settled_by").order_by("due", "id")
    conditions = {"state": question.state, "account__ref": question.account}
    found = found.filter(**{name: value for name, value in conditions.items() if value})
    found = found.filter(late) if question.overdue else found
    if question.after:
        last = row(Commitment, context, question.after)
        found = found.filter(Q(due__gt=last.due) | Q(due=last.due, id__gt=last.pk))
    shown, more = first_of(found, question.limit)
    total = rows(Account, context).aggregate(total=Sum("arr_minor"))["total"]
    items = _planned(context, shown)
    return CommitmentList(
        rows=[_row(context, one, items, total) for one in shown],
        open=everything.filter(state=Commitment.State.OPEN).count(),
        overdue=everything.filter(late).count(),
        next=more,
    )


def _planned(context: Context, shown: list[Commitment]) -> Items:
    """What the baselines plan until the last of these promises is due."""
    today = quarter_of(context.today)
    return baseline_for(context, span_of(today, max([today, *(quarter_of(one.due) for one in shown)]))).items


def _row(context: Context, one: Commitment, items: Items, total: int | None) -> CommitmentRow:
    arr, is_open = one.account.arr_minor, one.state == Commitment.State.OPEN
    return CommitmentRow(
        id=one.ref,
        account=one.account.ref,
        account_name=one.account.name,
        arr_minor=arr,
        arr_share=arr / total if arr is not None and total else None,
        obligation=one.obligation,
        due=one.due,
        overdue=is_open and one.due < context.today,
        initiative=one.initiative.ref if one.initiative else "",
        standing=finishing_words(one, items) if is_open else "",
        contract=one.contract,
        owner=str(one.owner),
        state=one.state,
        settled_at=one.settled_at,
        settled_by=str(one.settled_by) if one.settled_by else "",
        note=one.note,
    )
