"""The small world that tests play in: one workspace, a member in each role, and somebody from elsewhere."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from headway.core.context import Channel, Context
    from headway.core.models import User, Workspace

NOW = datetime(2026, 9, 30, 12, tzinfo=UTC)
PASSWORD = "a long enough password"
NAMES = {
    "owner": "Olga Owner",
    "admin": "Adam Admin",
    "product_lead": "Lena Lead",
    "product_manager": "Pia Manager",
    "engineer": "Egon Engineer",
    "designer": "Dina Designer",
    "analyst": "Anna Analyst",
    "contributor": "Cora Contributor",
    "viewer": "Vera Viewer",
}


@dataclass(frozen=True)
class World:
    """`workspace` with a user for each role in `users`; `elsewhere` belongs to `outsider` alone."""

    workspace: "Workspace"
    users: "Mapping[str, User]"
    elsewhere: "Workspace"
    outsider: "User"

    def context(
        self, role: str = "product_manager", channel: "Channel" = "api", now: datetime = NOW
    ) -> "Context":
        """What a door hands to actions and queries when the member of that role comes in."""
        from headway.core.access import enter

        return enter(self.users[role], self.workspace.slug, channel, now)

    def context_elsewhere(self, channel: "Channel" = "api") -> "Context":
        from headway.core.access import enter

        return enter(self.outsider, self.elsewhere.slug, channel, NOW)

    def client(self, role: str = "product_manager") -> "Client":
        """A browser without a screen, signed in as the member of that role."""
        from django.test import Client

        client = Client()
        client.force_login(self.users[role])
        return client

    def token(self, role: str = "product_manager") -> str:
        """The secret of a new API token of the member of that role; valid for good."""
        from headway.core.models import ApiToken, Membership, token_hash

        secret = ApiToken.new_secret()
        member = Membership.objects.get(workspace=self.workspace, user=self.users[role])
        ApiToken.objects.create(membership=member, name="test", hash=token_hash(secret))
        return secret


def build() -> World:
    """Make the world's rows."""
    from headway.core.models import Membership, User, Workspace

    workspace = Workspace.objects.create(
        slug="lumen", name="Lumen", currency="EUR", time_zone="Europe/Berlin"
    )
    elsewhere = Workspace.objects.create(slug="elsewhere", name="Elsewhere")
    users = {
        role: User.objects.create_user(f"{role}@lumen.test", PASSWORD, name) for role, name in NAMES.items()
    }
    outsider = User.objects.create_user("owner@elsewhere.test", PASSWORD, "Otto Outsider")
    members = [Membership(workspace=workspace, user=user, role=role) for role, user in users.items()]
    members.append(Membership(workspace=elsewhere, user=outsider, role="owner"))
    Membership.objects.bulk_create(members)
    return World(workspace, users, elsewhere, outsider)


@pytest.fixture
def world(db: Any) -> World:
    return build()


@pytest.fixture
def now() -> datetime:
    return NOW


def main() -> None:
    """Build the world in the database of the environment and print each role's API token as JSON."""
    import django

    django.setup()
    world = build()
    print(json.dumps({role: world.token(role) for role in world.users}))


if __name__ == "__main__":
    main()
