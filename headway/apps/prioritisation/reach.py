"""How far initiatives go among customers: the accounts that spoke for the problems they address."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from uuid import UUID

from django.db.models import Q, QuerySet

from headway.apps.discovery.models import Account, Feedback, Insight, Problem
from headway.apps.discovery.reach import reach_of_rows
from headway.apps.prioritisation.linking import problems_linked
from headway.apps.prioritisation.models import Initiative
from headway.core.access import rows
from headway.core.context import Context
from headway.core.gate import Reach


def reach_of(context: Context, initiatives: Sequence[Initiative]) -> Reach:
    """The accounts behind the problems that these initiatives address, each once, and their known ARR.

    An account counts where it sent a message of a theme of such a problem, or one with an insight marked for it.
    `arr_minor` and `accounts` are None with a `reason` where no account spoke for any of them; where something
    is missing only in part, the known part is given and `reason` says what is missing. Four SQL queries.
    """
    if not initiatives:
        return Reach()
    linked = problems_linked(context, [one.pk for one in initiatives])
    problems = {end.problem.pk for ends in linked.values() for end in ends}
    reach = reach_of_rows(_accounts(context, with_merged_all(context, problems)))
    silent = sorted(one.ref for one in initiatives if one.pk not in linked)
    if not reach.accounts:
        return Reach(None, None, reason=f"no account is on record behind {_named(initiatives)}")
    if not silent:
        return reach
    missing = f"no evidence is linked to {', '.join(silent)}"
    return replace(reach, reason="; ".join(part for part in (reach.reason, missing) if part))


def _named(initiatives: Sequence[Initiative]) -> str:
    return ", ".join(sorted(one.ref for one in initiatives))


def _accounts(context: Context, problems: Collection[UUID]) -> QuerySet[Account]:
    wrote = rows(Feedback, context).filter(theme__problem__in=problems).values("account")
    marked = rows(Insight, context).filter(problem__in=problems).values("feedback__account")
    return rows(Account, context).filter(Q(pk__in=wrote) | Q(pk__in=marked))


def with_merged_all(context: Context, problems: Collection[UUID]) -> set[UUID]:
    """The ids of these problems and of all that were merged into them, directly or by way of others."""
    merged = rows(Problem, context).exclude(merged_into=None).values_list("merged_into", "pk")
    into: dict[UUID, list[UUID]] = defaultdict(list)
    for target, source in merged:
        if target:
            into[target].append(source)
    found, last = set(problems), list(problems)
    while last:
        last = [one for target in last for one in into[target] if one not in found]
        found.update(last)
    return found
