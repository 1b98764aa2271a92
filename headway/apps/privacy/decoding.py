"""Values that other packages keep packed, as the words that are in them."""

import json
from collections.abc import Callable
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django_q.signing import BadSignature, SignedPackage


def words_in(label: str, name: str, value: Any) -> Any:
    """What a stored value says, unpacked where it is packed; JSON stays as it is, None is nothing."""
    unpack = _PACKED.get((label, name))
    if unpack:
        return unpack(value)
    if value is None or isinstance(value, str | dict | list):
        return value or ""
    return bytes(value).decode(errors="ignore") if isinstance(value, bytes | memoryview) else str(value)


def session_content(packed: str) -> dict[str, Any]:
    """What a session holds; one that cannot be read holds nothing."""
    return SessionStore().decode(packed)


def sessions_of(users: set[str]) -> list[str]:
    """The keys of the sessions in which one of these people is signed in."""
    found = Session.objects.values_list("session_key", "session_data")
    return [key for key, packed in found if session_content(packed).get("_auth_user_id") in users]


def _session(packed: str) -> str:
    return json.dumps(session_content(packed), ensure_ascii=False, default=str)


def _queued(packed: str) -> str:
    try:
        return str(SignedPackage.loads(packed))
    except BadSignature:
        return ""


_PACKED: dict[tuple[str, str], Callable[[Any], str]] = {
    ("sessions.session", "session_data"): _session,
    ("django_q.ormq", "payload"): _queued,
    ("django_q.task", "args"): str,
    ("django_q.task", "kwargs"): str,
    ("django_q.task", "result"): str,
}
