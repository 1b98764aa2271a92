from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.core.context import Context
from headway.core.pages import PageRequest, in_workspace, shown
from headway.core.perform import ask


@require_safe
@in_workspace
def objectives(request: PageRequest, here: Context) -> HttpResponse:
    return shown(request, "strategy/objectives.html", strategy=ask("strategy.objective_list", {}, here))
