"""How far a change goes among customers: how many accounts it touches and what they pay."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from headway.apps.discovery.models import Account, Feedback, Insight, Problem
from headway.core.access import rows
from headway.core.context import Context
from headway.core.gate import Reach


def reach_of_accounts(context: Context, accounts: Collection[str]) -> Reach:
    """The accounts with these refs and the sum of their known yearly revenue, in minor units.

    No account at all is a reach of zero. Where the revenue of some is unknown the known part is summed and
    `reason` says how many lack it; where all lack it, the sum is None.
    """
    return reach_of_rows(rows(Account, context).filter(ref__in=accounts))


def reach_of_rows(accounts: QuerySet[Account]) -> Reach:
    """The same for a selection of accounts, in one SQL query."""
    found = accounts.aggregate(count=Count("pk"), known=Count("arr_minor"), arr=Sum("arr_minor"))
    count, known = found["count"], found["known"]
    if count and not known:
        return Reach(None, count, reason=f"no ARR is known for {_of_accounts(count)}")
    unknown = count - known
    return Reach(
        found["arr"] or 0,
        count,
        reason=f"the ARR of {unknown} of {_of_accounts(count)} is unknown" if unknown else "",
    )


def accounts_behind(context: Context, problems: Collection[UUID]) -> QuerySet[Account]:
    """The accounts that sent a message of a theme of these problems, or one with an insight marked for them."""
    joint = with_merged_all(context, problems)
    wrote = rows(Feedback, context).filter(theme__problem__in=joint).values("account")
    marked = rows(Insight, context).filter(problem__in=joint).values("feedback__account")
    return rows(Account, context).filter(Q(pk__in=wrote) | Q(pk__in=marked))


def with_merged_all(context: Context, problems: Collection[UUID]) -> set[UUID]:
    """The ids of these problems and of all that were merged into them, directly or by way of others."""
    merged = rows(Problem, context).exclude(merged_into=None).values_list("merged_into", "pk")
    into: dict[UUID | None, list[UUID]] = defaultdict(list)
    for target, source in merged:
        into[target].append(source)
    found, last = set(problems), list(problems)
    while last:
        last = [one for target in last for one in into[target] if one not in found]
        found.update(last)
    return found


def reach_of_problem(context: Context, problem: Problem) -> Reach:
    """The accounts that spoke for a problem; None with a reason where none did."""
    reach = reach_of_rows(accounts_behind(context, [problem.pk]))
    if reach.accounts:
        return reach
    return Reach(None, None, reason=f"no account is on record behind {problem.ref}")


def accounts_words(context: Context, refs: Collection[str]) -> str:
    """Accounts by name and ref, in the order given."""
    names = dict(rows(Account, context).filter(ref__in=refs).values_list("ref", "name"))
    return ", ".join(f"{names.get(ref, ref)} ({ref})" for ref in refs)


def reach_words(context: Context, reach: Reach) -> str:
    """A reach as one line of a change told in plain words."""
    if reach.accounts is None:
        return f"Accounts and ARR touched: unknown, because {reach.reason}"
    if reach.arr_minor is None:
        return f"ARR touched: unknown, because {reach.reason}"
    money = money_words(context, reach.arr_minor)
    return f"ARR touched: {money} in {_of_accounts(reach.accounts)}" + (
        f"; {reach.reason}" if reach.reason else ""
    )


def money_words(context: Context, minor: int, currency: str = "") -> str:
    """Money as a person reads it: `EUR 310,000`, with cents only where there are any."""
    whole = f"{minor / 100:,.2f}".removesuffix(".00")
    return f"{currency or context.workspace.currency} {whole}"


def _of_accounts(count: int) -> str:
    return f"{count:,} account" + ("" if count == 1 else "s")
