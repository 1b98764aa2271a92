"""Who is meant: the identifiers that are given, and those that the person's own records add."""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from headway.core.classes import Classified, Kind, classified
from headway.core.holdings import Subject
from headway.core.models import Workspace
from headway.engine.text.mentions import Wanted, keys_of_email, keys_of_name, whole_key, words_of

SHORT = 5
ROUNDS_MOST = 5


@dataclass(frozen=True)
class Identifiers:
    """Addresses, names and ids of one person."""

    emails: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    user_ids: frozenset[str] = frozenset()

    @classmethod
    def of(cls, stored: dict[str, Any]) -> "Identifiers":
        return cls(*(frozenset(stored.get(name, ())) for name in ("emails", "names", "user_ids")))

    def stored(self) -> dict[str, list[str]]:
        return {
            "emails": sorted(self.emails), "names": sorted(self.names), "user_ids": sorted(self.user_ids)
        }  # fmt: skip

    def plus(self, found: Iterable[tuple[Kind, str]]) -> "Identifiers":
        """With what a record of the person's own adds; a lone first name would meet too many others."""
        more: dict[Kind, set[str]] = {kind: set() for kind in Kind}
        for kind, value in found:
            if kind != Kind.NAME or len(words_of(value)) > 1:
                more[kind].add(value)
        return Identifiers(
            self.emails | more[Kind.EMAIL], self.names | more[Kind.NAME], self.user_ids | more[Kind.USER_ID]
        )

    def keys(self) -> dict[Kind, set[str]]:
        """What a whole value is compared with, by kind."""
        return {
            Kind.EMAIL: {whole_key(one) for one in self.emails},
            Kind.NAME: {key for one in self.names for key in keys_of_name(one)},
            Kind.USER_ID: {whole_key(one) for one in self.user_ids},
        }

    def text_keys(self) -> set[str]:
        """What is looked for in words; an id too short to tell is only compared with whole values."""
        ids = {whole_key(one) for one in self.user_ids if len(one) >= SHORT}
        names = {key for one in self.names for key in keys_of_name(one)}
        return {key for one in self.emails for key in keys_of_email(one)} | names | ids


@dataclass
class Pseudonyms:
    """A random pseudonym for each value, the same for the same value as long as this lives."""

    given: dict[str, str] = field(default_factory=dict)

    def __call__(self, value: str) -> str:
        return self.given.setdefault(whole_key(value), f"erased-{secrets.token_hex(6)}")


def looked_at(value: str) -> str:
    """What stands for a value where nothing is changed, only counted."""
    return f"erased-{value}"


def subject_of(identifiers: Identifiers, token: Callable[[str], str] = looked_at) -> Subject:
    """The person to look for."""
    whole = {kind: Wanted.of(keys) for kind, keys in identifiers.keys().items()}
    return Subject(Wanted.of(identifiers.text_keys()), whole, token)


@dataclass(frozen=True)
class Own:
    """A row that is the person: its identity fields, each with its kind and value."""

    of: Classified
    pk: Any
    values: tuple[tuple[str, Kind, str], ...]


def own_rows(workspace: Workspace, subject: Subject) -> list[Own]:
    """The rows that are the person, such as a customer's contact or an account here."""
    return [row for row in _identity_rows(workspace) if _is_person(row, subject)]


def namesakes(workspace: Workspace, subject: Subject) -> list[Own]:
    """Rows with the person's name, but of another address or id: somebody else, who stays."""
    return [
        row for row in _identity_rows(workspace) if _has_name(row, subject) and not _is_person(row, subject)
    ]


def widened(workspace: Workspace, given: Identifiers) -> Identifiers:
    """The identifiers with those that the person's own rows add, until nothing is added."""
    known = given
    for _ in range(ROUNDS_MOST):
        subject = subject_of(known)
        more = known.plus(
            (kind, value)
            for row in own_rows(workspace, subject)
            for _, kind, value in row.values
            if value and not value.startswith("erased-")
        )
        if more == known:
            break
        known = more
    return known


def scoped(one: Classified, workspace: Workspace) -> QuerySet[Any]:
    """The rows of a model in a workspace; accounts that belong nowhere are in every one's reach."""
    rows = one.model._base_manager.all()
    if not one.workspace:
        return rows
    inside = Q(**{one.workspace: workspace.pk})
    if one.label == "core.user":
        return rows.filter(inside | Q(memberships=None)).distinct()
    return rows.filter(inside)


def _identity_rows(workspace: Workspace) -> Iterable[Own]:
    for one in classified():
        if one.identity and one.mentioned == "redact":
            for pk, *values in scoped(one, workspace).order_by("pk").values_list("pk", *one.identity):
                texts = ("" if value is None else str(value) for value in values)
                pairs = zip(one.identity.items(), texts, strict=True)
                yield Own(one, pk, tuple((name, kind, text) for (name, kind), text in pairs))


def _is_person(row: Own, subject: Subject) -> bool:
    telling = [(kind, value) for _, kind, value in row.values if kind != Kind.NAME and value]
    if any(subject.is_named(kind, value) for kind, value in telling):
        return True
    return not telling and _has_name(row, subject)


def _has_name(row: Own, subject: Subject) -> bool:
    return any(kind == Kind.NAME and subject.is_named(kind, value) for _, kind, value in row.values)
