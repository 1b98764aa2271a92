"""What is planned to be learned from customers."""

from datetime import date

from headway.apps.discovery.answers import ResearchPlanList, ResearchPlanRow
from headway.apps.discovery.models import ResearchPlan
from headway.core.access import row, rows
from headway.core.answers import PageQuestion
from headway.core.context import Context
from headway.core.paging import first_of
from headway.core.registry import query


@query("discovery.research_plan_list")
def research_plan_list(context: Context, question: PageQuestion) -> ResearchPlanList:
    """The research plans, the newest first: what is to be learned, for which decision, how, from whom, when.

    `state` follows from the dates: ahead, running or over on the day of asking.
    """
    found = rows(ResearchPlan, context).select_related("owner").order_by("-id")
    if question.after:
        found = found.filter(pk__lt=row(ResearchPlan, context, question.after).pk)
    shown, more = first_of(found, question.limit)
    return ResearchPlanList(rows=[_row(one, context.today) for one in shown], next=more)


def _row(plan: ResearchPlan, today: date) -> ResearchPlanRow:
    over, ahead = plan.ends_on < today, plan.starts_on > today
    return ResearchPlanRow(
        id=plan.ref,
        question=plan.question,
        decision=plan.decision,
        method=plan.method,
        participants=plan.participants,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        owner=str(plan.owner),
        state="over" if over else "ahead" if ahead else "running",
    )
