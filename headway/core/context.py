"""Who acts, where, through which door and when: the first argument of every action and query."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from headway.core.days import day_of
from headway.core.models import User, Workspace
from headway.core.roles import Role

Channel = Literal["web", "api", "cli", "mcp", "job", "approval", "scim"]


@dataclass(frozen=True)
class Context:
    """`by_token` says that an API token stands for the person, `scopes` what it is kept to; none is everything."""

    workspace: Workspace
    actor: User
    role: Role
    channel: Channel
    now: datetime
    by_token: bool = False
    scopes: tuple[str, ...] = ()

    @property
    def today(self) -> date:
        """The day it is in the workspace's time zone."""
        return day_of(self.workspace, self.now)
