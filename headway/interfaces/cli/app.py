"""All commands of `headway`, put together."""

import typer

from headway.interfaces.cli import (
    audit,
    backup,
    collecting,
    directory,
    entries,
    planning,
    search,
    serving,
    transfer,
    upkeep,
)

app = typer.Typer(
    help="From customer evidence to a defended plan and a measured outcome.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for part in (planning, entries, transfer, upkeep, audit, backup, directory, search, serving, collecting):
    app.add_typer(part.app)
