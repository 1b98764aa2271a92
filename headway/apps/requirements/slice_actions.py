"""Changes of the slices that a document is delivered in."""

from typing import Any

from pydantic import Field

from headway.apps.requirements.finding import prd_named
from headway.apps.requirements.models import BacklogItem, Prd, Slice
from headway.apps.requirements.slicing import (
    MVP_ORDER,
    SliceSave,
    items_named,
    outcome_named,
    outcome_of,
    phrases,
    place_wanted,
    removal_claim,
    return_claim,
    slice_claim,
    slice_named,
    slices_of,
)
from headway.core.access import rows, rows_by_ref
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid, NotFound
from headway.core.gate import Claim
from headway.core.lists.removed import Undoing
from headway.core.models import Activity
from headway.core.records import next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS


@action("requirements.slice_save", roles=MAKERS, rights=(MVP_ORDER,), claim=slice_claim)
def slice_save(context: Context, question: SliceSave) -> Done[RecordRef]:
    """Say what a slice of a document holds, what it leaves out, which outcome it moves, and when it comes.

    The first slice is the MVP, those after it are iterations; a slice put at a place moves the ones behind it. A new
    one needs a title, what is in it and an outcome: a metric of the document or a key result. Raises Invalid for an
    outcome that is neither, NotFound for an unknown document, slice or backlog item.
    """
    prd = prd_named(context, question.ref)
    slices = slices_of(context, prd)
    found = slice_named(context, prd, question.slice) if question.slice else None
    record = found or _new(context, prd, question)
    before = phrases(record) if found else {}
    _fill(context, prd, record, question)
    slices = [one for one in slices if one != record]
    slices.insert(place_wanted(slices, None, question.place or (record.position or None)) - 1, record)
    _placed(slices, record, is_new=found is None)
    if question.items is not None:
        record.items.set(items_named(context, question.items))
    changes = {"before": before, "after": phrases(record), "order": [one.ref for one in slices]}
    summary = f"{'Changed' if found else 'Made'} the slice {record.title!r} of {prd.ref}"
    return Done(ref_of(record, record.ref), summary, prd, changes)


def _new(context: Context, prd: Prd, question: SliceSave) -> Slice:
    for name in ("title", "inside", "outcome"):
        if not getattr(question, name):
            raise Invalid(f"Field {name}: a new slice of {prd.ref} needs one.")
    ref = next_ref(context, Slice, f"{prd.ref}-S")
    return Slice(workspace=context.workspace, ref=ref, prd=prd, position=0, created_at=context.now)


def _fill(context: Context, prd: Prd, record: Slice, question: SliceSave) -> None:
    values = question.model_dump(include={"title", "inside", "outside"}, exclude_none=True)
    for name, value in values.items():
        setattr(record, name, value)
    if question.outcome is not None:
        record.metric, record.key_result = outcome_named(context, prd, question.outcome)
    if not outcome_of(record):
        raise Invalid("Field outcome: what this slice served is gone; name a metric or a key result.")


def _placed(slices: list[Slice], saved: Slice, *, is_new: bool) -> None:
    """Number the slices anew, and store the saved one and those that moved."""
    for place, one in enumerate(slices, 1):
        if one == saved or one.position != place:
            one.version += not (one == saved and is_new)
            one.position = place
            one.save()


class SliceNamed(Question):
    ref: str = Field(min_length=1, max_length=100, description="The document.")
    slice: str = Field(min_length=1, max_length=100)


class SliceRemoved(RecordRef):
    undo: Undoing


def remove_claim(context: Context, question: SliceNamed) -> Claim:
    prd = prd_named(context, question.ref)
    return removal_claim(context, prd, slice_named(context, prd, question.slice))


