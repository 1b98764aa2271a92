"""What can be asked of the index: search over every kind of record."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pydantic import Field

from headway.core.access import rows
from headway.core.answers import PageQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.kinds import RecordKind, kind_named, kinds
from headway.core.models import WorkspaceRecord
from headway.core.registry import Empty, query
from headway.core.roles import ADMINS
from headway.core.search import index
from headway.core.search.answers import IndexReport, KindCount, KindIndexed, SearchAnswer, SearchRow, Stretch
from headway.core.search.finding import IS_REF, Found, found_for
from headway.core.search.hits import COUNTED_MOST, Hit, scopes_of
from headway.engine.text.excerpts import Piece, excerpt
from headway.engine.text.words import words_of

# How many of each kind are ranked: few for the first rows, more for whoever goes on.
NEAR_MOST, FAR_MOST = 60, 1000
TITLE_MOST = 200


class SearchFind(PageQuestion):
    text: str = Field(max_length=500, description="Words or a ref; the last word may be only begun.")
    kinds: list[str] = Field([], max_length=50, description="Kinds of records; empty means all.")
    each: int = Field(0, ge=0, le=500, description="At most so many rows of each kind; 0 means any number.")


@query("search.find")
def find(context: Context, question: SearchFind) -> SearchAnswer:
    """Find records of any kind by their words or ref, best first, forgiving typing errors.

    Case and accents do not count. Every word must be there; the last may be only begun. A word that nothing has is
    searched as what was probably meant: one slip from 4 letters, two from 8. Titles count more than bodies, recent
    more than old. `after` is `next` of the last answer. Raises NotFound for an unknown kind, Invalid for `after`.
    """
    first = _first(question.after)
    wanted = {kind.name: kind for kind in _readable(context, question.kinds)}
    scopes = scopes_of(context.workspace.pk, list(wanted))
    ranked = NEAR_MOST if first + question.limit < NEAR_MOST else FAR_MOST + question.limit + 1
    found = found_for(question.text, scopes, ranked, context.now)
    hits = _at_most_each(found.ranked, question.each)
    part = hits[first : first + question.limit]
    more = str(first + question.limit) if len(hits) > first + question.limit else ""
    return SearchAnswer(
        rows=_shown(context, part, found, wanted),
        counts=_counts(found, wanted),
        proposal=_proposal(question.text, found),
        dropped=found.dropped if found.ranked else [],
        is_partial=found.is_partial,
        next=more,
    )


def _first(after: str) -> int:
    if not after:
        return 0
    if not (after.isascii() and after.isdigit()) or int(after) > FAR_MOST:
        raise Invalid(
            "Field after: give `next` of the last answer; further than 1,000 rows, search for more words."
        )
    return int(after)


def _readable(context: Context, names: list[str]) -> list[RecordKind]:
    """The kinds that are wanted, as far as the person's role may read them."""
    asked = [kind_named(name) for name in names] or kinds()
    return [kind for kind in asked if context.role in kind.readers]


def _at_most_each(ranked: list[tuple[float, Hit]], each: int) -> list[tuple[float, Hit]]:
    seen: dict[str, int] = {}
    kept = []
    for one in ranked:
        seen[one[1].kind] = seen.get(one[1].kind, 0) + 1
        if not each or seen[one[1].kind] <= each:
            kept.append(one)
    return kept


def _shown(
    context: Context, part: list[tuple[float, Hit]], found: Found, wanted: dict[str, RecordKind]
) -> list[SearchRow]:
    records = {name: _records(context, wanted[name], part) for name in {hit.kind for _, hit in part}}
    return [
        _row(context, wanted[hit.kind], record, score, found)
        for score, hit in part
        if (record := records[hit.kind].get(hit.record))
    ]


def _records(
    context: Context, kind: RecordKind, part: list[tuple[float, Hit]]
) -> dict[UUID, WorkspaceRecord]:
    ids = [hit.record for _, hit in part if hit.kind == kind.name]
    own = rows(kind.model, context).filter(pk__in=ids).only("ref", "workspace", kind.title, *kind.body)
    return {record.pk: record for record in own}


def _row(
    context: Context, kind: RecordKind, record: WorkspaceRecord, score: float, found: Found
) -> SearchRow:
    title = str(getattr(record, kind.title) or record.ref)
    return SearchRow(
        kind=kind.name,
        label=kind.label,
        ref=record.ref,
        title=title[:TITLE_MOST],
        marked_title=_stretches(excerpt(title, found.is_wanted, TITLE_MOST)),
        snippet=_snippet(kind, record, found),
        address=kind.address(context.workspace.slug, record.ref),
        score=score,
        why=_why(title, record.ref, score, found),
    )


def _snippet(kind: RecordKind, record: WorkspaceRecord, found: Found) -> list[Stretch]:
    """Around the words in the first part of the body that has one."""
    for name in kind.body:
        text = str(getattr(record, name) or "")
        if any(found.is_wanted(word) for word in words_of(text)):
            return _stretches(excerpt(text, found.is_wanted))
    return []


def _stretches(pieces: Iterable[Piece]) -> list[Stretch]:
    return [Stretch(text=piece.text, marked=piece.marked) for piece in pieces]


def _why(title: str, ref: str, score: float, found: Found) -> str:
    if score == IS_REF:
        return "its ref"
    there = set(words_of(title)) | set(words_of(ref))
    if found.instead:
        return f"corrected from {' and '.join(f'“{typed}”' for typed in found.instead)}"
    return "in the title" if all(there & set(group) for group in found.groups) else "in the text"


def _counts(found: Found, wanted: dict[str, RecordKind]) -> list[KindCount]:
    """How many there are of each kind, those with the best row first."""
    order = list(dict.fromkeys(hit.kind for _, hit in found.ranked))
    return [_count(wanted[name], found.counts.get(name, 1)) for name in order]


def _count(kind: RecordKind, count: int) -> KindCount:
    return KindCount(
        kind=kind.name,
        label=kind.label,
        plural=kind.plural,
        count=min(count, COUNTED_MOST),
        is_more=count > COUNTED_MOST,
    )


def _proposal(text: str, found: Found) -> str:
    """The text with the best of what was meant in place of what was typed; empty where nothing was put right."""
    if not found.instead:
        return ""
    words = (found.instead.get(word, [word])[0] for word in words_of(text))
    return " ".join(words)


@query("search.index_check", roles=ADMINS)
def index_check(context: Context, question: Empty) -> IndexReport:
    """Compare the search index of the workspace with the tables it is made from, row by row."""
    return report(context.workspace.pk)


def report(workspace: UUID, before: list[index.Difference] | None = None) -> IndexReport:
    """The index as it is now; `before` is how it differed before it was made anew."""
    found, words = index.differences(workspace), index.vocabulary_differs(workspace)
    told: list[Any] = before or found
    return IndexReport(
        is_whole=not words and all(one.is_none for one in found),
        was_whole=all(one.is_none for one in told),
        rows=sum(one.rows for one in found),
        words_differing=words,
        kinds=[
            KindIndexed(kind=one.kind, rows=one.rows, missing=one.missing, other=one.other, extra=one.extra)
            for one in told
        ],
    )
