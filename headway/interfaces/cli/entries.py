"""Every action and query from the command line: `headway do NAME`, `headway ask NAME`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from headway.apps.analytics.behaviour.files import events_in
from headway.core.gate import Pending
from headway.core.perform import ask as ask_query
from headway.core.perform import perform
from headway.core.registry import entries
from headway.interfaces.cli.options import Actor, AsJson, Workspace, context_of, text_of
from headway.interfaces.cli.output import problems_on_stdout, put, put_answer
from headway.interfaces.cli.tables import entry_list_json, entry_table
from headway.interfaces.payload import payload_from

app = typer.Typer()
WAITS = 3
Name = Annotated[str, typer.Argument(help="Name of the entry, such as core.note_add.", show_default=False)]
Json = Annotated[
    str, typer.Option("--json", help="The question as a JSON object, or @FILE, or @- for stdin.")
]

Events = Annotated[
    Path | None,
    typer.Option("--events", help="Ask about the events in this JSON, NDJSON, CSV or Parquet file instead."),
]


@app.command()
def actions(as_json: AsJson = False) -> None:
    """List everything that changes something, and who may do it."""
    _list("action", as_json)


@app.command()
def queries(as_json: AsJson = False) -> None:
    """List everything that can be asked."""
    _list("query", as_json)


def _list(kind: Literal["action", "query"], as_json: bool) -> None:
    if as_json:
        put(entry_list_json(entries(kind)))
    else:
        entry_table(entries(kind))


@app.command()
def do(
    name: Name,
    json: Json = "",
    workspace: Workspace = None,
    actor: Actor = None,
    key: Annotated[str, typer.Option(help="Idempotency key: the same request again changes nothing.")] = "",
) -> None:
    """Carry out an action; its answer is one JSON document on stdout.

    Exit status 0: done; 1: refused or not valid; 3: not done yet, it waits for an approval.
    """
    with problems_on_stdout():
        payload = payload_from(text_of(json))
        answer = perform(name, payload, context_of(workspace, actor), key)
        put_answer(answer)
        if isinstance(answer, Pending):
            raise typer.Exit(WAITS)


@app.command()
def ask(
    name: Name, json: Json = "", workspace: Workspace = None, actor: Actor = None, events: Events = None
) -> None:
    """Ask a query; its answer is one JSON document on stdout."""
    with problems_on_stdout():
        payload = payload_from(text_of(json))
        if events:
            payload["events"] = events_in(events)
        put_answer(ask_query(name, payload, context_of(workspace, actor)))
