"""What starting an experiment does to people, told so that somebody else can decide on it."""

from math import ceil

from headway.apps.discovery.models import Account
from headway.apps.discovery.reach import reach_of_rows, reach_words
from headway.apps.experiments.models import Experiment
from headway.apps.experiments.planning import CHECKLIST, why_sensitive
from headway.apps.experiments.queries import RIGHT
from headway.core.access import row, rows
from headway.core.answers import RefQuestion
from headway.core.context import Context
from headway.core.gate import Claim, Reach, state_of


def start_claim(context: Context, question: RefQuestion) -> Claim | None:
    """DRt4 for pricing, a broad change of experience, or half of the people and more; else no right is used."""
    plan = row(Experiment, context, question.ref)
    reason = why_sensitive(plan)
    if not reason:
        return None
    reach = reach_of_audience(context, plan.audience_share)
    words = (
        f"{plan.ref} {plan.title} starts ({plan.get_kind_display().lower()})",
        f"It needs agreement because {reason}",
        f"Audience: {_share(plan.audience_share)} of the people",
        f"Hypothesis: {plan.hypothesis}",
        f"Judged by {plan.primary_metric}, from an effect of {_share(plan.smallest_effect_share)} on",
        f"Must not get worse: {', '.join(plan.guardrails)}",
        f"Decision rule: {plan.decision_rule}",
        *(f"{key.capitalize()}: {plan.checklist[key]}" for key in CHECKLIST if key in plan.checklist),
        reach_words(context, reach),
    )
    return Claim(RIGHT, words, state_of(plan.ref, plan.version, plan.state), plan, reach)


def reach_of_audience(context: Context, share: float | None) -> Reach:
    """The accounts and the ARR that a share of the people stands for, taking people as spread evenly over accounts."""
    if share is None:
        return Reach(None, None, reason="the plan does not say who sees it")
    whole = reach_of_rows(rows(Account, context))
    if not whole.accounts:
        return Reach(None, None, reason="no account is on record")
    arr = None if whole.arr_minor is None else round(whole.arr_minor * share)
    return Reach(arr, ceil(whole.accounts * share), reason=whole.reason)


def _share(share: float | None) -> str:
    return "an unknown share" if share is None else f"{share * 100:.4g}%"
