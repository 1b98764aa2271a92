"""The invoices of the sample company: one a paying customer a month, a few of them not paid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

HEADER = "invoice,plan,amount_usd,state,invoiced_on"
MONTHS = tuple(date(2026, month, 1) for month in range(4, 10))
# Of each plan: how many customers in the first month, how many more each month, and the amount.
PLANS = {"starter": (66, 3, 79), "team": (40, 2, 249), "enterprise": (15, 1, 1_400)}
UNPAID_EVERY = 23
Invoice = tuple[str, str, int, str, date]


def invoices() -> Iterator[Invoice]:
    """Number, plan, amount in USD, state and day of each.

    >>> next(invoices())
    ('IN-1001', 'starter', 79, 'paid', datetime.date(2026, 4, 1))
    """
    number = 1000
    for at, month in enumerate(MONTHS):
        for plan, (first, more, amount) in PLANS.items():
            for customer in range(first + more * at):
                number += 1
                state = "open" if number % UNPAID_EVERY == 0 else "paid"
                yield f"IN-{number}", plan, amount, state, month.replace(day=1 + customer % 28)


def invoices_text() -> str:
    """The invoices as CSV."""
    return "\n".join([HEADER, *(",".join(map(str, one)) for one in invoices())]) + "\n"


def paid_in(month: date) -> int:
    """What was paid in USD of the invoices of a month, by its first day.

    >>> paid_in(date(2026, 6, 1))
    38309
    """
    return sum(one[2] for one in invoices() if one[3] == "paid" and one[4].replace(day=1) == month)
