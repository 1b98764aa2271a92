"""Who is looked for when a person asks what is kept, and what holds rows outside the tables of the database."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from headway.core.classes import Kind
from headway.core.models import Workspace
from headway.engine.text.mentions import ERASED, Span, Wanted, moved, struck

Treatment = Literal["anonymise", "erase", "delete"]


@dataclass(frozen=True)
class Subject:
    """A person by identifiers: `texts` finds mentions in words, `whole` values that are an identifier.

    `token` gives the pseudonym that stands in the place of a value from now on, the same for the same value.
    """

    texts: Wanted
    whole: Mapping[Kind, Wanted]
    token: Callable[[str], str]

    def is_named(self, kind: Kind, value: str) -> bool:
        """Whether a value of an identity field is this person's."""
        return self.whole[kind].is_all_of(value)

    def is_named_at_all(self, value: str) -> bool:
        """Whether a value is one of the identifiers that belong to one person only."""
        return self.is_named(Kind.EMAIL, value) or self.is_named(Kind.USER_ID, value)

    def mentions(self, value: object) -> bool:
        """Whether the person is mentioned anywhere in a text or a JSON value."""
        return any(self.texts.found(text) for text in texts_in(value))

    def struck(self, value: Any, mark: str = ERASED) -> Any:
        """A text or a JSON value with every mention replaced."""
        return walked(value, lambda text: struck(text, self.texts.found(text), mark))


def texts_in(value: object) -> Iterator[str]:
    """Every text in a JSON value, keys among them.

    >>> list(texts_in({"a": ["b", 1, {"c": None}]}))
    ['a', 'b', 'c']
    """
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield str(key)
            yield from texts_in(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)


def walked(value: Any, change: Callable[[str], str]) -> Any:
    """A JSON value with every text changed, keys among them; two keys that become one keep the last value.

    >>> walked({"a": ["b", 1]}, str.upper)
    {'A': ['B', 1]}
    """
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {change(str(key)): walked(one, change) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [walked(one, change) for one in value]
    return value


class Holding(Protocol):
    """Something that keeps rows outside the database's tables, such as files of events."""

    name: str
    retained: str

    def find(self, workspace: Workspace, subject: Subject) -> int:
        """How many rows are about the person."""

    def export(self, workspace: Workspace, subject: Subject) -> Iterator[dict[str, Any]]:
        """Those rows."""

    def erase(self, workspace: Workspace, subject: Subject) -> int:
        """Pseudonymise and redact them within the transaction; gives how many."""

    def old(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        """How many rows of a source (all when empty) are older than a moment and not treated yet."""

    def expire(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        """Treat those rows within the transaction; gives how many."""


_HOLDINGS: dict[str, Holding] = {}
Shift = Callable[[Workspace, Mapping[str, Mapping[str, list[Span]]]], None]
_SHIFTS: dict[str, Shift] = {}


def holding_add(holding: Holding) -> None:
    """Declare a place that export, erasure and retention have to reach; in an app's `erasing.py`."""
    _HOLDINGS[holding.name] = holding


def holdings() -> list[Holding]:
    """Every such place, by name."""
    return [one for _, one in sorted(_HOLDINGS.items())]


def shift_add(label: str, shift: Shift) -> None:
    """Have places in texts of a model follow when mentions in them are struck.

    `shift` gets the workspace and, by the rows' ids, the spans struck in each field.
    """
    _SHIFTS[label] = shift


def shifted(label: str, workspace: Workspace, spans: Mapping[str, Mapping[str, list[Span]]]) -> None:
    """Tell whoever keeps places in texts of a model what was struck."""
    if spans and label in _SHIFTS:
        _SHIFTS[label](workspace, spans)


def mark_moved(start: int, end: int, spans: list[Span]) -> tuple[int, int]:
    """A stretch of a text after spans were struck in it; never empty.

    >>> mark_moved(10, 14, [(0, 3)]), mark_moved(0, 3, [(0, 3)])
    ((15, 19), (0, 8))
    """
    first = moved(start, spans)
    return (first, max(moved(end, spans), first + 1))


def file_destroy(path: Path) -> None:
    """Overwrite a file and remove it, so that its bytes are not left on a plain disk."""
    if not path.exists():
        return
    left = path.stat().st_size
    with path.open("r+b") as stream:
        while left > 0:
            left -= stream.write(b"\0" * min(left, 1 << 20))
    path.unlink()
