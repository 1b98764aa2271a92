"""Keeping an installation: set up, make tokens, describe the API, manage Django."""

import json
from typing import Annotated

import typer
from django.core.management import call_command, execute_from_command_line
from django.utils import timezone

from headway.core import bootstrap
from headway.core.perform import perform
from headway.core.roles import Role
from headway.interfaces.cli.options import Actor, Workspace, context_of
from headway.interfaces.cli.output import note, put

app = typer.Typer()


@app.command()
def setup(
    email: Annotated[str, typer.Option(help="Sign-in address of the owner.")] = bootstrap.OWNER_EMAIL,
    password: Annotated[str | None, typer.Option(help="Their password; otherwise one is made up.")] = None,
    workspace: Annotated[
        str, typer.Option("--workspace", "-w", help="Its slug; otherwise the one there is, else main.")
    ] = "",
) -> None:
    """Make tables, static files, an owner and a workspace; what is there already stays as it is."""
    install(email, password, workspace)


def install(email: str, password: str | None, workspace: str) -> None:
    """Set up and tell how to sign in; a made-up password is told once, when it is set."""
    found = bootstrap.install(email, password, workspace, timezone.now())
    call_command("collectstatic", verbosity=0, interactive=False)
    note(f"Workspace {found.workspace.slug}; sign in as {found.owner.email}")
    if found.password:
        note(f"Password (shown this once): {found.password}")


@app.command()
def token(  # noqa: PLR0917 - each is an option by name
    name: Annotated[str, typer.Argument(help="What the token is for.")],
    role: Annotated[Role | None, typer.Option(help="Makes a service account with this role.")] = None,
    days: Annotated[int, typer.Option(min=1, max=3650, help="How long it is valid.")] = 90,
    scope: Annotated[
        list[str] | None, typer.Option(help="What it is kept to, such as read; may be repeated.")
    ] = None,
    workspace: Workspace = None,
    actor: Actor = None,
) -> None:
    """Make an API token and show it once: one's own, or with --role that of a service account."""
    context = context_of(workspace, actor)
    if role is None:
        question = {"name": name, "days_valid": days, "scopes": scope or []}
        made = perform("core.token_create", question, context).model_dump()
    else:
        made = bootstrap.service_token(context, name, role, days, scope or ()).model_dump()
    note(f"Token {made['name']!r} for {context.workspace.slug}, valid {days} days; it is shown this once:")
    put(made["secret"])


@app.command()
def openapi() -> None:
    """Print the OpenAPI document of the HTTP API."""
    from headway.interfaces.api.build import build  # noqa: PLC0415 - django-ninja loads slowly

    put(json.dumps(build().get_openapi_schema(), indent=1, ensure_ascii=False))


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
)
def manage(context: typer.Context) -> None:
    """Run one of Django's management commands, such as `headway manage migrate`."""
    execute_from_command_line(["headway manage", *context.args])
