"""The one way in: every door performs actions and asks queries through these two functions."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction
from pydantic import BaseModel, ValidationError

from headway.core import activity
from headway.core.context import Context
from headway.core.errors import Conflict, HeadwayError, Refused, invalid_from
from headway.core.gate import Claim, Pending, Wanted, installed
from headway.core.models import IdempotencyKey, Workspace
from headway.core.registry import SECRET, Answer, Done, Entry, entry_named
from headway.core.scopes import covers


def perform(name: str, payload: Mapping[str, Any], context: Context, key: str = "") -> BaseModel:
    """Carry out an action: policy, validation, then the change and its activity row in one transaction.

    With an idempotency `key`, the same request again gives the first answer and changes nothing.
    Where the policy wants an approval first, the change is stored and the answer is `Pending`.
    Raises NotFound, Refused, Invalid or Conflict; nothing is half-written, and a refusal leaves a row.
    """
    try:
        return _performed(name, payload, context, key)
    except HeadwayError as refusal:
        if refusal.leaves_row:
            note_refusal(context, name, refusal)
        raise


def _performed(name: str, payload: Mapping[str, Any], context: Context, key: str) -> BaseModel:
    entry = entry_named(name, "action")
    allow(entry, context)
    question = parse(entry, payload)
    if key and (earlier := _earlier(entry, context, key, payload)):
        return earlier
    prepared = (entry.prepare(context, question),) if entry.prepare else ()
    with transaction.atomic():
        _lock(context)
        if key and (earlier := _earlier(entry, context, key, payload)):
            return earlier
        done: Done[BaseModel] = (
            _ruled(context, entry, question) if entry.claim else entry.run(context, question, *prepared)
        )
        outcome = activity.PENDING if isinstance(done.answer, Pending) else activity.DONE
        activity.append(context, name, done, outcome)
        if key:
            _remember(context, key, _request_hash(name, payload), done.answer)
    return done.answer


def _lock(context: Context) -> None:
    # One writer at a time in a workspace: the chain of activity has one end.
    Workspace.objects.select_for_update().get(pk=context.workspace.pk)


def _ruled(context: Context, entry: Entry, question: BaseModel) -> Done[Any]:
    """Do what the policy lets the person do at once; store what needs an approval; refuse the rest."""
    claim: Claim | None = entry.claim(context, question) if entry.claim else None
    if claim is None:
        return carried_out(entry, context, question)
    ruling = installed().ruling(context, entry, claim)
    if ruling.outcome == "refuse":
        raise Refused(ruling.reason)
    if ruling.outcome == "pend":
        payload = question.model_dump(mode="json", by_alias=True, exclude_unset=True)
        wanted = Wanted(entry, payload, claim, ruling, _previewed(entry, context, question))
        return installed().opened(context, wanted)
    done = carried_out(entry, context, question)
    return replace(done, changes=done.changes | {"right": claim.right} | ruling.facts)


def carried_out(entry: Entry, context: Context, question: BaseModel) -> Done[Any]:
    """Run an action whose decision right is settled; the caller holds the lock and logs what was done."""
    done: Done[Any] = entry.run(context, question)
    return done


def _previewed(entry: Entry, context: Context, question: BaseModel) -> Done[Any]:
    """What an action would do: it is done and taken back, so that a change that cannot work never waits."""
    mark = transaction.savepoint()
    try:
        return carried_out(entry, context, question)
    finally:
        transaction.savepoint_rollback(mark)


def note_refusal(context: Context, name: str, refusal: HeadwayError) -> None:
    """Leave a row about something that was refused; it names what was asked for, not what was sent."""
    with transaction.atomic():
        _lock(context)
        done = Done(Answer(), f"Refused: {refusal.detail}")
        activity.append(context, name, done, activity.REFUSED)


def ask(name: str, payload: Mapping[str, Any], context: Context) -> BaseModel:
    """Answer a query. Raises NotFound, Refused or Invalid."""
    entry = entry_named(name, "query")
    try:
        allow(entry, context)
        answer: BaseModel = entry.run(context, parse(entry, payload))
    except Refused as refusal:
        note_refusal(context, name, refusal)
        raise
    return answer


def answer_json(answer: BaseModel) -> str:
    """An answer in the one form that every door sends, byte for byte."""
    return json.dumps(
        answer.model_dump(mode="json", by_alias=True), ensure_ascii=False, separators=(",", ":")
    )


def allow(entry: Entry, context: Context) -> None:
    """Raise Refused unless the role in the context may use the entry, and the token where one is used."""
    if context.role not in entry.roles:
        allowed = ", ".join(role.label.lower() for role in type(context.role) if role in entry.roles)
        raise Refused(
            f"{entry.name} is not open to the role {context.role.label.lower()}; it is to: {allowed}."
        )
    if not covers(context.scopes, entry):
        raise Refused(f"{entry.name} is outside the scopes of this token: {', '.join(context.scopes)}.")


def is_open(entry: Entry, context: Context) -> bool:
    """Whether `allow` would let the entry pass."""
    return context.role in entry.roles and covers(context.scopes, entry)


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
    model = Pending if found.answer.get("pending") is True else entry.answer
    return model.model_validate(found.answer)


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
