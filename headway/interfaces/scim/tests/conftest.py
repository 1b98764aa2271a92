"""A directory with its key, as the identity provider of the small world."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.http import HttpResponse

    from headway.core.models import Activity, User
    from tests.world import World

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


@dataclass(frozen=True)
class Directory:
    """Speaks SCIM over HTTP with the key of the installation."""

    world: "World"
    secret: str

    def send(self, method: str, path: str, body: object = None, **headers: str) -> "HttpResponse":
        from django.test import Client

        text = body if isinstance(body, str) else "" if body is None else json.dumps(body)
        client = Client(headers={"Authorization": f"Bearer {self.secret}"} | headers)
        return client.generic(method, f"/scim/v2/{path}", text, content_type="application/scim+json")

    def get(self, path: str) -> dict[str, Any]:
        answer = self.send("GET", path)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def person(self, email: str = "nora@lumen.test", **more: Any) -> dict[str, Any]:
        """Make a person and give the answer."""
        return self.made("Users", {"schemas": [USER], "userName": email, "active": True} | more)

    def group(self, name: str, *members: str, **more: Any) -> dict[str, Any]:
        values = [{"value": key} for key in members]
        return self.made("Groups", {"schemas": [GROUP], "displayName": name, "members": values} | more)

    def made(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        answer = self.send("POST", path, body)
        assert answer.status_code == 201, answer.content
        return answer.json()

    def patch(self, path: str, *operations: dict[str, Any]) -> "HttpResponse":
        return self.send("PATCH", path, {"schemas": [PATCH], "Operations": list(operations)})

    def row(self) -> "Activity":
        """The latest row of the installation's log."""
        from headway.core.models import Activity

        return Activity.objects.filter(workspace=None).order_by("-sequence").first()

    def places(self, key: str) -> list[tuple[str, str, list[str], str]]:
        from headway.core.models import Membership

        found = Membership.objects.filter(user=key).order_by("workspace__slug")
        return [(one.workspace.slug, one.role, one.positions, one.source) for one in found]

    def user(self, key: str) -> "User":
        from headway.core.models import User

        return User.objects.get(pk=key)


@pytest.fixture
def directory(world: "World") -> Directory:
    from django.utils import timezone

    from headway.apps.identity.directory_tokens import directory_token_make

    return Directory(world, directory_token_make(world.users["owner"], "idp", 365, timezone.now()))
