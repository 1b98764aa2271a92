"""The history of a record, and what going back to a change of it would do."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from headway.core.context import Context
from headway.core.history.answers import RecordStanding
from headway.core.pages import PageRequest, chosen, in_workspace, shown
from headway.core.perform import ask
from headway.web.views.audit import DOORS


@require_safe
@in_workspace
def history(request: PageRequest, here: Context, kind: str, ref: str) -> HttpResponse:
    """What happened to a record, the latest first; with `back` also what going back would change."""
    question = {"kind": kind, "ref": ref}
    found = ask("core.record_history", question | chosen(request, "after"), here)
    return shown(
        request,
        "history/history.html",
        history=found,
        standing=_standing(request, here, question),
        doors=DOORS,
    )


def _standing(request: PageRequest, here: Context, question: dict[str, str]) -> RecordStanding | None:
    if not request.GET.get("back"):
        return None
    asked = {"sequence": request.GET["back"], "side": request.GET.get("side", "before")}
    found = ask("core.record_standing", question | asked, here)
    assert isinstance(found, RecordStanding)
    return found
