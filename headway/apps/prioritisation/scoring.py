"""From the inputs that count to ranked scores, in several frameworks."""

from collections.abc import Mapping, Sequence
from typing import Any

from headway.apps.prioritisation.enabling import required_by
from headway.apps.prioritisation.inputs import INPUTS, NOT_PROPOSED, Estimates, estimates_current, range_of
from headway.apps.prioritisation.models import Initiative
from headway.apps.prioritisation.proposals import NO_EVIDENCE
from headway.apps.prioritisation.ranked import Ranking, Scored
from headway.apps.prioritisation.relative import Known, ice_item, wsjf_item
from headway.core.access import rows
from headway.core.context import Context
from headway.engine.scoring.errors import ScoringError
from headway.engine.scoring.frameworks.moscow import MUST_LIMIT, must_share
from headway.engine.scoring.items import FRAMEWORKS, score_items
from headway.engine.scoring.montecarlo import RiceItem, Simulated, simulate
from headway.engine.scoring.rank_reasons import explain

TOP, DRAWS, SEED = 10, 4096, 0
MOSCOW_ORDER = ("must", "should", "could", "wont", "")


def ranking(context: Context, framework: str, seed: int = SEED) -> Ranking:
    """Score and rank every initiative; equal and unknown ones come in the order of their refs."""
    initiatives = list(rows(Initiative, context).order_by("ref"))
    estimates = estimates_current(context, [one.pk for one in initiatives])
    known = [Known(one, estimates.get(one.pk, {})) for one in initiatives]
    if framework == "RICE":
        return Ranking(_rice(known, seed))
    if framework == "MoSCoW":
        return _moscow(known)
    return Ranking(_framework(framework, known, context, seed))


def _rice(known: Sequence[Known], seed: int) -> list[Scored]:
    items = [
        RiceItem(one.initiative.ref, *(range_of(one.estimates.get(name)) for name in INPUTS)) for one in known
    ]
    simulated = simulate(items, TOP, DRAWS, seed)
    scored = [
        _simulated(one, outcome, explain(place, items, simulated, TOP))
        for place, (one, outcome) in enumerate(zip(known, simulated, strict=True))
    ]
    ranks = {outcome.name: outcome.rank for outcome in simulated}
    return sorted(scored, key=lambda one: ranks[one.initiative.ref])


def _simulated(one: Known, outcome: Simulated, why: Sequence[str]) -> Scored:
    return Scored(
        one.initiative, outcome.p10, outcome.p50, outcome.p90, outcome.p_top_k, outcome.contributions, why,
        reason_unknown(one.estimates, INPUTS) if outcome.p50 is None else "",
    )  # fmt: skip


def reason_unknown(estimates: Estimates, names: Sequence[str]) -> str:
    """Why there is no score: each reason once, with the inputs it holds for.

    >>> reason_unknown({}, ["reach", "impact"])
    'reach and impact unknown: not proposed yet; run prioritisation.input_propose'
    """
    missing: dict[str, list[str]] = {}
    for name in names:
        if range_of(estimates.get(name)) is None:
            reason = estimates[name].reason if name in estimates else NOT_PROPOSED
            missing.setdefault(reason, []).append(name)
    return "; ".join(f"{_listed(inputs)} unknown: {reason}" for reason, inputs in missing.items())


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]]) if names[1:] else names[0]


def _framework(framework: str, known: Sequence[Known], context: Context, seed: int) -> list[Scored]:
    items = _items(framework, known, context)
    complete = [place for place, item in enumerate(items) if None not in item.values()]
    if not complete:
        return [_unscored(one) for one in known]
    try:
        answer = score_items(FRAMEWORKS[framework], [items[place] for place in complete], TOP, DRAWS, seed)
    except ScoringError as error:  # our own mapping made the items, so this is a fault of ours
        raise RuntimeError(f"{framework}: {error}") from error
    scored = _ranked([known[place] for place in complete], answer)
    return [*scored, *(_unscored(one) for place, one in enumerate(known) if place not in set(complete))]


def _items(framework: str, known: Sequence[Known], context: Context) -> list[dict[str, Any]]:
    if framework == "WSJF":
        enables = required_by({one.initiative.ref: one.initiative.requires_refs for one in known})
        return [wsjf_item(one, known, enables, context.today) for one in known]
    return [ice_item(one, known) for one in known]


def _ranked(known: Sequence[Known], answer: Mapping[str, Any]) -> list[Scored]:
    middles: list[float] = answer["scores"]
    order = sorted(range(len(known)), key=lambda place: -middles[place])
    return [
        _scored(known[place], answer, place, rank, len(known)) for rank, place in enumerate(order, start=1)
    ]


def _scored(one: Known, answer: Mapping[str, Any], place: int, rank: int, count: int) -> Scored:
    p50 = answer["scores"][place]
    p10, p90 = (answer.get(name, answer["scores"])[place] for name in ("p10", "p90"))
    chance = answer.get("p_top_k", [None] * count)[place]
    why = f"Rank {rank} of {count} with a score: {p50:.3g} (P10 {p10:.3g}, P90 {p90:.3g})."
    return Scored(one.initiative, p10, p50, p90, chance, {}, [why])


def _unscored(one: Known) -> Scored:
    return Scored(one.initiative, reason=reason_unknown(one.estimates, INPUTS) or NO_EVIDENCE)


def _moscow(known: Sequence[Known]) -> Ranking:
    """Order by category; what is mandatory counts as must. Nobody's category is guessed."""
    grouped = sorted(known, key=lambda one: MOSCOW_ORDER.index(one.moscow))
    effort = {part: sum(one.effort_p50 for one in known if one.moscow == part) for part in MOSCOW_ORDER[:3]}
    scored = [
        Scored(
            one.initiative, why=[f"Category {one.moscow}."] if one.moscow else [], reason=_moscow_reason(one)
        )
        for one in grouped
    ]
    if not sum(effort.values()):
        return Ranking(scored, {"reason": "no effort is in the categories must, should or could yet"})
    share = must_share(effort)
    return Ranking(scored, {"must_share": share, "ok": share <= MUST_LIMIT, "must_limit": MUST_LIMIT})


def _moscow_reason(one: Known) -> str:
    return "MoSCoW gives a category, not a score" if one.moscow else "no category given yet"
