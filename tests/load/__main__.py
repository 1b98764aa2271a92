"""`python -m tests.load`: a hundred people at work in a filled workspace on a real server, and what they had to wait.

The memory of the server's processes is read a minute after the start, or a tenth of the way, and at the end.
"""

import argparse
import asyncio
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench._filled import WORKSPACE, filled
from tests.load.people import Person, Tally, work
from tests.server import Server

P95_MS_MOST, GROWTH_SHARE_MOST = 500, 0.05


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument(
        "--think", type=float, default=5, help="seconds between an answer and the next request"
    )
    parser.add_argument("--home", type=Path, help="a folder to use and keep")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    if asked.home:
        sys.exit(not _holds(asked.home, asked))
    with tempfile.TemporaryDirectory(prefix="headway-load-") as folder:
        sys.exit(not _holds(Path(folder), asked))


def _holds(home: Path, asked: argparse.Namespace) -> bool:
    messages = filled(home)
    server, memory = Server(home), []
    people = _people(asked.people)
    server.start()
    try:
        early = threading.Thread(target=_memory_later, args=(server, memory, min(60, asked.minutes * 6)))
        early.start()
        tally = asyncio.run(work(server.url, WORKSPACE, people, asked.minutes, asked.think, asked.seed))
        early.join()
        memory.append(_memory_mb(server))
    finally:
        server.stop()
    return _told(tally, memory, messages, asked)


def _people(count: int) -> list[Person]:
    """So many members, signed in, made when absent, all roles in turn."""
    from django.test import Client

    from headway.core.models import Membership, User, Workspace
    from headway.core.roles import CONTRIBUTORS, Role

    workspace, roles, found = Workspace.objects.get(slug=WORKSPACE), list(Role), []
    for number in range(count):
        email = f"reader{number}@load.test"
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email, name=f"Reader {number}"
        )
        role = roles[number % len(roles)] if number % len(roles) else Role.PRODUCT_MANAGER
        Membership.objects.get_or_create(workspace=workspace, user=user, defaults={"role": role})
        client = Client()
        client.force_login(user)
        found.append(Person(client.cookies["sessionid"].value, role in CONTRIBUTORS))
    return found


def _memory_later(server: Server, memory: list[float], seconds: float) -> None:
    time.sleep(seconds)
    memory.append(_memory_mb(server))


def _memory_mb(server: Server) -> float:
    """Resident memory of the server and what it started, in megabytes; shared pages count with each."""
    assert server.running
    group = server.running.pid
    pages = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                pages += int(fields[21])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return pages * 4096 / 1e6


def _told(tally: Tally, memory: list[float], messages: int, asked: argparse.Namespace) -> bool:
    growth = memory[1] / memory[0] - 1
    p95_ms = tally.share_within(0.95) * 1000
    rows = (
        ("answers", f"{len(tally.seconds)}, {tally.writes} of them writes", True),
        ("a second", f"{len(tally.seconds) / asked.minutes / 60:.1f}", True),
        ("errors", str(len(tally.failures)), not tally.failures),
        ("half within", f"{tally.share_within(0.5) * 1000:.0f} ms", True),
        ("95 % within", f"{p95_ms:.0f} ms (bar {P95_MS_MOST})", p95_ms <= P95_MS_MOST),
        ("99 % within", f"{tally.share_within(0.99) * 1000:.0f} ms", True),
        ("memory", f"{memory[0]:.0f} MB, at the end {memory[1]:.0f} MB, {growth:+.1%} (bar {GROWTH_SHARE_MOST:.0%})",
         growth <= GROWTH_SHARE_MOST),
    )  # fmt: skip
    title = (
        f"{asked.people} people, {asked.think:g} s to think, {asked.minutes:g} minutes, {messages} messages"
    )
    table = Table(title=title, title_justify="left")
    for column in ("what", "figure", "holds"):
        table.add_column(column)
    for what, figure, holds in rows:
        table.add_row(what, figure, "yes" if holds else "NO")
    Console(width=110).print(table)
    for failure, times in Counter(tally.failures).most_common(5):
        print(f"{times} x {failure}")
    return all(holds for _, _, holds in rows)


if __name__ == "__main__":
    main()
