"""Which initiatives stand on which: read from `requires_refs`, kept as relations too."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from headway.apps.prioritisation.models import Initiative
from headway.core.access import rows
from headway.core.context import Context


def required_by(requires: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """For each ref, the refs of the initiatives that name it as a requirement, in order.

    >>> required_by({"B": ["A"], "C": ["A"]})
    {'A': ['B', 'C']}
    """
    found: dict[str, list[str]] = defaultdict(list)
    for ref, needed in sorted(requires.items()):
        for other in needed:
            found[other].append(ref)
    return dict(found)


def requires_all(context: Context) -> dict[str, list[str]]:
    """What every initiative of the workspace requires, by ref."""
    return dict(rows(Initiative, context).order_by("ref").values_list("ref", "requires_refs"))


def cycle_in(requires: Mapping[str, Iterable[str]]) -> list[str]:
    """A chain of refs that leads back to its first, empty where there is none.

    >>> cycle_in({"A": ["B"], "B": ["A"], "C": []})
    ['A', 'B', 'A']
    """
    done: set[str] = set()
    for start in sorted(requires):
        path: list[str] = []
        if cycle := _walk(start, requires, path, done):
            return cycle
    return []


def _walk(ref: str, requires: Mapping[str, Iterable[str]], path: list[str], done: set[str]) -> list[str]:
    if ref in path:
        return [*path[path.index(ref) :], ref]
    if ref in done:
        return []
    path.append(ref)
    for other in sorted(requires.get(ref, ())):
        if cycle := _walk(other, requires, path, done):
            return cycle
    path.pop()
    done.add(ref)
    return []


def relations_align(context: Context) -> None:
    """Bring the relation between initiatives in line with `requires_refs`, in four SQL queries."""
    through = Initiative.requires.through
    ids = dict(rows(Initiative, context).values_list("ref", "pk"))
    wanted = {
        (ids[ref], ids[other])
        for ref, needed in requires_all(context).items()
        for other in needed
        if other in ids
    }
    there = {
        (row.from_initiative_id, row.to_initiative_id): row.pk
        for row in through.objects.filter(from_initiative__workspace=context.workspace)
    }
    through.objects.filter(pk__in=[pk for pair, pk in there.items() if pair not in wanted]).delete()
    fresh = sorted(wanted - there.keys())
    through.objects.bulk_create([through(from_initiative_id=a, to_initiative_id=b) for a, b in fresh])
