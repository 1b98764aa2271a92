"""Long-running programs: the web server, the job worker, the MCP server."""

import socket
from typing import Annotated

import typer
from django.core.management import call_command
from django.utils import timezone

from headway.core import bootstrap
from headway.core.errors import Invalid
from headway.core.jobs import timers_scheduled
from headway.interfaces.cli.children import python, run_together
from headway.interfaces.cli.options import Actor, Workspace
from headway.interfaces.cli.output import note

app = typer.Typer()
Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for every network.")]
Port = Annotated[int, typer.Option(min=1, max=65535)]
LISTENS_S = 0.5


@app.command()
def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Web processes.")] = 2,
    worker: Annotated[
        bool, typer.Option(help="Run the job worker and the compactor of events as well.")
    ] = True,
) -> None:
    """Serve the pages and the API, take events from SDKs, and do background work; Ctrl-C stops all of it."""
    bootstrap.ready(timezone.now())
    refuse_used(host, port)
    call_command("collectstatic", verbosity=0, interactive=False)
    web = ["--interface", "wsgi", "--host", host, "--port", str(port), "--workers", str(workers), "--no-ws"]
    limits = ["--blocking-threads", "4", "--respawn-failed-workers", "--log-level", "warning"]
    commands = [python("granian", *web, *limits, "headway.wsgi:application")]
    if worker:
        commands += [python("headway", "work"), python("headway", "compact", "--follow")]
    raise typer.Exit(run_together(commands, lambda: _told(host, port)))


def _told(host: str, port: int) -> bool:
    """Say where Headway is as soon as it listens there."""
    try:
        socket.create_connection((host, port), timeout=LISTENS_S).close()
    except OSError:
        return False
    note(f"Headway is at http://{host}:{port}/ - Ctrl-C stops it.")
    return True


@app.command()
def work() -> None:
    """Do background work until stopped."""
    bootstrap.ready(timezone.now())
    timers_scheduled()
    call_command("qcluster")


@app.command()
def mcp(
    *,
    http: Annotated[bool, typer.Option(help="Streamable HTTP instead of standard input and output.")] = False,
    host: Host = "127.0.0.1",
    port: Port = 8001,
    token: Annotated[
        str | None, typer.Option(help="Act by this API token (standard input and output).")
    ] = None,
    underscores: Annotated[
        bool, typer.Option(help="Name tools a_b instead of a.b, for clients that refuse dots.")
    ] = False,
    workspace: Workspace = None,
    actor: Actor = None,
) -> None:
    """Serve every action and query as MCP tools."""
    from headway.interfaces.mcp import transport  # noqa: PLC0415 - the MCP package loads slowly

    bootstrap.ready(timezone.now())
    if http:
        refuse_used(host, port)
        note(f"MCP is at http://{host}:{port}/mcp and takes API tokens; `headway token` makes one.")
        transport.serve_http(host, port, underscores)
    elif token:
        transport.serve_stdio(transport.by_token(token), underscores)
    else:
        transport.serve_stdio(transport.by_person(actor, workspace), underscores)


def refuse_used(host: str, port: int) -> None:
    """Raise Invalid where something listens already."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Invalid(
                f"Cannot listen on {host}:{port} ({error.strerror}); choose another --port."
            ) from error
