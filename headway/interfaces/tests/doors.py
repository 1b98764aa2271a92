"""The three doors, each as a function from (verb, name, payload) to whether it went well and what came back."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from asgiref.sync import async_to_sync
from django.test import Client
from mcp import Client as McpClient
from typer.testing import CliRunner

from headway.core.access import enter
from headway.core.models import ApiToken, Membership, User, token_hash
from headway.interfaces.cli.app import app
from headway.interfaces.mcp.server import build
from tests.world import NOW, World

Reply = tuple[bool, str]


@dataclass(frozen=True)
class Doors:
    """Who is named by role; `lumen` is the workspace asked for, whoever asks."""

    world: World

    def user(self, role: str) -> User:
        return self.world.outsider if role == "outsider" else self.world.users[role]

    def through(self, door: str, verb: str, name: str, payload: Mapping[str, Any], role: str) -> Reply:
        how: dict[str, Callable[..., Reply]] = {"api": self.api, "cli": self.cli, "mcp": self.mcp}
        return how[door](verb, name, payload, role)

    def api(self, verb: str, name: str, payload: Mapping[str, Any], role: str) -> Reply:
        response = Client().post(
            f"/api/v1/{verb}/{name}",
            json.dumps(payload),
            "application/json",
            headers={"Authorization": f"Bearer {self.secret(role)}", "Headway-Workspace": "lumen"},
        )
        return response.status_code in (200, 202), response.content.decode()

    def cli(self, verb: str, name: str, payload: Mapping[str, Any], role: str) -> Reply:
        question = [verb, name, "--json", json.dumps(payload)]
        done = CliRunner().invoke(app, [*question, "-w", "lumen", "--as", self.user(role).email])
        assert done.stdout.endswith("\n"), done.output
        return done.exit_code in (0, 3), done.stdout[:-1]

    def mcp(self, verb: str, name: str, payload: Mapping[str, Any], role: str) -> Reply:
        return self.mcp_each(name, payload, [role])[role]

    def mcp_each(self, name: str, payload: Mapping[str, Any], roles: Sequence[str]) -> dict[str, Reply]:
        """One client for all of them: each asks for the list of tools once, to check what comes back."""
        who = [""]

        async def call() -> dict[str, Reply]:
            replies = {}
            async with McpClient(build(lambda call: enter(self.user(who[0]), "lumen", "mcp", NOW))) as client:
                for who[0] in roles:
                    result = await client.call_tool(name, dict(payload))
                    replies[who[0]] = not result.is_error, result.content[0].text
            return replies

        return async_to_sync(call)()

    def through_each(
        self, door: str, verb: str, name: str, payload: Mapping[str, Any], roles: Sequence[str]
    ) -> dict[str, Reply]:
        """The replies to several people, by role."""
        if door == "mcp":
            return self.mcp_each(name, payload, roles)
        return {role: self.through(door, verb, name, payload, role) for role in roles}

    def secret(self, role: str) -> str:
        """An API token of that person, made without leaving a row in the log."""
        secret = f"hw_{role}"
        member = Membership.objects.get(user=self.user(role))
        ApiToken.objects.get_or_create(hash=token_hash(secret), defaults={"membership": member, "name": role})
        return secret
