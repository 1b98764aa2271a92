"""Which record an action is about, as a person chooses it: by its title instead of by a ref that has to be known."""

import re
from collections.abc import Mapping
from dataclasses import replace

from headway.core.access import rows
from headway.core.context import Context
from headway.core.kinds import RecordKind, kinds
from headway.core.registry import Entry
from headway.web.search.fields import FieldShown
from headway.web.search.naming import is_about, is_making

CHOICES_MOST, TITLE_MOST = 200, 80
NUMBERED = re.compile(r"(.*?)(\d+)")


def kind_about(entry: Entry, here: Context) -> RecordKind | None:
    """The kind of record that an action is done to, where the role may read it."""
    if entry.name.startswith("talk."):
        return None
    return next((one for one in kinds() if is_about(entry, one.name) and here.role in one.readers), None)


def with_record(
    entry: Entry, fields: list[FieldShown], here: Context, errors: Mapping[str, str]
) -> list[FieldShown]:
    """The fields, with `ref` as a choice among titles; kept out of sight where the record is known or is made."""
    kind = kind_about(entry, here)
    if kind is None:
        return fields
    return [_which(entry, one, kind, here, errors) if one.name == "ref" else one for one in fields]


def _which(
    entry: Entry, field: FieldShown, kind: RecordKind, here: Context, errors: Mapping[str, str]
) -> FieldShown:
    if not errors and is_making(entry) and not field.value:
        return _named_anew(field, kind, here) if field.required else replace(field, look="hidden")
    label = f"Which {_noun(kind)}"
    options = _choices(kind, here)
    titles = dict(options)
    if field.value in titles:
        return replace(field, look="known", label=kind.label, choices=((field.value, titles[field.value]),))
    if field.value or not options:
        return replace(field, label=label)
    return replace(field, label=label, look="choice", choices=options, hint="")


def _noun(kind: RecordKind) -> str:
    return kind.label if kind.label.isupper() else kind.label.lower()


def _choices(kind: RecordKind, here: Context) -> tuple[tuple[str, str], ...]:
    """The latest records with their titles; one more than a list of choices shows where there are more."""
    latest = rows(kind.model, here).order_by("-pk").values_list("ref", kind.title)[: CHOICES_MOST + 1]
    return tuple((ref, f"{str(title)[:TITLE_MOST]} ({ref})") for ref, title in latest)


def _named_anew(field: FieldShown, kind: RecordKind, here: Context) -> FieldShown:
    """The field for the ref of a new record, with the next free one in it where refs are numbered."""
    known = rows(kind.model, here).values_list("ref", flat=True)
    refs = [match for ref in known if (match := NUMBERED.fullmatch(ref))]
    label, hint = (
        "Ref",
        f"How this {_noun(kind)} is named elsewhere; one that is there already is changed.",
    )
    if not refs:
        return replace(field, label=label, hint=hint)
    last = max(refs, key=lambda one: int(one[2]))
    value = f"{last[1]}{int(last[2]) + 1:0{len(last[2])}d}"
    return replace(field, label=label, hint=hint, value=value)
