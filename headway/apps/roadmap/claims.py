"""Which decision right a change on the roadmap uses, and how far it reaches."""

from collections.abc import Sequence
from dataclasses import replace

from headway.apps.discovery.reach import money_words, reach_of_accounts, reach_words
from headway.apps.prioritisation.models import Initiative
from headway.apps.prioritisation.reach import reach_of
from headway.apps.roadmap.baseline import (
    Baseline,
    Differences,
    baseline_for,
    differences,
    fingerprint,
    items_of,
    late_compliance,
    words_of,
)
from headway.apps.roadmap.committing import share_words, standing_words
from headway.apps.roadmap.investing import shortfall_words
from headway.apps.roadmap.minding import warnings_of
from headway.apps.roadmap.models import Commitment, Investment, Plan
from headway.apps.roadmap.moving import Move
from headway.core.context import Context
from headway.core.gate import Claim, Reach, state_of
from headway.core.quarters import quarter_index, quarter_of

COMPLIANCE = "compliance"


def freeze_claim(context: Context, plan: Plan) -> Claim:
    """DRe1: to promise another sequence than the baselines in force for the same quarters."""
    baseline = baseline_for(context, plan.periods)
    after = {one.initiative_id: one for one in items_of(context, [plan])[plan.pk]}
    found = differences(baseline.items, after, plan.periods)
    reach = _reach(context, found)
    words = [_compared(plan.ref, baseline), *_changed(found), *_touched(context, found, reach)]
    state = state_of(
        "freeze", plan.ref, plan.version, baseline.plans, fingerprint(baseline.items.values()),
        fingerprint(after.values()),
    )  # fmt: skip
    return Claim("DRe1", tuple(words), state, plan, reach)


def move_claim(context: Context, move: Move) -> Claim:
    """DRe1: to change a baseline by moving one item."""
    reach = _reach(context, move.found)
    words = [
        f"Changes the baseline {move.plan.ref}",
        *_changed(move.found),
        *(f"Mind: {warning}" for warning in warnings_of(context, move)),
        f"Reason: {move.reason}",
        *_touched(context, move.found, reach),
    ]
    initiative = move.initiative
    state = state_of(
        "move", move.plan.ref, move.plan.version, initiative.ref, initiative.version, initiative.nature,
        fingerprint(move.items.values()),
    )  # fmt: skip
    return Claim("DRe1", tuple(words), state, move.plan, reach)


def _reach(context: Context, found: Differences) -> Reach:
    compliance = COMPLIANCE if late_compliance(found) else ""
    reach = reach_of(context, found.initiatives)
    return replace(reach, quarters=len(found.quarters), compliance=compliance)


def _compared(ref: str, baseline: Baseline) -> str:
    if not baseline.plans:
        return f"{ref} becomes the first baseline for its quarters"
    kind = "baseline" if len(baseline.plans) == 1 else "baselines"
    new = f"; none covers {', '.join(baseline.uncovered)} yet" if baseline.uncovered else ""
    return f"{ref} becomes a baseline, compared with the {kind} {', '.join(baseline.plans)}{new}"


def _changed(found: Differences) -> list[str]:
    return words_of(found) or ["Nothing leaves, enters or moves"]


def _touched(context: Context, found: Differences, reach: Reach) -> list[str]:
    if not found.quarters:
        return []
    late = late_compliance(found)
    return [
        f"Quarters that change: {', '.join(found.quarters)}",
        *([f"Compliance work that leaves or comes later: {', '.join(late)}"] if late else []),
        reach_words(context, reach),
    ]


def investment_claim(context: Context, asked: Investment, initiatives: Sequence[Initiative]) -> Claim:
    """DRe2: to ask for people or money over quarters. It reaches the accounts behind the initiatives."""
    reach = replace(reach_of(context, initiatives), quarters=len(asked.quarters))
    words = [
        f"Asks for {investment_words(context, asked)}: {asked.title}",
        *(
            f"{one['team']} gets {one['person_weeks']:g} more person-weeks in {one['quarter']}"
            for one in asked.people
        ),
        *(f"For {one.ref} {one.title}" for one in initiatives),
        *shortfall_words(asked.shortfall, asked.quarters),
        reach_words(context, reach),
    ]
    state = state_of(
        "investment", [(one.ref, one.version) for one in initiatives], asked.shortfall, asked.quarters
    )
    return Claim("DRe2", tuple(words), state, None, reach)


def investment_words(context: Context, asked: Investment) -> str:
    """How much is asked for, over how long."""
    weeks = sum(one["person_weeks"] for one in asked.people)
    parts = [
        *([money_words(context, asked.amount_minor, asked.currency)] if asked.amount_minor else []),
        *([f"{weeks:g} person-weeks"] if weeks else []),
    ]
    count = len(asked.quarters)
    return f"{' and '.join(parts)} over {count} quarter{'' if count == 1 else 's'}"


def commitment_claim(context: Context, made: Commitment) -> Claim:
    """DRe4: to promise something to an account. It reaches that account, until the promised day."""
    ahead = quarter_index(quarter_of(made.due)) - quarter_index(quarter_of(context.today)) + 1
    reach = replace(reach_of_accounts(context, [made.account.ref]), quarters=ahead)
    words = [
        f"Promises {made.account.name} ({made.account.ref}) by {made.due}: {made.obligation}",
        standing_words(context, made),
        *([f"Written in: {made.contract}"] if made.contract else []),
        share_words(context, made.account),
    ]
    initiative = made.initiative
    state = state_of(
        "commitment",
        made.account.ref,
        made.account.arr_minor,
        initiative and (initiative.ref, initiative.version),
    )
    return Claim("DRe4", tuple(words), state, made.account, reach)
