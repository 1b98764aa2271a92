"""The chain that a record stands in, from what was said to what came of it."""

from collections.abc import Iterable
from typing import Any, Literal
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from pydantic import Field

from headway.apps.briefing.answers import Chain, ChainStep
from headway.apps.discovery.models import Feedback, Problem
from headway.apps.launch.models import Launch
from headway.apps.prioritisation.models import Initiative
from headway.apps.requirements.models import Prd
from headway.core.access import row, rows
from headway.core.context import Context
from headway.core.models import Link
from headway.core.registry import Question, query

MODELS: dict[str, Any] = {"problem": Problem, "initiative": Initiative, "prd": Prd, "launch": Launch}
REFS_MOST = 50


class ChainQuestion(Question):
    """A problem, initiative, PRD or launch by its ref or id."""

    kind: Literal["problem", "initiative", "prd", "launch"]
    ref: str = Field(min_length=1, max_length=100)


@query("briefing.chain_show")
def chain_show(context: Context, question: ChainQuestion) -> Chain:
    """The whole chain through one record: messages, problems, initiatives, PRDs and launches.

    Each step has how many records there are and the refs of the first 50, by ref; messages are only counted.
    Links that somebody rejected do not count. Outcomes are not recorded yet: their count is null.
    """
    start = row(MODELS[question.kind], context, question.ref)
    problems, initiatives = _ends(context, start)
    prds = rows(Prd, context).filter(initiative__in=initiatives).order_by("ref")
    launches = _in(
        context, Launch, _linked(context, Initiative, initiatives.values_list("pk", flat=True), Launch)
    )
    messages = rows(Feedback, context).filter(theme__problem__in=problems).count()
    return Chain(
        kind=question.kind,
        ref=start.ref,
        steps=[
            ChainStep(kind="feedback", count=messages, refs=[]),
            _step("problem", problems),
            _step("initiative", initiatives),
            _step("prd", prds),
            _step("launch", launches),
            ChainStep(kind="outcome", count=None, refs=[]),
        ],
    )


def _step(kind: str, found: QuerySet[Any]) -> ChainStep:
    refs = list(found.values_list("ref", flat=True))
    return ChainStep(kind=kind, count=len(refs), refs=refs[:REFS_MOST])


def _ends(
    context: Context, start: Problem | Initiative | Prd | Launch
) -> tuple[QuerySet[Any], QuerySet[Any]]:
    if isinstance(start, Problem):
        initiatives = _linked(context, Problem, [start.pk], Initiative)
        return _in(context, Problem, [start.pk]), _in(context, Initiative, initiatives)
    keys = _initiatives(context, start)
    return _in(context, Problem, _linked(context, Initiative, keys, Problem)), _in(context, Initiative, keys)


def _initiatives(context: Context, start: Initiative | Prd | Launch) -> list[UUID]:
    if isinstance(start, Launch):
        return _linked(context, Launch, [start.pk], Initiative)
    return [start.initiative_id if isinstance(start, Prd) else start.pk]


def _in(context: Context, model: type[Any], keys: Iterable[UUID]) -> QuerySet[Any]:
    return rows(model, context).filter(pk__in=keys).order_by("ref")


def _linked(context: Context, start: type[Model], keys: Iterable[UUID], end: type[Model]) -> list[UUID]:
    own, other = start._meta.label_lower, end._meta.label_lower
    forth = Q(from_kind=own, from_id__in=keys, to_kind=other)
    back = Q(to_kind=own, to_id__in=keys, from_kind=other)
    standing = rows(Link, context).filter(forth | back).exclude(state=Link.State.REJECTED)
    found = standing.values_list("from_kind", "from_id", "to_id")
    return [to_id if from_kind == own else from_id for from_kind, from_id, to_id in found]
