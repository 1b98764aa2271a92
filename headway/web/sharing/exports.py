"""A list as a file to take away, with the address of the page: what is seen there, all of it."""

from dataclasses import replace

from django.http import Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from headway.core.context import Context
from headway.core.lists.export_drawing import table_svg
from headway.core.lists.export_pictures import MEDIA, Picture, picture, sheet_of
from headway.core.lists.export_queries import ExportFile, ExportQuestion, export_file
from headway.core.lists.export_text import Format
from headway.core.lists.export_timeline import Lane, Timeline, timeline_svg
from headway.core.pages import PageRequest, in_workspace
from headway.core.perform import allow, parse
from headway.core.registry import entry_named
from headway.web.lists import asking, pages, spans
from headway.web.lists.state import State

TEXTS: dict[str, Format] = {"csv": "csv", "json": "json", "md": "markdown"}
PICTURES: dict[str, Picture] = {"pdf": "pdf", "png": "png"}


@require_safe
@in_workspace
def export(request: PageRequest, here: Context, kind: str, ending: str) -> HttpResponse:
    """The list that the address describes as `csv`, `json`, `md`, `pdf` or `png`; `bom=1` marks CSV as UTF-8."""
    if ending not in TEXTS and ending not in PICTURES:
        raise Http404
    state, views = pages.opened(kind, request.GET, here)
    file = export_file(here, _question(kind, state, ending, request.GET.get("bom") == "1", here))
    if ending in TEXTS:
        return _named(StreamingHttpResponse(file.parts), file.file_name, file.media_type)
    title = views.open.name if views.open else file.plural
    is_timeline = state.view == "timeline"
    svg = _timeline(kind, state, title, here) if is_timeline else table_svg(sheet_of(file, title))
    drawn = HttpResponse(picture(svg, PICTURES[ending]))
    return _named(drawn, _renamed(file, ending), MEDIA[PICTURES[ending]])


def _question(kind: str, state: State, ending: str, bom: bool, here: Context) -> ExportQuestion:
    """What the page asks for, checked as at every other door."""
    entry = entry_named("lists.rows_export", "query")
    allow(entry, here)
    decided = _decided(kind, state, here)
    question = {
        "kind": kind,
        "filters": [
            {"match": group.match, "chips": [str(chip) for chip in group.chips]}
            for group in state.groups
            if group.chips
        ],
        "join": state.join,
        "sort": list(decided.sort)[:5],
        "group": list(decided.group)[:3],
        "columns": list(decided.columns),
        "format": TEXTS.get(ending, "csv"),
        "bom": bom,
    }  # fmt: skip
    parsed = parse(entry, question)
    assert isinstance(parsed, ExportQuestion)
    return parsed


def _decided(kind: str, state: State, here: Context) -> State:
    """The state with the columns that its drawing is made of, so that a file has what the page shows."""
    if state.view == "table" or not state.columns:
        return state
    columns = asking.columns_of(kind, here)
    decided = asking.decide(state, columns)
    made_of = [decided.x, decided.y, decided.size, decided.start, decided.end, *decided.group]
    known = {one.name for one in columns}
    names = [name for name in dict.fromkeys([*state.columns, *made_of]) if name in known]
    return replace(decided, columns=tuple(names))


def _timeline(kind: str, state: State, title: str, here: Context) -> str:
    """The lanes that the page shows, drawn for paper."""
    found = asking.listed(kind, state, here)
    sure = spans.sure_column(found.rows.all_columns)
    days = [(row, *spans.days_of(row, found.decided.start, found.decided.end)) for row in found.rows.rows]
    lanes = [
        Lane(row.title, first, last, sure is None or _is_firm(row.cells.get(sure.name)))
        for row, first, last in days
        if first and last
    ]
    undated = len(days) - len(lanes)
    said = f"{found.rows.plural}, {found.rows.total} in all"
    foot = f"{undated} without a day are not drawn." if undated else ""
    return timeline_svg(Timeline(title, said, lanes, here.today, foot))


def _is_firm(value: object) -> bool:
    return value is True or str(value).lower() in spans.FIRM


def _named(response: HttpResponseBase, name: str, media_type: str) -> HttpResponse:
    text = media_type.startswith("text/") or media_type == "application/json"
    response.headers["Content-Type"] = f"{media_type}; charset=utf-8" if text else media_type
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response  # type: ignore[return-value]


def _renamed(file: ExportFile, ending: str) -> str:
    return f"{file.file_name.rpartition('.')[0]}.{ending}"
