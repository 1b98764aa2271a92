"""What a change means to people: declared by each app in a module whose name ends in `notices`.

The foundation knows no app by name. It reads each new row of the activity log, asks whoever declared something for
it, and tells the people named; what falls due without anybody doing anything is asked for by a timer.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Model

from headway.core.context import Context
from headway.core.models import Activity, Workspace, WorkspaceRecord
from headway.core.talk.events import Event
from headway.core.talk.models import Comment, Watch

DONE, PENDING = Activity.Outcome.DONE, Activity.Outcome.PENDING


@dataclass(frozen=True)
class Happened:
    """One row of the activity log and the record it is about."""

    context: Context
    entry: Activity
    subject: Model | None


@dataclass(frozen=True)
class Notice:
    """People to be told of something. Whoever did it is told only where `tells_actor`.

    `key` says what they are told once; without it, that is this row of the log. `watch` makes them watch the record.
    """

    event: Event
    people: tuple[UUID, ...]
    record: Model | None = None
    words: str = ""
    key: str = ""
    comment: Comment | None = None
    watch: Watch.Reason | None = None
    tells_actor: bool = False


@dataclass(frozen=True)
class Settled:
    """Nothing is to be done any more for what people were told of a record: it is read for all of them."""

    event: Event
    record: Model


Meaning = Notice | Settled
Told = Callable[[Happened], Iterable[Meaning]]
Due = Callable[[Workspace, datetime], Iterable[Notice]]


@dataclass
class _Registry:
    told: dict[tuple[str, str], list[Told]] = field(default_factory=lambda: defaultdict(list))
    due: dict[str, Due] = field(default_factory=dict)


_REGISTRY = _Registry()


def notices(*actions: str, outcome: str = DONE) -> Callable[[Told], Told]:
    """Declare what rows of these actions mean to people; without any action, all rows of the outcome."""

    def declare(function: Told) -> Told:
        for action in actions or ("",):
            known = _REGISTRY.told[outcome, action]
            if function not in known:
                known.append(function)
        return function

    return declare


def dues(function: Due) -> Due:
    """Declare who has to be told what is due in a workspace; each notice has a key, so that it is told once."""
    _REGISTRY.due[f"{function.__module__}.{function.__qualname__}"] = function
    return function


def meanings(happened: Happened) -> list[Meaning]:
    """Everything that one row of the log means to people."""
    entry = happened.entry
    declared = _REGISTRY.told.get((entry.outcome, entry.action), []) + _REGISTRY.told.get(
        (entry.outcome, ""), []
    )
    return [meaning for function in declared for meaning in function(happened)]


def due_in(workspace: Workspace, now: datetime) -> list[Notice]:
    """Everything that is due in a workspace."""
    return [notice for function in _REGISTRY.due.values() for notice in function(workspace, now)]


def yours(record: WorkspaceRecord, person: UUID | None, words: str) -> list[Notice]:
    """A notice that a record is somebody's to own or to decide, once for each person; none without a person."""
    if person is None:
        return []
    key = f"assigned:{record._meta.label_lower}:{record.pk}"
    return [Notice(Event.ASSIGNED, (person,), record, words, key, watch=Watch.Reason.OWNS)]
