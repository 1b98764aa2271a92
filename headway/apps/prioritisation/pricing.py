"""Prices in words, and which accounts are on a plan."""

from collections.abc import Collection
from functools import reduce
from operator import or_

from django.db.models import Q

from headway.apps.discovery.models import Account
from headway.apps.discovery.reach import reach_of_rows
from headway.core.access import rows
from headway.core.context import Context
from headway.core.gate import Reach


def price_words(price_minor: int | None, currency: str, per: str) -> str:
    """A price as a person reads it.

    >>> price_words(4900, "EUR", "seat a month"), price_words(None, "EUR", "")
    ('EUR 49 per seat a month', 'no price yet')
    """
    if price_minor is None:
        return "no price yet"
    money = f"{currency} {price_minor / 100:,.2f}".removesuffix(".00")
    return f"{money} per {per}" if per else money


def reach_of_plan(context: Context, names: Collection[str]) -> Reach:
    """The accounts whose plan has one of these names, in any case; None where accounts carry no plan at all."""
    if not rows(Account, context).exclude(plan="").exists():
        return Reach(None, None, reason="accounts carry no plan")
    named = reduce(or_, (Q(plan__iexact=name) for name in names))
    return reach_of_rows(rows(Account, context).filter(named))
