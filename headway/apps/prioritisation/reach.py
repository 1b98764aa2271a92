"""How far initiatives go among customers: the accounts that spoke for the problems they address."""

from collections.abc import Sequence
from dataclasses import replace

from headway.apps.discovery.reach import accounts_behind, reach_of_rows
from headway.apps.prioritisation.linking import problems_linked
from headway.apps.prioritisation.models import Initiative
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
    reach = reach_of_rows(accounts_behind(context, problems))
    silent = sorted(one.ref for one in initiatives if one.pk not in linked)
    if not reach.accounts:
        return Reach(None, None, reason=f"no account is on record behind {_named(initiatives)}")
    if not silent:
        return reach
    missing = f"no evidence is linked to {', '.join(silent)}"
    return replace(reach, reason="; ".join(part for part in (reach.reason, missing) if part))


def _named(initiatives: Sequence[Initiative]) -> str:
    return ", ".join(sorted(one.ref for one in initiatives))
