"""Reading a file into a workspace and taking it back, with the bad rows shown."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from headway.core.errors import Invalid
from headway.core.files import file_chunks, upload_store
from headway.core.imports.actions import ImportReport
from headway.core.imports.registry import reading_of
from headway.core.perform import perform
from headway.interfaces.cli.options import Actor, AsJson, Workspace, context_of
from headway.interfaces.cli.output import problems_on_stdout, put, put_answer
from headway.interfaces.cli.tables import wide_console

app = typer.Typer()


@app.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(help="A CSV table, plain or gzip; events also as an export in JSON or ZIP.")
    ],
    *,
    kind: Annotated[str, typer.Option(help="What the rows are, such as feedback; a wrong one lists all.")],
    source: Annotated[
        str, typer.Option(help="Where the rows come from; rows match within a source.")
    ] = "file",
    dry_run: Annotated[bool, typer.Option(help="Only report what would happen.")] = False,
    workspace: Workspace = None,
    actor: Actor = None,
    as_json: AsJson = False,
) -> None:
    """Read a table into the workspace; good rows come in, bad rows are listed with the reason."""
    if not file.is_file():
        raise Invalid(f"There is no file {file}.")
    context = context_of(workspace, actor)
    question = {"kind": kind, "file_name": file.name, "source": source, "dry_run": dry_run}
    action, asked = reading_of(question)
    report = perform(action, {**asked, "upload": upload_store(context, file_chunks(file))}, context)
    if as_json:
        put_answer(report)
    elif isinstance(report, ImportReport):
        _show(report)


@app.command("import-undo")
def import_undo(
    run: Annotated[str, typer.Argument(help="The import's id, from `headway ask core.import_list`.")],
    workspace: Workspace = None,
    actor: Actor = None,
) -> None:
    """Take a whole import back."""
    with problems_on_stdout():
        put_answer(perform("core.import_undo", {"run": run}, context_of(workspace, actor)))


def _show(report: ImportReport) -> None:
    run = report.run
    put(
        f"{run.file_name}: {run.read} rows read, {run.created} new, {run.updated} changed, "
        f"{run.unchanged} the same, {run.refused} refused. Import {run.id}"
    )
    for note in run.notes:
        put(note)
    if report.unknown_columns:
        put(f"Columns kept as they are: {', '.join(report.unknown_columns)}")
    if report.errors:
        table = Table("Row", "Column", "Why it was left out", box=None, header_style="bold")
        for error in report.errors:
            table.add_row(str(error.row), error.column, error.message)
        wide_console().print(table)
