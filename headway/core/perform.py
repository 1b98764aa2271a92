"""The one way in: every door performs actions and asks queries through these two functions."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from pydantic import BaseModel, ValidationError

from headway.core import activity
from headway.core.context import Context
from headway.core.errors import Conflict, Refused, invalid_from
from headway.core.models import IdempotencyKey, Workspace
from headway.core.registry import SECRET, Done, Entry, entry_named


def perform(name: str, payload: Mapping[str, Any], context: Context, key: str = "") -> BaseModel:
    """Carry out an action: policy, validation, then the change and its activity row in one transaction.

    With an idempotency `key`, the same request again gives the first answer and changes nothing.
    Raises NotFound, Refused, Invalid or Conflict; nothing is half-written.
    """
    entry = entry_named(name, "action")
    allow(entry, context)
    question = parse(entry, payload)
    if key and (earlier := _earlier(entry, context, key, payload)):
        return earlier
    prepared = (entry.prepare(context, question),) if entry.prepare else ()
    with transaction.atomic():
        # One writer at a time in a workspace: the chain of activity has one end.
        Workspace.objects.select_for_update().get(pk=context.workspace.pk)
        if key and (earlier := _earlier(entry, context, key, payload)):
            return earlier
        done: Done[BaseModel] = entry.run(context, question, *prepared)
        activity.append(context, name, done)
        if key:
            _remember(context, key, _request_hash(name, payload), done.answer)
    return done.answer


def ask(name: str, payload: Mapping[str, Any], context: Context) -> BaseModel:
    """Answer a query. Raises NotFound, Refused or Invalid."""
    entry = entry_named(name, "query")
    allow(entry, context)
    answer: BaseModel = entry.run(context, parse(entry, payload))
    return answer


def answer_json(answer: BaseModel) -> str:
    """An answer in the one form that every door sends, byte for byte."""
    return json.dumps(
        answer.model_dump(mode="json", by_alias=True), ensure_ascii=False, separators=(",", ":")
    )


def allow(entry: Entry, context: Context) -> None:
    """Raise Refused unless the role in the context may use the entry."""
    if context.role not in entry.roles:
        allowed = ", ".join(role.label.lower() for role in type(context.role) if role in entry.roles)
        raise Refused(
            f"{entry.name} is not open to the role {context.role.label.lower()}; it is to: {allowed}."
        )


def parse(entry: Entry, payload: Mapping[str, Any]) -> BaseModel:
    try:
        return entry.question.model_validate(payload)
    except ValidationError as error:
        raise invalid_from(error) from error


def _request_hash(name: str, payload: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps([name, payload], sort_keys=True, default=str).encode()).hexdigest()


def _earlier(entry: Entry, context: Context, key: str, payload: Mapping[str, Any]) -> BaseModel | None:
    found = IdempotencyKey.objects.filter(workspace=context.workspace, actor=context.actor, key=key).first()
    if found is None:
        return None
    if found.request_hash != _request_hash(entry.name, payload):
        raise Conflict(f"The idempotency key {key!r} was used for another request; use a new key.")
    return entry.answer.model_validate(found.answer)


def _remember(context: Context, key: str, request_hash: str, answer: BaseModel) -> None:
    IdempotencyKey.objects.create(
        workspace=context.workspace,
        actor=context.actor,
        key=key,
        request_hash=request_hash,
        answer=answer.model_dump(mode="json", by_alias=True) | _secrets_blanked(answer),
    )


def _secrets_blanked(answer: BaseModel) -> dict[str, str]:
    """Empty values for what is shown once: the same request again tells that it was done, not the secret."""
    fields = type(answer).model_fields.items()
    return {name: "" for name, field in fields if field.json_schema_extra == SECRET}