@action("requirements.slice_remove", roles=MAKERS, destructive=True, rights=(MVP_ORDER,), claim=remove_claim)
def slice_remove(context: Context, question: SliceNamed) -> Done[SliceRemoved]:
    """Take a slice out of a document; those behind it move up, and its backlog items stay in the backlog.

    requirements.slice_restore brings it back. Raises NotFound for an unknown document or slice.
    """
    prd = prd_named(context, question.ref)
    record = slice_named(context, prd, question.slice)
    kept = {"id": str(record.pk), "slice": record.ref, "place": record.position, "version": record.version}
    changes = {"before": phrases(record), "undo": kept}
    undo = Undoing(action="requirements.slice_restore", question={"ref": prd.ref, "slice": record.ref})
    answer = SliceRemoved(**ref_of(record, record.ref).model_dump(), undo=undo)
    record.delete()
    for place, one in enumerate(slices_of(context, prd), 1):
        if one.position != place:
            one.position, one.version = place, one.version + 1
            one.save(update_fields=["position", "version"])
    return Done(answer, f"Took the slice {record.title!r} out of {prd.ref}", prd, changes)


def restore_claim(context: Context, question: SliceNamed) -> Claim:
    prd = prd_named(context, question.ref)
    return return_claim(context, prd, _removal(context, prd, question.slice).changes["before"]["title"])


@action("requirements.slice_restore", roles=MAKERS, rights=(MVP_ORDER,), claim=restore_claim)
def slice_restore(context: Context, question: SliceNamed) -> Done[RecordRef]:
    """Bring a slice back that was taken out of a document, at its place, with those of its items that are there.

    Raises NotFound where none of that ref was taken out, Conflict where it is back or its words were erased for a
    person's sake, Invalid where what it served is gone.
    """
    prd = prd_named(context, question.ref)
    removal = _removal(context, prd, question.slice)
    words, kept = removal.changes["before"], removal.changes["undo"]
    record = _returned(context, prd, words, kept)
    slices = slices_of(context, prd)
    slices.insert(place_wanted(slices, None, kept["place"]) - 1, record)
    _placed(slices, record, is_new=True)
    items = rows_by_ref(BacklogItem, context, filter(None, words["items"].split(", ")))
    record.items.set(items.values())
    changes = {"after": phrases(record), "order": [one.ref for one in slices]}
    summary = f"Brought the slice {record.title!r} of {prd.ref} back"
    return Done(ref_of(record, record.ref), summary, prd, changes)


def _removal(context: Context, prd: Prd, ref: str) -> Activity:
    """The row of the log that tells how a slice was when it was taken out."""
    found = rows(Activity, context).filter(
        action="requirements.slice_remove", outcome=Activity.Outcome.DONE, subject_id=str(prd.pk),
    )  # fmt: skip
    removal = next((one for one in found.order_by("-sequence") if _kept(one).get("slice") == ref), None)
    if removal is None:
        raise NotFound(f"No slice {ref!r} was taken out of {prd.ref}; its history tells what was.")
    if rows(Slice, context).filter(pk=_kept(removal)["id"]).exists():
        raise Conflict(f"The slice {ref} of {prd.ref} is there; nothing has to be brought back.")
    if removal.erased_at:
        raise Conflict(f"{ref} cannot be brought back: its words were erased for a person's sake.")
    return removal


def _kept(entry: Activity) -> dict[str, Any]:
    kept: dict[str, Any] = entry.changes.get("undo", {})
    return kept


def _returned(context: Context, prd: Prd, words: dict[str, str], kept: dict[str, Any]) -> Slice:
    metric, key_result = outcome_named(context, prd, words["outcome"])
    is_taken = rows(Slice, context).filter(ref=kept["slice"]).exists()
    return Slice(
        pk=kept["id"], workspace=context.workspace, prd=prd, created_at=context.now, version=kept["version"] + 1,
        ref=next_ref(context, Slice, f"{prd.ref}-S") if is_taken else kept["slice"], position=0,
        title=words["title"], inside=words["inside"], outside=words["outside"], metric=metric, key_result=key_result,
    )  # fmt: skip
