"""Which attributes of a resource an answer has: `attributes` and `excludedAttributes` (RFC 7644, section 3.9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

ALWAYS = ("schemas", "id")


@dataclass(frozen=True)
class Wanted:
    """Names of attributes as they were asked for; at most one of the two lists is used."""

    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def wanted_from(only: object, without: object) -> Wanted:
    return Wanted(_names(only), _names(without))


def _names(given: object) -> tuple[str, ...]:
    parts = given.split(",") if isinstance(given, str) else given if isinstance(given, list) else []
    plain = (str(part).strip().lower() for part in parts)
    # A name may stand behind the URN of its schema.
    return tuple(name.rpartition(":")[2] if name.startswith("urn:") else name for name in plain if name)


def projected(resource: dict[str, Any], wanted: Wanted) -> dict[str, Any]:
    """The part of a resource that is wanted.

    >>> projected({"id": "1", "name": {"givenName": "Ada", "familyName": "L"}}, Wanted(only=("name.givenname",)))
    {'id': '1', 'name': {'givenName': 'Ada'}}
    """
    if wanted.only:
        found = {name: _kept(value, name, wanted.only) for name, value in resource.items()}
        return {name: value for name, value in found.items() if value is not None}
    return {
        name: _left(value, name, wanted.without)
        for name, value in resource.items()
        if name in ALWAYS or name.lower() not in wanted.without
    }


def _kept(value: Any, name: str, only: Sequence[str]) -> Any:
    small = name.lower()
    if name in ALWAYS or small in only:
        return value
    parts = {one.partition(".")[2] for one in only if one.startswith(f"{small}.")}
    return _each(value, lambda key: key.lower() in parts) if parts else None


def _left(value: Any, name: str, without: Sequence[str]) -> Any:
    parts = {one.partition(".")[2] for one in without if one.startswith(f"{name.lower()}.")}
    return _each(value, lambda key: key.lower() not in parts) if parts else value


def _each(value: Any, is_in: Any) -> Any:
    if isinstance(value, list):
        return [_each(one, is_in) for one in value]
    return {key: one for key, one in value.items() if is_in(key)} if isinstance(value, dict) else value
