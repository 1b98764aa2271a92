"""The one list of what Headway can do: actions change something, queries read, each declared once.

An action is a function `(context, question) -> Done[Answer]`; a query `(context, question) -> Answer`.
The names, the question and answer models, the roles and the text all come from that declaration; web forms,
API routes, CLI commands and MCP tools are made from it.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar, get_args, get_type_hints

from django.db.models import Model
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationInfo, field_validator

from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.roles import EVERYONE, Role


class Question(BaseModel):
    """What a caller sends; an unknown field is refused, so that a typing error is not silently ignored."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _is_no_other_kind(cls, value: object, about: ValidationInfo) -> object:
        # Taken as it comes, 0 would be a no, or the first day of 1970, and false would be 0.
        kinds = _kinds(cls.model_fields[about.field_name or ""].annotation)
        if isinstance(value, bool) and kinds <= {int, float, type(None)}:
            raise ValueError("true and false do not go here; give a number")
        if type(value) in {int, float} and kinds <= {bool, date, datetime, type(None)}:
            raise ValueError("a number does not go here; the description of the field says what does")
        return value


def _kinds(annotation: Any) -> set[Any]:
    return set(get_args(annotation) or (annotation,))


class Answer(BaseModel):
    """What a caller gets back."""


SECRET: dict[str, JsonValue] = {"x-secret": True}
"""For `Field(json_schema_extra=SECRET)`: this part of an answer is shown once and never kept."""


class Empty(Question):
    """No input."""


A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True)
class Done(Generic[A]):
    """What an action did: its answer, a sentence for the log, and what changed on which record."""

    answer: A
    summary: str
    subject: Model | None = None
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Entry:
    name: str
    kind: Literal["action", "query"]
    run: Callable[..., Any]
    question: type[BaseModel]
    answer: type[BaseModel]
    roles: frozenset[Role]
    doc: str
    prepare: Callable[[Context, Any], Any] | None = None
    destructive: bool = False
    rights: tuple[str, ...] = ()
    claim: Callable[[Context, Any], Any] | None = None

    @property
    def summary(self) -> str:
        """The first sentence of the declaration's docstring."""
        return self.doc.split("\n\n")[0].replace("\n", " ").strip()


_ENTRIES: dict[str, Entry] = {}
F = TypeVar("F", bound=Callable[..., Any])


def action(
    name: str,
    roles: frozenset[Role],
    *,
    prepare: Callable[[Context, Any], Any] | None = None,
    destructive: bool = False,
    rights: tuple[str, ...] = (),
    claim: Callable[[Context, Any], Any] | None = None,
) -> Callable[[F], F]:
    """Register a state change. `prepare` does the slow, read-only part before the transaction opens;
    what it returns is the action's third argument. `rights` names the decision rights it may touch, and
    `claim` (context, question) gives the `gate.Claim` of one change, or None where it touches none."""
    if bool(rights) != bool(claim) or (claim and prepare):
        raise RuntimeError(f"{name}: rights and claim go together, and without prepare.")

    def register(function: F) -> F:
        hints = get_type_hints(function)
        answer = get_args(hints["return"])[0]
        _add(function, Entry(name, "action", function, _question(function, hints), answer, roles,
                             inspect.getdoc(function) or "", prepare, destructive, rights, claim))  # fmt: skip
        return function

    return register


def query(name: str, roles: frozenset[Role] = EVERYONE) -> Callable[[F], F]:
    """Register a read."""

    def register(function: F) -> F:
        hints = get_type_hints(function)
        _add(function, Entry(name, "query", function, _question(function, hints), hints["return"], roles,
                             inspect.getdoc(function) or ""))  # fmt: skip
        return function

    return register


def entries(kind: Literal["action", "query"] | None = None) -> list[Entry]:
    """Everything registered, by name."""
    return [entry for _, entry in sorted(_ENTRIES.items()) if kind in (None, entry.kind)]


def entry_named(name: str, kind: Literal["action", "query"]) -> Entry:
    """The entry of that name and kind. Raises NotFound, naming near ones."""
    found = _ENTRIES.get(name)
    if found is None or found.kind != kind:
        area = name.split(".", maxsplit=1)[0]
        near = [entry.name for entry in entries(kind) if entry.name.startswith(area + ".")]
        raise NotFound(f"No {kind} named {name!r}" + (f"; there are {', '.join(near)}." if near else "."))
    return found


def _question(function: Callable[..., Any], hints: dict[str, Any]) -> type[BaseModel]:
    names = list(inspect.signature(function).parameters)
    question: type[BaseModel] = hints[names[1]]
    return question


def _add(function: Callable[..., Any], entry: Entry) -> None:
    known = _ENTRIES.get(entry.name)
    if known and known.run.__qualname__ != function.__qualname__:
        raise RuntimeError(f"{entry.name} is registered twice: {known.run} and {function}")
    _ENTRIES[entry.name] = entry
