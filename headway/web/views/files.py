"""Files that came in: the list, one file's report, a new one, and a template to fill."""

import csv
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.files import upload_store
from headway.core.imports.actions import ImportReport
from headway.core.imports.queries import ImportList
from headway.core.imports.registry import importer_of, importers, reading_of
from headway.core.pages import PageRequest, in_workspace, shown
from headway.core.perform import allow, ask, perform
from headway.core.registry import entry_named


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def imports(request: PageRequest, here: Context) -> HttpResponse:
    """The files that were read; a POST reads another."""
    if request.method == "POST":
        return _read(request, here)
    runs = ask("core.import_list", {"limit": 100}, here)
    return shown(request, "web/imports.html", runs=runs, kinds=importers(), kind=request.GET.get("kind"))


def _read(request: PageRequest, here: Context) -> HttpResponse:
    allow(entry_named("core.file_import", "action"), here)
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Invalid("No file came with the form; choose a file and press the button again.")
    question = {
        "kind": request.POST.get("kind", ""),
        "file_name": file.name,
        "upload": upload_store(here, file.chunks()),
        "source": request.POST.get("source") or "file",
        "dry_run": "dry_run" in request.POST,
    }
    answer = perform(*reading_of(question), here)
    assert isinstance(answer, ImportReport)
    return redirect("web:import", here.workspace.slug, answer.run.id)


@require_safe
@in_workspace
def report(request: PageRequest, here: Context, run: UUID) -> HttpResponse:
    """One file: what came in, and each row that did not with the reason."""
    runs = ask("core.import_list", {"limit": 500}, here)
    assert isinstance(runs, ImportList)
    one = next((row for row in runs.rows if row.id == str(run)), None)
    if one is None:
        raise NotFound("No such import in this workspace; the list of imports has them.")
    return shown(request, "web/import.html", run=one, errors=ask("core.import_errors", {"run": run}, here))


@require_safe
@in_workspace
def template(request: PageRequest, here: Context, kind: str) -> HttpResponse:
    """A CSV with the columns of a kind and one example row."""
    importer = importer_of(kind)
    name = f'attachment; filename="{importer.file_name}"'
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})
    out = csv.writer(response)
    out.writerow([column.name for column in importer.columns])
    out.writerow([column.example for column in importer.columns])
    return response
