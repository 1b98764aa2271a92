"""Which fields the workspace added to its records."""

from typing import cast

from headway.core.context import Context
from headway.core.lists.answers import ChoiceShown, FieldListQuestion, FieldShown, FieldsList, FieldType
from headway.core.lists.columns import list_open
from headway.core.lists.custom_columns import fields_of
from headway.core.lists.models import CustomField
from headway.core.registry import query


@query("lists.field_list")
def field_list(context: Context, question: FieldListQuestion) -> FieldsList:
    """The fields that the workspace added to a kind of record, in the order of making."""
    declared = list_open(context, question.kind)
    found = fields_of(context, declared.kind.name)
    return FieldsList(rows=[field_shown(one) for one in found if question.removed or one.removed_at is None])


def field_shown(field: CustomField) -> FieldShown:
    """One field with all its options."""
    return FieldShown(
        ref=field.ref,
        kind=field.kind,
        name=field.name,
        label=field.label,
        type=cast(FieldType, field.type),
        options=[ChoiceShown(value=one["value"], label=one["label"]) for one in field.options],
        formula=field.formula,
        unit=field.unit,
        version=field.version,
        removed=field.removed_at is not None,
    )
