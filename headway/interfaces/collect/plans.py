"""Each workspace's tracking plan, compiled and remembered for some seconds so that no event waits for the database."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Sequence

from django.db import close_old_connections

from headway.apps.analytics.inbox import Line
from headway.apps.analytics.tracking.intake import LoadedPlan, Refusal, checked, loaded

REMEMBERED_S = 5.0
PLANS_MOST = 1_000


class Plans:
    """Plans by workspace, those asked for last; a change of one reaches its collectors within seconds."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[float, LoadedPlan]] = OrderedDict()

    async def checked(self, workspace: str, lines: Sequence[Line]) -> tuple[list[Line], list[Refusal]]:
        """Lines with what the plan says to each, and those that it refuses."""
        until, plan = self._known.get(workspace, (0.0, None))
        if plan is None or until <= time.monotonic():
            plan = await asyncio.get_running_loop().run_in_executor(None, _loaded, workspace, plan)
            self._known[workspace] = time.monotonic() + REMEMBERED_S, plan
            while len(self._known) > PLANS_MOST:
                self._known.popitem(last=False)
        return checked(plan, lines)


def _loaded(workspace: str, before: LoadedPlan | None) -> LoadedPlan:
    close_old_connections()
    return loaded(workspace, before)
