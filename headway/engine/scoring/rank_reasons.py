"""Why an item has its rank, in sentences."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from headway.engine.scoring.montecarlo import INPUTS, RiceItem, Simulated
from headway.engine.scoring.ranges import Range

EQUAL_RATIO = 1.005


def explain(index: int, items: Sequence[RiceItem], simulated: Sequence[Simulated], k: int = 10) -> list[str]:
    """Return why item `index` has its rank: score, inputs against the list's median, what would change it.

    `simulated` is the answer of `montecarlo.simulate(items, k)`.

    >>> from headway.engine.scoring.montecarlo import simulate
    >>> pair = [RiceItem(n, Range.point(r), *[Range.point(1)] * 3) for n, r in (("A", 30), ("B", 10))]
    >>> for sentence in explain(0, pair, simulate(pair, k=1), k=1): print(sentence)
    Rank 1 of 2: score 30, in the top 1 in 100 % of the draws.
    Reach 30 is 1.5 times the median of the list (20) and raises the score as much.
    It falls below 'B' if the score drops by more than 67 %.
    """
    outcome = simulated[index]
    if outcome.p50 is None:
        return [
            f"Rank {outcome.rank} of {len(items)}: no score, because of {outcome.reason}.",
            *_next(outcome),
        ]
    return [
        _standing(outcome, len(items), k),
        *_comparisons(items[index], items),
        *_changes(outcome, simulated),
        *_next(outcome),
    ]


def _standing(outcome: Simulated, n: int, k: int) -> str:
    spread = "" if outcome.p10 == outcome.p90 else f" (P10 {_text(outcome.p10)}, P90 {_text(outcome.p90)})"
    chance = f"in the top {k} in {100 * (outcome.p_top_k or 0):.0f} % of the draws"
    return f"Rank {outcome.rank} of {n}: score {_text(outcome.p50)}{spread}, {chance}."


def _comparisons(item: RiceItem, items: Sequence[RiceItem]) -> list[str]:
    sentences = (_comparison(field, item.given(field), items) for field in INPUTS)
    return [sentence for sentence in sentences if sentence]


def _comparison(field: str, own: Range | None, items: Sequence[RiceItem]) -> str | None:
    given = [quantity.p50 for item in items if (quantity := item.given(field)) is not None]
    median = statistics.median(given)
    if own is None or not own.p50 or not median:
        return None
    ratio = own.p50 / median
    if 1 / EQUAL_RATIO <= ratio <= EQUAL_RATIO:
        return None
    raises = (ratio > 1) != (field == "effort")
    verb = "raises" if raises else "lowers"
    return (
        f"{field.capitalize()} {_text(own.p50)} is {_text(ratio)} times the median of the list "
        f"({_text(median)}) "
        f"and {verb} the score as much."
    )


def _changes(outcome: Simulated, simulated: Sequence[Simulated]) -> list[str]:
    by_rank = {other.rank: other for other in simulated}
    above, below = by_rank.get(outcome.rank - 1), by_rank.get(outcome.rank + 1)
    own, sentences = outcome.p50 or 0.0, []
    if above is not None and above.p50 is not None and own:
        gain = above.p50 / own - 1
        sentences.append(
            f"It passes {above.name!r} if the score rises by more than {_percent(gain)}, for example with "
            f"effort {_percent(1 - own / above.p50 if above.p50 else 0)} lower."
        )
    if below is not None and below.p50 is not None and own:
        drop = 1 - below.p50 / own
        sentences.append(f"It falls below {below.name!r} if the score drops by more than {_percent(drop)}.")
    return sentences


def _next(outcome: Simulated) -> list[str]:
    field = outcome.worth_measuring
    if field is None:
        return []
    if outcome.p50 is None:
        return [f"Give its {field} first."]
    return [
        f"{field.capitalize()} brings {_percent(outcome.contributions[field])} of the doubt: measure it next."
    ]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 or share == 0 else f"{100 * share:.2g} %"


def _text(number: float | None) -> str:
    if number is None:
        return "unknown"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"
