"""Which dates two plans keep: those that initiatives have, and those that accounts were promised."""

from datetime import date

from headway.apps.prioritisation.models import Initiative
from headway.apps.roadmap.compare_answers import ComparedDeadline, Standing
from headway.apps.roadmap.comparing import Pair, Side
from headway.apps.roadmap.models import Commitment
from headway.core.access import rows
from headway.core.context import Context
from headway.core.quarters import last_day


def deadlines_compared(context: Context, pair: Pair) -> list[ComparedDeadline]:
    """Every deadline and open promise of what either plan considered, the next due first; one SQL query."""
    own = [_compared(pair, one, one.deadline) for one in pair.initiatives if one.deadline]
    open_ones = rows(Commitment, context).filter(
        state=Commitment.State.OPEN, initiative__in=[one.pk for one in pair.initiatives]
    )
    promised = [
        _compared(pair, one.initiative, one.due, one)
        for one in open_ones.select_related("account", "initiative")
        if one.initiative
    ]
    return sorted([*own, *promised], key=lambda one: (one.due, one.id, one.commitment))


def _compared(pair: Pair, one: Initiative, due: date, made: Commitment | None = None) -> ComparedDeadline:
    return ComparedDeadline(
        id=one.ref, title=one.title, due=due, commitment=made.ref if made else "",
        account=made.account.name if made else "", a=_standing(pair.a, one, due), b=_standing(pair.b, one, due),
    )  # fmt: skip


def _standing(side: Side, one: Initiative, due: date) -> Standing:
    """A plan knows no finer time than a quarter, so a date is kept by what finishes in a quarter that ends by then."""
    plan, item = side.plan, side.items.get(one.pk)
    if item:
        kept = last_day(item.finish) <= due
        how = "in time" if kept else "too late"
        return Standing(kept=kept, finish=item.finish, reason=f"Finishes in {item.finish}, {how}.")
    if last_day(plan.periods[-1]) < due:
        why = f"{plan.ref} ends with {plan.periods[-1]}, before that day, and does not have it."
        return Standing(kept=None, finish=None, reason=why)
    return Standing(kept=False, finish=None, reason=f"{plan.ref} does not have it.")
