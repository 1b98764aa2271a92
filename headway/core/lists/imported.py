"""The workspace's own fields in imported files: columns named like a field, or `custom.` and its name."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Model
from pydantic import JsonValue

from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.imports import columns as cell
from headway.core.lists.columns import CUSTOM, Column, lists
from headway.core.lists.models import values_of
from headway.core.lists.sheet import Sheet
from headway.core.lists.values import value_read


def imported_columns(context: Context, model: type[Model], taken: Sequence[cell.Column]) -> list[cell.Column]:
    """A column of an import for each field that people can fill; a label that the importer knows stays its own."""
    declared = next((one for one in lists() if one.kind.model is model and one.customised), None)
    if declared is None:
        return []
    sheet = Sheet(context, declared)
    known = {cell.header_plain(name) for one in taken for name in (one.name, *one.aliases)}
    return [
        cell.Column(
            column.name,
            _parser(sheet, column),
            aliases=() if cell.header_plain(column.label) in known else (column.label,),
        )
        for column in sheet.columns.values()
        if column.key
    ]


def _parser(sheet: Sheet, column: Column) -> Callable[[str], Any]:
    text = cell.text()

    def parse(given: str) -> Any:
        plain = text(given)
        try:
            return value_read(sheet, column, _listed(plain) if column.type == "choices" else plain)
        except Invalid as error:
            raise ValueError(error.detail.partition(": ")[2].rstrip(".")) from error

    return parse


def _listed(given: str) -> list[JsonValue]:
    return [one.strip() for one in re.split(r"[;|]", given) if one.strip()]


def custom_in(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of a row's values that are of the workspace's own fields, by `custom.` and the field's name."""
    return {name: value for name, value in values.items() if name.startswith(CUSTOM)}


def with_custom(record: Model | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """The model's field with the custom values of a record once a row is read into it; nothing where none came."""
    if not given:
        return {}
    before = values_of(record) if record else {}
    read = {name.removeprefix(CUSTOM): value for name, value in given.items()}
    return {"custom": {name: value for name, value in (before | read).items() if value is not None}}
