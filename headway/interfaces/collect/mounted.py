"""The collector inside the web server, so that SDKs may be told the address of the pages.

Each web process has one loop in a thread of its own, which all its requests share, and so one log and one sync for
those that wait together. A request holds a thread of the web server until its events are on disk; whoever sends
thousands a second runs `headway collect` beside.
"""

import asyncio
import threading
from collections.abc import Callable, MutableMapping
from functools import cached_property
from http import HTTPStatus
from typing import Any

from headway.apps.analytics.wires.bodies import BYTES_MOST
from headway.interfaces.collect.app import ROUTES, Collector

Environment = dict[str, Any]
Message = MutableMapping[str, Any]
Start = Callable[[str, list[tuple[str, str]]], object]
Wsgi = Callable[[Environment, Any], Any]


class Mounted:
    """The pages, and the collector at the addresses that SDKs send to."""

    def __init__(self, pages: Wsgi) -> None:
        self._pages, self._collector, self._lock = pages, Collector(), threading.Lock()

    def __call__(self, environment: Environment, start: Start) -> Any:
        if environment["PATH_INFO"].rstrip("/") not in ROUTES:
            return self._pages(environment, start)
        # One byte beyond the cap is enough for the refusal.
        body = environment["wsgi.input"].read(BYTES_MOST + 1)
        telling = self._told(_scope(environment), body)
        head, answer = asyncio.run_coroutine_threadsafe(telling, self._running()).result()
        status = HTTPStatus(head["status"])
        headers = [(name.decode(), value.decode()) for name, value in head["headers"]]
        start(f"{status.value} {status.phrase}", headers)
        return [answer["body"]]

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            return self._loop

    @cached_property
    def _loop(self) -> asyncio.AbstractEventLoop:
        loop = asyncio.new_event_loop()
        threading.Thread(target=loop.run_forever, name="collector", daemon=True).start()
        return loop

    async def _told(self, scope: Message, body: bytes) -> list[Message]:
        told: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body}

        async def send(message: Message) -> None:
            told.append(message)

        await self._collector(scope, receive, send)
        return told


def _scope(environment: Environment) -> Message:
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower().encode(): str(value).encode("latin-1")
        for name, value in environment.items()
        if name.startswith("HTTP_") or name in {"CONTENT_TYPE", "CONTENT_LENGTH"}
    }
    return {
        "type": "http",
        "method": environment["REQUEST_METHOD"],
        "path": environment["PATH_INFO"],
        "query_string": environment.get("QUERY_STRING", "").encode("latin-1"),
        "headers": list(headers.items()),
    }
