"""The fields that a workspace added, as columns of lists."""

from collections.abc import Sequence

from headway.core.access import rows
from headway.core.context import Context
from headway.core.lists.answers import ColumnType
from headway.core.lists.columns import CUSTOM, Column, RecordList
from headway.core.lists.models import CustomField
from headway.engine.filters.formula import formula_parse

TYPES: dict[str, ColumnType] = {
    CustomField.Type.SELECT: "choice",
    CustomField.Type.MULTI_SELECT: "choices",
}
VARIED = frozenset({CustomField.Type.TEXT, CustomField.Type.NUMBER})


def fields_of(context: Context, kind: str) -> list[CustomField]:
    """Every field that was ever added to a kind, those that were removed among them, in the order of making."""
    return list(rows(CustomField, context).filter(kind=kind).order_by("created_at", "id"))


def columns_of(declared: RecordList, fields: Sequence[CustomField]) -> list[Column]:
    """The columns of the fields that are there."""
    return [column_of(field) for field in fields if field.removed_at is None] if declared.customised else []


def column_of(field: CustomField) -> Column:
    """One field as a column."""
    return Column(
        CUSTOM + field.name,
        field.label,
        TYPES.get(field.type) or _as_it_is(field.type),
        path="custom",
        unit=field.unit,
        choices=tuple((one["value"], one["label"]) for one in field.options),
        editable=field.type != CustomField.Type.FORMULA,
        varied=field.type in VARIED,
        key=field.name if field.type != CustomField.Type.FORMULA else "",
        formula=formula_parse(field.formula) if field.type == CustomField.Type.FORMULA else None,
    )


def _as_it_is(type_: str) -> ColumnType:
    names: dict[str, ColumnType] = {
        "text": "text", "number": "number", "money": "money", "date": "date", "person": "person",
        "link": "link", "formula": "formula",
    }  # fmt: skip
    return names[type_]
