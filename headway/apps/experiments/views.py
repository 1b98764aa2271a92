from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.apps.experiments.answers import ChecklistRow, ExperimentList
from headway.apps.experiments.models import Experiment
from headway.apps.experiments.planning import CHECKLIST
from headway.core.context import Context
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask

UNANSWERED = [ChecklistRow(key=key, question=asked, answer="") for key, asked in CHECKLIST.items()]


@require_safe
@in_workspace
def experiments(request: PageRequest, here: Context) -> HttpResponse:
    """The plans and what runs; `?edit=EX-1` opens one plan for writing."""
    found = ask("experiments.experiment_list", chosen(request, "after", "state", "kind"), here)
    assert isinstance(found, ExperimentList)
    edit = request.GET.get("edit", "")
    edited = next((one for one in found.rows if one.id == edit and one.state == "draft"), None)
    return shown(
        request,
        "experiments/experiments.html",
        experiments=found,
        edited=edited,
        asks_first=any(one.right and one.state == "draft" and not one.missing for one in found.rows),
        kinds=Experiment.Kind.choices,
        kind_names=dict(Experiment.Kind.choices),
        checklist=edited.checklist if edited else UNANSWERED,
    )
