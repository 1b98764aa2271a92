"""Changes of the backlog: which items come first, and which initiative an item belongs to."""

from pydantic import Field

from headway.apps.prioritisation.models import Initiative
from headway.apps.requirements.models import BacklogItem
from headway.apps.requirements.ordering import IN_GOALS, MATERIAL, BacklogOrder, order_claim, order_of
from headway.core.access import row
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.registry import Answer, Done, Question, action
from headway.core.roles import DECIDERS, MAKERS


class BacklogOrdered(Answer):
    """The whole order as it is now: the refs that have a place, the first one first."""

    refs: list[str]


@action("requirements.backlog_order", roles=DECIDERS, rights=(IN_GOALS, MATERIAL), claim=order_claim)
def backlog_order(context: Context, question: BacklogOrder) -> Done[BacklogOrdered]:
    """Say which backlog items come first; items ordered before and not named keep their order behind them.

    Where this puts work that the quarter's frozen plan does not hold in front of work that it does, the goals of the
    quarter change, and that is ruled as a change of the roadmap. Raises NotFound for an unknown item.
    """
    order = order_of(context, question)
    moved = order.moved
    changes = {one.ref: {"before": one.position, "after": order.places[one.ref]} for one in moved}
    for item in moved:
        item.position, item.version = order.places[item.ref], item.version + 1
    BacklogItem.objects.bulk_update(moved, ["position", "version"], batch_size=500)
    summary = f"Ordered the backlog: {', '.join(question.refs[:5])} first; {len(moved)} items moved"
    return Done(BacklogOrdered(refs=list(order.places)), summary, context.workspace, {"places": changes})


class ItemLink(Question):
    ref: str = Field(min_length=1, max_length=100, examples=["APP-7"])
    initiative: str = Field("", max_length=100, description="The initiative it belongs to; empty for none.")


@action("requirements.item_link", roles=MAKERS)
def item_link(context: Context, question: ItemLink) -> Done[RecordRef]:
    """Say which initiative a backlog item belongs to, or that it belongs to none.

    Importing the item again leaves the link as it is. Raises NotFound for an unknown item or initiative.
    """
    item = row(BacklogItem, context, question.ref)
    before = item.initiative.ref if item.initiative else ""
    item.initiative = row(Initiative, context, question.initiative) if question.initiative else None
    item.version += 1
    item.save(update_fields=["initiative", "version"])
    what = f"to {question.initiative}" if question.initiative else "to no initiative"
    changes = {"initiative": {"before": before, "after": question.initiative}}
    return Done(ref_of(item, item.ref), f"Linked {item.ref} {what}", item, changes)
