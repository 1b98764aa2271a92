"""Options that several commands share, and what they stand for."""

from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from headway.core import bootstrap
from headway.core.access import enter
from headway.core.context import Context
from headway.interfaces.payload import NotJson

Workspace = Annotated[
    str | None,
    typer.Option("--workspace", "-w", help="Slug of the workspace; otherwise the one last worked in."),
]
Actor = Annotated[
    str | None,
    typer.Option("--as", envvar="HEADWAY_USER", help="E-mail address to act as; otherwise the first owner."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on stdout.")]


def context_of(workspace: str | None, actor: str | None) -> Context:
    """Who acts where; on a fresh machine the tables, an owner and a workspace are made first."""
    now = timezone.now()
    bootstrap.ready(now)
    return enter(bootstrap.actor_named(actor), workspace, "cli", now)


def text_of(argument: str) -> str:
    """An argument as it is, or the content of the file after an @ (`@-` reads standard input)."""
    if not argument.startswith("@"):
        return argument
    try:
        return (
            typer.get_text_stream("stdin").read()
            if argument == "@-"
            else Path(argument[1:]).read_text("utf-8")
        )
    except OSError as error:
        raise NotJson(f"Cannot read {argument[1:]}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise NotJson(f"{argument[1:]} is not UTF-8 text (byte {error.start}).") from error
