"""Adding fields to records, changing and removing them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from headway.core.access import row
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.lists.answers import FieldOption, FieldRef, FieldSave, FieldShown
from headway.core.lists.columns import RecordList, list_of
from headway.core.lists.conditions import readable
from headway.core.lists.custom_columns import fields_of
from headway.core.lists.expressions import KEY
from headway.core.lists.field_queries import field_shown
from headway.core.lists.models import CustomField
from headway.core.lists.places import TODAY, number_of
from headway.core.lists.removed import FieldRemoved, back_by
from headway.core.lists.sheet import Sheet, Unusable
from headway.core.records import next_ref
from headway.core.registry import Done, action
from headway.core.roles import DECIDERS
from headway.engine.filters.chips import shortened
from headway.engine.filters.formula import formula_parse, names_in

FIELDS_MOST = 50
NAME_LETTERS = 40
WITH_OPTIONS = {"select", "multi_select"}
TOLD = ("label", "options", "formula", "unit")


@action("lists.field_save", roles=DECIDERS)
def field_save(context: Context, question: FieldSave) -> Done[FieldShown]:
    """Add a field to a kind of record, or change the one with that ref; a removed one comes back.

    At most fifty fields a kind and 5,000 options a field. The type of a field stays as it is, and so does the
    currency of an amount. Raises Invalid where a label is taken, an option repeats or a formula cannot be read.
    """
    field = row(CustomField, context, question.ref) if question.ref else _fresh(context, question)
    declared = list_of(field.kind)
    label = _label(context, declared, field, question)
    before = {name: getattr(field, name) for name in TOLD}
    field.label = label
    field.options = _options(question) if field.type in WITH_OPTIONS else []
    field.formula = _formula(context, declared, question) if field.type == "formula" else ""
    field.unit = _unit(context, field, question)
    field.removed_at = None
    is_new = field._state.adding
    field.version += 0 if is_new else 1
    field.save(force_insert=is_new)
    changes = {
        name: {"before": None if is_new else before[name], "after": getattr(field, name)}
        for name in TOLD
        if is_new or before[name] != getattr(field, name)
    }
    verb = "Added" if is_new else "Changed"
    summary = f"{verb} the field {label} of {declared.kind.plural.lower()}"
    return Done(field_shown(field), summary, field, changes)


def _fresh(context: Context, question: FieldSave) -> CustomField:
    declared = list_of(question.kind)
    if not declared.customised:
        raise Invalid(f"Field kind: {declared.kind.plural} cannot carry fields of your own.")
    return CustomField(
        workspace=context.workspace,
        ref=next_ref(context, CustomField, "CF"),
        created_at=context.now,
        kind=question.kind,
        name=_name(question.label, [one.name for one in fields_of(context, question.kind)]),
        type=question.type,
    )


def _name(label: str, taken: Iterable[str]) -> str:
    """A name of plain letters for addresses; never one that a field had before, for its values are still there."""
    return _unlike(_plain(label, "field")[:NAME_LETTERS], set(taken))


def _plain(label: str, otherwise: str) -> str:
    letters = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_") or otherwise


def _unlike(name: str, taken: set[str]) -> str:
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found


def _label(context: Context, declared: RecordList, field: CustomField, question: FieldSave) -> str:
    if field.type != question.type:
        raise Invalid(
            f"Field type: {field.label} is of the type {field.type} and stays so; add another field."
        )
    label = " ".join(readable(question.label).split())
    if not label:
        raise Invalid("Field label: it is empty; write what the field tells.")
    label_free(context, declared, field, label)
    return label


def label_free(context: Context, declared: RecordList, field: CustomField, label: str) -> None:
    """Raise Invalid where a kind has as many fields as it may, or another column with that label."""
    there = [one for one in fields_of(context, field.kind) if one.removed_at is None and one.pk != field.pk]
    if len(there) >= FIELDS_MOST:
        raise Invalid(
            f"{declared.kind.plural} have {FIELDS_MOST} fields of your own already; remove one first."
        )
    labels = {one.label.casefold() for one in there} | {one.label.casefold() for one in declared.all_columns}
    if label.casefold() in labels:
        raise Invalid(f"Field label: {declared.kind.plural} have a column {shortened(label)} already.")


def _options(question: FieldSave) -> list[dict[str, str]]:
    if not question.options:
        raise Invalid("Field options: a field to choose from needs at least one option.")
    found: list[dict[str, str]] = []
    labels: set[str] = set()
    values = {one.value for one in question.options if one.value}
    for option in question.options:
        label = " ".join(readable(option.label).split())
        if not label or label.casefold() in labels:
            raise Invalid(f"Field options: {shortened(label)} is there twice or says nothing; leave one out.")
        labels.add(label.casefold())
        found.append({"value": _value(option, label, values), "label": label})
    _refuse_repeats([one["value"] for one in found])
    return found


def _value(option: FieldOption, label: str, values: set[str]) -> str:
    if option.value and not KEY.fullmatch(option.value):
        raise Invalid(
            f"Field options: the value {shortened(option.value)} may only have a to z, 0 to 9 and _."
        )
    value = option.value or _unlike(_plain(label, "option")[:NAME_LETTERS], values)
    values.add(value)
    return value


def _refuse_repeats(values: Sequence[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise Invalid(f"Field options: the value {value} is there twice; leave one out.")
        seen.add(value)


def _formula(context: Context, declared: RecordList, question: FieldSave) -> str:
    text = readable(question.formula).strip()
    try:
        names = names_in(formula_parse(text))
        sheet = Sheet(context, declared)
        for name in names:
            if name != TODAY:
                number_of(sheet, sheet.column(name))
    except (ValueError, Unusable) as error:
        raise Invalid(f"Field formula: {str(error).rstrip('.')}.") from error
    return text


def _unit(context: Context, field: CustomField, question: FieldSave) -> str:
    unit = readable(question.unit).strip()
    if field.type != "money":
        return unit if field.type in {"number", "formula"} else ""
    unit = (unit or field.unit or context.workspace.currency).upper()
    if not re.fullmatch(r"[A-Z]{3}", unit):
        raise Invalid(f"Field unit: {shortened(unit)} is no code of a currency; write it like EUR.")
    if field.unit and field.unit != unit:
        raise Invalid(f"Field unit: {field.label} is kept in {field.unit}; add another field for {unit}.")
    return unit


@action("lists.field_remove", roles=DECIDERS, destructive=True)
def field_remove(context: Context, question: FieldRef) -> Done[FieldRemoved]:
    """Take a field off the records of its kind. Their values are kept, and lists.field_restore brings it back.

    Raises Conflict where it is removed already.
    """
    field = row(CustomField, context, question.ref)
    if field.removed_at is not None:
        raise Conflict(f"The field {field.label} is removed already; lists.field_restore brings it back.")
    field.removed_at = context.now
    field.version += 1
    field.save(update_fields=["removed_at", "version"])
    kind = list_of(field.kind).kind.plural.lower()
    changes = {"removed": {"before": False, "after": True}}
    shown = FieldRemoved(**field_shown(field).model_dump(), undo=back_by("lists.field_restore", field.ref))
    return Done(shown, f"Removed the field {field.label} of {kind}", field, changes)
