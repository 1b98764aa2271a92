"""Going back to how a record stood."""

from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.history.answers import RecordRestore
from headway.core.history.queries import record_open
from headway.core.history.standing import standing_at
from headway.core.lists.actions import next_sequence
from headway.core.lists.answers import RecordsEdited, RecordVersion
from headway.core.lists.editing import VERSION, edit
from headway.core.registry import Done, action
from headway.core.roles import MAKERS


@action("core.record_restore", roles=MAKERS)
def record_restore(context: Context, question: RecordRestore) -> Done[RecordsEdited]:
    """Put a record back to how it stood right before or after one of its changes.

    Only what a list may edit is set, as an edit does it, and lists.edit_undo takes it back. What was erased for a
    person's sake stays erased. Raises NotFound where the history has no such change, Conflict with both texts where
    the record was changed since the version given, Invalid where there is nothing to put back.
    """
    kind, record = record_open(context, question.kind, question.ref)
    standing = standing_at(context, kind, record, question.sequence, question.side)
    if not standing.given:
        left = f" {standing.left[0].label} stays: {standing.left[0].reason}" if standing.left else ""
        raise Invalid(f"{record.ref} would be the same, so there is nothing to put back.{left}")
    version = RecordVersion(ref=record.ref, version=question.version)
    edited = edit(context, kind.name, [version], standing.given)
    names = sorted(name for name in edited.changes[record.ref] if name != VERSION)
    when = f"{question.side} change {question.sequence}"
    logged = edited.logged() | {"restored": {"sequence": question.sequence, "side": question.side}}
    answer = RecordsEdited(undo=next_sequence(context), changed=1)
    return Done(answer, f"Put back {', '.join(names)} of {record.ref} as {when}", edited.records[0], logged)
