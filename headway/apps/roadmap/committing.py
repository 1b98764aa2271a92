"""What a promise to an account stands on, and how much that account weighs."""

from django.db.models import Sum

from headway.apps.discovery.models import Account
from headway.apps.discovery.reach import money_words
from headway.apps.roadmap.baseline import Items, baseline_for, span_of
from headway.apps.roadmap.models import Commitment
from headway.core.access import rows
from headway.core.context import Context
from headway.core.quarters import last_day, quarter_of

STRATEGIC_SHARE = 0.05
NOTHING_BEHIND = "No initiative stands behind it"


def arr_share(context: Context, account: Account) -> float | None:
    """The account's part of all known ARR, 0 to 1; None where its own is unknown or there is none."""
    total = rows(Account, context).aggregate(total=Sum("arr_minor"))["total"]
    return account.arr_minor / total if account.arr_minor is not None and total else None


def share_words(context: Context, account: Account) -> str:
    """What an account pays, and whether that makes it a strategic one: 5 % of the known ARR or more."""
    share = arr_share(context, account)
    if account.arr_minor is None or share is None:
        return f"What {account.name} pays is unknown, so it may be a strategic account"
    paid = (
        f"{account.name} pays {money_words(context, account.arr_minor)} a year, {share:.1%} of the known ARR"
    )
    return f"{paid}: {'a strategic account' if share >= STRATEGIC_SHARE else 'no strategic account'}"


def standing_words(context: Context, made: Commitment) -> str:
    """Whether the baselines in force finish what was promised by the day it was promised for."""
    today, due = quarter_of(context.today), quarter_of(made.due)
    return finishing_words(made, baseline_for(context, span_of(min(today, due), due)).items)


def finishing_words(made: Commitment, items: Items) -> str:
    """The same from items of the baselines that were read before."""
    if made.initiative is None:
        return NOTHING_BEHIND
    named = f"{made.initiative.ref} {made.initiative.title}"
    item = items.get(made.initiative.pk)
    if item is None or item.start > quarter_of(made.due):
        return f"Stands on {named}, which no baseline has by then"
    in_time = "in time" if last_day(item.finish) <= made.due else "which may be too late"
    return f"Stands on {named}, planned to finish in {item.finish}, {in_time}"
