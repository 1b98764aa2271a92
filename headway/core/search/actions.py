"""What can be done: make the index anew, and choose whether keys do something."""

from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.registry import Done, Empty, Question, action
from headway.core.roles import ADMINS, EVERYONE
from headway.core.search import index
from headway.core.search.answers import IndexReport
from headway.core.search.queries import report


@action("search.index_rebuild", roles=ADMINS)
def index_rebuild(context: Context, question: Empty) -> Done[IndexReport]:
    """Make the search index of the workspace anew from its records, and check that it has exactly what they have."""
    before = index.differences(context.workspace.pk)
    index.workspace_anew(context.workspace.pk)
    answer = report(context.workspace.pk, before)
    return Done(answer, f"Made the search index anew: {answer.rows} records", context.workspace)


class ShortcutsSet(Question):
    shortcuts: bool


@action("search.shortcuts_set", roles=EVERYONE)
def shortcuts_set(context: Context, question: ShortcutsSet) -> Done[RecordRef]:
    """Choose whether single keys do something for the asking person, in every workspace."""
    user = context.actor
    before, user.shortcuts_off = not user.shortcuts_off, not question.shortcuts
    user.save(update_fields=["shortcuts_off"])
    told = "on" if question.shortcuts else "off"
    changes = {"shortcuts": {"before": before, "after": question.shortcuts}}
    return Done(ref_of(user, user.email), f"Turned the keys {told}", user, changes)
