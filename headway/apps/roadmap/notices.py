"""Promises reach whom they belong to."""

from collections.abc import Iterable

from headway.apps.roadmap.models import Commitment
from headway.core.talk.meaning import Happened, Meaning, notices, yours


@notices("roadmap.commitment_make")
def commitment_owner_told(happened: Happened) -> Iterable[Meaning]:
    """Once it is made; whoever sees to it watches it from then on, and so hears how it ends."""
    made = happened.subject
    assert isinstance(made, Commitment)
    return yours(made, made.owner_id, f"You see to the promise: {made.obligation}")
