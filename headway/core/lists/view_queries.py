"""Which views of a list are kept, and what a person chose about them."""

from django.db.models import Q, QuerySet

from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.lists.answers import KindQuestion, ViewShown, ViewsList
from headway.core.lists.columns import list_open
from headway.core.lists.models import SavedView, ViewChoice
from headway.core.registry import query
from headway.core.roles import ADMINS
from headway.engine.filters.address import query_of
from headway.engine.filters.chips import shortened


@query("lists.view_list")
def view_list(context: Context, question: KindQuestion) -> ViewsList:
    """The views of a list that a person keeps or that others share, favourites first, then by name."""
    list_open(context, question.kind)
    found = list(views(context).filter(kind=question.kind).select_related("owner").order_by("name", "ref"))
    if not found:
        return ViewsList(rows=[])
    chosen = {
        one.view_id: one for one in rows(ViewChoice, context).filter(user=context.actor, view__in=found)
    }
    shown = [view_shown(context, one, chosen.get(one.pk)) for one in found]
    return ViewsList(rows=sorted(shown, key=lambda one: (not one.favourite, one.name.casefold(), one.ref)))


def views(context: Context) -> QuerySet[SavedView]:
    """The views that a person sees: their own and those that are shared."""
    return rows(SavedView, context).filter(seen_by(context), removed_at=None)


def seen_by(context: Context) -> Q:
    """Which views are the person's own or shared."""
    return Q(owner=context.actor) | Q(shared=True)


def view_named(context: Context, ref: str) -> SavedView:
    """A view that the person sees, by its ref. Raises NotFound, also for another's private one."""
    found = views(context).filter(ref=ref).select_related("owner").first()
    if found is None:
        raise NotFound(f"No saved view {shortened(ref)} that you can see; lists.view_list has them.")
    return found


def may_change(context: Context, view: SavedView) -> bool:
    """Whether the person may change or remove a view: its owner, and admins where it is shared."""
    return view.owner_id == context.actor.pk or context.role in ADMINS


def view_shown(context: Context, view: SavedView, choice: ViewChoice | None = None) -> ViewShown:
    """One view as the person sees it."""
    return ViewShown(
        ref=view.ref,
        kind=view.kind,
        name=view.name,
        address=query_of(view.address),
        shared=view.shared,
        owner=str(view.owner),
        mine=view.owner_id == context.actor.pk,
        editable=may_change(context, view),
        favourite=choice is not None and choice.is_favourite,
        my_default=choice is not None and choice.is_default,
        workspace_default=view.is_default,
        version=view.version,
    )
