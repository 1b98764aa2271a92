"""What a person worked on last, from the activity log, so that nothing about it is kept in a browser."""

from collections import defaultdict
from uuid import UUID

from headway.core.access import rows
from headway.core.context import Context
from headway.core.kinds import RecordKind, kinds
from headway.core.models import Activity
from headway.core.registry import Answer, Empty, query

LOOKED_AT, SHOWN = 200, 8


class RecentRow(Answer):
    kind: str
    label: str
    ref: str
    title: str
    address: str


class RecentList(Answer):
    rows: list[RecentRow]


@query("search.recent_list")
def recent_list(context: Context, question: Empty) -> RecentList:
    """The records that the asking person changed last, the latest first, at most eight."""
    known = {kind.model_label: kind for kind in kinds()}
    own = rows(Activity, context).filter(actor=context.actor, subject_kind__in=known)
    latest = own.order_by("-sequence").values_list("subject_kind", "subject_id")[:LOOKED_AT]
    met = list(dict.fromkeys((label, UUID(key)) for label, key in latest))[:SHOWN]
    found = _found(context, known, met)
    return RecentList(rows=[found[one] for one in met if one in found])


def _found(
    context: Context, known: dict[str, RecordKind], met: list[tuple[str, UUID]]
) -> dict[tuple[str, UUID], RecentRow]:
    by_kind: dict[str, list[UUID]] = defaultdict(list)
    for label, key in met:
        by_kind[label].append(key)
    slug = context.workspace.slug
    return {
        (label, pk): RecentRow(
            kind=kind.name, label=kind.label, ref=ref, title=str(title)[:200], address=kind.address(slug, ref)
        )
        for label, keys in by_kind.items()
        for kind in [known[label]]
        for pk, ref, title in rows(kind.model, context)
        .filter(pk__in=keys)
        .values_list("pk", "ref", kind.title)
    }
