"""A place in a policy document: its value, where it stands, and the faults found on the way."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from headway.engine.rights.yaml_text import Document, Place, Plain

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
WHOLE_MOST = 10**15


@dataclass(frozen=True, slots=True)
class Spot:
    """One value of the document. Each reading of it writes down what is wrong and gives an empty value then."""

    document: Document
    value: Plain
    place: Place = ()
    faults: list[str] = field(default_factory=list)

    def fault(self, sentence: str) -> None:
        """Write down what is wrong here: a sentence that goes on after the name of the place."""
        self.faults.append(f"{self._where()}: {sentence}")

    def at(self, key: str) -> "Spot":
        """The place under this key, its value None where there is none."""
        inner = self.value.get(key) if isinstance(self.value, dict) else None
        return Spot(self.document, inner, (*self.place, key), self.faults)

    def has(self, key: str) -> bool:
        """Whether something stands under this key."""
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def keyed(self, known: Sequence[str] = (), needed: Sequence[str] = (), noun: str = "key") -> list[str]:
        """The keys of a mapping; a fault for another kind of value, for unknown keys and for missing ones."""
        if not isinstance(self.value, dict):
            self.fault(f"a mapping is needed here{_such_as(known)}.")
            return []
        for key in self.value:
            if known and key not in known:
                self.at(key).fault(f"'{key}' is no {noun} here; {_instead(key, known)}.")
        for key in needed:
            if self.value.get(key) is None:
                self.fault(f"the {noun} {key} is missing; add it.")
        return list(self.value)

    def each(self) -> Iterator["Spot"]:
        """The places of a list; a fault for another kind of value."""
        if not isinstance(self.value, list):
            self.fault("a list is needed here, such as [a, b].")
            return
        for n, inner in enumerate(self.value):
            yield Spot(self.document, inner, (*self.place, n), self.faults)

    def text(self) -> str:
        """Words on one line."""
        if isinstance(self.value, str) and self.value.strip() and "\n" not in self.value:
            return self.value.strip()
        self.fault("words on one line are needed here; write them, in quotes if they look like a number.")
        return ""

    def name(self) -> str:
        """A name in small letters."""
        return self.value if isinstance(self.value, str) and self.named(self.value) else ""

    def named(self, name: str) -> bool:
        """Whether this is a name in small letters; a fault where not."""
        if not _NAME.fullmatch(name):
            self.fault(
                f"{_shown(name)} is no name; use small letters, digits and _, at most 40, a letter first."
            )
        return bool(_NAME.fullmatch(name))

    def one_of(self, known: Sequence[str], noun: str) -> str:
        """One of the known words, a `noun` for the sentence."""
        if isinstance(self.value, str) and self.value in known:
            return self.value
        self.fault(f"{_shown(self.value)} is no {noun}; {_instead(str(self.value), known)}.")
        return ""

    def whole(self, least: int = 0) -> int | None:
        """A whole number, or None for none or a wrong one."""
        if self.value is None:
            return None
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.fault(f"{_shown(self.value)} is not a whole number; write one such as 10.")
        elif not least <= self.value <= WHOLE_MOST:
            self.fault(f"{self.value} must lie between {least} and {WHOLE_MOST:,}; change it.")
        else:
            return self.value
        return None

    def yes(self) -> bool:
        """Yes or no; no where nothing stands."""
        if not isinstance(self.value, bool | None):
            self.fault(f"{_shown(self.value)} is neither true nor false; write one of them.")
        return self.value is True

    def day(self) -> date | None:
        """A date, or None for none or a wrong one."""
        if self.value is None:
            return None
        try:
            return date.fromisoformat(str(self.value))
        except ValueError:
            self.fault(f"{_shown(self.value)} is not a date; write it as 2026-12-31.")
            return None

    def _where(self) -> str:
        line = self.document.lines.get(self.place)
        words = [f"{_list_noun(self.place[n - 1])} {part + 1}" if isinstance(part, int) else part
                 for n, part in enumerate(self.place)]  # fmt: skip
        parts = ([f"Line {line}"] if line else []) + ([" > ".join(words)] if words else [])
        return ", ".join(parts) or "The document"


def _list_noun(before: str | int) -> str:
    return {"rules": "rule", "escalate": "stage", "delegations": "delegation"}.get(str(before), "entry")


def _shown(value: Plain) -> str:
    return f"'{str(value)[:60]}'" if not isinstance(value, list | dict) else "this"


def _such_as(known: Sequence[str]) -> str:
    return f" with {', '.join(known)}" if known else ""


def _instead(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word, known, 1)
    return f"write {close[0]}" if close else f"write one of {', '.join(known)}"
