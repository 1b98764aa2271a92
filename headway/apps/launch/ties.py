"""What a launch is tied to: the initiatives it brings out, and the releases it goes out with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from headway.apps.launch.models import Launch
from headway.apps.prioritisation.models import Initiative
from headway.apps.reporting.models import Annotation
from headway.core.access import rows, rows_by_ref
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.links import Tie, links_store
from headway.core.models import Link, WorkspaceRecord

BRINGS_OUT, GOES_OUT_WITH = "brings_out", "goes_out_with"
End = TypeVar("End", bound=WorkspaceRecord)


def initiatives_named(context: Context, refs: Sequence[str]) -> list[Initiative]:
    """The initiatives with these refs, in that order. Raises NotFound for the first unknown one."""
    found = rows_by_ref(Initiative, context, refs)
    for ref in refs:
        if ref not in found:
            raise NotFound(
                f"No initiative {ref!r} in this workspace; prioritisation.initiative_list has the refs."
            )
    return [found[ref] for ref in refs]


def releases(context: Context) -> QuerySet[Annotation]:
    """The releases that somebody wrote down, the latest first."""
    return rows(Annotation, context).filter(sort=Annotation.Sort.RELEASE).order_by("-starts_on", "-pk")


def releases_named(context: Context, refs: Sequence[str]) -> list[Annotation]:
    """The releases with these refs. Raises NotFound for the first that is none."""
    found = {one.ref: one for one in releases(context).filter(ref__in=refs)}
    for ref in refs:
        if ref not in found:
            raise NotFound(f"No release {ref!r} in this workspace; launch.release_list has the refs.")
    return [found[ref] for ref in refs]


def ends_keep(context: Context, launch: Launch, kind: str, wanted: Iterable[WorkspaceRecord]) -> None:
    """Have a launch be tied in this way to these records and no others."""
    ends = {one.pk: one for one in wanted}
    standing = rows(Link, context).filter(kind=kind, from_id=launch.pk)
    standing.exclude(to_id__in=ends).delete()
    standing.update(state=Link.State.CONFIRMED)
    links_store(context, [Tie(kind, launch, one, state=Link.State.CONFIRMED) for one in ends.values()])


@dataclass(frozen=True)
class Ends:
    """What launches are tied to, by the launch's id and in the order of the refs."""

    initiatives: dict[UUID, list[Initiative]]
    releases: dict[UUID, list[Annotation]]


def ends_of(context: Context, launches: Sequence[Launch]) -> Ends:
    """What each launch is tied to; links that somebody rejected do not count. Three SQL queries at most."""
    links = list(
        rows(Link, context)
        .filter(kind__in=(BRINGS_OUT, GOES_OUT_WITH), from_id__in=[one.pk for one in launches])
        .exclude(state=Link.State.REJECTED)
    )
    brought = [one for one in links if one.kind == BRINGS_OUT]
    given = [one for one in links if one.kind == GOES_OUT_WITH]
    return Ends(_by_launch(context, Initiative, brought), _by_launch(context, Annotation, given))


def _by_launch(context: Context, model: type[End], links: Sequence[Link]) -> dict[UUID, list[End]]:
    known = rows(model, context).in_bulk({one.to_id for one in links})
    found: dict[UUID, list[End]] = {}
    for one in links:
        if end := known.get(one.to_id):
            found.setdefault(one.from_id, []).append(end)
    return {launch: sorted(ends, key=lambda end: end.ref) for launch, ends in found.items()}


def launches_with(context: Context, release: str) -> QuerySet[Any, Any]:
    """The ids of the launches that go out with a release. Raises NotFound for an unknown one."""
    end = releases_named(context, [release])[0]
    return rows(Link, context).filter(kind=GOES_OUT_WITH, to_id=end.pk).exclude(
        state=Link.State.REJECTED
    ).values("from_id")  # fmt: skip
