"""From imported evidence to problems and scores, without a person having to start each step."""

from headway.core.context import Context
from headway.core.jobs import enqueue
from headway.core.registry import Answer, Done, Empty, action
from headway.core.roles import MAKERS

# What a person would do next with evidence; each stands on the one before, and the worker takes them in order.
STEPS = (
    "discovery.theme_find",
    "discovery.problem_propose",
    "prioritisation.input_propose",
    "prioritisation.score_run",
)


class DigestAsked(Answer):
    jobs: list[str]


@action("briefing.evidence_digest", roles=MAKERS)
def evidence_digest(context: Context, question: Empty) -> Done[DigestAsked]:
    """Find themes and problems in the messages and score the initiatives, in the background.

    Everything found is a proposal; core.job_list says how far the worker is.
    """
    return Done(
        digest_asked(context), "Asked for themes, problems and scores to be worked out", context.workspace
    )


def digest_asked(context: Context) -> DigestAsked:
    """Have the worker go through the evidence."""
    return DigestAsked(jobs=[str(enqueue(context, name, {}).pk) for name in STEPS])
