"""What is sold at which price, and who is on it."""

from django.db.models import Count, Sum

from headway.apps.discovery.models import Account
from headway.apps.prioritisation.answers import PricingList, PricingRow
from headway.apps.prioritisation.models import PricingPlan
from headway.apps.prioritisation.pricing import price_words
from headway.core.access import rows
from headway.core.context import Context
from headway.core.registry import Empty, query

NO_PLANS = "accounts carry no plan"
Standing = dict[str, tuple[int, int | None]]


@query("prioritisation.pricing_list")
def pricing_list(context: Context, question: Empty) -> PricingList:
    """The pricing plans by ref: price, what is included, what we believe, and the accounts that are on each.

    Prices and ARR are in minor units; `share` is of the accounts whose plan is known, 0 to 1.
    """
    found = rows(PricingPlan, context).order_by("ref")
    standing = _standing(context)
    return PricingList(rows=[_row(one, standing) for one in found])


def _standing(context: Context) -> Standing:
    """Accounts and their known ARR by plan in small letters, in one SQL query."""
    found: Standing = {}
    counted = rows(Account, context).exclude(plan="").order_by().values_list("plan")
    for plan, count, arr in counted.annotate(count=Count("pk"), arr=Sum("arr_minor")):
        before, known = found.get(plan.lower(), (0, None))
        found[plan.lower()] = (
            before + count,
            known if arr is None else (known or 0) + arr,
        )
    return found


def _row(one: PricingPlan, standing: Standing) -> PricingRow:
    on = [standing[name] for name in {one.ref.lower(), one.name.lower()} if name in standing]
    accounts = sum(count for count, _ in on)
    known = [arr for _, arr in on if arr is not None]
    everybody = sum(count for count, _ in standing.values())
    reason = "" if known or not accounts else "no ARR is known for them"
    return PricingRow(
        id=one.ref,
        name=one.name,
        price_minor=one.price_minor,
        currency=one.currency,
        per=one.per,
        price_words=price_words(one.price_minor, one.currency, one.per),
        entitlements=one.entitlements,
        hypotheses=one.hypotheses,
        evidence=one.evidence,
        version=one.version,
        accounts=accounts if standing else None,
        arr_minor=sum(known) if known or (standing and not accounts) else None,
        share=accounts / everybody if everybody else None,
        reason=reason if standing else NO_PLANS,
    )
