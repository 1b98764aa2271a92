"""Questions' parts that several actions share, and how they are told in words."""

from collections.abc import Sequence
from datetime import date
from string import ascii_uppercase
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

from headway.core.errors import Invalid

SCORE_MOST = 5
Comparison = Literal["<", "<=", ">", ">="]
Metric = Literal["feedback_per_month", "accounts", "key_result", "event_people_per_month"]
Line = Field(max_length=500)


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Criterion(Part):
    """What the options are compared by, and how much it counts against the others."""

    name: str = Field(min_length=1, max_length=120)
    weight: FiniteFloat = Field(1, gt=0, le=1000)


class Option(Part):
    """One way to go, with what speaks for it and against it, and 0 (poor) to 5 (best) for each criterion."""

    title: str = Field(min_length=1, max_length=300)
    words: str = Field("", max_length=3000)
    pros: list[str] = Field([], max_length=20)
    cons: list[str] = Field([], max_length=20)
    scores: dict[str, FiniteFloat] = {}


class Party(Part):
    """One side of a conflict: what it wants, and what it needs that for."""

    party: str = Field(min_length=1, max_length=120)
    position: str = Field(min_length=1, max_length=1000)
    interest: str = Field("", max_length=1000)


class Condition(Part):
    """A decision is due again once this metric of this record (or event) compares so with the value."""

    metric: Metric
    of: str = Field(
        min_length=1, max_length=200, description="A problem's or key result's ref, or an event's name."
    )
    comparison: Comparison
    value: FiniteFloat


class Range(Part):
    """What nobody knows exactly: below p10 with a chance of 10 %, below p90 with one of 90 %."""

    p10: FiniteFloat = Field(ge=0)
    p50: FiniteFloat = Field(ge=0)
    p90: FiniteFloat = Field(ge=0)


UNITS: dict[str, str] = {
    "feedback_per_month": "messages in 30 days",
    "accounts": "accounts",
    "key_result": "",
    "event_people_per_month": "people in 30 days",
}
METRIC_WORDS: dict[str, str] = {
    "feedback_per_month": "messages about {of} in the last 30 days",
    "accounts": "accounts that wrote about {of}",
    "key_result": "where {of} stands",
    "event_people_per_month": "people with the event {of} in the last 30 days",
}
COMPARISON_WORDS = {"<": "below", "<=": "at most", ">": "above", ">=": "at least"}


def options_keyed(options: Sequence[Option], criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    """Options as they are kept, with the letters A, B, C in order.

    Raises Invalid for two of one title, and for a score of an unknown criterion or outside 0 to 5.
    """
    _no_twins("options", [one.title for one in options], len(ascii_uppercase))
    names = [one.name for one in criteria]
    for number, option in enumerate(options):
        for name, score in option.scores.items():
            _score_checked(f"Field options.{number}.scores.{name}", name, score, names)
    return [{"key": key} | option.model_dump() for key, option in zip(ascii_uppercase, options, strict=False)]


def _score_checked(place: str, name: str, score: float, criteria: Sequence[str]) -> None:
    if name not in criteria:
        raise Invalid(f"{place}: no criterion has this name; there are {', '.join(criteria) or 'none'}.")
    if not 0 <= score <= SCORE_MOST:
        raise Invalid(f"{place}: {score:g} is outside 0 to {SCORE_MOST}.")


def criteria_plain(criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    """Criteria as they are kept. Raises Invalid for two of one name."""
    _no_twins("criteria", [one.name for one in criteria], 20)
    return [one.model_dump() for one in criteria]


def _no_twins(field: str, names: Sequence[str], most: int) -> None:
    if len(names) > most:
        raise Invalid(f"Field {field}: {len(names)} are given; at most {most} can be compared.")
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise Invalid(f"Field {field}: {twins[0]!r} stands there twice; give each a name of its own.")


def weighted_score(scores: dict[str, float], criteria: Sequence[dict[str, Any]]) -> tuple[float | None, str]:
    """The mean of the scores by weight, or None with what is missing.

    >>> weighted_score({"Speed": 4, "Cost": 1}, [{"name": "Speed", "weight": 3}, {"name": "Cost", "weight": 1}])
    (3.25, '')
    >>> weighted_score({"Speed": 4}, [{"name": "Speed", "weight": 3}, {"name": "Cost", "weight": 1}])
    (None, 'no score for Cost')
    """
    if not criteria:
        return None, "there are no criteria"
    missing = [one["name"] for one in criteria if one["name"] not in scores]
    if missing:
        return None, f"no score for {', '.join(missing)}"
    total = sum(one["weight"] for one in criteria)
    return sum(one["weight"] * scores[one["name"]] for one in criteria) / total, ""


def range_checked(field: str, given: Range, most: float | None = None) -> dict[str, float]:
    """A range as it is kept. Raises Invalid where it is not in order or goes above the most."""
    if not given.p10 <= given.p50 <= given.p90:
        raise Invalid(f"Field {field}: p10, p50 and p90 must not fall; they are {_range_words(given)}.")
    if most is not None and given.p90 > most:
        raise Invalid(f"Field {field}.p90: {given.p90:g} is above {most:g}.")
    return given.model_dump()


def _range_words(given: Range) -> str:
    return f"{given.p10:g}, {given.p50:g} and {given.p90:g}"


def condition_words(condition: dict[str, Any]) -> str:
    """A condition as a sentence's part.

    >>> condition_words({"metric": "accounts", "of": "P-1", "comparison": ">=", "value": 20})
    'accounts that wrote about P-1: at least 20'
    """
    told = METRIC_WORDS[condition["metric"]].format(of=condition["of"])
    return f"{told}: {COMPARISON_WORDS[condition['comparison']]} {condition['value']:g}"


def holds(value: float, comparison: str, bound: float) -> bool:
    """Whether a value compares so with a bound.

    >>> holds(20, ">=", 20), holds(20, ">", 20), holds(3, "<", 4)
    (True, False, True)
    """
    outcomes = {"<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound}
    return outcomes[comparison]


def day_words(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
