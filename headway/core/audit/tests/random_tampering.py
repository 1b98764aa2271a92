"""Tampering at random: edits, deletes, inserts and reorderings of single rows, clumsy ones and well-made ones."""

import random
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from headway.core.activity import row_hash, seal_of
from headway.core.audit.heads import chains
from headway.core.audit.tests.tampering import rehash
from headway.core.audit.verifying import verify
from headway.core.ids import new_id
from headway.core.models import Activity
from tests.world import World

Trick = Callable[["Chance", World, Activity], str]
FIELDS = [field.attname for field in Activity._meta.concrete_fields]


class Chance(random.Random):
    def row(self) -> Activity:
        return self.choice(
            list(
                Activity.objects.select_related("actor", "workspace").order_by("workspace__slug", "sequence")
            )
        )

    def other(self, entry: Activity) -> Activity:
        """Another row of the same chain."""
        return self.choice(
            list(Activity.objects.filter(workspace=entry.workspace).exclude(pk=entry.pk).order_by("sequence"))
        )

    def hash(self) -> str:
        return f"{self.getrandbits(256):064x}"


def edited(chance: Chance, world: World, entry: Activity) -> str:
    """One column gets another value."""
    name = chance.choice(FIELDS)
    was = getattr(entry, name)
    value = chance.choice([one for one in _values(chance, world, entry)[name] if one != was])
    Activity.objects.filter(pk=entry.pk).update(**{name: value})
    return name


def _values(chance: Chance, world: World, entry: Activity) -> dict[str, list[Any]]:
    last = Activity.objects.filter(workspace=entry.workspace).aggregate(last=Max("sequence"))["last"]
    other = chance.other(entry)
    taken = Activity.objects.filter(workspace=None, sequence=entry.sequence).exists()
    moments = [timedelta(microseconds=1), timedelta(microseconds=-1), timedelta(days=chance.randint(1, 99))]
    return {
        "id": [new_id()],
        "workspace_id": [world.elsewhere.pk, *([] if taken else [None])],
        "sequence": [0, last + 1, last + chance.randint(2, 99)],
        "at": [entry.at + one for one in moments],
        "actor_id": [*(user.pk for user in world.users.values()), None],
        "channel": ["web", "api", "cli", "mcp", "job", "approval", ""],
        "action": ["core.note_add", "core.other", entry.action + "x", ""],
        "outcome": ["done", "pending", "refused", ""],
        "subject_kind": ["core.workspace", "core.user", "x"],
        "subject_id": [str(new_id()), "x"],
        "summary": [other.summary + ".", entry.summary + " ", ""],
        "changes": [{"x": 1}, entry.changes | {"right": "DRe1"}, [], entry.changes | {"log_rows": {}}],
        "salt": [other.salt, "0" * 32, "x"],
        "seal": [other.seal, chance.hash(), ""],
        "erased_at": [entry.at, entry.at + timedelta(microseconds=1), None],
        "previous_hash": [chance.hash(), other.hash, "0" * 64 if entry.sequence > 1 else "1" * 64],
        "hash": [chance.hash(), other.hash, ""],
    }


def edited_with_hashes(chance: Chance, world: World, entry: Activity) -> str:
    """Words, time, actor or outcome change, and seal and hash are computed anew, as anybody can."""
    names = {
        "summary": "Approved by everybody",
        "at": entry.at + timedelta(microseconds=1),
        "outcome": "done" if entry.outcome != "done" else "refused",
        "actor_id": chance.choice([user.pk for user in world.users.values() if user.pk != entry.actor_id]),
    }
    name = chance.choice(sorted(names))
    setattr(entry, name, names[name])
    entry.seal = entry.seal if entry.erased_at else seal_of(entry)
    entry.hash = row_hash(entry)
    values = {one: getattr(entry, one) for one in (*names, "seal", "hash")}
    Activity.objects.filter(pk=entry.pk).update(**values)
    return name


def erased(chance: Chance, world: World, entry: Activity) -> str:
    """Words change, passed off as an erasure."""
    other = {"summary": "Nothing", "changes": {}, "salt": "", "erased_at": entry.at + timedelta(days=1)}
    Activity.objects.filter(pk=entry.pk).update(**other)
    return "words"


def deleted(chance: Chance, world: World, entry: Activity) -> str:
    Activity.objects.filter(pk=entry.pk).delete()
    return "a row"


