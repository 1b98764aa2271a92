"""What the index has to do where persons are erased and backups restored: have nothing left of words that are gone."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from headway.core.backup.beside import after_restore, before_loading
from headway.core.holdings import Subject, Treatment, holding_add
from headway.core.models import Workspace
from headway.core.search import index


class IndexHolding:
    """The index holds words of rows and nothing of its own, so there is nothing to find; its triggers follow the rows.

    What the database keeps of replaced words until it tidies up goes at once.
    """

    name = "search index"
    # Rows of no class of their own: retention treats the rows that the index follows.
    retained = ""

    def find(self, workspace: Workspace, subject: Subject) -> int:
        return 0

    def export(self, workspace: Workspace, subject: Subject) -> Iterator[dict[str, Any]]:
        return iter(())

    def erase(self, workspace: Workspace, subject: Subject) -> int:
        index.tidy()
        return 0

    def old(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        return 0

    def expire(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        return 0


def made_after_restore(now: datetime) -> list[str]:
    """Make the index from the rows that came back, as they are once whoever was erased is erased again."""
    index.after_migrations()
    return []


holding_add(IndexHolding())
# Row by row while they come back would be slow.
before_loading("search", index.triggers_remove)
after_restore("search", made_after_restore)
