"""Launches and what has to be ready for them reach whom they belong to."""

from collections.abc import Iterable
from uuid import UUID

from headway.apps.launch.models import Launch
from headway.core.talk.events import Event
from headway.core.talk.meaning import Happened, Meaning, Notice, notices, yours
from headway.core.talk.models import Watch


@notices("launch.launch_save")
def launch_owner_told(happened: Happened) -> Iterable[Meaning]:
    launch = happened.subject
    assert isinstance(launch, Launch)
    return yours(launch, launch.owner_id, f"You see to the launch: {launch.name}")


@notices("launch.readiness_item_set")
def item_owner_told(happened: Happened) -> Iterable[Meaning]:
    launch, changes = happened.subject, happened.entry.changes
    assert isinstance(launch, Launch)
    owner = changes.get("owner", {}).get("after")
    words = f"You see to it before {launch.ref} goes out: {changes['item']}"
    people = (UUID(owner),) if owner else ()
    return [Notice(Event.ASSIGNED, people, launch, words, watch=Watch.Reason.OWNS)] if people else []
