"""Which record an action is about, as a person chooses it: by its title instead of by a ref that has to be known."""

from dataclasses import replace
from typing import cast

from headway.core.context import Context
from headway.core.kinds import RecordKind, kinds
from headway.core.perform import ask
from headway.core.record_queries import RecordChoices
from headway.core.registry import Entry
from headway.web.search.fields import FieldShown
from headway.web.search.naming import is_about, is_making

CHOICES_MOST, TITLE_MOST = 200, 80


def kind_about(entry: Entry, here: Context) -> RecordKind | None:
    """The kind of record that an action is done to, where the role may read it."""
    if entry.name.startswith("talk."):
        return None
    return next((one for one in kinds() if is_about(entry, one.name) and here.role in one.readers), None)


def with_record(entry: Entry, fields: list[FieldShown], here: Context) -> list[FieldShown]:
    """The fields, with `ref` as a choice among titles; kept out of sight where the record is known or is made."""
    kind = kind_about(entry, here)
    if kind is None or not any(one.name == "ref" for one in fields):
        return fields
    # One more than a list of choices shows where there are more.
    asked = {"kind": kind.name, "limit": CHOICES_MOST + 1}
    there = cast(RecordChoices, ask("core.record_choices", asked, here))
    found = [_which(entry, one, kind, there) if one.name == "ref" else one for one in fields]
    # How something new is to be named is the last thing to think about.
    return sorted(found, key=lambda one: one.name == "ref" and is_making(entry))


def _which(entry: Entry, field: FieldShown, kind: RecordKind, there: RecordChoices) -> FieldShown:
    options = tuple((one.ref, f"{one.title[:TITLE_MOST]} ({one.ref})") for one in there.rows)
    titles = dict(options)
    if field.value in titles:
        return replace(field, look="known", label=kind.label, choices=((field.value, titles[field.value]),))
    if is_making(entry):
        return _named_anew(field, kind, there.next_ref)
    if field.value or not options:
        return replace(field, label=f"Which {_noun(kind)}")
    return replace(field, label=f"Which {_noun(kind)}", look="choice", choices=options, hint="")


def _noun(kind: RecordKind) -> str:
    return kind.label if kind.label.isupper() else kind.label.lower()


def _named_anew(field: FieldShown, kind: RecordKind, following: str) -> FieldShown:
    """The field for the ref of a new record: out of sight where the action finds one, else the next one in it."""
    if not field.required and not field.value and not field.error:
        return replace(field, look="hidden")
    hint = f"How this {_noun(kind)} is named elsewhere; one that is there already is changed."
    return replace(field, hint=hint, value=field.value or following)
