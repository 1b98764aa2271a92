"""Readiness criteria: written as objects, or as lines that a form sends, and compared in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from headway.apps.launch.models import ReadinessTemplate, Tier
from headway.core.access import row
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.gate import Claim, state_of
from headway.core.registry import Question

READINESS = "DRt3"
OPTIONAL = "optional"


class Criterion(Question):
    """Something that has to hold before a launch; `owner` is the position that sees to it, such as support."""

    text: str = Field(min_length=1, max_length=300)
    mandatory: bool = True
    owner: str = Field(min_length=1, max_length=60)


def lines_read(parsed: Callable[[str], dict[str, Any]]) -> BeforeValidator:
    """Have a list of objects also be given as text, one object a line; anything else stays as it came."""

    def entries(given: object) -> object:
        if isinstance(given, str):
            given = [given]
        if not isinstance(given, list):
            return given
        found: list[object] = []
        for one in given:
            found += (
                [parsed(line) for line in one.splitlines() if line.strip()] if isinstance(one, str) else [one]
            )
        return found

    return BeforeValidator(entries)


def _parsed(line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) not in (2, 3) or (len(parts) == 3 and parts[2].lower() != OPTIONAL):
        raise ValueError(
            f"{line.strip()!r} is no criterion; write: what has to hold | who sees to it | optional"
        )
    return {"text": parts[0], "owner": parts[1], "mandatory": len(parts) == 2}


Criteria = Annotated[list[Criterion], lines_read(_parsed)]


class ReadinessSave(Question):
    """A new template, or a change of the one with that ref; what is left out stays, criteria come as a whole."""

    ref: str = Field("", max_length=100)
    name: str | None = Field(None, min_length=1, max_length=120)
    tier: Tier | None = None
    criteria: Criteria | None = Field(
        None, min_length=1, max_length=100, description="As a whole, in their order; from a form, one a line."
    )


def readiness_claim(context: Context, question: ReadinessSave) -> Claim:
    """DRt3: what has to hold before launches, told as the criteria that come, go or change."""
    template = row(ReadinessTemplate, context, question.ref) if question.ref else None
    name = question.name or (template.name if template else "")
    head = f"{template.ref} {template.name}" if template else f"The readiness template {name!r} comes in"
    words = [head, *_field_words(template, question)]
    if question.criteria is not None:
        words += criteria_words(template.criteria if template else [], stored(question.criteria))
    state = state_of(question.ref, template.version if template else 0)
    return Claim(READINESS, tuple(words), state, template)


def _field_words(template: ReadinessTemplate | None, question: ReadinessSave) -> list[str]:
    if template is None:
        return [f"tier: {question.tier.label.lower()}"] if question.tier else []
    lines = []
    if question.name and question.name != template.name:
        lines.append(f"name: {template.name} becomes {question.name}")
    if question.tier and question.tier != template.tier:
        lines.append(f"tier: {template.get_tier_display().lower()} becomes {question.tier.label.lower()}")
    return lines


Stored = Mapping[str, Any]


def stored(criteria: Sequence[Criterion]) -> list[dict[str, Any]]:
    """Criteria as they are kept. Raises Invalid where one comes twice."""
    texts = [one.text for one in criteria]
    if twice := next((text for text in texts if texts.count(text) > 1), ""):
        raise Invalid(f"Field criteria: {twice!r} comes twice.")
    return [one.model_dump() for one in criteria]


def criteria_words(before: Sequence[Stored], after: Sequence[Stored]) -> list[str]:
    """What differs between two lists of criteria, a line each: those that come, those that go, those that change.

    >>> old = [{"text": "Runbook", "mandatory": True, "owner": "support"}]
    >>> criteria_words(old, [old[0] | {"mandatory": False}])
    ['“Runbook” changes: mandatory, seen to by support; then optional, seen to by support']
    """
    old, new = ({one["text"]: told(one) for one in part} for part in (before, after))
    lines = [f"“{text}” comes in: {words}" for text, words in new.items() if text not in old]
    lines += [f"“{text}” goes out: {words}" for text, words in old.items() if text not in new]
    return lines + [
        f"“{text}” changes: {old[text]}; then {words}"
        for text, words in new.items()
        if text in old and old[text] != words
    ]


def told(one: Stored) -> str:
    """How a criterion is held."""
    return f"{'mandatory' if one['mandatory'] else OPTIONAL}, seen to by {one['owner']}"
