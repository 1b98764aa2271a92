"""The real server as a process of its own, on a home folder that nobody else uses."""

import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import httpx
import pytest

from tests.kept import tables_keep, tables_taken
from tests.postgres import database_create

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS_MOST = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A server on `home`; without a database address its records are in SQLite there."""

    home: Path
    database_url: str = ""
    port: int = field(default_factory=free_port)
    running: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        own = {name: value for name, value in os.environ.items() if not name.startswith("HEADWAY_")}
        return own | {
            "HEADWAY_HOME": str(self.home),
            "DATABASE_URL": self.database_url,
            "DJANGO_SETTINGS_MODULE": "headway.settings",
            "HEADWAY_API_REQUESTS_PER_MINUTE": "1000000",
        }

    def command(self, *arguments: str) -> str:
        """Run `python ARGUMENTS` on the same home and give what it printed; raises when it fails."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=ROOT,
            text=True,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
        return done.stdout

    def prepare(self) -> dict[str, str]:
        """Make the database and the small world in it; gives each role's API token."""
        if self.database_url:
            return self._prepared()
        folder, tokens = _prepared_once()
        shutil.copytree(folder, self.home, dirs_exist_ok=True)
        return tokens

    def _prepared(self) -> dict[str, str]:
        if not self.database_url:
            tables_taken(self.home / "headway.sqlite3")
        self.command("-m", "headway", "manage", "migrate", "--verbosity", "0")
        if not self.database_url:
            tables_keep(self.home / "headway.sqlite3")
        tokens: dict[str, str] = json.loads(self.command("-m", "tests.world"))
        return tokens

    def start(self) -> None:
        """Start, and come back once it answers."""
        log = (self.home / "server.log").open("ab")
        arguments = [sys.executable, "-m", "headway", "serve", "--port", str(self.port), "--no-worker"]
        self.running = subprocess.Popen(
            arguments, env=self.environment, cwd=ROOT, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        until = time.monotonic() + START_SECONDS_MOST
        while not self._answers():
            assert self.running.poll() is None and time.monotonic() < until, self.log()
            time.sleep(0.02)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/", timeout=5).status_code < 500
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """SIGKILL to the server and all its processes: what a power cut leaves of them."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running.pid, how)
            self.running.wait(30)
            self.running = None

    def log(self) -> str:
        return (self.home / "server.log").read_text(errors="replace")


@cache
def _prepared_once() -> tuple[Path, dict[str, str]]:
    """A home with the small world in SQLite to copy from, since making all tables takes long."""
    folder = Path(tempfile.mkdtemp(prefix="headway-world-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder, Server(folder)._prepared()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server with the small world in it; sign in as `owner@lumen.test`, `viewer@lumen.test`, ..."""
    address = os.environ["DATABASE_URL"]
    served = Server(tmp_path_factory.mktemp("server"), address and database_create(address, "served"))
    served.prepare()
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="session")
def told_once(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The small world and the story of a planned quarter, not running: what `told` is copied from."""
    address = os.environ["DATABASE_URL"]
    prepared = Server(
        tmp_path_factory.mktemp("story") / "home", address and database_create(address, "story")
    )
    prepared.home.mkdir()
    prepared.prepare()
    prepared.command("-m", "headway.web.tests.story", "lumen", "owner@lumen.test")
    return prepared


@pytest.fixture(scope="module")
def told(told_once: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running server with the story, the module's own: what one module does there no other one sees."""
    home = tmp_path_factory.mktemp("told") / "home"
    shutil.copytree(told_once.home, home)
    address = os.environ["DATABASE_URL"]
    served = Server(home, address and database_create(address, f"told_{home.parent.name}", like="story"))
    served.start()
    yield served
    served.stop()
