"""Effort per team as it is planned with."""

from headway.apps.prioritisation.inputs import Estimates
from headway.apps.prioritisation.models import Initiative, InputEstimate


def efforts_by_team(initiative: Initiative, estimates: Estimates) -> dict[str, dict[str, float]]:
    """P50 and P90 person-weeks per team; an override of the whole effort is shared out as the given one was."""
    given: dict[str, dict[str, float]] = {team: initiative.effort[team] for team in sorted(initiative.effort)}
    override = estimates.get("effort")
    if override is None or override.basis != InputEstimate.Basis.OVERRIDE or not given:
        return given
    factors = {
        quantile: (getattr(override, quantile) or 0.0) / sum(one[quantile] for one in given.values())
        for quantile in ("p50", "p90")
    }
    return {team: _scaled(effort, factors) for team, effort in given.items()}


def _scaled(effort: dict[str, float], factors: dict[str, float]) -> dict[str, float]:
    p50 = effort["p50"] * factors["p50"]
    return {"p50": p50, "p90": max(p50, effort["p90"] * factors["p90"])}
