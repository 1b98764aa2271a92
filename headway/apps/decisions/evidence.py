"""The records a decision or a risk stands on: any kind, found by ref, kept as links."""

from collections.abc import Collection, Iterable, Sequence
from functools import cache
from uuid import UUID

from django.apps import apps
from django.db.models import CharField, Model, Value

from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.kinds import kinds
from headway.core.links import Tie, links_store
from headway.core.models import Link, WorkspaceRecord
from headway.core.registry import Answer

# Kinds without a page of their own that somebody may still point at, with the field that names one.
WITHOUT_PAGE = {
    "discovery.insight": "", "prioritisation.pricingplan": "name", "requirements.qualitybar": "measure",
    "requirements.scopechange": "title", "requirements.slice": "title", "requirements.successmetric": "metric",
    "roadmap.plan": "",
}  # fmt: skip
TITLE_MOST = 160


class RecordShown(Answer):
    """A record that another one names."""

    ref: str
    kind: str
    title: str
    record_id: str


@cache
def titles() -> dict[type[WorkspaceRecord], str]:
    """Every kind of record that can be linked, with the field that names one."""
    declared: dict[type[WorkspaceRecord], str] = {one.model: one.title for one in kinds()}
    return declared | {apps.get_model(label): title for label, title in WITHOUT_PAGE.items()}


def records(context: Context, refs: Iterable[str]) -> list[WorkspaceRecord]:
    """The records with these refs, in that order, each once.

    A ref is one such as P-001, or `discovery.problem:P-001` where several kinds have it. Raises NotFound for a
    ref no record has, Invalid for one that several kinds have. One SQL query finds them, one for each kind reads.
    """
    wanted = list(dict.fromkeys(ref.strip() for ref in refs))
    if not wanted:
        return []
    names = {part for ref in wanted for part in (ref, ref.partition(":")[2]) if part}
    found: dict[str, list[WorkspaceRecord]] = {}
    for one in _read(context, _standing_at(context, names)):
        found.setdefault(one.ref, []).append(one)
        found.setdefault(f"{one._meta.label_lower}:{one.ref}", []).append(one)
    return [_only(ref, found.get(ref, [])) for ref in wanted]


def _standing_at(context: Context, refs: Collection[str]) -> list[tuple[str, UUID]]:
    """Which records have these refs, by kind and id, whatever kind they are; one SQL query."""
    parts = [
        rows(model, context).filter(ref__in=refs).order_by().values_list(_label(model), "pk")
        for model in titles()
    ]
    return list(parts[0].union(*parts[1:], all=True))


def _label(model: type[WorkspaceRecord]) -> Value:
    return Value(model._meta.label_lower, CharField())


def _read(context: Context, places: Iterable[tuple[str, UUID]]) -> list[WorkspaceRecord]:
    """The records at these places that can be linked; one SQL query for each kind among them."""
    by_kind: dict[str, set[UUID]] = {}
    for label, pk in places:
        by_kind.setdefault(label, set()).add(pk)
    models = [model for model in titles() if model._meta.label_lower in by_kind]
    return [
        one
        for model in models
        for one in rows(model, context).filter(pk__in=by_kind[model._meta.label_lower])
    ]


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
    ends = _read(context, ((one.to_kind, one.to_id) for one in links))
    known = {(end._meta.label_lower, end.pk): end for end in ends}
    found: dict[UUID, list[WorkspaceRecord]] = {}
    for one in links:
        if end := known.get((one.to_kind, one.to_id)):
            found.setdefault(one.from_id, []).append(end)
    return {start: sorted(ends, key=lambda end: end.ref) for start, ends in found.items()}


def linked(context: Context, kind: str, start: Model) -> list[WorkspaceRecord]:
    """What one record links to."""
    return linked_all(context, kind, [start]).get(start.pk, [])


def named(context: Context, found: Sequence[RecordShown]) -> str:
    """Their refs apart by blanks, as a form holds them; with the kind before each where a ref alone would not do."""
    refs = {one.ref for one in found}
    is_plain = not refs or len(_standing_at(context, refs)) == len(refs)
    return " ".join(one.ref if is_plain else f"{one.kind}:{one.ref}" for one in found)


def record_shown(record: WorkspaceRecord) -> RecordShown:
    title = str(getattr(record, titles()[type(record)] or "ref") or record.ref)
    return RecordShown(
        ref=record.ref, kind=record._meta.label_lower, title=title[:TITLE_MOST], record_id=str(record.pk)
    )
