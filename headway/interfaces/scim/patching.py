"""PATCH (RFC 7644, section 3.5.2) on a plain document: the operations give the document that is wanted.

Nothing is written here. A path or attribute that the resource does not have is refused, so that an identity
provider learns that a mapping goes nowhere instead of believing that it worked.
"""

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from headway.interfaces.scim.errors import ScimError

Document = dict[str, Any]
PATH = re.compile(
    r"(?:(?P<urn>urn:[\w.:-]+):)?(?P<name>[\w$-]+)(?:\[(?P<where>.*)\])?(?:\.(?P<sub>[\w$-]+))?"
)
TERM = re.compile(r'\s*(\w+)\s+eq\s+("(?:[^"\\]|\\.)*"|true|false)\s*', re.IGNORECASE)
OPERATIONS_MOST = 1000


@dataclass(frozen=True)
class Shape:
    """A resource's attributes: with parts, with many values, plain; and those that only Headway sets."""

    urn: str
    plain: frozenset[str]
    parted: Mapping[str, frozenset[str]]
    many: Mapping[str, frozenset[str]]
    fixed: frozenset[str]

    def known(self, name: str) -> str:
        """The attribute's name as the schema writes it. Raises ScimError where there is none."""
        names = [*self.plain, *self.parted, *self.many]
        if found := _same(name, names):
            return found
        if fixed := _same(name, self.fixed):
            raise ScimError(f"{fixed} cannot be changed by a directory.", "mutability")
        raise ScimError(f"{name[:100]} is no attribute that Headway keeps; see /Schemas.", "invalidPath")


@dataclass(frozen=True)
class Target:
    """What one operation is about: an attribute, perhaps those of its values that match, perhaps a part."""

    name: str
    where: tuple[tuple[str, Any], ...] = ()
    sub: str = ""


def patched(document: Document, operations: object, shape: Shape) -> Document:
    """The document after all operations. Raises ScimError for the first that cannot be done."""
    if not isinstance(operations, list) or not operations:
        raise ScimError("A PATCH needs a list of Operations.", "invalidSyntax")
    if len(operations) > OPERATIONS_MOST:
        raise ScimError(f"More than {OPERATIONS_MOST} operations in one PATCH; send several.", "tooMany")
    wanted = deepcopy(document)
    for operation in operations:
        _apply(wanted, operation, shape)
    return wanted


def _apply(document: Document, operation: object, shape: Shape) -> None:
    if not isinstance(operation, dict):
        raise ScimError("Each of the Operations is an object with op, path and value.", "invalidSyntax")
    does = str(operation.get("op", "")).lower()
    if does not in ("add", "replace", "remove"):
        raise ScimError(f"op is add, replace or remove, not {does[:40]!r}.", "invalidSyntax")
    for path, value in _parts(operation, does):
        target = target_of(path, shape)
        if does == "remove":
            _remove(document, target, value, shape)
        else:
            _set(document, target, value, shape, does == "add")


def _parts(operation: Document, does: str) -> list[tuple[str, Any]]:
    """Each path with its value; without a path the value's own fields are the paths."""
    path, value = operation.get("path"), operation.get("value")
    if path:
        return [(str(path), value)]
    if does == "remove":
        raise ScimError("A remove needs a path.", "noTarget")
    if not isinstance(value, dict):
        raise ScimError("Without a path the value is an object of attributes.", "invalidSyntax")
    return [(name, one) for name, one in value.items() if name != "schemas"]


def target_of(path: str, shape: Shape) -> Target:
    """What a path such as `emails[type eq "work"].value` is about. Raises ScimError."""
    found = PATH.fullmatch(path.strip())
    if not found:
        raise ScimError(f"{path[:100]} is not a path that SCIM knows.", "invalidPath")
    if found["urn"] and found["urn"].lower() != shape.urn.lower():
        raise ScimError(f"{path[:100]} is no attribute that Headway keeps; see /Schemas.", "invalidPath")
    name = shape.known(found["name"])
    return Target(name, _where(found["where"], path), _sub(name, found["sub"], shape))


def _sub(name: str, sub: str | None, shape: Shape) -> str:
    if not sub:
        return ""
    parts = shape.parted.get(name) or shape.many.get(name) or frozenset()
    if found := _same(sub, parts):
        return found
    raise ScimError(f"{name}.{sub[:100]} is no attribute that Headway keeps; see /Schemas.", "invalidPath")


def _where(text: str | None, path: str) -> tuple[tuple[str, Any], ...]:
    if text is None:
        return ()
    terms = [TERM.fullmatch(term) for term in re.split(r"\s+and\s+", text, flags=re.IGNORECASE)]
    if not all(terms):
        raise ScimError(
            f"In {path[:100]} only attribute eq value, joined by and, is understood.", "invalidFilter"
        )
    return tuple((term[1].lower(), _literal(term[2])) for term in terms if term)


def _literal(text: str) -> Any:
    return text.lower() == "true" if text[0] != '"' else re.sub(r"\\(.)", r"\1", text[1:-1])


def _same(name: str, names: Any) -> str:
    """Names of attributes are the same in capitals and small letters."""
    return next((one for one in names if one.lower() == name.lower()), "")


def _set(document: Document, target: Target, value: Any, shape: Shape, is_added: bool) -> None:
    name = target.name
    if name in shape.many:
        document[name] = _many_set(document.get(name) or [], target, value, is_added)
    elif name in shape.parted:
        document[name] = {**(document.get(name) or {}), **_given(name, target, value, shape)}
    else:
        document[name] = value


def _given(name: str, target: Target, value: Any, shape: Shape) -> Document:
    if target.sub:
        return {target.sub: value}
    if not isinstance(value, dict):
        raise ScimError(f"{name} is an object.", "invalidValue")
    return {found: one for key, one in value.items() if (found := _same(key, shape.parted[name]))}


def _many_set(present: list[Document], target: Target, value: Any, is_added: bool) -> list[Document]:
    if not target.where and not target.sub:
        given = [one if isinstance(one, dict) else {"value": one} for one in listed(value)]
        kept = present if is_added else []
        return kept + [one for one in given if one.get("value") not in [old.get("value") for old in kept]]
    change = {target.sub: value} if target.sub else value
    if not isinstance(change, dict):
        raise ScimError(f"{target.name} has objects as values.", "invalidValue")
    if not any(_matches(one, target.where) for one in present):
        return [*present, dict(target.where) | change]
    return [one | change if _matches(one, target.where) else one for one in present]


def _remove(document: Document, target: Target, value: Any, shape: Shape) -> None:
    name = target.name
    if name in shape.parted and target.sub:
        document[name] = {key: one for key, one in (document.get(name) or {}).items() if key != target.sub}
    elif name in shape.many and (target.where or value is not None):
        document[name] = [one for one in document.get(name) or [] if not _goes(one, target, value)]
    else:
        document.pop(name, None)


def _goes(one: Document, target: Target, value: Any) -> bool:
    if target.where and not _matches(one, target.where):
        return False
    if value is None:
        return True
    # Some providers name in the value, not in the path, whom to take out of a group.
    given = [part.get("value") if isinstance(part, dict) else part for part in listed(value)]
    return one.get("value") in given


def _matches(one: Document, where: Sequence[tuple[str, Any]]) -> bool:
    small = {key.lower(): value for key, value in one.items()}
    return all(small.get(name) == value for name, value in where)


def listed(value: Any) -> list[Any]:
    """One value or several, as several."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
