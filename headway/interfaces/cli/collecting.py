"""Taking events in: the collector and its compactor."""

import time
from typing import Annotated

import typer
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from headway.apps.analytics.compacting import compact_all
from headway.core import bootstrap
from headway.interfaces.cli.children import python, run_together
from headway.interfaces.cli.output import note, put
from headway.interfaces.cli.serving import Host, Port, refuse_used

app = typer.Typer()
PAUSE_S = 2.0


@app.command()
def collect(
    host: Host = "127.0.0.1",
    port: Port = 8002,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Collector processes.")] = 1,
    compactor: Annotated[bool, typer.Option(help="Bring events into segments as well.")] = True,
) -> None:
    """Take events from SDKs (Segment, RudderStack, PostHog, Amplitude, Mixpanel) under write keys."""
    bootstrap.ready(timezone.now())
    refuse_used(host, port)
    commands = [collector(host, port, workers)]
    if compactor:
        commands.append(python("headway", "compact", "--follow"))
    note(f"Events are taken at http://{host}:{port}/ - Ctrl-C stops it.")
    raise typer.Exit(run_together(commands))


def collector(host: str, port: int, workers: int) -> list[str]:
    """The command that runs the collector's processes."""
    web = ["--interface", "asgi", "--host", host, "--port", str(port), "--workers", str(workers), "--no-ws"]
    limits = ["--respawn-failed-workers", "--log-level", "warning"]
    return python("granian", *web, *limits, "headway.interfaces.collect.app:application")


@app.command()
def compact(
    follow: Annotated[bool, typer.Option(help="Go on until stopped, looking every two seconds.")] = False,
) -> None:
    """Bring collected events from the inbox into segments, where queries see them."""
    bootstrap.ready(timezone.now())
    if not follow:
        put(f"{compact_all(timezone.now())} events are new.")
        return
    while True:
        _compacted()
        time.sleep(PAUSE_S)


def _compacted() -> None:
    close_old_connections()
    try:
        compact_all(timezone.now())
    except ExceptionGroup as faults:
        # What ends here ends the web server beside it, and other workspaces' events come in all the same.
        note(f"{faults.message}: {'; '.join(map(str, faults.exceptions))}")
    except DatabaseError as error:
        note(f"Events wait in the inbox until this is mended: {error}")
