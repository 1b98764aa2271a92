"""Which record an action is about, as a person chooses it: by its title instead of by a ref that has to be known."""

import re
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


def with_record(entry: Entry, fields: list[FieldShown], here: Context) -> list[FieldShown]:
    """The fields, with `ref` as a choice among titles; kept out of sight where the record is known or is made."""
    kind = kind_about(entry, here)
    if kind is None:
        return fields
    found = [_which(entry, one, kind, here) if one.name == "ref" else one for one in fields]
    # How something new is to be named is the last thing to think about.
    return sorted(found, key=lambda one: one.name == "ref" and is_making(entry))


def _which(entry: Entry, field: FieldShown, kind: RecordKind, here: Context) -> FieldShown:
    options = _choices(kind, here)
    titles = dict(options)
    if field.value in titles:
        return replace(field, look="known", label=kind.label, choices=((field.value, titles[field.value]),))
    if is_making(entry):
        return _named_anew(field, kind, here)
    if field.value or not options:
        return replace(field, label=f"Which {_noun(kind)}")
    return replace(field, label=f"Which {_noun(kind)}", look="choice", choices=options, hint="")


def _noun(kind: RecordKind) -> str:
    return kind.label if kind.label.isupper() else kind.label.lower()


def _choices(kind: RecordKind, here: Context) -> tuple[tuple[str, str], ...]:
    """The latest records with their titles; one more than a list of choices shows where there are more."""
    latest = rows(kind.model, here).order_by("-pk").values_list("ref", kind.title)[: CHOICES_MOST + 1]
    return tuple((ref, f"{str(title)[:TITLE_MOST]} ({ref})") for ref, title in latest)


def _named_anew(field: FieldShown, kind: RecordKind, here: Context) -> FieldShown:
    """The field for the ref of a new record: out of sight where the action finds one, else the next one in it."""
    if not field.required and not field.value and not field.error:
        return replace(field, look="hidden")
    hint = f"How this {_noun(kind)} is named elsewhere; one that is there already is changed."
    return replace(field, hint=hint, value=field.value or _next(kind, here))


def _next(kind: RecordKind, here: Context) -> str:
    known = rows(kind.model, here).values_list("ref", flat=True)
    numbered = [match for ref in known if (match := NUMBERED.fullmatch(ref))]
    if not numbered:
        return ""
    last = max(numbered, key=lambda one: int(one[2]))
    return f"{last[1]}{int(last[2]) + 1:0{len(last[2])}d}"
