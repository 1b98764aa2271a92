"""Examples of what is changed in lists: cells, fields that the workspace adds, views."""

from collections.abc import Callable
from typing import Any

from headway.apps.discovery.models import Problem
from headway.core.perform import perform
from tests.world import World

FIELD: dict[str, Any] = {
    "kind": "problem",
    "label": "Customer tier",
    "type": "select",
    "options": [{"label": "Gold"}, {"label": "Silver"}],
}
VIEW: dict[str, Any] = {
    "kind": "problem", "name": "Mine", "address": "f=state:is:proposed&sort=-arr", "shared": True,
}  # fmt: skip


def title_change(world: World) -> dict[str, Any]:
    Problem.objects.create(workspace=world.workspace, ref="P-1", title="Export fails")
    records = [{"ref": "P-1", "version": 1}]
    return {"kind": "problem", "records": records, "changes": {"title": "The export fails"}}


def change_there(world: World) -> dict[str, Any]:
    return {"sequence": perform("lists.records_edit", title_change(world), world.context("owner")).undo}  # type: ignore[attr-defined]


def restore_there(world: World) -> dict[str, Any]:
    changed = perform("lists.records_edit", title_change(world), world.context("owner")).undo  # type: ignore[attr-defined]
    return {"kind": "problem", "ref": "P-1", "sequence": changed, "version": 2}


def field_there(world: World) -> dict[str, Any]:
    return {"ref": perform("lists.field_save", FIELD, world.context("owner")).ref}  # type: ignore[attr-defined]


def view_there(world: World) -> dict[str, Any]:
    return {"ref": perform("lists.view_save", VIEW, world.context("owner")).ref}  # type: ignore[attr-defined]


def field_gone(world: World) -> dict[str, Any]:
    perform("lists.field_remove", question := field_there(world), world.context("owner"))
    return question


def view_gone(world: World) -> dict[str, Any]:
    perform("lists.view_remove", question := view_there(world), world.context("owner"))
    return question


LIST_EXAMPLES: dict[str, Callable[[World], dict[str, Any]]] = {
    "lists.records_edit": title_change,
    "lists.edit_undo": change_there,
    "core.record_restore": restore_there,
    "lists.field_save": lambda world: dict(FIELD),
    "lists.field_remove": field_there,
    "lists.field_restore": field_gone,
    "lists.view_restore": view_gone,
    "lists.view_save": lambda world: dict(VIEW),
    "lists.view_remove": view_there,
    "lists.view_favourite": view_there,
    "lists.view_default": lambda world: view_there(world) | {"whose": "workspace"},
}
