"""What each stored field is about: the one list that redaction, export, erasure and retention go by.

Each app declares its models in `classification.py`. A field that can hold no words (a reference, a number, a
date, a flag, a choice from a list) is internal unless declared otherwise; every other field has to be declared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any, Literal

from django.apps import apps
from django.db import models
from django.db.models import Field, Model

from headway.core.models import WorkspaceRecord


class FieldClass(StrEnum):
    """From what names a person to what anybody may read."""

    IDENTITY = "identity"
    PERSONAL = "personal"
    CONFIDENTIAL = "confidential"
    INTERNAL = "internal"
    PUBLIC = "public"
    SECRET = "secret"  # nosec B105 # noqa: S105 - a class of fields


MEANINGS = {
    FieldClass.IDENTITY: "Says who a person is: an address, a name, an id.",
    FieldClass.PERSONAL: "Words or values about a person, or words that may name one.",
    FieldClass.CONFIDENTIAL: "What the business keeps to itself.",
    FieldClass.INTERNAL: "How records hang together and stand.",
    FieldClass.PUBLIC: "Anybody may read it.",
    FieldClass.SECRET: "Hashes and keys; in no export and in no answer.",
}


class Kind(StrEnum):
    """Which kind of identifier an identity field holds."""

    EMAIL = "email"
    NAME = "name"
    USER_ID = "user_id"


Retained = Literal[
    "accounts", "contacts", "evidence", "events", "work", "operations", "security", "log", "configuration"
]
RETAINED: Mapping[str, str] = {
    "accounts": "People who sign in, and where they belong",
    "contacts": "Customers and the people there",
    "evidence": "What customers said, and what was marked in it",
    "events": "What people did in the product",
    "work": "Problems, initiatives, plans, documents and decisions",
    "operations": "Imports, jobs and remembered answers",
    "security": "Sessions and sign-in attempts",
    "log": "The activity log",
    "configuration": "How Headway is set up",
    "exports": "Files made for somebody to take away",
}
COMMON = {
    "ref": FieldClass.INTERNAL,
    "source": FieldClass.INTERNAL,
    "external_id": FieldClass.INTERNAL,
    "origin": FieldClass.PERSONAL,
}
CUSTOM_VALUES = "values of the fields that the workspace added; of a person the id of a user"
ORIGIN = "columns of the imported row that its importer does not know, and a hash of the row"
WORDLESS = (
    models.AutoField, models.BooleanField, models.DateField, models.DecimalField, models.DurationField,
    models.FloatField, models.ForeignKey, models.IntegerField, models.TimeField, models.UUIDField,
)  # fmt: skip


@dataclass(frozen=True)
class Classified:
    """One model: the class of each field, and how its rows are found, dated and treated.

    `workspace` is the path to the workspace of a row, empty for rows of the whole installation; `owner` the path
    to the user whose own row it is; `dated` the field that a row's age is counted from. `inside` says what a JSON
    or binary field holds. `mentioned` is what erasing a person does with a row that mentions the person.
    """

    model: type[Model]
    fields: Mapping[str, FieldClass]
    identity: Mapping[str, Kind]
    inside: Mapping[str, str]
    retained: str
    dated: str
    workspace: str
    owner: str
    mentioned: Literal["redact", "delete"]
    is_backed_up: bool
    paths: Mapping[str, str]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def worded(self) -> list["Field[Any, Any]"]:
        """The fields that can hold words and are no secrets."""
        return [
            one
            for one in self.model._meta.concrete_fields
            if not is_wordless(one) and self.fields.get(one.name) != FieldClass.SECRET
        ]

    @property
    def about_people(self) -> list["Field[Any, Any]"]:
        """The fields of class identity and personal."""
        wanted = (FieldClass.IDENTITY, FieldClass.PERSONAL)
        return [one for one in self.model._meta.concrete_fields if self.fields.get(one.name) in wanted]


@dataclass
class _Registry:
    declared: dict[str, dict[str, Any]] = field(default_factory=dict)


_REGISTRY = _Registry()


def classify(
    label: str,
    *,
    identity: Mapping[str, Kind] | None = None,
    personal: str = "",
    confidential: str = "",
    internal: str = "",
    public: str = "",
    secret: str = "",
    inside: Mapping[str, str] | None = None,
    retained: Retained = "work",
    dated: str = "created_at",
    workspace: str = "workspace",
    owner: str = "",
    mentioned: Literal["redact", "delete"] = "redact",
    is_backed_up: bool = True,
    paths: Mapping[str, str] | None = None,
) -> None:
    """Declare the fields of a model, names apart by blanks; see `Classified` for the rest.

    What every record of a workspace carries (ref, source, origin and so on) is declared already and may be
    declared otherwise. `paths` names fields with the place of a file under the files of the installation, each with
    the field that has the file's SHA-256.
    """
    named = {
        FieldClass.PERSONAL: personal, FieldClass.CONFIDENTIAL: confidential, FieldClass.INTERNAL: internal,
        FieldClass.PUBLIC: public, FieldClass.SECRET: secret,
    }  # fmt: skip
    fields = {name: one for one, names in named.items() for name in names.split()}
    _REGISTRY.declared[label] = {
        "fields": fields | dict.fromkeys(identity or {}, FieldClass.IDENTITY),
        "identity": identity or {}, "inside": inside or {}, "retained": retained, "dated": dated,
        "workspace": workspace, "owner": owner, "mentioned": mentioned, "is_backed_up": is_backed_up,
        "paths": paths or {},
    }  # fmt: skip
    of.cache_clear()


def is_wordless(one: "Field[Any, Any]") -> bool:
    """Whether a field can hold no words: a reference, a number, a date, a flag, a choice from a list."""
    return isinstance(one, WORDLESS) or bool(one.choices)


@cache
def of(model: type[Model]) -> Classified:
    """How a model is classified. Raises LookupError for one that nobody declared."""
    declared = _REGISTRY.declared.get(model._meta.label_lower)
    if declared is None:
        if any(not is_wordless(one) for one in model._meta.concrete_fields):
            raise LookupError(f"{model._meta.label} is not classified; declare it in classification.py.")
        declared = _undeclared(model)
    is_record = issubclass(model, WorkspaceRecord)
    inside = ({"origin": ORIGIN} if is_record else {}) | dict(declared["inside"])
    fields = (COMMON if is_record else {}) | declared["fields"]
    plain = {one.name: FieldClass.INTERNAL for one in model._meta.concrete_fields if is_wordless(one)}
    return Classified(model=model, **declared | {"fields": plain | fields, "inside": inside})


def _undeclared(model: type[Model]) -> dict[str, Any]:
    """A table of mere references, such as that of a many-to-many field."""
    has_workspace = any(one.name == "workspace" for one in model._meta.concrete_fields)
    return {
        "fields": {}, "identity": {}, "inside": {}, "retained": "work", "dated": "", "mentioned": "redact",
        "workspace": "workspace" if has_workspace else "", "owner": "", "is_backed_up": True, "paths": {},
    }  # fmt: skip


def stored_models() -> list[type[Model]]:
    """Every model with a table of its own, those of other people's packages among them, in a fixed order."""
    found = apps.get_models(include_auto_created=True)
    return sorted(
        (one for one in found if one._meta.managed and not one._meta.proxy), key=lambda one: one._meta.label
    )


def classified() -> Iterator[Classified]:
    """Every stored model as it is classified. Raises LookupError for one that is not."""
    return map(of, stored_models())


def faults() -> list[str]:
    """What is missing: fields without a class, names of no field, JSON whose inside nobody tells."""
    return [fault for model in stored_models() for fault in _faults(model)]


def _faults(model: type[Model]) -> Iterator[str]:
    try:
        found = of(model)
    except LookupError as error:
        yield str(error)
        return
    names = {one.name: one for one in model._meta.concrete_fields}
    label = model._meta.label
    yield from (f"{label}.{name} has no class" for name in names if name not in found.fields)
    yield from (
        f"{label}.{name} is declared, but there is no such field"
        for name in found.fields
        if name not in names
    )
    opaque = [name for name, one in names.items() if isinstance(one, models.JSONField | models.BinaryField)]
    yield from (f"{label}.{name}: say what is inside" for name in opaque if name not in found.inside)
