"""A dashboard to take away, and the page on which whoever got it by e-mail says that it is enough."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from headway.apps.reporting.answers import DashboardDetail
from headway.apps.reporting.mailing import stopped_by
from headway.apps.reporting.outside import points_of
from headway.apps.reporting.paper import Sheet, board_svg, board_text
from headway.core.context import Context
from headway.core.lists.export_pictures import MEDIA, picture
from headway.core.lists.export_text import ExportColumn, written
from headway.core.pages import PageRequest, in_workspace
from headway.core.perform import ask
from headway.web.reporting.views import over_of

TEXTS = {"csv": "text/csv", "txt": "text/plain"}
COLUMNS = [
    ExportColumn("tile", "Number", "text"),
    ExportColumn("part", "Of", "text"),
    ExportColumn("number", "Value", "number"),
    ExportColumn("unit", "Unit", "text"),
    ExportColumn("target", "Target", "number"),
    ExportColumn("met", "Target is", "text"),
    ExportColumn("reason", "Why unknown", "text"),
]


@require_safe
@in_workspace
def export(request: PageRequest, here: Context, ref: str, ending: str) -> HttpResponse:
    """The dashboard that the address describes, as `csv`, `txt`, `pdf` or `png`."""
    if ending not in TEXTS and ending not in MEDIA:
        raise Http404
    question = {"ref": ref, "whole": True} | over_of(request.GET, here.today)
    found = cast(DashboardDetail, ask("reporting.dashboard_detail", question, here))
    media = f"{TEXTS[ending]}; charset=utf-8" if ending in TEXTS else MEDIA[ending]  # type: ignore[index]
    named = {"Content-Disposition": f'attachment; filename="{ref}.{ending}"', "Cache-Control": "no-store"}
    return HttpResponse(_content(found, here, ending), content_type=media, headers=named)


def _content(found: DashboardDetail, here: Context, ending: str) -> bytes:
    if ending == "csv":
        rows = (vars(one) for one in points_of(found.answers))
        return "".join(written(COLUMNS, rows, "csv", bom=False)).encode()
    sheet = Sheet(found.row.title, f"{here.workspace.name}, {here.today:%-d %B %Y}", found.answers)
    if ending == "txt":
        return board_text(sheet).encode()
    return picture(board_svg(sheet), "pdf" if ending == "pdf" else "png")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Asks whether to end a dashboard by e-mail; a POST ends it. The token of the mail is the proof, and mail programs
    send the POST by themselves, without any page of ours."""
    if request.method == "POST":
        is_over = stopped_by(token, timezone.now())
        return render(request, "reporting/stopped.html", {"is_over": is_over}, status=200 if is_over else 404)
    return render(request, "reporting/stop.html")
