"""From what was typed into a generated form to the question of its action."""

import json
from typing import Any

from django.http import QueryDict

from headway.core.errors import Invalid
from headway.web.search.fields import FieldShown


def question_in(fields: list[FieldShown], form: QueryDict) -> dict[str, Any]:
    """The question; a field left empty is left out, so that its default holds.

    Raises Invalid for JSON and lines that are none, naming each such field.
    """
    question: dict[str, Any] = {}
    wrong = []
    for field in fields:
        try:
            value = _value(field, form.getlist(field.name))
        except json.JSONDecodeError as error:
            wrong.append({"field": field.name, "message": _told(error)})
            continue
        except ValueError as error:
            wrong.append({"field": field.name, "message": str(error)})
            continue
        if value not in ("", [], {}, None):
            question[field.name] = value
    if wrong:
        raise Invalid(f"Field {wrong[0]['field']}: {wrong[0]['message']}.", wrong)
    return question


def _value(field: FieldShown, given: list[str]) -> Any:
    text = given[-1] if given else ""
    if field.look == "many":
        return given
    if field.look == "lines":
        return [line.strip() for line in text.splitlines() if line.strip()]
    if field.look == "rows" and not text.lstrip().startswith("{"):
        return dict(_row(line, field.parts) for line in text.splitlines() if line.strip())
    if field.look in {"json", "rows"}:
        return json.loads(text) if text.strip() else None
    if field.look == "long":
        return text.replace("\r\n", "\n") if text.strip() else ""
    return text.strip()


def _row(line: str, parts: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    """A line such as `mobile | 8 | 10`. Raises ValueError for one that has other parts."""
    name, *given = [part.strip() for part in line.split("|")]
    if len(given) != len(parts):
        raise ValueError(f"“{line.strip()}” is none of these lines: {' | '.join(['name', *parts])}")
    return name, dict(zip(parts, given, strict=True))


def _told(error: json.JSONDecodeError) -> str:
    return f"this is not JSON (line {error.lineno}, letter {error.colno}); see below what goes here"
