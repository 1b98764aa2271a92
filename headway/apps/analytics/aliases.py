"""The further ids of a person who wants to know what is kept, or to be forgotten."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from headway.apps.analytics.compacting import segment_paths, waiting
from headway.apps.analytics.inbox import Line
from headway.apps.analytics.models import PersonAlias
from headway.apps.analytics.store import connection, segments_sql
from headway.core.holdings import Subject
from headway.core.models import Workspace


@dataclass(frozen=True)
class Widened(Subject):
    """A subject who is also meant by ids that lead to one of theirs."""

    ids: Collection[str] = ()

    def is_named_at_all(self, value: str) -> bool:
        return value in self.ids or super().is_named_at_all(value)


def widened(workspace: Workspace, subject: Subject) -> Widened:
    """The subject with every id that is tied to one of theirs, anonymous ones among them."""
    ties = list(PersonAlias.objects.filter(workspace=workspace).values_list("alias", "person"))
    people = {person for tie in ties for person in tie[1:] if any(map(subject.is_named_at_all, tie))}
    ids = {one for tie in ties if tie[1] in people for one in tie}
    given: dict[str, Any] = {"texts": subject.texts, "whole": subject.whole, "token": subject.token}
    return Widened(**given, ids=frozenset(ids))


def ties_unused(workspace: Workspace, before: datetime) -> list[UUID]:
    """The ties made before a moment under whose id no segment has an event any more."""
    import numpy as np  # noqa: PLC0415 - slow to load

    old = dict(
        PersonAlias.objects.filter(workspace=workspace, created_at__lt=before).values_list("alias", "pk")
    )
    paths = segment_paths(workspace)
    if not old or not paths:
        return list(old.values())
    with connection() as session:
        session.register("old", {"alias": np.array(list(old), dtype=object)})
        seen = session.execute(
            f"SELECT DISTINCT person FROM {segments_sql(paths)} WHERE person IN (SELECT alias FROM old)"  # nosec B608 # noqa: S608 - our own file names, quoted
        ).fetchall()
    there = {alias for (alias,) in seen}
    return [pk for alias, pk in old.items() if alias not in there]


def ties_forget(workspace: Workspace, before: datetime) -> int:
    """Forget those ties, which say of nobody's events any more whose they are; gives how many."""
    unused = ties_unused(workspace, before)
    PersonAlias.objects.filter(pk__in=unused).delete()
    return len(unused)


def aliases_renamed(workspace: Workspace, subject: Subject) -> None:
    """Put pseudonyms into the place of the subject's ids, so that their events stay those of one somebody."""
    rows = PersonAlias.objects.filter(workspace=workspace)
    mine = [one for one in rows.iterator() if subject.is_named_at_all(one.person)]
    for one in mine:
        one.alias, one.person = subject.token(one.alias), subject.token(one.person)
    PersonAlias.objects.bulk_update(mine, ["alias", "person"], batch_size=500)


def waiting_about(workspace: Workspace, subject: Subject) -> Iterator[Line]:
    """The lines of the inbox that mention the subject and are in no segment yet."""
    for line in waiting(workspace):
        ids = (line.person, line.anonymous, line.account, line.id, line.merged)
        told = [*ids, *(json.loads(bytes(one)) for one in (line.properties, line.context))]
        if any(map(subject.is_named_at_all, ids)) or any(map(subject.mentions, told)):
            yield line
