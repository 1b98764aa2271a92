"""Which decision right a change in discovery uses, and how far it reaches."""

from typing import Any

from headway.apps.discovery.models import Problem, ResearchPlan
from headway.apps.discovery.reach import reach_of_problem, reach_words
from headway.core.context import Context
from headway.core.gate import Claim, state_of
from headway.core.records import differences, lines_of

RESEARCH_LABELS = {
    "question": "the question",
    "decision": "the decision it informs",
    "method": "the method",
    "participants": "who takes part",
    "starts_on": "the start",
    "ends_on": "the end",
    "owner": "the owner",
}


def problem_claim(context: Context, problem: Problem, state: Problem.State, reason: str) -> Claim:
    """DRi1: which problem to pursue. It reaches the accounts that spoke for the problem."""
    reach = reach_of_problem(context, problem)
    before = Problem.State(problem.state).label.lower()
    words = [
        f"{problem.ref} {problem.title}: {before} becomes {state.label.lower()}",
        *([f"Reason: {reason}"] if reason else []),
        reach_words(context, reach),
    ]
    fingerprint = state_of("problem", problem.ref, problem.version, problem.state)
    return Claim("DRi1", tuple(words), fingerprint, problem, reach)


def research_claim(context: Context, found: ResearchPlan | None, ref: str, values: dict[str, Any]) -> Claim:
    """DRi5: how to learn from customers; it touches no account yet."""
    first = f"{ref} changes" if found else "A new research plan"
    changes = differences(found, values)
    if "owner" in changes:
        changes["owner"] = {"before": found and str(found.owner), "after": str(values["owner"])}
    words = [first, *lines_of(changes, RESEARCH_LABELS)]
    fingerprint = state_of("research plan", ref, found.version if found else 0)
    return Claim("DRi5", tuple(words), fingerprint, found)
