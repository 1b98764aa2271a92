from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.roadmap import compare_words as words
from headway.apps.roadmap.answers import PlanList
from headway.apps.roadmap.compare_answers import PlanComparison
from headway.core.context import Context
from headway.core.errors import HeadwayError
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask

CHOICES_MOST = 100
MOVED = {change: one for change, (one, _) in words.MOVED.items()}


@require_safe
@in_workspace
def compare(request: PageRequest, here: Context) -> HttpResponse:
    """Two plans side by side: `?a=PL-1&b=PL-2`; a wrong choice is told beside the selects, to choose again."""
    plans = ask("roadmap.plan_list", {"limit": CHOICES_MOST}, here)
    assert isinstance(plans, PlanList)
    wanted, status = chosen(request, "a", "b"), 200
    named = {"a": "", "b": ""} | wanted
    found, error, left_out = None, None, []
    if len(plans.rows) > 1 or wanted:
        try:
            found = ask("roadmap.plan_compare", wanted, here)
            assert isinstance(found, PlanComparison)
            left_out = [one for one in found.left_out if one.change == "same"]
            named = {"a": found.a.id, "b": found.b.id}
        except HeadwayError as wrong:
            error, status = wrong, wrong.status
    page = shown(
        request,
        "roadmap/compare.html",
        plans=plans,
        named=named,
        found=found,
        error=error,
        moved=MOVED,
        left_out=left_out,
    )
    page.status_code = status
    return page
