"""Which source a write key stands for, remembered for some seconds so that no event waits for the database."""

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.db import close_old_connections
from django.utils import timezone

from headway.apps.analytics.compacting import withdrawn
from headway.apps.analytics.models import EventSource
from headway.core.models import token_hash

REMEMBERED_S = 5.0
KEYS_MOST = 10_000


@dataclass(frozen=True)
class Source:
    """Where events of a key go: the ids of the workspace and of the source, as the inbox has them. `withdrawn` says
    why none may come in any more, where that is so."""

    workspace: str
    id: str
    withdrawn: str


class Keys:
    """Sources by key; an unknown key is remembered as well, so that guessing costs the database little."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[float, Source | None]] = OrderedDict()

    async def source(self, key: str) -> Source | None:
        """The source of a key, or nothing for one that is unknown or revoked."""
        hashed = token_hash(key)
        until, found = self._known.get(hashed, (0.0, None))
        if until > time.monotonic():
            return found
        found = await asyncio.get_running_loop().run_in_executor(None, _looked_up, hashed)
        self._known[hashed] = time.monotonic() + REMEMBERED_S, found
        while len(self._known) > KEYS_MOST:
            self._known.popitem(last=False)
        return found


def _looked_up(hashed: str) -> Source | None:
    close_old_connections()
    row = EventSource.objects.select_related("workspace").filter(hash=hashed, revoked_at=None).first()
    if row is None:
        return None
    return Source(str(row.workspace_id), row.pk.hex, withdrawn(row.workspace, row.name, timezone.now()))
