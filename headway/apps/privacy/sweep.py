"""Looking through every table for one person: rows that are the person, rows of theirs, rows that mention them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field, ForeignKey

from headway.apps.privacy.decoding import sessions_of, words_in
from headway.apps.privacy.identifiers import Own, own_rows, scoped
from headway.core.classes import Classified, classified, of
from headway.core.holdings import Subject
from headway.core.models import Activity, User, Workspace

CHUNK_ROWS = 2000


@dataclass(frozen=True)
class Mention:
    """A row that mentions the person, in which fields."""

    of: Classified
    pk: Any
    fields: tuple[str, ...]


@dataclass
class Found:
    """Where a person occurs in the tables.

    `reaches_installation` is false where the person has an account that belongs to other workspaces only: then
    what the installation keeps about sign-ins is theirs to erase, and not looked at here.
    """

    own: list[Own] = field(default_factory=list)
    owned: list[tuple[Classified, list[Any]]] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)
    reaches_installation: bool = True

    def users(self) -> list[User]:
        """The accounts among the rows that are the person."""
        return list(User.objects.filter(pk__in=[row.pk for row in self.own if row.of.label == "core.user"]))


def found_in(workspace: Workspace, subject: Subject, also: dict[str, list[str]] | None = None) -> Found:
    """Look through all tables. `also` names rows that are the person by label and id, whatever they hold."""
    own = _with_known(workspace, own_rows(workspace, subject), also or {})
    found = Found(own=own, reaches_installation=not _is_elsewhere(workspace, subject))
    people = [row.pk for row in own if row.of.label == "core.user"]
    for one in classified():
        if one.workspace or found.reaches_installation:
            found.mentions += _mentions(one, workspace, subject)
        if one.owner and people:
            found.owned.append((one, _owned(one, workspace, people)))
    if found.reaches_installation:
        found.mentions += _installation_log(subject)
    found.sessions = sessions_of({str(pk) for pk in people}) if people else []
    return found


def _with_known(workspace: Workspace, own: list[Own], also: dict[str, list[str]]) -> list[Own]:
    seen = {(row.of.label, str(row.pk)) for row in own}
    for one in classified():
        missing = [pk for pk in also.get(one.label, ()) if (one.label, pk) not in seen]
        for row in scoped(one, workspace).filter(pk__in=missing):
            values = tuple((name, kind, str(getattr(row, name) or "")) for name, kind in one.identity.items())
            own.append(Own(one, row.pk, values))
    return own


def _is_elsewhere(workspace: Workspace, subject: Subject) -> bool:
    """Whether an account of the person belongs to other workspaces and not to this one."""
    users = User.objects.exclude(memberships__workspace=workspace).exclude(memberships=None)
    one = of(User)
    return any(
        subject.is_named(kind, str(value))
        for values in users.distinct().values_list(*one.identity)
        for kind, value in zip(one.identity.values(), values, strict=True)
        if value and kind != "name"
    )


def _owned(one: Classified, workspace: Workspace, people: list[Any]) -> list[Any]:
    rows = scoped(one, workspace) if one.workspace else one.model._base_manager.all()
    return list(rows.filter(**{f"{one.owner}__in": people}).values_list("pk", flat=True))


def _mentions(one: Classified, workspace: Workspace, subject: Subject) -> Iterator[Mention]:
    # Identity fields say who a row is; a row of somebody else with the same name stays as it is.
    names = [part.name for part in one.worded if part.name not in one.identity or one.mentioned == "delete"]
    if not names:
        return
    rows = scoped(one, workspace).order_by("pk").values_list("pk", *names)
    for pk, *values in rows.iterator(CHUNK_ROWS):
        hit = tuple(
            name
            for name, value in zip(names, values, strict=True)
            if value and subject.mentions(words_in(one.label, name, value))
        )
        if hit:
            yield Mention(one, pk, hit)


def _installation_log(subject: Subject) -> Iterator[Mention]:
    log = of(Activity)
    for row in Activity.objects.filter(workspace=None).order_by("sequence").iterator(CHUNK_ROWS):
        if subject.mentions(row.summary) or subject.mentions(row.changes):
            yield Mention(log, row.pk, ("summary", "changes"))


def references(found: Found, workspace: Workspace) -> Iterator[tuple[Classified, str, list[Any]]]:
    """Rows that point at a row that is the person: the model, the field, the ids."""
    by_model = defaultdict(list)
    for row in found.own:
        by_model[row.of.model].append(row.pk)
    for one in classified():
        for part in one.model._meta.concrete_fields:
            if one.workspace and (target := by_model.get(_target(part))):
                rows = scoped(one, workspace).filter(**{f"{part.name}__in": target})
                if pks := list(rows.order_by("pk").values_list("pk", flat=True)):
                    yield one, part.name, pks


def _target(part: "Field[Any, Any]") -> Any:
    return part.related_model if isinstance(part, ForeignKey) else None