def deleted_and_closed(chance: Chance, world: World, entry: Activity) -> str:
    """A row goes, and those behind it move up, some with a new link and hash."""
    Activity.objects.filter(pk=entry.pk).delete()
    _move(entry, behind=entry.sequence, by=-1)
    if following := Activity.objects.filter(workspace=entry.workspace, sequence=entry.sequence).first():
        rehash(following, entry.previous_hash)
    return "a row, closing the gap"


def inserted_last(chance: Chance, world: World, entry: Activity) -> str:
    """A made-up row with the right number and hashes."""
    last = Activity.objects.filter(workspace=entry.workspace).order_by("-sequence")[0]
    _put_in(entry, last.sequence + 1, last.hash)
    return "behind the last row"


def inserted_between(chance: Chance, world: World, entry: Activity) -> str:
    """A made-up row with the right hashes before another; those behind it move down."""
    _move(entry, behind=entry.sequence - 1, by=1)
    _put_in(entry, entry.sequence, entry.previous_hash)
    return "between two rows"


def inserted_elsewhere(chance: Chance, world: World, entry: Activity) -> str:
    """A row with the right hashes in a log that has none."""
    made = copy(entry)
    made.workspace = world.elsewhere
    _put_in(made, 1, "0" * 64)
    return "in an empty log"


def swapped(chance: Chance, world: World, entry: Activity) -> str:
    """Two rows swap numbers, ids, times, words or people."""
    other = chance.other(entry)
    kinds = {
        "numbers": ["sequence"],
        "numbers and links": ["sequence", "previous_hash"],
        "ids": ["id"],
        "times": ["at"],
        "words": ["summary", "changes", "salt", "seal"],
        "people": ["actor_id"],
        "everything but number and id": [
            one for one in FIELDS if one not in ("id", "sequence", "workspace_id")
        ],
    }
    alike = {
        kind for kind, names in kinds.items() if all(getattr(entry, n) == getattr(other, n) for n in names)
    }
    kind = chance.choice(sorted(kinds.keys() - alike))
    _swap(entry, other, kinds[kind])
    return kind


def _swap(one: Activity, other: Activity, names: list[str]) -> None:
    first, second = ({name: getattr(entry, name) for name in names} for entry in (one, other))
    unique = {"id": new_id()} if names == ["id"] else {"sequence": 10**9} if "sequence" in names else {}
    parked = unique.get("id", one.pk)
    Activity.objects.filter(pk=one.pk).update(**unique)
    Activity.objects.filter(pk=other.pk).update(**first)
    Activity.objects.filter(pk=parked).update(**second)


def _move(entry: Activity, behind: int, by: int) -> None:
    moved = Activity.objects.filter(workspace=entry.workspace, sequence__gt=behind)
    moved.update(sequence=F("sequence") + 10**9)
    Activity.objects.filter(workspace=entry.workspace, sequence__gt=10**8).update(
        sequence=F("sequence") - 10**9 + by
    )


def _put_in(like: Activity, sequence: int, previous: str) -> None:
    made = copy(like)
    made.pk, made.sequence, made.summary, made.erased_at = new_id(), sequence, "Approved by everybody", None
    made.salt = made.salt or "0" * 32
    made._state.adding = True
    made.save(force_insert=True)
    rehash(made, previous)


KINDS: dict[str, tuple[Trick, ...]] = {
    "edit": (edited, edited, edited, edited_with_hashes, erased),
    "delete": (deleted, deleted_and_closed),
    "insert": (inserted_last, inserted_between, inserted_elsewhere),
    "reorder": (swapped,),
}


@dataclass(frozen=True)
class Trial:
    kind: str
    what: str
    row: int
    found: bool


def trial(chance: Chance, world: World) -> Trial:
    """Tamper once, look whether any log is found to be broken, and take it back."""
    kind = chance.choice(sorted(KINDS))
    mark = transaction.savepoint()
    entry = chance.row()
    before = table()
    what = chance.choice(KINDS[kind])(chance, world, entry)
    assert table() != before, f"{kind} of {what} changed nothing"
    found = any(not verify(workspace).whole for workspace in chains())
    transaction.savepoint_rollback(mark)
    return Trial(kind, what, entry.sequence, found)


def table() -> list[tuple[Any, ...]]:
    return sorted(Activity.objects.values_list(*FIELDS), key=str)
