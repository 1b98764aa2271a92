"""The directory at work: in whose name it writes, one write at a time, and the row that each write leaves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from headway.core import activity
from headway.core.models import User

ACCOUNT = "directory@service.headway.local"
SERVICE_ACCOUNTS = Q(email__contains="@service.", email__endswith=".local")


@dataclass(frozen=True)
class Directory:
    """When the directory writes, and the account that the log names for it."""

    actor: User
    now: datetime


def directory_at(now: datetime) -> Directory:
    """The directory now. Its account is in no workspace, is not active and has no password: nobody signs in as it."""
    found = User.objects.filter(email=ACCOUNT).first()
    return Directory(found or _account(), now)


def _account() -> User:
    made = User.objects.create_user(ACCOUNT, None, "Directory")
    made.is_active = False
    made.save(update_fields=["is_active"])
    return made


def people() -> QuerySet[User]:
    """Whom the directory sees: every person but those that it removed."""
    return User.objects.exclude(SERVICE_ACCOUNTS).filter(scim_person__removed_at=None)


@contextmanager
def writing(directory: Directory) -> Iterator[None]:
    """A transaction in which the directory alone writes."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=directory.actor.pk)
        yield


def note(directory: Directory, event: str, summary: str, **changes: Any) -> None:
    """Leave a row in the installation's log, which names people by reference only."""
    _noted(directory, event, summary, activity.DONE, changes)


def note_refusal(directory: Directory, summary: str, **changes: Any) -> None:
    _noted(directory, "refused", summary, activity.REFUSED, changes)


def _noted(directory: Directory, event: str, summary: str, outcome: str, changes: dict[str, Any]) -> None:
    activity.append_installation(
        directory.now,
        "scim",
        f"scim.{event}",
        summary,
        changes=changes,
        actor=directory.actor,
        outcome=outcome,
    )
