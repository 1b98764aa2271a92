"""What a new workspace still needs before the whole chain works once."""

from typing import Any

from django.db.models import Exists, QuerySet

from headway.apps.briefing.sample import SAMPLE
from headway.apps.discovery.models import Feedback, Problem
from headway.apps.prioritisation.models import Score
from headway.apps.roadmap.models import Plan
from headway.core.access import rows
from headway.core.context import Context
from headway.core.models import ImportRun, Membership
from headway.core.registry import Answer, Empty, query


class Step(Answer):
    name: str
    done: bool


class FirstSteps(Answer):
    """`sample` says that the sample company is in the workspace; `dismissed` that the person took the steps off."""

    steps: list[Step]
    done: bool
    dismissed: bool
    sample: bool


@query("briefing.first_steps")
def first_steps(context: Context, question: Empty) -> FirstSteps:
    """The first steps of a workspace and which are done, told by what is there."""
    asked = {
        "messages": rows(Feedback, context),
        "problem": rows(Problem, context).filter(state=Problem.State.CONFIRMED),
        "scores": rows(Score, context),
        "plan": rows(Plan, context).exclude(frozen_at=None),
        "colleague": rows(Membership, context).exclude(user=context.actor),
        "sample": rows(ImportRun, context).filter(source=SAMPLE, status=ImportRun.Status.DONE),
    }
    found = _there(context, asked)
    steps = [Step(name=name, done=bool(found[name])) for name in asked if name != "sample"]
    return FirstSteps(
        steps=steps,
        done=all(step.done for step in steps),
        dismissed=found["steps_dismissed_at"] is not None,
        sample=bool(found["sample"]),
    )


def _there(context: Context, asked: dict[str, QuerySet[Any]]) -> dict[str, Any]:
    """Which of some rows there are, and when the person took the steps off: one query for all."""
    member = rows(Membership, context).filter(user=context.actor)
    exists = {name: Exists(found) for name, found in asked.items()}
    there: dict[str, Any] = member.annotate(**exists).values("steps_dismissed_at", *exists).get()
    return there
