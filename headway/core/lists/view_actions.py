"""Keeping views of lists."""

from typing import Any

from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid, Refused
from headway.core.lists.answers import ViewDefault, ViewFavourite, ViewRef, ViewSave, ViewShown
from headway.core.lists.columns import list_open
from headway.core.lists.conditions import readable
from headway.core.lists.models import SavedView, ViewChoice
from headway.core.lists.removed import ViewRemoved, back_by
from headway.core.lists.view_queries import may_change, view_named, view_shown
from headway.core.records import next_ref
from headway.core.registry import Done, action
from headway.core.roles import DECIDERS, EVERYONE, MAKERS
from headway.engine.filters.address import lines_of
from headway.engine.filters.chips import shortened

VIEWS_MOST = 200


@action("lists.view_save", roles=EVERYONE)
def view_save(context: Context, question: ViewSave) -> Done[ViewShown]:
    """Keep a list with its filters, order and columns under a name, or change the view with that ref.

    Its owner changes a view, and an admin one that is shared; makers share. Raises Invalid where the person has
    a view of that name for the list, and Refused where it belongs to somebody else.
    """
    view = _changeable(context, question.ref) if question.ref else _fresh(context, question.kind)
    if question.shared and not view.shared and context.role not in MAKERS:
        raise Refused(f"The role {context.role.label.lower()} keeps views, but does not share them.")
    is_new = view._state.adding
    before = {name: getattr(view, name) for name in ("name", "address", "shared")}
    view.name = _name(context, view, question.name)
    view.address = lines_of(readable(question.address))
    view.shared = question.shared
    view.is_default = view.is_default and view.shared
    view.version += 0 if is_new else 1
    view.save(force_insert=is_new)
    changes = {
        name: {"before": None if is_new else before[name], "after": getattr(view, name)}
        for name in before
        if is_new or before[name] != getattr(view, name)
    }
    return _done(context, view, f"{'Kept' if is_new else 'Changed'} the view {view.name}", changes)


def _fresh(context: Context, kind: str) -> SavedView:
    declared = list_open(context, kind)
    if rows(SavedView, context).filter(owner=context.actor, removed_at=None).count() >= VIEWS_MOST:
        raise Invalid(f"You keep {VIEWS_MOST} views already; remove one first.")
    ref = next_ref(context, SavedView, "SV")
    return SavedView(
        workspace=context.workspace,
        ref=ref,
        created_at=context.now,
        kind=declared.kind.name,
        owner=context.actor,
    )


def _name(context: Context, view: SavedView, given: str) -> str:
    name = " ".join(readable(given).split())
    if not name:
        raise Invalid("Field name: it is empty; write what the view is for.")
    name_free(context, view, name)
    return name


def name_free(context: Context, view: SavedView, name: str) -> None:
    """Raise Invalid where the owner of a view has another one of that name for the list."""
    own = rows(SavedView, context).filter(owner=view.owner_id, kind=view.kind, removed_at=None)
    names = own.exclude(pk=view.pk).values_list("name", flat=True)
    if name.casefold() in {one.casefold() for one in names}:
        raise Invalid(
            f"Field name: there is a view {shortened(name)} of this list already; choose another name."
        )


def _changeable(context: Context, ref: str) -> SavedView:
    view = view_named(context, ref)
    if not may_change(context, view):
        raise Refused(f"The view {view.name} belongs to {view.owner}; keep it under another name.")
    return view


def _done(context: Context, view: SavedView, summary: str, changes: dict[str, Any]) -> Done[ViewShown]:
    choice = rows(ViewChoice, context).filter(user=context.actor, view=view).first()
    return Done(view_shown(context, view, choice), summary, view, changes)


@action("lists.view_remove", roles=EVERYONE, destructive=True)
def view_remove(context: Context, question: ViewRef) -> Done[ViewRemoved]:
    """Remove a view for everybody who sees it; lists.view_restore brings it back within thirty days.

    Raises Refused where it belongs to somebody else.
    """
    view = _changeable(context, question.ref)
    view.removed_at = context.now
    view.version += 1
    view.save(update_fields=["removed_at", "version"])
    shown = ViewRemoved(
        **view_shown(context, view).model_dump(), undo=back_by("lists.view_restore", view.ref)
    )
    changes = {"removed": {"before": False, "after": True}}
    return Done(shown, f"Removed the view {view.name}", view, changes)


@action("lists.view_favourite", roles=EVERYONE)
def view_favourite(context: Context, question: ViewFavourite) -> Done[ViewShown]:
    """Keep a view among the person's favourites, or no longer."""
    view = view_named(context, question.ref)
    choice = _choice(context, view)
    choice.is_favourite = question.favourite
    choice.save()
    verb = "Put the view among the favourites" if question.favourite else "Took the view off the favourites"
    return _done(context, view, f"{verb}: {view.name}", {"favourite": question.favourite})


def _choice(context: Context, view: SavedView) -> ViewChoice:
    found = rows(ViewChoice, context).filter(user=context.actor, view=view).first()
    return found or ViewChoice(workspace=context.workspace, user=context.actor, view=view)


@action("lists.view_default", roles=EVERYONE)
def view_default(context: Context, question: ViewDefault) -> Done[ViewShown]:
    """Open a list with this view: for the person, or for everybody who chose none.

    For everybody it must be shared, and whoever decides about the product chooses. Raises Refused or Invalid.
    """
    view = view_named(context, question.ref)
    if question.whose == "workspace":
        _default_for_all(context, view, question.on)
    else:
        _default_for_me(context, view, question.on)
    whom = "everybody" if question.whose == "workspace" else "me"
    summary = f"{'Opens' if question.on else 'No longer opens'} the list with {view.name} for {whom}"
    return _done(context, view, summary, {"default": question.on, "whose": question.whose})


def _default_for_all(context: Context, view: SavedView, is_on: bool) -> None:
    if context.role not in DECIDERS:
        raise Refused(f"The role {context.role.label.lower()} does not choose the view for everybody.")
    if is_on and not view.shared:
        raise Invalid(f"The view {view.name} is private; share it before everybody gets it.")
    if is_on:
        rows(SavedView, context).filter(kind=view.kind, is_default=True).update(is_default=False)
    view.is_default = is_on
    view.save(update_fields=["is_default"])


def _default_for_me(context: Context, view: SavedView, is_on: bool) -> None:
    mine = rows(ViewChoice, context).filter(user=context.actor, view__kind=view.kind, is_default=True)
    if is_on:
        mine.update(is_default=False)
    choice = _choice(context, view)
    choice.is_default = is_on
    choice.save()
