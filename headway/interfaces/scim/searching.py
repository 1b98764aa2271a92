"""Filters (RFC 7644, section 3.4.2.2) as questions to the database, in its own terms and never as text."""

from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import FieldError, ValidationError
from django.db.models import CharField, Model, Q, QuerySet
from django.db.models.functions import Coalesce
from scim2_filter_parser.lexer import SCIMLexer
from scim2_filter_parser.parser import SCIMParser, SCIMParserError
from scim2_filter_parser.transpilers.django_q_object import Transpiler
from sly.lex import LexError

from headway.apps.identity.directory import people
from headway.apps.identity.models import ScimGroup
from headway.core.models import User
from headway.interfaces.scim.errors import ScimError

Row = TypeVar("Row", bound=Model)
CHARACTERS_MOST = 2000
# The library's parser tells a wrong filter by any of these.
UNREADABLE = (SCIMParserError, LexError, FieldError, ValidationError, ValueError, TypeError, AttributeError,
              NotImplementedError, RecursionError)  # fmt: skip
Columns = dict[tuple[str, str | None, str | None], str]
PERSON_COLUMNS: Columns = {
    ("id", None, None): "id",
    ("userName", None, None): "user_name",
    ("externalId", None, None): "scim_external_id",
    ("displayName", None, None): "name",
    ("name", "formatted", None): "scim_person__formatted_name",
    ("name", "givenName", None): "scim_person__given_name",
    ("name", "familyName", None): "scim_person__family_name",
    ("active", None, None): "is_active",
    ("emails", None, None): "email",
    ("emails", "value", None): "email",
    ("emails", "type", None): "scim_person__email_type",
    ("groups", None, None): "scim_groups",
    ("groups", "value", None): "scim_groups",
    ("meta", "lastModified", None): "scim_person__changed_at",
}
GROUP_COLUMNS: Columns = {
    ("id", None, None): "id",
    ("externalId", None, None): "external_id",
    ("displayName", None, None): "name",
    ("members", None, None): "members",
    ("members", "value", None): "members",
    ("meta", "lastModified", None): "changed_at",
}
KEYS = {"id", "members", "scim_groups"}


class _Columns(Transpiler):  # type: ignore[misc]
    """Refuses what it has no column for: leaving out a part of a filter would find more than was asked for."""

    def visit_AttrPath(self, node: Any) -> str:  # noqa: N802 - the library's name
        column = super().visit_AttrPath(node)
        if column is None:
            raise ScimError(f"Headway cannot filter by {str(node.attr_name)[:100]}.", "invalidFilter")
        return str(column)

    def visit_AttrExpr(self, node: Any) -> Q:  # noqa: N802
        found: Q = super().visit_AttrExpr(node)
        return _by_key(found)


def _by_key(found: Any) -> Q:
    """Ids are compared whole: databases do not know them as text."""
    children = [_key_term(one) if isinstance(one, tuple) else _by_key(one) for one in found.children]
    return Q(*children, _connector=found.connector, _negated=found.negated)


def _key_term(term: tuple[str, Any]) -> tuple[str, Any]:
    column, _, lookup = term[0].rpartition("__")
    if column not in KEYS or lookup == "isnull":
        return term
    if lookup not in ("iexact", "exact"):
        raise ScimError("An id can only be compared by eq or ne.", "invalidFilter")
    try:
        return (f"{column}__exact", UUID(str(term[1])))
    except ValueError:
        return (f"{column}__isnull", True) if column == "id" else (f"{column}__exact", UUID(int=0))


def people_seen() -> QuerySet[User]:
    return (
        people()
        .annotate(user_name=Coalesce("scim_username", "email", output_field=CharField()))
        .select_related("scim_person")
        .prefetch_related("scim_groups")
        .order_by("created_at", "pk")
    )


def groups_seen() -> QuerySet[ScimGroup]:
    return ScimGroup.objects.prefetch_related("members").order_by("created_at", "pk")


class PersonFilter:
    """What django-scim2 asks for people that match a filter."""

    attr_map = PERSON_COLUMNS

    @classmethod
    def search(cls, query: str, request: object = None) -> QuerySet[User]:
        return matching(people_seen(), query, cls.attr_map)


class GroupFilter:
    """What django-scim2 asks for groups that match a filter."""

    attr_map = GROUP_COLUMNS

    @classmethod
    def search(cls, query: str, request: object = None) -> QuerySet[ScimGroup]:
        return matching(groups_seen(), query, cls.attr_map)


def matching(rows: QuerySet[Row], query: str, columns: Columns) -> QuerySet[Row]:
    """The rows that a filter leaves. Raises ScimError for one that cannot be read or asked."""
    if len(query) > CHARACTERS_MOST:
        raise ScimError(f"The filter is longer than {CHARACTERS_MOST} characters.", "invalidFilter")
    try:
        tree = SCIMParser().parse(SCIMLexer().tokenize(query))
        return rows.filter(_Columns(columns).transpile(tree)).distinct()
    except UNREADABLE as error:
        raise ScimError(f"Headway cannot read the filter {query[:200]!r}.", "invalidFilter") from error
