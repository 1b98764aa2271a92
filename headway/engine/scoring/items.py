"""Frameworks that score a list of items, each item from its own fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from headway.engine.scoring.errors import ScoringError
from headway.engine.scoring.frameworks import portfolio
from headway.engine.scoring.montecarlo import score_quantiles, top_chances
from headway.engine.scoring.ranges import Range
from headway.engine.scoring.sampling import Floats, draw

Rule = Literal["not_negative", "positive", "share"]
PERCENT_FROM, PERCENT_TO = 10, 100


@dataclass(frozen=True, slots=True)
class Framework:
    """The fields a framework asks of an item, in the order its formula takes them."""

    fields: Mapping[str, Rule]
    formula: Callable[..., Floats]
    delay_fields: int = 0


_ICE: Mapping[str, Rule] = {"impact": "not_negative", "confidence": "not_negative", "ease": "not_negative"}
FRAMEWORKS: Mapping[str, Framework] = {
    "RICE": Framework(
        {"reach": "not_negative", "impact": "not_negative", "confidence": "share", "effort": "positive"},
        portfolio.rice,
    ),
    "ICE-product": Framework(_ICE, portfolio.ice_product),
    "ICE-mean": Framework(_ICE, portfolio.ice_mean),
    "WSJF": Framework(
        {
            "business_value": "not_negative",
            "time_criticality": "not_negative",
            "rr_oe": "not_negative",
            "job_size": "positive",
        },
        portfolio.wsjf,
        delay_fields=3,
    ),
    "CD3": Framework(
        {"cost_of_delay": "not_negative", "duration": "positive"}, portfolio.cd3, delay_fields=1
    ),
    "Opportunity": Framework(
        {"importance": "not_negative", "satisfaction": "not_negative"}, portfolio.opportunity
    ),
}

Item = Mapping[str, object]


def item_list(given: object) -> list[Item]:
    """Return the items of a question: a list of objects, or one object alone.

    >>> item_list({"name": "A"})
    [{'name': 'A'}]
    """
    items = [given] if isinstance(given, Mapping) else given
    if not isinstance(items, Sequence) or isinstance(items, str) or not items:
        raise ScoringError(
            "The input must be a list of at least one item, each an object with the named fields."
        )
    for place, item in enumerate(items):
        if not isinstance(item, Mapping):
            raise ScoringError(
                f"Item {place} of the input is {item!r}: write it as an object with named fields."
            )
    return list(items)


def item_label(item: Item, place: int) -> str:
    """Return how to call the item in a sentence: its name, its id or its place counted from 0.

    >>> item_label({"name": "A"}, 0), item_label({}, 3)
    ("'A'", 'item 3')
    """
    name = item.get("name", item.get("id"))
    return f"item {place}" if name is None else repr(name)


def order_of(items: Sequence[Item], scores: Sequence[float | None]) -> list[object]:
    """Return names (places where an item has none), best score first, ties in input order, unknown last.

    >>> order_of([{}, {}, {}], [1.0, None, 2.0])
    [2, 0, 1]
    """
    places = sorted(range(len(items)), key=lambda i: _sort_key(scores[i]))
    names = [item.get("name", item.get("id")) for item in items]
    return [i if None in names else names[i] for i in places]


def _sort_key(score: float | None) -> tuple[bool, float]:
    return (score is None, -(score or 0.0))


def score_items(framework: Framework, given: object, k: int | None, n: int, seed: int) -> dict[str, object]:
    """Return scores in input order, the order, and quantiles and chances where an input is a range.

    A null field makes the score None with a reason; a field left out, or effort, job size or duration at zero
    or below, raises ScoringError naming the item.

    >>> score_items(FRAMEWORKS["CD3"], [{"name": "A", "cost_of_delay": 6, "duration": 3}], None, 4096, 0)
    {'scores': [2.0], 'order': ['A'], 'cost_of_delay': [6.0]}
    """
    items = item_list(given)
    rows = [_row(framework, item, item_label(item, i)) for i, item in enumerate(items)]
    if any(q is not None and not q.is_point for row in rows for q in row):
        answer = _simulated(framework, rows, _top(k, len(items)), n, seed)
    else:
        answer = {"scores": [_exact(framework, row) for row in rows]}
    scores: list[float | None] = answer["scores"]  # type: ignore[assignment]
    answer["order"] = order_of(items, scores)
    if framework.delay_fields:
        answer["cost_of_delay"] = [_delay(row[: framework.delay_fields]) for row in rows]
    if None in scores:
        answer["reasons"] = [_reason(framework, row) for row in rows]
    return answer


def _row(framework: Framework, item: Item, label: str) -> list[Range | None]:
    return [_quantity(item, field, rule, label) for field, rule in framework.fields.items()]


def _quantity(item: Item, field: str, rule: Rule, label: str) -> Range | None:
    if field not in item:
        raise ScoringError(
            f"There is no {field} in {label}: give a number, a range, or null where it is unknown."
        )
    value = item[field]
    if value is None:
        return None
    quantity = Range.parse(value, f"{field} of {label}")
    if rule == "share":
        return _share(quantity, label)
    if rule == "positive" and quantity.p10 <= 0:
        raise ScoringError(
            f"The {field} of {label} is {quantity.p10:g}, but it must be above zero: estimate it."
        )
    if quantity.p10 < 0:
        raise ScoringError(
            f"The {field} of {label} is {quantity.p10:g}, but it must not be negative: correct it."
        )
    return quantity


def _share(quantity: Range, label: str) -> Range:
    if PERCENT_FROM <= quantity.p90 <= PERCENT_TO:
        quantity = quantity.scaled(0.01)
    if quantity.p10 < 0 or quantity.p90 > 1:
        raise ScoringError(
            f"The confidence of {label} is {quantity.p90:g}: write a share from 0 to 1 or a percentage "
            "from 10 to 100."
        )
    return quantity


def _top(k: int | None, n: int) -> int:
    return min(10, (n + 1) // 2) if k is None else k


def _exact(framework: Framework, row: Sequence[Range | None]) -> float | None:
    known = [q.p50 for q in row if q is not None]
    return float(framework.formula(*known)) if len(known) == len(row) else None


def _simulated(
    framework: Framework, rows: Sequence[Sequence[Range | None]], k: int, n: int, seed: int
) -> dict[str, object]:
    draws = [_draws(framework, row, n, seed, i) for i, row in enumerate(rows)]
    quantiles = [(None,) * 3 if d is None else score_quantiles(d) for d in draws]
    p10, p50, p90 = (list(column) for column in zip(*quantiles, strict=True))
    return {"scores": p50, "p10": p10, "p50": p50, "p90": p90, "p_top_k": top_chances(draws, k), "k": k}


def _draws(framework: Framework, row: Sequence[Range | None], n: int, seed: int, index: int) -> Floats | None:
    known = [q for q in row if q is not None]
    if len(known) < len(row):
        return None
    table = draw(known, n, seed, index, [rule == "share" for rule in framework.fields.values()])
    return framework.formula(*(table[:, j] for j in range(len(known))))


def _delay(row: Sequence[Range | None]) -> float | None:
    known = [q.p50 for q in row if q is not None]
    return sum(known) if len(known) == len(row) else None


def _reason(framework: Framework, row: Sequence[Range | None]) -> str | None:
    unknown = [field for field, q in zip(framework.fields, row, strict=True) if q is None]
    return f"unknown {' and '.join(unknown)}" if unknown else None
