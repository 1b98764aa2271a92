"""Research reaches whom it belongs to."""

from collections.abc import Iterable

from headway.apps.discovery.models import ResearchPlan
from headway.core.talk.meaning import Happened, Meaning, notices, yours


@notices("discovery.research_plan_save")
def research_owner_told(happened: Happened) -> Iterable[Meaning]:
    """Once for each owner, who watches the plan from then on, and so hears of its changes."""
    plan = happened.subject
    assert isinstance(plan, ResearchPlan)
    return yours(plan, plan.owner_id, f"You run the research: {plan.question}")
