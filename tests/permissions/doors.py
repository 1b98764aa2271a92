"""Every address, command and tool there is, found by walking what the program itself routes by."""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import typer
from django.urls import URLPattern, URLResolver, get_resolver

from headway.interfaces.cli.app import app

PARTS = {
    "slug:slug": "lumen",
    "str:ref": "P-001",
    "str:name": "core.note_add",
    "slug:kind": "accounts",
    "path:name": "core.note_add",
    "path:rest": "x",
}
UUIDS = str(UUID(int=7))


def addresses() -> dict[str, str]:
    """An example address of every name; one without a name stands under its own pattern."""
    return dict(_walk(get_resolver().url_patterns, "/", ()))


def _walk(
    patterns: list[URLPattern | URLResolver], start: str, spaces: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    for one in patterns:
        path = start + str(one.pattern).lstrip("^").rstrip("$").replace("\\Z", "")
        if isinstance(one, URLResolver):
            inside = (*spaces, one.namespace) if one.namespace else spaces
            yield from _walk(one.url_patterns, path, inside)
        else:
            yield ":".join([*spaces, one.name or path]), filled(path)


def filled(path: str) -> str:
    """A path with an example for each of its parts; the test says which part has none."""

    def value(found: re.Match[str]) -> str:
        part = found.group(1)
        if part.startswith("uuid:"):
            return UUIDS
        return PARTS.get(part, "1" if part.startswith("int:") else "x")

    path = re.sub(r"<([a-z0-9]+:[a-z_0-9]+)>", value, path)
    return re.sub(r"\(\?P<[a-z_0-9]+>[^)]*\)", "x", path)


def commands() -> set[str]:
    """Every command of the command line, with those inside groups as `audit verify`."""
    return set(_commands(typer.main.get_command(app), ""))


def _commands(group: Any, start: str) -> Iterator[str]:
    for name, command in getattr(group, "commands", {}).items():
        if getattr(command, "commands", None):
            yield from _commands(command, f"{start}{name} ")
        else:
            yield f"{start}{name}"
