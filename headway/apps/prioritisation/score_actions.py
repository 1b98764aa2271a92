"""Ranking the initiatives."""

from typing import Literal

from django.db.models import OuterRef, Subquery
from pydantic import Field

from headway.apps.prioritisation.answers import ScoredRow, ScoreReport, ScoreSpread
from headway.apps.prioritisation.models import Initiative, Score
from headway.apps.prioritisation.ranked import Ranking, Scored
from headway.core.access import rows
from headway.core.context import Context
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS

# The framework whose ranks initiatives have in lists.
LISTED = "RICE"


class ScoreRun(Question):
    framework: Literal["RICE", "WSJF", "ICE-product", "ICE-mean", "MoSCoW"] = "RICE"
    seed: int = Field(0, ge=0, description="The same seed gives the same draws.")


def ranked_before(context: Context, question: ScoreRun) -> Ranking:
    """Draw and rank before the transaction opens."""
    from headway.apps.prioritisation.scoring import ranking  # noqa: PLC0415 - loads scipy

    return ranking(context, question.framework, question.seed)


@action("prioritisation.score_run", roles=MAKERS, prepare=ranked_before)
def score_run(context: Context, question: ScoreRun, ranking: Ranking) -> Done[ScoreReport]:
    """Score and rank all initiatives in a framework by 4,096 draws from their input ranges.

    `p_top_10` is the chance of being among the best ten. An initiative with an unknown input has no score, a
    reason, and a place after those with one. WSJF and ICE are derived from the inputs of RICE: business value
    is reach x impact, time criticality follows the deadline, risk reduction counts what it enables, ease is
    the inverse of effort. MoSCoW orders by the given category and tells the share of effort that is must.
    """
    scores = [
        _score(context, question.framework, one, rank) for rank, one in enumerate(ranking.scored, start=1)
    ]
    rows(Score, context).filter(framework=question.framework).delete()
    Score.objects.bulk_create(scores, batch_size=500)
    if question.framework == LISTED:
        own = rows(Score, context).filter(framework=LISTED, initiative=OuterRef("pk"))
        rows(Initiative, context).update(rank=Subquery(own.values("rank")[:1]))
    report = ScoreReport(
        framework=question.framework,
        scored=sum(one.p50 is not None for one in ranking.scored),
        unscored=sum(one.p50 is None for one in ranking.scored),
        rows=[_row(one, rank) for rank, one in enumerate(ranking.scored, start=1)],
        details=ranking.details,
    )
    summary = f"Scored {report.scored} of {len(scores)} initiatives by {question.framework}"
    first = [one.id for one in report.rows[:10]]
    return Done(report, summary, context.workspace, {"framework": question.framework, "first": first})


def _score(context: Context, framework: str, one: Scored, rank: int) -> Score:
    return Score(
        workspace=context.workspace, ref=f"{one.initiative.ref[:75]} {framework}", initiative=one.initiative,
        framework=framework, p10=one.p10, p50=one.p50, p90=one.p90, rank=rank, p_top=one.p_top,
        contributions=dict(one.contributions), why=list(one.why), reason=one.reason[:500],
        as_of=context.now, created_at=context.now,
    )  # fmt: skip


def _row(one: Scored, rank: int) -> ScoredRow:
    return ScoredRow(
        id=one.initiative.ref,
        title=one.initiative.title,
        rank=rank,
        score=ScoreSpread(p10=one.p10, p50=one.p50, p90=one.p90),
        p_top_10=one.p_top,
        reason=one.reason,
    )
