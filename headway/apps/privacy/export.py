"""Everything about one person in a workspace as one document that a machine can read."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Field, Model

from headway.apps.privacy.decoding import words_in
from headway.apps.privacy.identifiers import Identifiers
from headway.apps.privacy.sweep import Found, found_in, references
from headway.core.classes import Classified, FieldClass
from headway.core.holdings import Subject, holdings, texts_in
from headway.core.models import Workspace

FOLDER = "exports"


def person_document(
    workspace: Workspace, identifiers: Identifiers, subject: Subject, now: datetime
) -> dict[str, Any]:
    """The rows that are the person, that belong to them, point at them or mention them, with what they say.

    Of a row that only mentions the person the fields that do are given, of JSON the texts that do: the rest is
    not about this person and may be about another. Secrets are never in it.
    """
    found = found_in(workspace, subject)
    tables: dict[str, dict[str, Any]] = defaultdict(dict)
    for label, key, row in _rows(workspace, found, subject):
        tables[label][key] = tables[label].get(key, {}) | row
    return {
        "about": "What is kept about one person in one workspace",
        "workspace": workspace.slug,
        "made_at": now.isoformat(),
        "identifiers": identifiers.stored(),
        "tables": {label: list(rows.values()) for label, rows in sorted(tables.items())},
        "elsewhere": {one.name: list(one.export(workspace, subject)) for one in holdings()},
    }


def _rows(workspace: Workspace, found: Found, subject: Subject) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for own in found.own:
        yield from _told(own.of, [own.pk], "is the person", _open_fields(own.of))
    for one, pks in found.owned:
        yield from _told(one, pks, "belongs to the person", _open_fields(one))
    for mention in found.mentions:
        row = mention.of.model._base_manager.get(pk=mention.pk)
        said = {name: _said(mention.of, row, name, subject) for name in mention.fields}
        yield mention.of.label, str(row.pk), _head(mention.of, row) | {"mentions the person": said}
    for one, name, pks in references(found, workspace):
        # Who wrote or decided something is on the row; only what a customer's own rows say is about them.
        fields = one.about_people if one.retained in {"evidence", "contacts"} else []
        yield from _told(one, pks, f"names the person as {name}", fields)


def _told(
    one: Classified, pks: list[Any], why: str, fields: list["Field[Any, Any]"]
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for row in one.model._base_manager.filter(pk__in=pks).order_by("pk"):
        said = {part.name: _plain(getattr(row, part.attname)) for part in fields}
        yield one.label, str(row.pk), _head(one, row) | {why: said}


def _open_fields(one: Classified) -> list["Field[Any, Any]"]:
    return [part for part in one.model._meta.concrete_fields if one.fields[part.name] != FieldClass.SECRET]


def _head(one: Classified, row: Model) -> dict[str, Any]:
    at = getattr(row, one.dated, None) if one.dated else None
    ref = getattr(row, "ref", None)
    return {"id": str(row.pk)} | ({"ref": ref} if ref else {}) | ({"at": _plain(at)} if at else {})


def _said(one: Classified, row: Model, name: str, subject: Subject) -> Any:
    value = words_in(one.label, name, getattr(row, name))
    if isinstance(value, str):
        return value
    return [text for text in texts_in(value) if subject.mentions(text)]


def _plain(value: object) -> Any:
    return value if value is None or isinstance(value, str | int | float | bool | list | dict) else str(value)
