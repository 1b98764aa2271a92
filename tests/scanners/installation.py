"""A small installation to attack: the world of the tests, filled by one example of every action, and served."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.server import Server


@dataclass(frozen=True)
class Installation:
    """A served installation, with an owner's API token and the cookie of an owner who is signed in."""

    server: Server
    token: str
    session: str

    @property
    def url(self) -> str:
        return self.server.url


@contextmanager
def installed() -> Iterator[Installation]:
    """Make one in a folder of its own, serve it, and leave nothing behind."""
    with tempfile.TemporaryDirectory(prefix="headway-scan-") as folder:
        server = Server(Path(folder))
        server.command("-m", "headway", "manage", "migrate", "--verbosity", "0")
        keys = json.loads(server.command("-m", "tests.scanners.filling").splitlines()[-1])
        server.start()
        try:
            yield Installation(server, keys["token"], keys["session"])
        finally:
            server.stop()
