"""The inputs of a score: what they are called, measured in, and which of several estimates counts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from headway.apps.prioritisation.models import InputEstimate
from headway.core.access import rows
from headway.core.context import Context
from headway.core.figures import Figure
from headway.engine.scoring.ranges import Range

UNITS = {
    "reach": "people per quarter",
    "impact": "scale 0.25 to 3",
    "confidence": "share",
    "effort": "person-weeks",
}
INPUTS = tuple(UNITS)
NOT_PROPOSED = "not proposed yet; run prioritisation.input_propose"

Basis = InputEstimate.Basis
# An override counts before what software proposes, and that before what a source gave.
_PRECEDENCE = {Basis.OVERRIDE: 0, Basis.EVIDENCE: 1, Basis.GIVEN: 2}
Estimates = Mapping[str, InputEstimate]


def estimates_current(
    context: Context, initiatives: Collection[UUID]
) -> dict[UUID, dict[str, InputEstimate]]:
    """The estimate that counts for each input of each initiative, in one SQL query."""
    found = rows(InputEstimate, context).filter(superseded_at=None, initiative_id__in=initiatives)
    return _counted(found.only("initiative_id", "input", "p10", "p50", "p90", "basis", "figure"))


def estimates_at(
    context: Context, initiatives: Collection[UUID], *moments: datetime
) -> list[dict[UUID, dict[str, InputEstimate]]]:
    """The estimates that counted at each of these moments, in one SQL query."""
    past = rows(InputEstimate, context).filter(initiative_id__in=initiatives, created_at__lte=max(moments))
    found = list(past)
    return [
        _counted(
            one
            for one in found
            if one.created_at <= at and (one.superseded_at is None or one.superseded_at > at)
        )
        for at in moments
    ]


def _counted(found: Iterable[InputEstimate]) -> dict[UUID, dict[str, InputEstimate]]:
    counted: dict[UUID, dict[str, InputEstimate]] = defaultdict(dict)
    for one in sorted(found, key=lambda one: -_PRECEDENCE[Basis(one.basis)]):
        counted[one.initiative_id][one.input] = one
    return counted


def range_of(estimate: InputEstimate | None) -> Range | None:
    """The estimate as a range, None where it is unknown."""
    if estimate is None or estimate.p10 is None or estimate.p50 is None or estimate.p90 is None:
        return None
    return Range(estimate.p10, estimate.p50, estimate.p90)


def figure_of(name: str, estimate: InputEstimate | None) -> Figure:
    """The estimate as a figure that tells its source, or why it is unknown."""
    if estimate is None:
        return Figure(value=None, unit=UNITS[name], reason=NOT_PROPOSED)
    return Figure.model_validate(estimate.figure)


def benefit_of(estimates: Estimates) -> float | None:
    """Reach x impact x confidence at their medians: what an initiative is worth before its effort; else None."""
    reach, impact, confidence = (range_of(estimates.get(name)) for name in INPUTS[:3])
    if reach is None or impact is None or confidence is None:
        return None
    return reach.p50 * impact.p50 * confidence.p50
