"""What a person decides about problems and evidence."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from headway.apps.discovery.claims import problem_claim
from headway.apps.discovery.models import Feedback, Problem, Theme
from headway.apps.discovery.particulars import redaction_of
from headway.apps.discovery.sizing import OPEN, problems_size
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.gate import Claim
from headway.core.registry import Answer, Done, Empty, Question, action
from headway.core.roles import CONTRIBUTORS, DECIDERS, MAKERS


class FeedbackAdd(Question):
    text: str = Field(min_length=1, max_length=100_000)
    channel: str = Field("support", min_length=1, max_length=40)
    at: datetime | None = Field(None, description="When it was said; now when left out.")
    ref: str = Field("", max_length=100)


@action("discovery.feedback_add", roles=CONTRIBUTORS)
def feedback_add(context: Context, question: FeedbackAdd) -> Done[RecordRef]:
    """Write down what a customer said. It joins a theme when themes are found the next time."""
    ref = question.ref or f"FB-{context.now:%Y%m%d%H%M%S%f}"
    if rows(Feedback, context).filter(ref=ref).exists():
        raise Conflict(f"There is already a message {ref}; leave ref out to get a new one.")
    message = Feedback.objects.create(
        workspace=context.workspace,
        ref=ref,
        text=question.text,
        redacted_text=redaction_of(context)(question.text),
        at=question.at or context.now,
        channel=question.channel,
        created_at=context.now,
    )
    return Done(ref_of(message), f"Added the message {ref}", message, {"channel": question.channel})


class SizedCount(Answer):
    problems: int


@action("discovery.problem_size", roles=MAKERS)
def problem_size(context: Context, question: Empty) -> Done[SizedCount]:
    """Size and rank all open problems again from the messages as they are now."""
    count = problems_size(context)
    return Done(SizedCount(problems=count), f"Sized {count} problems")


class Reasoned(RefQuestion):
    reason: str = Field("", max_length=500)


def _decide(context: Context, question: Reasoned, state: Problem.State, verb: str) -> Done[RecordRef]:
    problem = row(Problem, context, question.ref)
    if problem.state == Problem.State.MERGED:
        raise Conflict(f"{problem.ref} was merged into {problem.merged_into}; decide on that one.")
    before, problem.state = problem.state, state
    problem.decided_by, problem.decided_at, problem.reason = context.actor, context.now, question.reason
    problem.version += 1
    problem.rank = problem.rank if state in OPEN else None
    problem.save()
    if (before in OPEN) != (state in OPEN):
        problems_size(context)
    changes = {"state": {"before": before, "after": state.value}, "reason": question.reason}
    return Done(ref_of(problem), f"{verb} {problem.ref}: {problem.title}", problem, changes)


def _confirm_claim(context: Context, question: Reasoned) -> Claim:
    found = row(Problem, context, question.ref)
    return problem_claim(context, found, Problem.State.CONFIRMED, question.reason)


def _decline_claim(context: Context, question: Reasoned) -> Claim:
    found = row(Problem, context, question.ref)
    return problem_claim(context, found, Problem.State.DECLINED, question.reason)


@action("discovery.problem_confirm", roles=DECIDERS, rights=("DRi1",), claim=_confirm_claim)
def problem_confirm(context: Context, question: Reasoned) -> Done[RecordRef]:
    """Confirm that a proposed problem is real and worth solving."""
    return _decide(context, question, Problem.State.CONFIRMED, "Confirmed")


@action("discovery.problem_decline", roles=DECIDERS, rights=("DRi1",), claim=_decline_claim)
def problem_decline(context: Context, question: Reasoned) -> Done[RecordRef]:
    """Say no to a problem; the reason is required and kept."""
    if not question.reason.strip():
        raise Invalid("Field reason: say why, so that the next person who asks gets an answer.")
    return _decide(context, question, Problem.State.DECLINED, "Said no to")


class ProblemRename(RefQuestion):
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=300)]


@action("discovery.problem_rename", roles=MAKERS)
def problem_rename(context: Context, question: ProblemRename) -> Done[RecordRef]:
    """Give a problem a better title; themes found later keep it."""
    problem = row(Problem, context, question.ref)
    before, problem.title = problem.title, question.title
    problem.version += 1
    problem.save(update_fields=["title", "version"])
    changes = {"title": {"before": before, "after": problem.title}}
    return Done(ref_of(problem), f"Renamed {problem.ref} to {problem.title!r}", problem, changes)


class ProblemMerge(RefQuestion):
    into: str = Field(min_length=1, max_length=100, description="The problem that stays.")


@action("discovery.problem_merge", roles=DECIDERS)
def problem_merge(context: Context, question: ProblemMerge) -> Done[RecordRef]:
    """Merge a problem into another: its themes and voices move over, and it can be taken apart again."""
    problem, target = row(Problem, context, question.ref), row(Problem, context, question.into)
    if problem.state == Problem.State.MERGED:
        raise Conflict(f"{problem.ref} was merged into {problem.merged_into} already; take it out first.")
    if problem.pk == target.pk or target.state not in OPEN:
        raise Invalid(f"Field into: {target.ref} cannot take {problem.ref} in; name an open, other problem.")
    themes = list(problem.themes.values_list("ref", flat=True))
    problem.themes.update(problem=target)
    before, problem.state, problem.merged_into = problem.state, Problem.State.MERGED, target
    problem.size = problem.size | {"merged_themes": themes, "state_before": before}
    problem.rank = None
    problem.save()
    problems_size(context)
    changes = {"into": target.ref, "themes": themes, "state": {"before": before, "after": problem.state}}
    return Done(ref_of(target), f"Merged {problem.ref} into {target.ref}", target, changes)


@action("discovery.problem_unmerge", roles=DECIDERS)
def problem_unmerge(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Take a merged problem out again with the themes it brought."""
    problem = row(Problem, context, question.ref)
    if problem.state != Problem.State.MERGED:
        raise Conflict(f"{problem.ref} is not merged into another problem.")
    rows(Theme, context).filter(ref__in=problem.size.get("merged_themes", [])).update(problem=problem)
    target, problem.merged_into = problem.merged_into, None
    problem.state = problem.size.get("state_before", Problem.State.PROPOSED)
    problem.save()
    problems_size(context)
    return Done(ref_of(problem), f"Took {problem.ref} out of {target}", problem, {"from": str(target)})
