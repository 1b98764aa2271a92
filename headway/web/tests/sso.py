"""Single sign-on from outside: our server as a process, and a browser without a screen that follows redirects."""

import json
import re
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx

from tests.server import Server

STATE = """
import json, django
django.setup()
from allauth.socialaccount.models import SocialAccount
from headway.core.models import Activity, Membership, User
print(json.dumps({
    "events": [
        [row.action.removeprefix("accounts."), row.outcome, row.actor and row.actor.email, row.changes]
        for row in Activity.objects.filter(workspace=None).order_by("sequence").select_related("actor")
    ],
    "links": sorted(SocialAccount.objects.values_list("user__email", "provider", "uid")),
    "people": sorted(User.objects.values_list("email", flat=True)),
    "roles": sorted(Membership.objects.values_list("user__email", "workspace__slug", "role")),
}))
"""


@dataclass
class Configured(Server):
    """The server, with further settings."""

    further: dict[str, str] = field(default_factory=dict)

    @property
    def environment(self) -> dict[str, str]:
        return super().environment | self.further

    def state(self) -> dict[str, Any]:
        """What the database has about accounts."""
        found: dict[str, Any] = json.loads(self.command("-c", STATE))
        return found

    def perform(self, secret: str, name: str, **question: Any) -> None:
        answer = httpx.post(
            f"{self.url}/api/v1/do/{name}", json=question, headers={"Authorization": f"Bearer {secret}"}
        )
        assert answer.status_code == 200, answer.text


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
