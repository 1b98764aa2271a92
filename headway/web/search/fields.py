"""The fields of a form that any action's question makes, read from its JSON schema."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from headway.core.errors import HeadwayError
from headway.core.registry import Entry
from headway.web.search.naming import sentence_of

Look = Literal["text", "long", "choice", "flag", "lines", "many", "rows", "json", "known", "hidden"]
NAMED = re.compile(r"Field (\w+): (.+)", re.DOTALL)
LONG_FROM, MANY_MOST, PARTS_MOST = 300, 30, 4
INPUTS = {
    "date": "date",
    "date-time": "datetime-local",
    "integer": "number",
    "number": "number",
}
LONG_NAMES = {"text", "body", "markdown", "content", "note", "words", "reason", "rationale"}


@dataclass(frozen=True)
class FieldShown:
    """One field: how it looks, what it may hold, what stands in it, what is wrong with it.

    `limits` are attributes of the HTML element, such as `max`; `choices` are values with words; `inside` says
    what goes into a JSON text; `parts` are what stands in a line of `rows` after its name.
    """

    name: str
    label: str
    look: Look
    hint: str
    required: bool
    type: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    limits: tuple[tuple[str, str], ...] = ()
    inside: str = ""
    parts: tuple[str, ...] = ()
    value: str = ""
    values: tuple[str, ...] = ()
    error: str = ""

    @property
    def lines(self) -> int:
        return 3 if self.look in {"lines", "rows"} else 6


def fields_of(entry: Entry) -> list[FieldShown]:
    """Every field of an action's question, those that are required first."""
    schema = entry.question.model_json_schema(mode="validation")
    required, defs = set(schema.get("required", ())), schema.get("$defs", {})
    shown = schema.get("properties", {}).items()
    found = [_field(name, own, name in required, defs) for name, own in shown]
    return sorted(found, key=lambda one: one.name not in required)


def _field(name: str, own: dict[str, Any], required: bool, defs: Mapping[str, Any]) -> FieldShown:
    kind, optional = _resolved(own, defs)
    look = _look(name, kind, defs, own.get("default", False if required else None))
    hint = str(own.get("description") or kind.get("description") or "").replace("\n", " ").replace("`", "")
    parts = _parts(kind, defs) if look == "rows" else ()
    return FieldShown(
        name=name,
        label=sentence_of(name),
        look=look,
        hint=" ".join(
            part for part in (hint, _habit(look, own.get("default"), required or optional, parts)) if part
        ),
        required=required and look not in {"flag", "many"},
        type=_input_type(name, kind),
        choices=_choices(kind, look, defs),
        limits=_limits(kind),
        inside=_inside(kind, defs) if look == "json" else "",
        parts=parts,
    )


