"""What was invested, and what teams lack for initiatives."""

from pydantic import Field

from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.answers import InvestmentList, InvestmentRow, ShortfallList
from headway.apps.roadmap.baseline import span_of
from headway.apps.roadmap.investing import shortfalls
from headway.apps.roadmap.models import Investment
from headway.core.access import row, rows
from headway.core.answers import PageQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.paging import first_of
from headway.core.quarters import PATTERN, quarter_index
from headway.core.records import Refs
from headway.core.registry import Question, query

QUARTERS_MOST = 20


@query("roadmap.investment_list")
def investment_list(context: Context, question: PageQuestion) -> InvestmentList:
    """The people and money that were decided on, the newest first, each with its business case.

    Amounts are in minor units; `shortfall` is what the teams lacked when it was asked for, in person-weeks.
    """
    found = rows(Investment, context).select_related("author").order_by("-id")
    if question.after:
        found = found.filter(pk__lt=row(Investment, context, question.after).pk)
    shown, more = first_of(found, question.limit)
    return InvestmentList(rows=[_row(one) for one in shown], next=more)


def _row(one: Investment) -> InvestmentRow:
    return InvestmentRow.model_validate(
        {
            "id": one.ref,
            "title": one.title,
            "initiatives": one.initiatives,
            "people": one.people,
            "amount_minor": one.amount_minor,
            "currency": one.currency,
            "quarters": one.quarters,
            "business_case": one.business_case,
            "evidence": one.evidence,
            "shortfall": one.shortfall,
            "author": str(one.author),
            "at": one.created_at,
        }
    )


class ShortfallQuestion(Question):
    initiatives: Refs = Field(min_length=1, max_length=100, description="Refs of initiatives.")
    first_quarter: str = Field(pattern=PATTERN, examples=["2026-Q4"])
    last_quarter: str = Field(pattern=PATTERN, examples=["2027-Q1"])


@query("roadmap.shortfall_show")
def shortfall_show(context: Context, question: ShortfallQuestion) -> ShortfallList:
    """What each team lacks to do these initiatives in these quarters, beside what is promised already.

    Person-weeks, efforts at P50; null with a reason where a team has no capacity yet. Raises NotFound for an
    unknown initiative, Invalid where the quarters run backwards or are more than 20.
    """
    count = quarter_index(question.last_quarter) - quarter_index(question.first_quarter) + 1
    if not 1 <= count <= QUARTERS_MOST:
        raise Invalid(
            f"Field last_quarter: choose a quarter from {question.first_quarter} on, at most 20 of them."
        )
    quarters = span_of(question.first_quarter, question.last_quarter)
    initiatives = [row(Initiative, context, ref) for ref in question.initiatives]
    found = shortfalls(context, initiatives, quarters)
    return ShortfallList.model_validate({"rows": found, "quarters": quarters})
