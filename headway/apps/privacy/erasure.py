"""Erasing one person in a workspace: who they are becomes a pseudonym, what mentions them stays without them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Field, Model, UniqueConstraint

from headway.apps.privacy.identifiers import Own
from headway.apps.privacy.sweep import Found, Mention
from headway.core.activity import LEFT, append_installation, words_erase
from headway.core.classes import Classified, Kind, is_wordless, of
from headway.core.holdings import Subject, holdings, shifted
from headway.core.models import Activity, Membership, User, Workspace
from headway.engine.text.mentions import ERASED

ADDRESS = "{}@erased.invalid"


@dataclass
class Tally:
    """What was done: rows by place, the ids of rows that were the person, and how each row of the log was left."""

    places: Counter[tuple[str, str]] = field(default_factory=Counter)
    own: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    left: dict[str, str] = field(default_factory=dict)

    def add(self, place: str, done: str, count: int = 1) -> None:
        if count:
            self.places[place, done] += count

    def counts(self) -> list[dict[str, Any]]:
        return [
            {"place": place, "done": done, "rows": rows}
            for (place, done), rows in sorted(self.places.items())
        ]


def erased(workspace: Workspace, subject: Subject, found: Found, now: datetime) -> Tally:
    """Erase the person wherever they were found in the workspace, within the caller's transaction."""
    tally = Tally()
    for mention in found.mentions:
        if mention.of.mentioned == "redact" and mention.of.model is not Activity:
            _redact(workspace, mention, subject, tally)
    _erase_log(found, subject, now, tally)
    for row in found.own:
        _pseudonymise(row, subject, tally)
    for holding in holdings():
        tally.add(holding.name, "erased", holding.erase(workspace, subject))
    _delete(found, tally)
    for user in found.users():
        tally.add(_words(of(Membership)), "deleted", _close_account(user))
    return tally


def _redact(workspace: Workspace, mention: Mention, subject: Subject, tally: Tally) -> None:
    one, spans = mention.of, {}
    row = one.model._base_manager.get(pk=mention.pk)
    changes: dict[str, Any] = {}
    for name in mention.fields:
        value, part = getattr(row, name), one.model._meta.get_field(name)
        changes[name] = _fitting(part, subject.struck(value, _mark(part)))
        if isinstance(value, str):
            spans[name] = subject.texts.found(value)
    one.model._base_manager.filter(pk=mention.pk).update(**changes)
    shifted(one.label, workspace, {str(mention.pk): spans})
    tally.add(_words(one), "redacted")


def _mark(part: Any) -> str:
    """What stands for a mention; where values must differ from row to row, it differs."""
    return f"erased-{token_hex(4)}" if part.unique or part.name in _differing(part.model) else ERASED


def _differing(model: type[Model]) -> set[str]:
    unique = [one for one in model._meta.constraints if isinstance(one, UniqueConstraint)]
    return {name for one in unique for name in one.fields}


def _fitting(part: Any, value: Any) -> Any:
    most = getattr(part, "max_length", None)
    return value[:most] if most and isinstance(value, str) else value


def _erase_log(found: Found, subject: Subject, now: datetime, tally: Tally) -> None:
    pks = [mention.pk for mention in found.mentions if mention.of.model is Activity]
    outside: dict[str, str] = {}
    for entry in Activity.objects.filter(pk__in=pks).order_by("sequence"):
        left = words_erase(entry, subject.struck(entry.summary), subject.struck(entry.changes), now)
        (tally.left if entry.workspace_id else outside)[str(entry.sequence)] = left
    tally.add(_words(of(Activity)), "redacted", len(pks))
    if outside:
        told = "Erased a person from the words of the log"
        append_installation(now, "job", "privacy.request_run", told, changes={LEFT: outside})


def _pseudonymise(row: Own, subject: Subject, tally: Tally) -> None:
    changes = {name: _pseudonym(row, name, kind, value, subject) for name, kind, value in row.values if value}
    for part in row.of.about_people:
        if part.name not in row.of.identity and not _is_scalar(part):
            changes[part.name] = _emptied(part)
    kept = row.of.model._base_manager.filter(pk=row.pk)
    if kept.values(*changes).first() != changes:
        kept.update(**changes)
        tally.add(_words(row.of), "pseudonymised")
    tally.own[row.of.label].append(str(row.pk))


def _pseudonym(row: Own, name: str, kind: Kind, value: str, subject: Subject) -> Any:
    part = row.of.model._meta.get_field(name)
    if getattr(part, "null", False):
        return None
    if value.startswith("erased-"):
        return value
    if kind == Kind.NAME:
        return _fitting(part, "Erased person")
    token = _free(row, name, subject.token(value))
    return ADDRESS.format(token) if "@" in value else token


def _free(row: Own, name: str, token: str) -> str:
    """The pseudonym, or one more like it where another row of the person has it already."""
    taken = row.of.model._base_manager.exclude(pk=row.pk).filter(**{f"{name}__startswith": token}).exists()
    return f"{token}-{token_hex(2)}" if taken else token


def _is_scalar(part: "Field[Any, Any]") -> bool:
    return is_wordless(part) and not part.null


def _emptied(part: Any) -> Any:
    """Nothing, in the way that the field can hold it."""
    if part.null:
        return None
    default = part.get_default()
    return type(default)() if isinstance(default, list | dict) else ERASED


def _delete(found: Found, tally: Tally) -> None:
    """Remove rows of the account's own, and rows of sign-ins and queues that mention the person."""
    for mention in found.mentions:
        if mention.of.mentioned == "delete":
            _remove(mention.of, [mention.pk], tally)
    for one, pks in found.owned:
        if one.mentioned == "delete":
            _remove(one, pks, tally)
    ended, _ = Session.objects.filter(session_key__in=found.sessions).delete()
    tally.add(_words(of(Session)), "deleted", ended)


def _remove(one: Classified, pks: list[Any], tally: Tally) -> None:
    gone = one.model._base_manager.filter(pk__in=pks)
    count = gone.count()
    gone.delete()
    tally.add(_words(one), "deleted", count)


def _close_account(user: User) -> int:
    """Nobody signs in as this person again, and the person belongs nowhere; gives how many places it was.

    The keys to the API go with the memberships.
    """
    user.refresh_from_db()
    user.is_active, user.last_login = False, None
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    member = Membership.objects.filter(user=user)
    count = member.count()
    member.delete()
    return count


def _words(one: Classified) -> str:
    return str(one.model._meta.verbose_name_plural)
