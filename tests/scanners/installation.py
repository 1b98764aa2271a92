"""A small installation to attack: the world of the tests, filled by one example of every action, and served."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.server import Server

# The server stands behind a proxy that speaks HTTPS, as in a real installation; the scanners take the proxy's place.
PROXY = "X-Forwarded-Proto: https"


class Behind(Server):
    """The server as it is deployed: HTTPS only, so that cookies and headers are the ones browsers get."""

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | {
            "HEADWAY_HTTPS": "1",
            "HEADWAY_BEHIND_PROXY": "1",
            # Scanners try wrong tokens by the hundred; what holds them back is tested elsewhere.
            "HEADWAY_BAD_TOKENS_PER_MINUTE": "1000000",
        }


@dataclass(frozen=True)
class Installation:
    """A served installation, with an owner's API token and the cookie of an owner who is signed in."""

    server: Server
    token: str
    session: str

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def cookie(self) -> str:
        # With a token against forgery of its own, a scanner's forms go as deep as a browser's.
        return f"Cookie: __Host-sessionid={self.session}; __Host-csrftoken={'scan' * 8}"

    @property
    def origin(self) -> str:
        """What a browser behind that proxy says with a form."""
        return f"Origin: {self.url.replace('http:', 'https:')}"


@contextmanager
def installed() -> Iterator[Installation]:
    """Make one in a folder of its own, serve it, and leave nothing behind."""
    with tempfile.TemporaryDirectory(prefix="headway-scan-") as folder:
        server = Behind(Path(folder))
        server.command("-m", "headway", "manage", "migrate", "--verbosity", "0")
        keys = json.loads(server.command("-m", "tests.scanners.filling").splitlines()[-1])
        server.start()
        try:
            yield Installation(server, keys["token"], keys["session"])
        finally:
            server.stop()
