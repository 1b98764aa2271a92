"""Changing records in a list, and taking it back."""

from headway.core.access import rows
from headway.core.context import Context
from headway.core.lists.answers import EditUndo, RecordsEdit, RecordsEdited
from headway.core.lists.editing import VERSION, Edited, edit
from headway.core.lists.undoing import undone
from headway.core.models import Activity
from headway.core.registry import Done, action
from headway.core.roles import MAKERS


@action("lists.records_edit", roles=MAKERS)
def records_edit(context: Context, question: RecordsEdit) -> Done[RecordsEdited]:
    """Change columns of one record or of up to a thousand, all of them or none.

    Only columns that `lists.columns_list` calls editable; others name the action that changes them. Raises
    Conflict with both texts where a record was changed since the version given, NotFound for one that is not
    there, Invalid for a value that does not fit.
    """
    edited = edit(context, question.kind, question.records, question.changes)
    return _done(context, edited, "Changed")


@action("lists.edit_undo", roles=MAKERS)
def edit_undo(context: Context, question: EditUndo) -> Done[RecordsEdited]:
    """Take a change of a list back: every record gets what stood there before, or none does.

    Raises NotFound where there is no such change, Conflict naming the records that moved on since. The answer
    can be undone in its turn.
    """
    return _done(context, undone(context, question.sequence), "Took back")


def _done(context: Context, edited: Edited, verb: str) -> Done[RecordsEdited]:
    count = len(edited.records)
    what = edited.records[0].ref if count == 1 else f"{count} {edited.declared.kind.plural.lower()}"
    names = sorted({name for one in edited.changes.values() for name in one if name != VERSION})
    summary = f"{verb} {', '.join(names)} of {what}" if names else "Changed nothing"
    answer = RecordsEdited(undo=next_sequence(context), changed=count)
    return Done(answer, summary, edited.records[0] if count == 1 else None, edited.logged())


def next_sequence(context: Context) -> int:
    # The workspace is locked until the activity of this change is written, so the number is certain.
    last = rows(Activity, context).order_by("-sequence").values_list("sequence", flat=True).first()
    return (last or 0) + 1
