"""Lists for people at a terminal."""

import json
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from headway.core.registry import Entry
from headway.core.roles import EVERYONE, Role


def entry_table(found: Sequence[Entry]) -> None:
    table = Table("Name", "What it does", "Fields (* needed)", "Open to", box=None, header_style="bold")
    table.columns[0].no_wrap = True
    for entry in found:
        table.add_row(entry.name, entry.summary, _fields(entry), _roles(entry))
    wide_console().print(table)


def entry_list_json(found: Sequence[Entry]) -> str:
    """The same list for programs, with the question's JSON schema."""
    rows = [
        {
            "name": entry.name,
            "kind": entry.kind,
            "summary": entry.summary,
            "roles": sorted(entry.roles),
            "destructive": entry.destructive,
            "question": entry.question.model_json_schema(),
        }
        for entry in found
    ]
    return json.dumps(rows, ensure_ascii=False)


def _fields(entry: Entry) -> str:
    found = entry.question.model_fields.items()
    return ", ".join(name + ("*" if field.is_required() else "") for name, field in found) or "-"


def _roles(entry: Entry) -> str:
    if entry.roles == EVERYONE:
        return "everyone"
    names = [role.label.lower() for role in Role if role in entry.roles]
    others = [role.label.lower() for role in Role if role not in entry.roles]
    return ", ".join(names) if len(names) <= len(others) else f"all but {', '.join(others)}"


def wide_console() -> Console:
    """For tables; a pipe has no width of its own, so it gets one that tables fit."""
    return Console() if Console().is_terminal else Console(width=160)
