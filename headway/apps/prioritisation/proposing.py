"""All proposals of a workspace at once, before anything is stored."""

from dataclasses import dataclass

from headway.apps.prioritisation.enabling import required_by
from headway.apps.prioritisation.gathering import voices_gather
from headway.apps.prioritisation.linking import (
    Aligned,
    problems_linked,
    problems_matched,
    ties_aligned,
    with_ties,
)
from headway.apps.prioritisation.models import Initiative
from headway.apps.prioritisation.proposals import Proposal, proposals_of
from headway.core.access import rows
from headway.core.context import Context


@dataclass(frozen=True)
class Proposed:
    """Links and estimates about to be stored, and what is still missing."""

    initiatives: int
    links: Aligned
    proposals: list[Proposal]
    without_evidence: list[str]
    topics_without_theme: list[str]


def inputs_proposed(context: Context) -> Proposed:
    """Match every initiative with problems and read its inputs from the evidence."""
    initiatives = list(rows(Initiative, context).order_by("ref"))
    matched = problems_matched(context, initiatives)
    aligned = ties_aligned(context, matched.ties)
    stored = problems_linked(context, [one.pk for one in initiatives], without=aligned.stale)
    linked = with_ties(stored, aligned.fresh)
    gathered = voices_gather(context, {end.problem.pk for ends in linked.values() for end in ends})
    enables = required_by({one.ref: one.requires_refs for one in initiatives})
    proposals = [
        proposal
        for one in initiatives
        for proposal in proposals_of(one, linked.get(one.pk, []), gathered, enables.get(one.ref, []))
    ]
    lonely = [one.ref for one in initiatives if not linked.get(one.pk)]
    return Proposed(len(initiatives), aligned, proposals, lonely, matched.topics_without_theme)
