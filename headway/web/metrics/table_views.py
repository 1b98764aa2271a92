"""The pages of the tables that metrics read."""

import re
from typing import Any, cast
from urllib.parse import urlencode

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from headway.apps.metrics.table_queries import FilePreview, TableColumn, TableDetail, TablePreview
from headway.core.context import Context
from headway.core.errors import HeadwayError, Invalid
from headway.core.files import upload_store
from headway.core.pages import PageRequest, chosen, gone_to, in_workspace, shown
from headway.core.perform import allow, ask, is_open
from headway.core.registry import entry_named

KIND_WORDS = {
    "number": "a number", "text": "text", "day": "a day", "moment": "a moment", "flag": "yes or no",
}  # fmt: skip


@require_safe
@in_workspace
def tables(request: PageRequest, here: Context) -> HttpResponse:
    """The tables that metrics can read: how many rows, as of when, and what stands on each."""
    return shown(request, "metrics/tables.html", found=ask("metrics.table_list", {}, here))


@require_safe
@in_workspace
def table(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """One table: its columns, what reads it, and its first rows for those who may see people."""
    found = cast(TableDetail, ask("metrics.table_detail", {"name": ref}, here))
    may_look = is_open(entry_named("metrics.table_preview", "query"), here)
    first = cast(TablePreview, ask("metrics.table_preview", {"name": ref}, here)) if may_look else None
    return shown(
        request, "metrics/table.html", table=found, columns=_described(found.columns),
        first=first and {"columns": _heads(first.columns), "rows": first.rows},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def table_take(request: PageRequest, here: Context) -> HttpResponse:
    """A file is chosen, then looked at, and only then taken; the address names what is looked at."""
    allow(entry_named("metrics.table_save", "action"), here)
    if request.method == "POST":
        return _looked_at(request, here)
    asked = chosen(request, "name", "upload")
    content: dict[str, Any] = {"asked": asked}
    if "upload" in asked:
        try:
            found = cast(FilePreview, ask("metrics.file_preview", asked, here))
            content |= {
                "found": found, "columns": _described(found.columns),
                "first": {"columns": _heads(found.columns), "rows": found.rows},
            }  # fmt: skip
        except HeadwayError as refusal:
            content["refusal"] = refusal.detail
    return shown(request, "metrics/table_take.html", **content)


def _looked_at(request: PageRequest, here: Context) -> HttpResponse:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        raise Invalid("No file came with the form; choose a file and press the button again.")
    asked = {
        "name": request.POST.get("name", "").strip() or name_from(file.name or ""),
        "upload": upload_store(here, file.chunks()),
    }
    return gone_to(f"{reverse('metrics:table-take', args=[here.workspace.slug])}?{urlencode(asked)}")


def name_from(file_name: str) -> str:
    """A name for a table, from that of its file.

    >>> name_from("Orders 2026-Q3.csv")
    'orders_2026_q3'
    """
    words = re.sub(r"[^a-z0-9]+", "_", file_name.rsplit(".", 1)[0].lower()).strip("_")
    return words if words[:1].isalpha() else f"table_{words}".strip("_")


def _described(columns: list[TableColumn]) -> list[tuple[str, str]]:
    return [(one.name, KIND_WORDS[one.kind]) for one in columns]


def _heads(columns: list[TableColumn]) -> list[dict[str, object]]:
    return [{"label": one.name, "number": one.kind == "number"} for one in columns]
