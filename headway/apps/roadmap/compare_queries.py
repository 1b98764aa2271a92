"""What can be asked of two plans: what differs between them."""

from pydantic import Field

from headway.apps.roadmap import compare_words as words
from headway.apps.roadmap.compare_answers import ComparedPlan, PlanComparison
from headway.apps.roadmap.compare_dates import deadlines_compared
from headway.apps.roadmap.compare_values import all_in_time, in_time, overload, uncounted, values_of
from headway.apps.roadmap.comparing import Pair, Side, items_compared, loads_compared, outside_of, pair_of
from headway.apps.roadmap.models import Plan
from headway.apps.roadmap.queries import plan_named
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.figures import Figure
from headway.core.registry import Question, query


class PlanCompare(Question):
    a: str = Field(
        "", max_length=100, description="The first plan; default: the baseline that was frozen last."
    )
    b: str = Field(
        "", max_length=100, description="The second plan, or latest; default: the newest other one."
    )


@query("roadmap.plan_compare")
def plan_compare(context: Context, question: PlanCompare) -> PlanComparison:
    """What differs between two plans: what leaves, enters and moves with the reasons, what each is worth and how
    likely it holds, person-weeks by team and quarter, dates kept or missed, and what was left out of each.

    Odds are 0 to 1, values carry P10 and P90. What is not known is null with a reason. Raises NotFound where a
    plan does not exist or there is only one, Invalid where both are the same or share no quarter.
    """
    pair = pair_of(context, *_named(context, question))
    values, outside = values_of(context, pair), outside_of(pair)
    a, b = _plan(pair.a, values.a), _plan(pair.b, values.b)
    found = pair.found
    leaves = items_compared(pair, found.leaves - outside)
    enters = items_compared(pair, found.enters - outside)
    moves = items_compared(pair, found.moves)
    loads, deadlines = loads_compared(pair), deadlines_compared(context, pair)
    said = [
        words.item_words(len(leaves), len(enters), moves),
        words.value_words(a, b, values.change),
        words.odds_words(a, b),
        words.load_words(a.id, b.id, loads),
        words.deadline_words(a.id, b.id, deadlines),
        words.cover_words(a, b, pair.shared, len(outside)),
    ]
    return PlanComparison(
        a=a, b=b, shared=pair.shared, words=[one for one in said if one], change=values.change,
        odds_b_worth_more=values.more, leaves=leaves, enters=enters, moves=moves, unchanged=_unchanged(pair),
        outside=items_compared(pair, outside), left_out=items_compared(pair, {*pair.a.out, *pair.b.out}),
        loads=loads, deadlines=deadlines,
    )  # fmt: skip


def _unchanged(pair: Pair) -> int:
    return len(pair.a.items.keys() & pair.b.items.keys()) - len(pair.found.moves)


def _named(context: Context, question: PlanCompare) -> tuple[Plan, Plan]:
    """The two plans that are meant, the one left out found from the other."""
    a = plan_named(context, question.a) if question.a else None
    b = plan_named(context, question.b) if question.b else None
    if b is None:
        b = _newest(context, a) if a else plan_named(context, "latest")
    return a or _before(context, b), b


def _newest(context: Context, other: Plan) -> Plan:
    newest = rows(Plan, context).exclude(pk=other.pk).order_by("-id").first()
    if newest is None:
        raise NotFound(f"{other.ref} is the only plan; roadmap.plan_make makes another to compare it with.")
    return newest


def _before(context: Context, other: Plan) -> Plan:
    """The baseline frozen last, else the newest plan."""
    frozen = rows(Plan, context).exclude(frozen_at=None).exclude(pk=other.pk)
    return frozen.order_by("-frozen_at", "-id").first() or _newest(context, other)


def _plan(side: Side, value: Figure) -> ComparedPlan:
    plan = side.plan
    return ComparedPlan(
        id=plan.ref, periods=plan.periods, made_at=plan.created_at,
        author=str(plan.author) if plan.author else "Headway", frozen_at=plan.frozen_at,
        changed_from=plan.changed_from.ref if plan.changed_from else "",
        changed_by=plan.changed_by.ref if hasattr(plan, "changed_by") else "", change_reason=plan.change_reason,
        items=len(side.items), excluded=len(side.out), value=value, in_time=in_time(side),
        all_in_time=all_in_time(side), overload=overload(side), uncounted=uncounted(side),
    )  # fmt: skip
