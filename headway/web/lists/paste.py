"""A table pasted into a list: tried first, told row by row, and brought in once somebody says so."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headway.core.context import Context
from headway.core.errors import HeadwayError, Invalid, NotFound
from headway.core.imports.actions import ImportReport
from headway.core.imports.match_queries import ColumnsMatched
from headway.core.imports.queries import ImportList, KindList, KindRow
from headway.core.kinds import kind_named
from headway.core.lists.answers import ColumnsList
from headway.core.pages import PageRequest, gone_to, in_workspace, shown
from headway.core.perform import allow, ask, is_open, perform
from headway.core.registry import entry_named
from headway.web.lists import pages
from headway.web.toasts import Undo, say

ROWS_MOST = 1000
FIRST_SOURCE = "file"
IMPORT, UNDO = "core.file_import", "core.import_undo"


@dataclass(frozen=True)
class Pasted:
    """What a form holds: the table, where its rows come from and, by known column, which of its own is which."""

    text: str = ""
    source: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def paste(request: PageRequest, here: Context, kind: str) -> HttpResponse:
    """The form for a table; a POST tries it and shows what would happen, a POST with `confirm` brings it in."""
    allow(entry_named(IMPORT, "action"), here)
    importer = _importer(kind, here)
    if request.method != "POST":
        return _drawn(request, here, kind, importer, Pasted())
    source = request.POST.get("source", "").strip() or FIRST_SOURCE
    pasted = Pasted(request.POST.get("table", ""), source)
    is_confirmed = "confirm" in request.POST
    try:
        pasted = replace(pasted, mapping=_mapping(here, importer, pasted.text, request.POST))
        report = _read(request, here, importer, pasted, is_try=not is_confirmed)
    except Invalid as wrong:
        return _drawn(request, here, kind, importer, pasted, wrong=wrong)
    if is_confirmed:
        return _done(request, here, kind, report)
    return _drawn(request, here, kind, importer, pasted, report=report)


def _importer(kind: str, here: Context) -> KindRow:
    """The kind of file whose rows are records of this kind. Raises NotFound where none is."""
    name, found = pages.import_kind(kind), ask("core.import_kind_list", {}, here)
    assert isinstance(found, KindList)
    importer = next((one for one in found.rows if one.kind == name), None)
    if importer is None:
        plural = kind_named(kind).plural
        raise NotFound(f"{plural} are not brought in by a table; they are made in the work.")
    return importer


def _mapping(here: Context, importer: KindRow, text: str, form: QueryDict) -> dict[str, str]:
    """Which column of the table each known one is, where somebody chose; the others are found by their names.

    Raises Invalid where two columns were chosen to be the same.
    """
    pairs = dict(zip(form.getlist("header"), form.getlist("column"), strict=False))
    if not pairs or not text.strip():
        return {}
    by_name = {one.header: one.column for one in _matched(here, importer, Pasted(text)).headers}
    chosen = {header: column for header, column in pairs.items() if header in by_name}
    if twice := next((name for name, count in Counter(chosen.values()).items() if name and count > 1), ""):
        raise Invalid(f"Two columns of the table are matched with {twice}; choose another for one of them.")
    nowhere = {by_name[header]: "" for header in chosen if by_name[header]}
    return nowhere | {column: header for header, column in chosen.items() if column}


def _matched(here: Context, importer: KindRow, pasted: Pasted) -> ColumnsMatched:
    question = {"kind": importer.kind, "content": pasted.text, "mapping": dict(pasted.mapping)}
    found = ask("core.import_columns_match", question, here)
    assert isinstance(found, ColumnsMatched)
    return found


def _choices(here: Context, importer: KindRow, pasted: Pasted) -> ColumnsMatched | None:
    """The columns of what was pasted; none where that is no table, which the page says otherwise."""
    try:
        return _matched(here, importer, pasted) if pasted.text.strip() else None
    except Invalid:
        return None


def _read(
    request: PageRequest, here: Context, importer: KindRow, pasted: Pasted, *, is_try: bool
) -> ImportReport:
    if not pasted.text.strip():
        raise Invalid(
            "The table is empty; paste its first row with the names of the columns and the rows below."
        )
    question = {
        "kind": importer.kind,
        "file_name": "Pasted table",
        "content": pasted.text,
        "source": pasted.source,
        "mapping": dict(pasted.mapping),
        "dry_run": is_try,
        "rows_most": ROWS_MOST,
        "told_most": ROWS_MOST if is_try else 0,
    }
    report = perform(IMPORT, question, here, key="" if is_try else request.POST.get("key", ""))
    assert isinstance(report, ImportReport)
    return report


def _done(request: PageRequest, here: Context, kind: str, report: ImportReport) -> HttpResponse:
    run = report.run
    left = f" {run.refused} left out." if run.refused else ""
    undo = Undo(UNDO, {"run": run.id}) if is_open(entry_named(UNDO, "action"), here) else None
    say(request, f"{run.created} made, {run.updated} changed, {run.unchanged} the same.{left}", undo)
    address = reverse("lists:list", args=[here.workspace.slug, kind])
    return gone_to(f"{address}?view=table")


def _drawn(
    request: PageRequest, here: Context, kind: str, importer: KindRow, pasted: Pasted, **more: Any
) -> HttpResponse:
    wrong: HeadwayError | None = more.get("wrong")
    sources = _sources(here, importer)
    response = shown(
        request,
        "lists/paste.html",
        kind=kind_named(kind),
        importer=importer,
        own=_own_columns(here, kind),
        matched=_choices(here, importer, pasted),
        sources=sources,
        pasted=pasted if pasted.source else Pasted(source=next(iter(sources), FIRST_SOURCE)),
        rows_most=ROWS_MOST,
        **more,
    )
    response.status_code = wrong.status if wrong else 200
    return response


def _sources(here: Context, importer: KindRow) -> list[str]:
    """Where earlier tables of this kind came from, the latest first."""
    runs = ask("core.import_list", {"limit": 100}, here)
    assert isinstance(runs, ImportList)
    found = [one.source for one in runs.rows if one.kind == importer.kind and one.status == "done"]
    return list(dict.fromkeys(found))


def _own_columns(here: Context, kind: str) -> list[str]:
    """The labels of the workspace's own fields, which are columns of the table as well."""
    found = ask("lists.columns_list", {"kind": kind}, here)
    assert isinstance(found, ColumnsList)
    return [one.label for one in found.columns if one.custom and one.type != "formula"]
