"""What the OpenAPI document says about each entry of the registry."""

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from headway.core.gate import Pending
from headway.core.registry import Entry, entries
from headway.interfaces.api.auth import WORKSPACE_HEADER
from headway.interfaces.problems import MEDIA_TYPE, Problem

Mode = tuple[type[BaseModel], JsonSchemaMode]
REFUSALS = {
    "query": (400, 401, 403, 404, 413, 415, 422, 429),
    "action": (400, 401, 403, 404, 409, 413, 415, 422, 429),
}
WORKSPACE = {
    "name": WORKSPACE_HEADER,
    "in": "header",
    "required": False,
    "schema": {"type": "string"},
    "description": "Which workspace, by slug; without it the token's, or the one most recently worked in.",
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 200},
    "description": "The same request with the same key gives the first answer again and changes nothing.",
}


def _ref(part: str, name: object) -> dict[str, str]:
    return {"$ref": f"#/components/{part}/{name}"}


def _links(entry: Entry) -> dict[str, Any]:
    """What can be done next with the record that an action made or changed."""
    named = next((name for name in ("ref", "id") if name in entry.answer.model_fields), None)
    if entry.kind == "query" or named is None:
        return {}
    return {
        one.name.replace(".", "-"): {
            "operationId": one.name,
            "requestBody": {asked: f"$response.body#/{named if asked == 'ref' else 'id'}"},
        }
        for one in entries()
        if one.name != entry.name and _noun(one) == _noun(entry) and (asked := _asked(one, entry))
    }


def _noun(entry: Entry) -> str:
    return entry.name.rpartition("_")[0]


def _asked(later: Entry, entry: Entry) -> str | None:
    """The field of a later question that takes what names the record."""
    needed = [name for name in ("ref", "id") if name in later.question.model_fields]
    if needed == ["id"] and "id" not in entry.answer.model_fields:
        return None
    return needed[0] if needed else None


class Schemas:
    """The JSON schemas of all questions and answers, under names that no two models share."""

    def __init__(self) -> None:
        pairs: list[Mode] = [(Problem, "serialization"), (Pending, "serialization")]
        for entry in entries():
            pairs += [(entry.question, "validation"), (entry.answer, "serialization")]
        self._refs, found = models_json_schema(
            list(dict.fromkeys(pairs)), ref_template="#/components/schemas/{model}"
        )
        self._schemas: dict[str, Any] = found["$defs"]

    def components(self) -> dict[str, Any]:
        """The parts that operations refer to."""
        problem = self._content(Problem, "serialization", MEDIA_TYPE)
        return {
            "schemas": self._schemas,
            "parameters": {"Workspace": WORKSPACE, "Key": KEY},
            "responses": {
                str(code): {"description": HTTPStatus(code).phrase, "content": problem}
                for code in REFUSALS["action"]
            },
        }

    def of(self, entry: Entry) -> dict[str, Any]:
        """The part of an operation that django-ninja cannot see: body, answers, headers."""
        needed = any(field.is_required() for field in entry.question.model_fields.values())
        names = ["Workspace", "Key"] if entry.kind == "action" else ["Workspace"]
        return {
            "parameters": [_ref("parameters", name) for name in names],
            "requestBody": {"required": needed, "content": self._content(entry.question, "validation")},
            "responses": self._responses(entry),
        }

    def _responses(self, entry: Entry) -> dict[int, Any]:
        answer = {
            "description": "The answer",
            "content": self._content(entry.answer, "serialization"),
            "links": _links(entry),
        }
        waits = {"description": "Waits for approval", "content": self._content(Pending, "serialization")}
        return (
            {200: answer}
            | ({202: waits} if entry.rights else {})
            | {code: _ref("responses", code) for code in REFUSALS[entry.kind]}
        )

    def _content(self, model: type[BaseModel], mode: JsonSchemaMode, media: str = "application/json") -> Any:
        return {media: {"schema": self._refs[model, mode]}}
