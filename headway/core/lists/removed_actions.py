"""Bringing back what was removed: fields with their values, and saved views."""

from headway.core.access import row, rows
from headway.core.context import Context
from headway.core.errors import Conflict, NotFound, Refused
from headway.core.lists.answers import FieldRef, FieldShown, ViewRef, ViewShown
from headway.core.lists.columns import list_of
from headway.core.lists.field_actions import label_free
from headway.core.lists.field_queries import field_shown
from headway.core.lists.models import CustomField, SavedView, ViewChoice
from headway.core.lists.view_actions import name_free
from headway.core.lists.view_queries import may_change, seen_by, view_shown
from headway.core.registry import Done, action
from headway.core.roles import DECIDERS, EVERYONE
from headway.engine.filters.chips import shortened

CHANGES = {"removed": {"before": True, "after": False}}


@action("lists.field_restore", roles=DECIDERS)
def field_restore(context: Context, question: FieldRef) -> Done[FieldShown]:
    """Bring a removed field back with the values that records have in it.

    Raises Conflict where it is there, Invalid where another column has its label by now.
    """
    field = row(CustomField, context, question.ref)
    if field.removed_at is None:
        raise Conflict(f"The field {field.label} is there; nothing has to be brought back.")
    declared = list_of(field.kind)
    label_free(context, declared, field, field.label)
    field.removed_at = None
    field.version += 1
    field.save(update_fields=["removed_at", "version"])
    summary = f"Brought the field {field.label} of {declared.kind.plural.lower()} back"
    return Done(field_shown(field), summary, field, CHANGES)


@action("lists.view_restore", roles=EVERYONE)
def view_restore(context: Context, question: ViewRef) -> Done[ViewShown]:
    """Bring a removed view back to everybody who saw it, within thirty days.

    Raises NotFound for one that is not there any more, Refused where it belongs to somebody else, Invalid where
    its owner has another view of that name by now.
    """
    gone = rows(SavedView, context).exclude(removed_at=None).filter(seen_by(context), ref=question.ref)
    view = gone.select_related("owner").first()
    if view is None:
        raise NotFound(f"No removed view {shortened(question.ref)}; it is there, or it was removed for good.")
    if not may_change(context, view):
        raise Refused(f"The view {view.name} belongs to {view.owner}, who can bring it back.")
    name_free(context, view, view.name)
    view.removed_at = None
    view.version += 1
    view.save(update_fields=["removed_at", "version"])
    choice = rows(ViewChoice, context).filter(user=context.actor, view=view).first()
    return Done(view_shown(context, view, choice), f"Brought the view {view.name} back", view, CHANGES)
