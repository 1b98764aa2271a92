"""What a plan of an experiment needs before it may start, and when its start is not the team's own to decide."""

from headway.apps.experiments.models import Experiment

BROAD_SHARE = 0.5
"""From this share of the people on, an experiment is broad whatever it tries."""

SENSITIVE = {
    Experiment.Kind.PRICING: "it changes what people pay",
    Experiment.Kind.BROAD_UX: "it changes how people work throughout the product",
}
CHECKLIST = {
    "harm": "Who could be harmed or misled, and what limits that?",
    "fairness": "Which groups could be treated worse, and how will we see it?",
    "consent": "What are people told, and how can they get out?",
    "stopping": "What makes us stop at once, and who does it?",
}
PARTS = {
    "hypothesis": "a hypothesis",
    "primary_metric": "a primary metric",
    "guardrails": "a guardrail metric",
    "smallest_effect_share": "the smallest effect worth finding",
    "audience_share": "the share of the people who see it",
    "decision_rule": "a decision rule",
}


def why_sensitive(plan: Experiment) -> str:
    """Why starting this uses a decision right; empty where it uses none.

    It does for pricing, for a broad change of experience, and for anything that half of the people or more will see.
    """
    reasons = [SENSITIVE[kind] for kind in SENSITIVE if kind == plan.kind]
    if plan.audience_share is not None and plan.audience_share >= BROAD_SHARE:
        reasons.append(f"{plan.audience_share:.0%} of the people see it")
    return " and ".join(reasons)


def missing(plan: Experiment) -> list[str]:
    """What a plan needs before it may start, in words; the checklist only where the start uses a decision right."""
    lacking = [words for name, words in PARTS.items() if getattr(plan, name) in (None, "", [])]
    if not why_sensitive(plan):
        return lacking
    unanswered = [question for key, question in CHECKLIST.items() if not plan.checklist.get(key, "").strip()]
    return lacking + [f"an answer to “{question}”" for question in unanswered]
