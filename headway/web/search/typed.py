"""From what was typed into a generated form to the question of its action."""

import json
from typing import Any

from django.http import QueryDict

from headway.core.errors import Invalid
from headway.web.search.fields import FieldShown


def question_in(fields: list[FieldShown], form: QueryDict) -> dict[str, Any]:
    """The question; a field left empty is left out, so that its default holds.

    Raises Invalid for JSON that is none, naming each such field.
    """
    question: dict[str, Any] = {}
    wrong = []
    for field in fields:
        try:
            value = _value(field, form.getlist(field.name))
        except json.JSONDecodeError as error:
            wrong.append({"field": field.name, "message": _told(error)})
            continue
        if value not in ("", [], None):
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
    if field.look == "json":
        return json.loads(text) if text.strip() else None
    if field.look == "long":
        return text.replace("\r\n", "\n") if text.strip() else ""
    return text.strip()


def _told(error: json.JSONDecodeError) -> str:
    return f"this is not JSON (line {error.lineno}, letter {error.colno}); see below what goes here"
