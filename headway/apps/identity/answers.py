"""What identity answers: the rules by which people come into a workspace, and what a directory keeps."""

from datetime import datetime

from pydantic import Field

from headway.core.registry import Answer


class DomainRuleRow(Answer):
    domain: str
    role: str


class GroupRuleRow(Answer):
    group: str
    role: str
    positions: list[str]
    is_known: bool
    people: int


class RuleList(Answer):
    domains: list[DomainRuleRow]
    groups: list[GroupRuleRow]


class DirectoryGroupRow(Answer):
    group: str
    people: int


class DirectoryShown(Answer):
    """What is connected, and which groups rules can go by."""

    is_connected: bool = Field(description="Whether a directory has a key that still opens.")
    last_used_at: datetime | None
    people_here: int = Field(description="Members of this workspace whom the directory keeps.")
    groups: list[DirectoryGroupRow]
