"""Slices of a document: the MVP first, then the iterations, each for an outcome."""

from collections.abc import Sequence

from pydantic import Field

from headway.apps.requirements.finding import prd_named
from headway.apps.requirements.models import BacklogItem, Prd, Slice, SuccessMetric
from headway.apps.requirements.scope import headline
from headway.apps.strategy.models import KeyResult
from headway.core.access import row, rows, rows_by_ref
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.gate import Claim, state_of
from headway.core.records import Refs
from headway.core.registry import Question

MVP_ORDER = "DRi4"
Outcome = tuple[SuccessMetric | None, KeyResult | None]


class SliceSave(Question):
    """A new slice of a document, or a change of the one that `slice` names; what is left out stays."""

    ref: str = Field(min_length=1, max_length=100, description="The document.", examples=["PRD-1"])
    slice: str = Field("", max_length=100)
    title: str | None = Field(None, min_length=1, max_length=200)
    inside: str | None = Field(None, min_length=1, max_length=5000, description="What is in it.")
    outside: str | None = Field(None, max_length=5000, description="What is left for later, or for never.")
    outcome: str | None = Field(
        None,
        max_length=100,
        description="The success metric of the document, or the key result, that it moves.",
    )
    items: Refs | None = Field(None, max_length=200, description="Backlog items that make it up.")
    place: int | None = Field(None, ge=1, le=200, description="1 is the MVP; by default it comes last.")


def slices_of(context: Context, prd: Prd) -> list[Slice]:
    found = rows(Slice, context).filter(prd=prd).select_related("metric", "key_result")
    return list(found.prefetch_related("items").order_by("position", "id"))


def slice_named(context: Context, prd: Prd, ref: str) -> Slice:
    """The slice of a document by its ref. Raises NotFound where it is another document's."""
    found = row(Slice, context, ref)
    if found.prd_id != prd.pk:
        raise NotFound(f"{prd.ref} has no slice {ref!r}; requirements.slice_list lists its slices.")
    return found


def outcome_named(context: Context, prd: Prd, ref: str) -> Outcome:
    """The success metric of the document or the key result with that ref. Raises Invalid where there is none."""
    metric = rows(SuccessMetric, context).filter(prd=prd, ref=ref).first()
    if metric:
        return metric, None
    result = rows(KeyResult, context).filter(ref=ref).first()
    if result is None:
        raise Invalid(
            f"Field outcome: {ref!r} is neither a metric of {prd.ref} nor a key result; a slice serves an outcome."
        )
    return None, result


def items_named(context: Context, refs: Sequence[str]) -> list[BacklogItem]:
    """The backlog items with these refs, in that order. Raises NotFound for the first unknown one."""
    found = rows_by_ref(BacklogItem, context, refs)
    for ref in refs:
        if ref not in found:
            raise NotFound(
                f"No backlog item {ref!r} in this workspace; requirements.backlog_list has the refs."
            )
    return [found[ref] for ref in refs]


def outcome_of(one: Slice) -> str:
    """The ref of what a slice moves; empty where that is gone."""
    moved = one.metric or one.key_result
    return moved.ref if moved else ""


def phrases(one: Slice) -> dict[str, str]:
    """A slice in words, by the name of each part."""
    return {
        "title": one.title,
        "inside": one.inside,
        "outside": one.outside,
        "outcome": outcome_of(one),
        "items": ", ".join(sorted(item.ref for item in one.items.all())),
    }


def place_wanted(slices: Sequence[Slice], found: Slice | None, wanted: int | None) -> int:
    """The place that a slice gets, 1 for the first; one that is not given stays, and a new slice comes last."""
    last = len(slices) + (found is None)
    if wanted is None:
        return slices.index(found) + 1 if found else last
    return min(wanted, last)


def slice_claim(context: Context, question: SliceSave) -> Claim:
    """DRi4: what the MVP and the iterations hold and in which order they come."""
    prd = prd_named(context, question.ref)
    slices = slices_of(context, prd)
    found = slice_named(context, prd, question.slice) if question.slice else None
    before = phrases(found) if found else {}
    given = _given(question)
    what = f"the slice {found.title!r} changes" if found else f"the slice {question.title!r} comes in"
    lines = [_line(name, before.get(name, ""), words) for name, words in given.items()]
    places = _place_words(slices, found, place_wanted(slices, found, question.place))
    words = [headline(prd, what), *filter(None, [*lines, *places])]
    return Claim(MVP_ORDER, tuple(words), _state(prd, slices), prd)


def removal_claim(context: Context, prd: Prd, found: Slice) -> Claim:
    """DRi4: a slice that goes."""
    words = [headline(prd, f"the slice {found.title!r} goes out"), f"outcome: {outcome_of(found) or 'gone'}"]
    return Claim(MVP_ORDER, tuple(words), _state(prd, slices_of(context, prd)), prd)


def return_claim(context: Context, prd: Prd, title: str) -> Claim:
    """DRi4: a slice that comes back."""
    words = headline(prd, f"the slice {title!r} comes back")
    return Claim(MVP_ORDER, (words,), _state(prd, slices_of(context, prd)), prd)


def _given(question: SliceSave) -> dict[str, str]:
    values = question.model_dump(include={"title", "inside", "outside", "outcome"}, exclude_none=True)
    items = {} if question.items is None else {"items": ", ".join(sorted(question.items))}
    return values | items


def _line(name: str, before: str, after: str) -> str:
    if before == after:
        return ""
    return f"{name}: “{before}” becomes “{after}”" if before else f"{name}: “{after}”"


def _place_words(slices: Sequence[Slice], found: Slice | None, place: int) -> list[str]:
    before = slices.index(found) + 1 if found else 0
    if before == place:
        return []
    return [f"place {place}, was {before}" if before else f"place {place} of {len(slices) + 1}"]


def _state(prd: Prd, slices: Sequence[Slice]) -> str:
    return state_of(prd.ref, [(one.ref, one.version, one.position) for one in slices])
