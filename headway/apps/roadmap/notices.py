"""Promises reach whom they belong to."""

from collections.abc import Iterable

from headway.apps.roadmap.models import Commitment
from headway.core.talk.events import Event
from headway.core.talk.meaning import Happened, Meaning, Notice, notices, yours


@notices("roadmap.commitment_make")
def commitment_owner_told(happened: Happened) -> Iterable[Meaning]:
    made = happened.subject
    assert isinstance(made, Commitment)
    return yours(made, made.owner_id, f"You see to the promise: {made.obligation}")


@notices("roadmap.commitment_settle")
def commitment_settled(happened: Happened) -> Iterable[Meaning]:
    """Also where the owner never came to watch it."""
    made = happened.subject
    assert isinstance(made, Commitment)
    return [Notice(Event.CHANGED, (made.owner_id,), made, happened.entry.summary)]
