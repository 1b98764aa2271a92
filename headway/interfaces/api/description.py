"""What the OpenAPI document says about each entry of the registry."""

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

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


class Schemas:
    """The JSON schemas of all questions and answers, under names that no two models share."""

    def __init__(self) -> None:
        pairs: list[Mode] = [(Problem, "serialization")]
        for entry in entries():
            pairs += [(entry.question, "validation"), (entry.answer, "serialization")]
        self._refs, found = models_json_schema(
            list(dict.fromkeys(pairs)), ref_template="#/components/schemas/{model}"
        )
        self.components: dict[str, Any] = found["$defs"]

    def content(self, model: type[BaseModel], mode: JsonSchemaMode, media: str = "application/json") -> Any:
        return {media: {"schema": self._refs[model, mode]}}

    def of(self, entry: Entry) -> dict[str, Any]:
        """The part of an operation that django-ninja cannot see: body, answers, headers."""
        return {
            "parameters": [WORKSPACE, KEY] if entry.kind == "action" else [WORKSPACE],
            "requestBody": {"required": True, "content": self.content(entry.question, "validation")},
            "responses": self._responses(entry),
        }

    def _responses(self, entry: Entry) -> dict[int, Any]:
        problem = self.content(Problem, "serialization", MEDIA_TYPE)
        refusals = {
            code: {"description": HTTPStatus(code).phrase, "content": problem}
            for code in REFUSALS[entry.kind]
        }
        answer = {"description": "The answer", "content": self.content(entry.answer, "serialization")}
        return {200: answer} | refusals
