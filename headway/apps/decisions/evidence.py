"""The records a decision or a risk stands on: any kind, found by ref, kept as links."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.apps import apps
from django.db.models import Model

from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.links import Tie, links_store
from headway.core.models import Link, WorkspaceRecord
from headway.core.registry import Answer

# Rows inside other records: they have no page and no name of their own.
INNER = {
    "analytics.eventsegment", "decisions.forummeeting", "prioritisation.inputestimate", "prioritisation.score",
    "roadmap.capacity", "roadmap.excludeditem", "roadmap.planitem",
}  # fmt: skip
TITLES = ("title", "name", "question", "redacted_text")
TITLE_MOST = 160


class RecordShown(Answer):
    """A record that another one names."""

    ref: str
    kind: str
    title: str
    record_id: str


def kinds() -> dict[str, type[WorkspaceRecord]]:
    """Every kind of record that can be linked, by its label such as `discovery.problem`."""
    found = (model for model in apps.get_models() if issubclass(model, WorkspaceRecord))
    return {model._meta.label_lower: model for model in found if model._meta.label_lower not in INNER}


def records(context: Context, refs: Iterable[str]) -> list[WorkspaceRecord]:
    """The records with these refs, in that order, each once.

    A ref is one such as P-001, or `discovery.problem:P-001` where several kinds have it. Raises NotFound for a
    ref no record has, Invalid for one that several kinds have. One SQL query for each kind of record.
    """
    wanted = list(dict.fromkeys(ref.strip() for ref in refs))
    if not wanted:
        return []
    names = {part for ref in wanted for part in (ref, ref.partition(":")[2]) if part}
    found: dict[str, list[WorkspaceRecord]] = {}
    for label, model in kinds().items():
        for one in rows(model, context).filter(ref__in=names):
            found.setdefault(one.ref, []).append(one)
            found.setdefault(f"{label}:{one.ref}", []).append(one)
    return [_only(ref, found.get(ref, [])) for ref in wanted]


def _only(ref: str, found: Sequence[WorkspaceRecord]) -> WorkspaceRecord:
    if not found:
        raise NotFound(f"No record {ref!r} in this workspace; name one by its ref, such as P-001 or INI-01.")
    if len(found) > 1:
        labels = " and ".join(sorted(one._meta.label_lower for one in found))
        raise Invalid(f"{ref!r} is the ref of several kinds, {labels}; put the kind and a colon before it.")
    return found[0]


def link(context: Context, kind: str, start: Model, ends: Iterable[WorkspaceRecord]) -> None:
    """Keep these links of a kind and no others."""
    wanted = {(end._meta.label_lower, end.pk): end for end in ends}
    for one in rows(Link, context).filter(kind=kind, from_kind=start._meta.label_lower, from_id=start.pk):
        if wanted.pop((one.to_kind, one.to_id), None) is None:
            one.delete()
    links_store(context, [Tie(kind, start, end, state=Link.State.CONFIRMED) for end in wanted.values()])


def linked_all(context: Context, kind: str, starts: Sequence[Model]) -> dict[UUID, list[WorkspaceRecord]]:
    """What each of these records of one model links to, by ref; one SQL query for the links, one for each kind."""
    if not starts:
        return {}
    label = starts[0]._meta.label_lower
    links = list(
        rows(Link, context).filter(kind=kind, from_kind=label, from_id__in=[one.pk for one in starts])
    )
    by_kind: dict[str, set[UUID]] = {}
    for one in links:
        by_kind.setdefault(one.to_kind, set()).add(one.to_id)
    known = {name: rows(kinds()[name], context).in_bulk(list(keys)) for name, keys in by_kind.items()}
    found: dict[UUID, list[WorkspaceRecord]] = {}
    for one in links:
        if end := known[one.to_kind].get(one.to_id):
            found.setdefault(one.from_id, []).append(end)
    return {start: sorted(ends, key=lambda end: end.ref) for start, ends in found.items()}


def linked(context: Context, kind: str, start: Model) -> list[WorkspaceRecord]:
    """What one record links to."""
    return linked_all(context, kind, [start]).get(start.pk, [])


def named(context: Context, found: Sequence[RecordShown]) -> str:
    """Their refs apart by blanks, as a form holds them; with the kind before each where a ref alone would not do."""
    try:
        records(context, [one.ref for one in found])
    except (Invalid, NotFound):
        return " ".join(f"{one.kind}:{one.ref}" for one in found)
    return " ".join(one.ref for one in found)


def record_shown(record: WorkspaceRecord) -> RecordShown:
    title = next((text for name in TITLES if (text := getattr(record, name, ""))), record.ref)
    return RecordShown(
        ref=record.ref, kind=record._meta.label_lower, title=str(title)[:TITLE_MOST], record_id=str(record.pk)
    )
