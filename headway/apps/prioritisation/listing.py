"""Initiatives as rows of an answer, with a fixed number of SQL queries for any number of rows."""

from collections.abc import Sequence
from uuid import UUID

from headway.apps.discovery.models import Problem
from headway.apps.prioritisation.answers import InitiativeRow, Inputs, LinkedProblem, ScoreSpread
from headway.apps.prioritisation.enabling import required_by, requires_all
from headway.apps.prioritisation.inputs import INPUTS, Estimates, estimates_current, figure_of
from headway.apps.prioritisation.linking import ADDRESSES, standing
from headway.apps.prioritisation.models import Initiative, Score
from headway.core.access import rows
from headway.core.context import Context
from headway.core.models import Link

# Reading a whole record takes three times as long as what a row shows of it.
SCORED = ("initiative_id", "rank", "p10", "p50", "p90", "p_top", "why", "reason")
LINKED = ("from_id", "to_id", "state", "weight")
ADDRESSED = ("ref", "title", "state", "merged_into_id")
NOT_SCORED = "not scored yet; run prioritisation.score_run"


def initiative_rows(
    context: Context, initiatives: Sequence[Initiative], framework: str
) -> list[InitiativeRow]:
    """The rows of these initiatives, in the given order; five SQL queries."""
    ids = [one.pk for one in initiatives]
    found = rows(Score, context).filter(framework=framework, initiative__in=ids)
    scores = {one.initiative_id: one for one in found.only(*SCORED)}
    estimates = estimates_current(context, ids)
    problems = _problems(context, ids)
    enables = required_by(requires_all(context))
    return [
        _row(
            one,
            scores.get(one.pk),
            estimates.get(one.pk, {}),
            problems.get(one.pk, []),
            enables.get(one.ref, []),
        )
        for one in initiatives
    ]


def _row(
    one: Initiative, score: Score | None, estimates: Estimates, problems: list[LinkedProblem],
    enables: list[str],
) -> InitiativeRow:  # fmt: skip
    return InitiativeRow(
        id=one.ref,
        title=one.title,
        rank=score.rank if score else None,
        score=spread_of(score),
        reason=score.reason if score else NOT_SCORED,
        p_top_10=score.p_top if score else None,
        inputs=Inputs(**{name: figure_of(name, estimates.get(name)) for name in INPUTS}),
        basis={name: estimates[name].basis for name in INPUTS if name in estimates},
        why=score.why if score else [],
        problems=problems,
        effort_person_weeks={team: one.effort[team]["p50"] for team in sorted(one.effort)},
        requires=one.requires_refs,
        earliest_quarter=one.earliest_quarter,
        deadline=one.deadline.isoformat() if one.deadline else "",
        mandatory=one.is_mandatory,
        enabler=one.is_enabler,
        nature=one.nature,
        enables=enables,
        moscow=one.moscow,
    )


def spread_of(score: Score | None) -> ScoreSpread:
    """A score's distribution; all null where there is none."""
    if score is None:
        return ScoreSpread(p10=None, p50=None, p90=None)
    return ScoreSpread(p10=score.p10, p50=score.p50, p90=score.p90)


def _problems(context: Context, initiatives: Sequence[UUID]) -> dict[UUID, list[LinkedProblem]]:
    """What each initiative addresses now: the problem that a merged one went into, and none that was declined.
    Rejected links are shown as such, so that a person can see them."""
    found = rows(Link, context).filter(kind=ADDRESSES, from_id__in=initiatives)
    links = list(found.order_by("-weight", "to_id").only(*LINKED))
    named = rows(Problem, context).select_related("merged_into")
    shown_of = (*ADDRESSED, *(f"merged_into__{name}" for name in ADDRESSED))
    problems = named.only(*shown_of).in_bulk({link.to_id for link in links})
    shown: dict[UUID, dict[UUID, LinkedProblem]] = {}
    for link in sorted(links, key=lambda link: link.state == Link.State.REJECTED):
        if problem := standing(problems.get(link.to_id)):
            shown.setdefault(link.from_id, {}).setdefault(problem.pk, _linked(link, problem))
    return {start: list(ends.values()) for start, ends in shown.items()}


def _linked(link: Link, problem: Problem) -> LinkedProblem:
    return LinkedProblem(
        id=problem.ref, title=problem.title, link=str(link.pk), state=link.state, weight=link.weight
    )
