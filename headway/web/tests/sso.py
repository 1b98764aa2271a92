"""Single sign-on from outside: our server as a process, and a browser without a screen that follows redirects."""

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx

from tests.server import Server

# Read past Django, which would take seconds to start each time.
EVENTS = (
    "SELECT action, outcome, email, changes FROM core_activity LEFT JOIN core_user ON actor_id = core_user.id"
    " WHERE workspace_id IS NULL ORDER BY sequence"
)
LINKS = (
    "SELECT email, provider, uid FROM socialaccount_socialaccount JOIN core_user ON user_id = core_user.id"
)
PEOPLE = "SELECT email FROM core_user"
ROLES = (
    "SELECT email, slug, role FROM core_membership JOIN core_user ON user_id = core_user.id"
    " JOIN core_workspace ON workspace_id = core_workspace.id"
)


@dataclass
class Configured(Server):
    """The server, with further settings."""

    further: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | self.further

    def state(self) -> dict[str, Any]:
        """What the database has about accounts."""
        return {
            "events": [
                [action.removeprefix("accounts."), outcome, email, _plain(changes)]
                for action, outcome, email, changes in self._rows(EVENTS)
            ],
            "links": sorted(self._rows(LINKS)),
            "people": sorted(email for (email,) in self._rows(PEOPLE)),
            "roles": sorted(self._rows(ROLES)),
        }

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        if not self.database_url:
            with closing(sqlite3.connect(self.home / "headway.sqlite3")) as connection:
                return connection.execute(query).fetchall()
        import psycopg

        with psycopg.connect(self.database_url) as connection:
            return connection.execute(query).fetchall()

    def perform(self, secret: str, name: str, **question: Any) -> None:
        answer = httpx.post(
            f"{self.url}/api/v1/do/{name}", json=question, headers={"Authorization": f"Bearer {secret}"}
        )
        assert answer.status_code == 200, answer.text


def _plain(changes: Any) -> Any:
    return json.loads(changes) if isinstance(changes, str) else changes


def changed(address: str, **parts: str) -> str:
    """An address with parts of its query changed."""
    at = urlsplit(address)
    return at._replace(query=urlencode(dict(parse_qsl(at.query)) | parts)).geturl()


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


class Visitor(httpx.Client):
    """Somebody's browser at our server."""

    def __init__(self, server: Configured) -> None:
        super().__init__(base_url=server.url, timeout=60)

    def sent_off(self, login: str, **form: str) -> str:
        """Press the button of a provider on the sign-in page; gives where it leads."""
        token = fields(self.get("/sign-in/").text)["csrfmiddlewaretoken"]
        answer = self.post(
            login, data={"csrfmiddlewaretoken": token} | form, headers={"Referer": str(self.base_url)}
        )
        assert answer.status_code == 302, answer.text
        return answer.headers["Location"]

    def is_signed_in(self) -> bool:
        return self.get("/").headers["Location"].startswith("/w/")
