"""Forms whose fields repeat, read into questions: options with their scores, criteria, ranges, marks, outcomes."""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from math import isfinite
from typing import Any

from django.http import QueryDict

from headway.core.errors import Invalid

Asked = dict[str, Any]
PARTS = ("p10", "p50", "p90")


def plain(form: QueryDict, *names: str) -> Asked:
    """The fields that are filled in, as texts."""
    return {name: value for name in names if (value := form.get(name, "").strip())}


def refs(form: QueryDict, name: str) -> list[str]:
    """Refs apart by blanks or commas."""
    return [part for part in re.split(r"[\s,;]+", form.get(name, "")) if part]


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def decision_open(form: QueryDict) -> Asked:
    return decision_parts(form) | plain(form, "kind", "supersedes")


def decision_edit(form: QueryDict) -> Asked:
    """An empty field takes the value away, since the form showed it."""
    emptied = {
        name: form.get(name, "").strip() for name in ("decider", "problem", "background") if name in form
    }
    return decision_parts(form) | emptied | plain(form, "ref", "version")


def decision_parts(form: QueryDict) -> Asked:
    asked = plain(form, "question", "background", "decider", "problem", "due", "revisit_on")
    asked |= {"consulted": form.getlist("consulted"), "evidence": refs(form, "evidence")}
    asked |= {"options": options(form), "criteria": criteria(form)}
    return asked | condition(form)


def options(form: QueryDict) -> list[Asked]:
    """The options in their rows; a row without a title is left out with its scores."""
    columns = [form.getlist(name) for name in ("option", "option_words", "option_pros", "option_cons")]
    rows = zip(*columns, strict=False)
    return [
        {"title": title.strip(), "words": words, "pros": lines(pros), "cons": lines(cons)}
        | {"scores": scores(form, place)}
        for place, (title, words, pros, cons) in enumerate(rows)
        if title.strip()
    ]


def scores(form: QueryDict, place: int) -> dict[str, float]:
    """The scores in one row, by criterion; an empty one is unknown."""
    named = {
        name: form.get(f"score_{place}_{column}", "") for column, name in enumerate(form.getlist("criterion"))
    }
    return {
        name.strip(): number(f"score of {name}", text)
        for name, text in named.items()
        if name.strip() and text
    }


def criteria(form: QueryDict) -> list[Asked]:
    pairs = zip(form.getlist("criterion"), form.getlist("weight"), strict=False)
    return [{"name": name.strip(), "weight": weight or 1} for name, weight in pairs if name.strip()]


def condition(form: QueryDict) -> Asked:
    """The condition of a trigger, where a metric is chosen."""
    if not form.get("metric"):
        return {}
    return {"condition": plain(form, "metric", "of", "comparison", "value")}


def decision_take(form: QueryDict) -> Asked:
    return plain(form, "ref", "choice", "outcome", "trade_off", "revisit_on") | condition(form)


def decision_keep(form: QueryDict) -> Asked:
    return plain(form, "ref", "reason", "revisit_on") | condition(form)


def conflict_record(form: QueryDict) -> Asked:
    columns = [form.getlist(name) for name in ("party", "position", "interest")]
    parties = [
        {"party": party, "position": position, "interest": interest}
        for party, position, interest in zip(*columns, strict=False)
        if party.strip()
    ]
    asked = plain(form, "question", "trade_off", "background", "decider", "due")
    return asked | {"parties": parties, "criteria": criteria(form), "evidence": refs(form, "evidence")}


def risk_save(form: QueryDict) -> Asked:
    asked = plain(
        form, "ref", "title", "cause", "effect", "impact_words", "impact_unit", "mitigation", "trigger", "owner",
        "compliance",
    )  # fmt: skip
    found = {name: spread(form, name) for name in ("probability", "impact")}
    if percent := found["probability"]:
        found["probability"] = {
            name: number(f"probability {name}", value) / 100 for name, value in percent.items()
        }
    return (
        asked
        | {name: value for name, value in found.items() if value}
        | {"threatens": refs(form, "threatens")}
    )


def spread(form: QueryDict, name: str) -> Asked:
    """A range in three fields; nothing where all are empty."""
    return {part: value for part in PARTS if (value := form.get(f"{name}_{part}", "").strip())}


def number(place: str, text: str) -> float:
    with suppress(ValueError):
        if isfinite(value := float(text)):
            return value
    raise Invalid(f"Field {place}: {text[:40]!r} is not a number.")


def request_make(form: QueryDict) -> Asked:
    asked = plain(form, "kind", "title", "rationale")
    asked |= {name: lines(form.get(name, "")) for name in ("outcomes", "constraints", "alternatives")}
    if amount := form.get("amount", "").strip():
        asked["amount_minor"] = round(number("amount", amount) * 100)
    columns = [form.getlist(name) for name in ("area", "mark", "quote")]
    marks = [
        {"area": area, "mark": mark, "quote": quote}
        for area, mark, quote in zip(*columns, strict=False)
        if area.strip()
    ]
    return asked | {"scorecard": marks}


def forum_close(form: QueryDict) -> Asked:
    columns = [form.getlist(name) for name in ("item", "outcome", "owner", "due")]
    rows = [
        {"item": item, "outcome": outcome} | filled(owner=owner, due=due)
        for item, outcome, owner, due in zip(*columns, strict=False)
        if outcome.strip()
    ]
    return plain(form, "ref", "notes") | {"outcomes": rows}


def filled(**values: str) -> Asked:
    return {name: value for name, value in values.items() if value.strip()}


def assessment_save(form: QueryDict) -> Asked:
    asked = plain(
        form, "ref", "subject", "title", "purpose", "lawful_basis", "retention_days", "residual", "residual_words",
        "review_on",
    )  # fmt: skip
    lists = {"data_classes": form.getlist("data_classes"), "controls": lines(form.get("controls", ""))}
    return asked | ({name: value for name, value in lists.items() if value or form.get("ref")})


READERS: dict[str, Callable[[QueryDict], Asked]] = {
    reader.__name__: reader
    for reader in (
        assessment_save, conflict_record, decision_edit, decision_keep, decision_open, decision_take, forum_close,
        request_make, risk_save,
    )
}  # fmt: skip


def padded(rows: Iterable[Any], least: int) -> list[Any]:
    """The rows and empty ones after them, two at least, so that a form has room for more."""
    found = list(rows)
    return found + [None] * max(2, least - len(found))
