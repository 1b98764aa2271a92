"""One door to all prioritisation frameworks: plain JSON values in, plain JSON values out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from headway.engine.scoring.errors import ScoringError
from headway.engine.scoring.frameworks import cashflow, kano, moscow
from headway.engine.scoring.frameworks.bradley_terry import strengths
from headway.engine.scoring.items import FRAMEWORKS, Item, item_label, item_list, order_of, score_items
from headway.engine.scoring.montecarlo import score_quantiles
from headway.engine.scoring.ranges import Range
from headway.engine.scoring.sampling import draw

Answer = dict[str, object]
DRAWS = 4096
WEIGHT_SUM_TOLERANCE = 1e-6


def score(question: Mapping[str, object]) -> Answer:
    """Return the scores, the order and the framework's own results for {"framework": NAME, "input": ...}.

    Names and shapes are those of `prioritisation.score`; any item field may be a number or {"p10", "p50",
    "p90"}, and then "k" (places counted by p_top_k) and "seed" may be given. Raises ScoringError on a
    question it cannot answer.

    >>> score({"framework": "MoSCoW", "input": {"effort": {"must": 55, "should": 25, "could": 20}}})["ok"]
    True
    """
    name = question.get("framework")
    known = (*FRAMEWORKS, *_OTHERS)
    if not isinstance(name, str) or name not in known:
        raise ScoringError(f"The framework {name!r} is not known: use one of {', '.join(known)}.")
    if "input" not in question:
        raise ScoringError(f'The question has no "input": give the values that {name} scores.')
    given, k, seed = question["input"], question.get("k"), _whole(question.get("seed", 0), "seed")
    if name in FRAMEWORKS:
        return score_items(FRAMEWORKS[name], given, None if k is None else _whole(k, "k"), DRAWS, seed)
    return _OTHERS[name](given, seed)


def _whole(value: object, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ScoringError(f"The {what} is {value!r}, but it must be a whole number of zero or more.")
    return value


def _object(given: object, *keys: str) -> Mapping[str, object]:
    if not isinstance(given, Mapping):
        raise ScoringError(f"The input must be an object with {', '.join(keys)}.")
    for key in keys:
        if key not in given:
            raise ScoringError(f"The input has no {key!r}: it must be an object with {', '.join(keys)}.")
    return given


def _number(value: object, where: str) -> float:
    quantity = Range.parse(value, where)
    if not quantity.is_point:
        raise ScoringError(f"The {where} is a range, but it must be one number: give its P50.")
    return quantity.p50


def _weighted(given: object, _seed: int) -> Answer:
    asked = _object(given, "weights", "items")
    weights = _weights(_object(asked["weights"]))
    items = _object(asked["items"])
    if not items:
        raise ScoringError("There are no items: give each item's scores in the order of the weights.")
    scores = {name: _weighted_sum(weights, row, repr(name)) for name, row in items.items()}
    order = sorted(scores, key=lambda name: -scores[name])
    return {"scores": scores, "order": order}


def _weights(given: Mapping[str, object]) -> dict[str, float]:
    weights = {name: _number(value, f"weight of {name!r}") for name, value in given.items()}
    total = sum(weights.values())
    if any(w < 0 for w in weights.values()):
        raise ScoringError("A weight is negative: turn the criterion round and give it a weight above zero.")
    if abs(total - 100) <= 100 * WEIGHT_SUM_TOLERANCE:
        return {name: w / 100 for name, w in weights.items()}
    if abs(total - 1) > WEIGHT_SUM_TOLERANCE:
        raise ScoringError(f"The weights sum to {total:g}, but they must sum to 1 (or 100 %): rescale them.")
    return weights


def _weighted_sum(weights: Mapping[str, float], row: object, label: str) -> float:
    if isinstance(row, Mapping):
        row = [row.get(name) for name in weights]
    if not isinstance(row, Sequence) or isinstance(row, str) or len(row) != len(weights):
        raise ScoringError(f"The item {label} needs {len(weights)} scores, in the order of the weights.")
    pairs = zip(weights.items(), row, strict=True)
    return sum(w * _number(value, f"{name} score of {label}") for (name, w), value in pairs)


def _kano_evaluation(given: object, _seed: int) -> Answer:
    answers = item_list(given)
    categories = [_kano_category(answer) for answer in answers]
    if isinstance(given, Mapping):
        return {"category": categories[0]}
    counts = {letter: categories.count(letter) for letter in "AOMIRQ"}
    return {"category": categories, "counts": counts, "overall": kano.category(counts)}


def _kano_category(answer: Item) -> str:
    pair = _object(answer, "functional", "dysfunctional")
    return kano.evaluate(str(pair["functional"]), str(pair["dysfunctional"]))


def _kano_better_worse(given: object, _seed: int) -> Answer:
    items = item_list(given)
    counts = [_kano_counts(item, item_label(item, i)) for i, item in enumerate(items)]
    better, worse = [kano.better(c) for c in counts], [kano.worse(c) for c in counts]
    category = [kano.category(c) for c in counts]
    if isinstance(given, Mapping):
        return {"better": better[0], "worse": worse[0], "category": category[0]}
    return {
        "scores": better,
        "order": order_of(items, better),
        "better": better,
        "worse": worse,
        "category": category,
    }


def _kano_counts(item: Item, label: str) -> dict[str, float]:
    counts = {letter: _number(item.get(letter, 0), f"count {letter} of {label}") for letter in "AOMIRQ"}
    if min(counts.values()) < 0 or not sum(counts.values()):
        raise ScoringError(
            f"The counts of {label} must not be negative nor all zero: correct A, O, M, I, R, Q."
        )
    return counts


def _moscow(given: object, _seed: int) -> Answer:
    effort = _object(_object(given, "effort")["effort"], "must")
    share = moscow.must_share(
        {part: _number(effort.get(part, 0), f"effort of {part}") for part in moscow.PARTS}
    )
    # A share of exactly 60 % must not fail for the last bit of a division.
    return {"must_share": share, "ok": share <= moscow.MUST_LIMIT + 1e-12, "limit": moscow.MUST_LIMIT}


def _bradley_terry(given: object, _seed: int) -> Answer:
    asked = _object(given, "items", "wins")
    names, wins = asked["items"], asked["wins"]
    if not isinstance(names, Sequence) or not isinstance(wins, Sequence) or len(names) != len(wins):
        raise ScoringError("The wins must have one row per item, in the order of items.")
    fit = strengths(wins)
    p = list(fit.p_geometric_mean_1)
    order = order_of([{"name": name} for name in names], p)
    return {"scores": p, "order": order, "p_geometric_mean_1": p, "regularised": fit.regularised}


def _npv(given: object, seed: int) -> Answer:
    items = item_list(given)
    answers = [_npv_of(item, item_label(item, i), seed, i) for i, item in enumerate(items)]
    if isinstance(given, Mapping):
        return dict(answers[0])
    values = [answer["npv"] for answer in answers]
    return {"scores": values, "order": order_of(items, values), "npv": values, "details": answers}


def _npv_of(item: Item, label: str, seed: int, index: int) -> dict[str, float]:
    asked = _object(item, "rate", "cashflows")
    flows = _flows(asked["cashflows"], label)
    rate = Range.parse(asked["rate"], f"rate of {label}")
    if rate.is_point and all(flow.is_point for flow in flows):
        return {"npv": cashflow.npv(rate.p50, [flow.p50 for flow in flows])}
    table = draw([rate, *flows], DRAWS, seed, index)
    # Rates at or below -100 % have no present value; a range that wide is cut just above.
    growth = np.maximum(1 + table[:, 0], 1e-3)
    values = sum(table[:, t + 1] / growth**t for t in range(len(flows)))
    p10, p50, p90 = score_quantiles(np.asarray(values))
    return {"npv": p50, "p10": p10, "p50": p50, "p90": p90, "mean": float(np.mean(values))}


def _flows(given: object, label: str) -> list[Range]:
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        raise ScoringError(f"The cashflows of {label} must be a list of at least one number, today's first.")
    return [Range.parse(flow, f"cash flow {t} of {label}") for t, flow in enumerate(given)]


def _irr(given: object, _seed: int) -> Answer:
    flows = given["cashflows"] if isinstance(given, Mapping) and "cashflows" in given else given
    rate = cashflow.irr([_number(flow, f"cash flow {t}") for t, flow in enumerate(_listed(flows))])
    return {"irr": rate.irr, "roots": list(rate.roots), "reason": rate.reason}


def _listed(flows: object) -> Sequence[object]:
    if not isinstance(flows, Sequence) or isinstance(flows, str):
        raise ScoringError("The input of IRR must be a list of flows, today's first.")
    return flows


_OTHERS: Mapping[str, Callable[[object, int], Answer]] = {
    "Weighted scoring": _weighted,
    "Kano evaluation": _kano_evaluation,
    "Kano better/worse": _kano_better_worse,
    "MoSCoW": _moscow,
    "Bradley-Terry": _bradley_terry,
    "NPV": _npv,
    "IRR": _irr,
}