def _resolved(own: Mapping[str, Any], defs: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """What a field holds once references and "or nothing" are taken away, and whether it may be nothing."""
    if "$ref" in own:
        return _resolved(defs[own["$ref"].rsplit("/", 1)[-1]], defs)
    kinds = own.get("anyOf") or own.get("oneOf")
    if not kinds:
        return dict(own), False
    kept = [_resolved(one, defs)[0] for one in kinds if one.get("type") != "null"]
    return (kept[0] if len(kept) == 1 else _one_of(kept)), len(kept) < len(kinds)


def _one_of(kinds: list[dict[str, Any]]) -> dict[str, Any]:
    """Several kinds as one: choices together; a text where any of them is one; else JSON."""
    if all("enum" in one or "const" in one for one in kinds):
        return {
            "type": "string",
            "enum": [value for one in kinds for value in one.get("enum", [one.get("const")])],
        }
    types = {one.get("type") for one in kinds}
    return {"type": "string"} if types <= {"string", "number", "integer"} else {"type": "object"}


def _look(name: str, kind: dict[str, Any], defs: Mapping[str, Any], default: object) -> Look:
    if "enum" in kind or "const" in kind:
        return "choice"
    if kind.get("type") == "boolean":
        return "flag" if default is False else "choice"
    if kind.get("type") == "array":
        return _look_of_list(kind, defs)
    if kind.get("type") in {"object", None}:
        return "rows" if _parts(kind, defs) else "json"
    long = kind.get("type") == "string" and "format" not in kind and "pattern" not in kind
    return "long" if long and (name in LONG_NAMES or kind.get("maxLength", 0) > LONG_FROM) else "text"


def _look_of_list(kind: dict[str, Any], defs: Mapping[str, Any]) -> Look:
    inside, _ = _resolved(kind.get("items", {}), defs)
    if "enum" in inside and len(inside["enum"]) <= MANY_MOST:
        return "many"
    return "lines" if inside.get("type") in {"string", "integer", "number"} else "json"


def _parts(kind: dict[str, Any], defs: Mapping[str, Any]) -> tuple[str, ...]:
    """The numbers that each name of an object has, where it has nothing else: they fit in a line."""
    of = kind.get("additionalProperties")
    own = _resolved(of, defs)[0] if isinstance(of, dict) else {}
    numbers = [name for name, one in own.get("properties", {}).items() if one.get("type") == "number"]
    return tuple(numbers) if len(numbers) == len(own.get("properties", {})) <= PARTS_MOST else ()


def _habit(look: Look, default: object, silent: bool, parts: tuple[str, ...]) -> str:
    """What happens where a field is left empty, and how lists are written."""
    line = " | ".join(["name", *map(sentence_of, parts)])
    told = {"lines": "One on each line.", "rows": f"One on each line: {line}.", "json": "As JSON."}.get(
        look, ""
    )
    plain = isinstance(default, str | int | float) and not isinstance(default, bool) and default != ""
    return f"{told} Left empty: {default}.".strip() if plain and not silent else told


def _input_type(name: str, kind: dict[str, Any]) -> str:
    if name == "password":
        return "password"
    return INPUTS.get(kind.get("format", ""), INPUTS.get(kind.get("type", ""), "text"))


def _choices(kind: dict[str, Any], look: Look, defs: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    if kind.get("type") == "boolean":
        return (("true", "Yes"), ("false", "No")) if look == "choice" else ()
    own = _resolved(kind.get("items", {}), defs)[0] if look == "many" else kind
    values = own.get("enum", [own["const"]] if "const" in own else [])
    return tuple((str(value), sentence_of(str(value))) for value in values if value not in (None, ""))


LIMITS = {
    "maximum": "max", "minimum": "min", "maxLength": "maxlength", "minLength": "minlength"
}  # fmt: skip


def _limits(kind: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    found = [
        (LIMITS[name], str(kind[name])) for name in LIMITS if name in kind and kind.get("type") != "array"
    ]
    return tuple([*found, ("step", "any")] if kind.get("type") == "number" else found)


DEPTH_MOST = 4


def _inside(kind: dict[str, Any], defs: Mapping[str, Any], depth: int = 0) -> str:
    """How the JSON of a field is built, in a few words: `[{title: text, scores: {text: number}}]`."""
    own, _ = _resolved(kind, defs)
    if depth > DEPTH_MOST:
        return "…"
    if own.get("type") == "array":
        return f"[{_inside(own.get('items', {}), defs, depth + 1)}, …]"
    if "enum" in own:
        return " or ".join(f"“{value}”" for value in own["enum"][:8])
    if properties := own.get("properties"):
        required = set(own.get("required", ()))
        parts = (
            f"“{name}”{'' if name in required else '?'}: {_inside(one, defs, depth + 1)}"
            for name, one in properties.items()
        )
        return f"{{{', '.join(parts)}}}"
    if own.get("type") == "object":
        of = own.get("additionalProperties")
        return f"{{“name”: {_inside(of, defs, depth + 1) if isinstance(of, dict) else 'anything'}, …}}"
    return {"string": "text", "boolean": "true or false"}.get(
        str(own.get("type")), str(own.get("type", "anything"))
    )


def filled(
    fields: list[FieldShown], values: Mapping[str, list[str]], errors: Mapping[str, str]
) -> list[FieldShown]:
    """The fields with what was typed into them and what is wrong with it."""
    return [
        replace(
            one,
            value=values.get(one.name, [""])[-1],
            values=tuple(values.get(one.name, ())),
            error=errors.get(one.name, ""),
        )
        for one in fields
    ]


def problems_of(error: HeadwayError) -> list[dict[str, Any]]:
    """What is wrong with which field: as the error lists it, else as its sentence names the field it begins with.

    >>> from headway.core.errors import Invalid
    >>> problems_of(Invalid("Field title: it is empty; write one."))
    [{'field': 'title', 'message': 'it is empty; write one.'}]
    """
    named = NAMED.fullmatch(error.detail)
    if error.fields or named is None:
        return list(error.fields)
    return [{"field": named[1], "message": named[2]}]


def errors_of(problems: list[dict[str, Any]]) -> dict[str, str]:
    """Sentences about wrong fields by the field of the form that each is in.

    >>> errors_of([{"field": "options.0.title", "message": "Field required"}])
    {'options': 'options.0.title: Field required.'}
    """
    found: dict[str, list[str]] = {}
    for one in problems:
        name, _, deeper = str(one["field"]).partition(".")
        place = f"{one['field']}: " if deeper else ""
        found.setdefault(name, []).append(f"{place}{str(one['message']).rstrip('.')}.")
    return {name: " ".join(told) for name, told in found.items()}
