"""Group commit: while one sync runs, requests gather for the next, and all of them wait for that one only."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from headway.apps.analytics.inbox import Log, inbox_dir

Waiting = list[tuple[str, bytes, "asyncio.Future[None]"]]


class Inbox:
    """The logs of this process, one for each workspace that sends."""

    def __init__(self) -> None:
        self._logs: dict[str, Log] = {}
        self._waiting: Waiting = []
        self._running: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, "inbox")

    async def keep(self, workspace: str, content: bytes) -> None:
        """Come back once the lines are on disk. Raises OSError when they are not."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((workspace, content, done))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        await done

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            while self._waiting:
                group, self._waiting = self._waiting, []
                parts: Mapping[str, list[bytes]] = _parted(group)
                failed = await loop.run_in_executor(self._thread, self._commit, parts)
                _tell(group, failed)
        finally:
            self._running = None

    def _commit(self, parts: Mapping[str, Sequence[bytes]]) -> dict[str, OSError]:
        failed: dict[str, OSError] = {}
        for workspace, contents in parts.items():
            log = self._logs.setdefault(workspace, Log(inbox_dir(workspace)))
            try:
                log.append(b"".join(contents))
            except OSError as error:
                failed[workspace] = error
        return failed


def _parted(group: Waiting) -> dict[str, list[bytes]]:
    parts: dict[str, list[bytes]] = defaultdict(list)
    for workspace, content, _ in group:
        parts[workspace].append(content)
    return parts


def _tell(group: Waiting, failed: Mapping[str, OSError]) -> None:
    for workspace, _, done in group:
        if done.done():
            continue
        if error := failed.get(workspace):
            done.set_exception(error)
        else:
            done.set_result(None)
