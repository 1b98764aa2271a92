"""Which ids are one person: an anonymous id that became known, two known ids that were merged."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from headway.apps.analytics.inbox import Line
from headway.apps.analytics.models import PersonAlias
from headway.core.models import Workspace

IDENTIFY = "$identify"
CYCLE = "the ids are one person already, the other way round; the merge was left out"
TAKEN = "the anonymous id belongs to another person already; it stays with the first"
IDS_AT_ONCE = 10_000


@dataclass
class Stitches:
    """Aliases with the person each leads to in one step, and what changed since they were read."""

    person_of: dict[str, str]
    made: dict[str, str] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    _aliases_of: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        for alias, person in self.person_of.items():
            self._aliases_of[person].add(alias)

    def known(self, anonymous: str, person: str) -> str:
        """Tie an anonymous id to a known one; gives why not, or nothing. The first tie stays."""
        target = self.person_of.get(person, person)
        found = self.person_of.get(anonymous)
        if found is None and anonymous != target and not self._aliases_of.get(anonymous):
            self._tie(anonymous, target, PersonAlias.Cause.KNOWN)
            return ""
        return "" if (found or anonymous) == target else TAKEN

    def merged(self, former: str, person: str) -> str:
        """Make two ids one person; gives why not, or nothing."""
        target = self.person_of.get(person, person)
        root = self.person_of.get(former, former)
        if root == target:
            return CYCLE if former == root and person != root else ""
        for alias in self._aliases_of.pop(root, set()):
            self.person_of[alias] = target
            self._aliases_of[target].add(alias)
            self.moved.add(alias)
        self._tie(root, target, PersonAlias.Cause.MERGED)
        return ""

    def _tie(self, alias: str, target: str, cause: str) -> None:
        self.person_of[alias], self.made[alias] = target, cause
        self._aliases_of[target].add(alias)


def stitches(workspace: Workspace, lines: Iterable[Line]) -> Stitches:
    """The aliases of a workspace that lines can touch."""
    ids, formers = set(), set()
    for line in lines:
        if line.merged or line.anonymous:
            ids |= {line.anonymous, line.person, line.merged} - {""}
            formers |= {line.merged} - {""}
    found = dict(_aliases(workspace, "alias", ids))
    roots = formers | {found[one] for one in formers if one in found}
    # Whoever is a person already cannot become an alias of somebody else by being called anonymous.
    return Stitches(found | dict(_aliases(workspace, "person", roots | ids)))


def _aliases(workspace: Workspace, column: str, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    wanted: Sequence[str] = sorted(ids)
    for start in range(0, len(wanted), IDS_AT_ONCE):
        chosen = {f"{column}__in": wanted[start : start + IDS_AT_ONCE]}
        rows = PersonAlias.objects.filter(workspace=workspace, **chosen)
        yield from rows.values_list("alias", "person")


def stitched(ties: Stitches, lines: Iterable[Line]) -> Iterator[tuple[Line, str]]:
    """Take in what lines tell about ids, in their order; gives the lines whose tie is refused, and why."""
    for line in lines:
        reason = ""
        if line.merged:
            reason = ties.merged(line.merged, line.person)
        elif line.anonymous and line.person and line.anonymous != line.person:
            reason = ties.known(line.anonymous, line.person)
        if reason and (line.merged or line.event == IDENTIFY):
            yield line, reason


def stitches_keep(workspace: Workspace, ties: Stitches, now: datetime) -> None:
    """Store what changed; the caller's transaction."""
    PersonAlias.objects.bulk_create(
        PersonAlias(
            workspace=workspace, alias=alias, person=ties.person_of[alias], cause=cause, created_at=now
        )
        for alias, cause in ties.made.items()
    )
    moved = PersonAlias.objects.filter(workspace=workspace, alias__in=ties.moved - set(ties.made))
    changed = list(moved)
    for one in changed:
        one.person = ties.person_of[one.alias]
    PersonAlias.objects.bulk_update(changed, ["person"], batch_size=500)
