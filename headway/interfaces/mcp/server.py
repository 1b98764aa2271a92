"""The MCP server: one tool for each entry of the registry, and no logic of its own."""

import json
import logging
from collections.abc import Callable
from typing import Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.db import connections
from mcp.server import Server, ServerRequestContext
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
)

from headway.core.context import Context
from headway.core.errors import HeadwayError, Invalid, NotFound
from headway.core.perform import answer_json, ask, is_open, perform
from headway.core.registry import Entry, entries
from headway.interfaces.mcp.tools import INSTRUCTIONS, tool_name, tool_of
from headway.interfaces.payload import payload_from
from headway.interfaces.problems import Broken, problem_json

Call = ServerRequestContext[Any, Any]
Enter = Callable[[Call], Context]
KEY = "headway/idempotency-key"
log = logging.getLogger(__name__)


def build(enter: Enter, underscores: bool = False) -> Server[Any]:
    """A server whose every call acts in the context that `enter` finds for it."""
    tools = {tool_name(entry, underscores): tool_of(entry, underscores) for entry in entries()}

    async def list_tools(call: Call, params: PaginatedRequestParams | None) -> ListToolsResult:
        context = await in_thread(enter, call)
        shown = [tools[tool_name(entry, underscores)] for entry in entries() if is_open(entry, context)]
        return ListToolsResult(tools=shown)

    async def call_tool(call: Call, params: CallToolRequestParams) -> CallToolResult:
        key = str((call.meta or {}).get(KEY, ""))
        result: CallToolResult = await in_thread(_result, enter, call, params, key)
        return result

    return Server(
        "headway",
        title="Headway",
        instructions=INSTRUCTIONS,
        get_tool_input_schema=lambda name: tools[name].input_schema if name in tools else None,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


async def in_thread(function: Callable[..., Any], *arguments: Any) -> Any:
    async with ThreadSensitiveContext():
        return await sync_to_async(_with_connection)(function, *arguments)


def _with_connection(function: Callable[..., Any], *arguments: Any) -> Any:
    """Django closes database connections around web requests; nobody else does it for these calls."""
    _close_idle()
    try:
        return function(*arguments)
    finally:
        _close_idle()


def _close_idle() -> None:
    for connection in connections.all(initialized_only=True):
        # Whoever holds a transaction open around the call still needs its connection.
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _result(enter: Enter, call: Call, params: CallToolRequestParams, key: str) -> CallToolResult:
    try:
        answer = _carried_out(_entry(params.name), _arguments(params), enter(call), key)
    except HeadwayError as error:
        return _problem(error)
    except Exception:
        log.exception("A tool call failed")
        return _problem(Broken("Headway failed to answer; nothing was changed. Its log has the reason."))
    return CallToolResult(
        content=[TextContent(type="text", text=answer)], structured_content=json.loads(answer)
    )


def _carried_out(entry: Entry, arguments: dict[str, Any], context: Context, key: str) -> str:
    if len(key) > 200:
        raise Invalid("The idempotency key is longer than 200 characters.")
    if entry.kind == "action":
        return answer_json(perform(entry.name, arguments, context, key))
    return answer_json(ask(entry.name, arguments, context))


def _arguments(params: CallToolRequestParams) -> dict[str, Any]:
    """The arguments after the checks that the other doors make on their texts."""
    return payload_from(json.dumps(params.arguments or {}))


def _entry(name: str) -> Entry:
    """The entry with that name, with dots or with underscores. Raises NotFound."""
    for entry in entries():
        if name in (entry.name, tool_name(entry, underscores=True)):
            return entry
    raise NotFound(f"No tool named {name!r}; tools/list has the names.")


def _problem(error: HeadwayError) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=problem_json(error))], is_error=True)
