"""The SQL bench: a text is sent, its rows are shown, drawn, kept under a title or taken away as a file."""

import json
from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_safe
from pydantic import JsonValue

from headway.apps.reporting.answers import QuestionDraft, Reading, SavedQueryRow, SqlAnswer
from headway.apps.reporting.reading import sql_reading
from headway.apps.reporting.sql_queries import SQL_MOST
from headway.apps.reporting.sql_text import names_of
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.ids import new_id
from headway.core.lists.export_text import ExportColumn, written
from headway.core.pages import PageRequest, in_workspace, shown
from headway.core.perform import allow, ask
from headway.core.registry import entry_named
from headway.web.reporting.drawing import Series, bars_chart, line_chart
from headway.web.reporting.tiles import columns_of, rows_of
from headway.web.reporting.views import DRAWINGS

FIRST = "SELECT event, count(*) AS times, count(DISTINCT person) AS people\nFROM events\nGROUP BY 1\nORDER BY 2 DESC"
VALUE = "p-"
ROWS_SHOWN_MOST = 200


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace
def sql(request: PageRequest, here: Context) -> HttpResponse:
    """The bench with a text in it, the address's where it has one; only what is sent is run, and kept nowhere."""
    allow(entry_named("analytics.sql_run", "query"), here)
    text = (request.POST.get("sql") or request.GET.get("sql", "")).replace("\r\n", "\n")[:SQL_MOST] or FIRST
    given = _given(request.POST)
    question = {"sql": text, "parameters": given, "run": request.POST.get("run") or None}
    found = (
        _answered(here, "analytics.sql_run", question)
        if request.method == "POST"
        else _drafted(request, here)
    )
    text = found.pop("drafted", "") or text
    if request.POST.get("as") == "csv" and (answer := found.get("answer")):
        return _file(answer, "query")
    drawing = request.POST.get("drawing", "table")
    return _page(request, here, found | {"text": text, "given": given}, drawing)


@require_safe
@in_workspace
def saved(request: PageRequest, here: Context, ref: str) -> HttpResponse:
    """A saved query with its rows; the address holds the values of its parameters. `?as=csv` gives them as a file."""
    one = cast(SavedQueryRow, ask("analytics.query_detail", {"ref": ref}, here))
    given = _given(request.GET)
    found = _answered(here, "analytics.query_run", {"ref": ref, "parameters": given})
    if request.GET.get("as") == "csv" and (answer := found.get("answer")):
        return _file(answer, one.ref)
    values = {name: str(value) for name, value in one.defaults.items()} | given
    return _page(request, here, found | {"text": one.sql, "given": values, "one": one}, one.drawing)


def _drafted(request: PageRequest, here: Context) -> dict[str, Any]:
    """What a sentence in the address is understood as, its SELECT put on the bench and not run."""
    sentence = request.GET.get("sentence", "").strip()
    if not sentence:
        return {}
    try:
        draft = cast(QuestionDraft, ask("analytics.question_draft", {"sentence": sentence}, here))
    except Invalid as refusal:
        return {"refusal": refusal.detail}
    return {"draft": draft, "drafted": draft.sql}


def _given(form: Mapping[str, Any]) -> dict[str, str]:
    """The values of parameters that a form or an address has."""
    return {
        name.removeprefix(VALUE): str(form[name]) for name in form if name.startswith(VALUE) and form[name]
    }


def _answered(here: Context, name: str, question: dict[str, Any]) -> dict[str, Any]:
    try:
        answer = cast(SqlAnswer, ask(name, question, here))
    except Invalid as refusal:
        return {"refusal": refusal.detail}
    return {"answer": answer}


def _page(request: PageRequest, here: Context, found: dict[str, Any], drawing: str) -> HttpResponse:
    answer: SqlAnswer | None = found.get("answer")
    drawn: dict[str, Any] = {}
    if answer:
        reading = sql_reading(answer, here.now)
        rows = rows_of(reading, here, "analytics.sql_run")
        drawn = {"columns": columns_of(reading), "rows": rows[:ROWS_SHOWN_MOST], "drawn": _drawing(reading, drawing),
                 "left_out": len(rows) - ROWS_SHOWN_MOST}  # fmt: skip
    values = {VALUE + name: (name, found["given"].get(name, "")) for name in names_of(found["text"])}
    return shown(
        request, "reporting/sql.html", **found, **drawn, values=values, drawing=drawing, drawings=DRAWINGS,
        run=str(new_id()), queries=ask("analytics.query_list", {"limit": 100}, here),
        tables=ask("analytics.sql_tables", {}, here), onwards=_onwards(found.get("one")),
    )  # fmt: skip


def _onwards(one: SavedQueryRow | None) -> str:
    question: dict[str, JsonValue] = {"ref": one.ref} if one else {}
    return json.dumps(question)


def _drawing(reading: Reading, drawing: str) -> str:
    if drawing not in ("line", "bars") or not reading.points:
        return ""
    series = Series(reading.points[-ROWS_SHOWN_MOST:], "The answer")
    return line_chart(series) if drawing == "line" else bars_chart(series)


def _file(answer: SqlAnswer, name: str) -> HttpResponse:
    """The rows as CSV; what a spreadsheet would take for a formula is written as a text."""
    columns = [
        ExportColumn(str(at), one.label, "number" if one.number else "text")
        for at, one in enumerate(answer.columns)
    ]
    rows = ({str(at): value for at, value in enumerate(row)} for row in answer.rows)
    named = {"Content-Disposition": f'attachment; filename="{name}.csv"', "Cache-Control": "no-store"}
    return HttpResponse(
        written(columns, rows, "csv", bom=False), content_type="text/csv; charset=utf-8", headers=named
    )
