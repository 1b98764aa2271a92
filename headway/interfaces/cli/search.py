"""The search index: whether it has exactly what the records have, and making it anew."""

import typer

from headway.core.perform import ask, perform
from headway.core.search import index
from headway.core.search.answers import IndexReport
from headway.interfaces.cli.options import Actor, AsJson, Workspace, context_of
from headway.interfaces.cli.output import put, put_answer

app = typer.Typer()
search = typer.Typer(help="The search index, which the database keeps by itself.", no_args_is_help=True)
app.add_typer(search, name="search")


@search.command()
def rebuild(workspace: Workspace = None, actor: Actor = None, as_json: AsJson = False) -> None:
    """Put missing triggers in place, make the workspace's index anew and check it."""
    context = context_of(workspace, actor)
    index.after_migrations()
    _tell(perform("search.index_rebuild", {}, context), as_json)


@search.command()
def check(workspace: Workspace = None, actor: Actor = None, as_json: AsJson = False) -> None:
    """Compare the workspace's index with its records, row by row."""
    _tell(ask("search.index_check", {}, context_of(workspace, actor)), as_json)


def _tell(report: object, as_json: bool) -> None:
    assert isinstance(report, IndexReport)
    if as_json:
        put_answer(report)
    else:
        for line in _lines(report):
            put(line)
    if not report.is_whole:
        raise typer.Exit(1)


def _lines(report: IndexReport) -> list[str]:
    wrong = [
        f"{one.kind}: {one.missing} missing, {one.other} otherwise, {one.extra} too many"
        for one in report.kinds
        if one.missing or one.other or one.extra
    ]
    state = "whole" if report.is_whole else "NOT whole"
    return [*(f"Was: {line}" for line in wrong), f"The index of {report.rows} records is {state}."]
