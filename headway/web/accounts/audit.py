"""Rows about accounts in the log of the installation. They name a person by reference only, and no address."""

from typing import Any

from django.utils import timezone

from headway.core import activity
from headway.core.models import Activity, User


def note(
    event: str, summary: str, *, actor: User | None = None, outcome: str = activity.DONE, **changes: Any
) -> Activity:
    """Leave a row about an event, such as `sign_in`."""
    return activity.append_installation(
        timezone.now(), "web", f"accounts.{event}", summary, changes=changes, actor=actor, outcome=outcome
    )


def note_refusal(event: str, summary: str, *, actor: User | None = None, **changes: Any) -> Activity:
    return note(event, summary, actor=actor, outcome=activity.REFUSED, **changes)
