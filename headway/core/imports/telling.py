"""What becomes of the rows of a table, in one sentence each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from headway.core.context import Context
from headway.core.history.words import NOTHING, Speech
from headway.core.imports.registry import Importer
from headway.core.kinds import RecordKind, kinds
from headway.core.lists.columns import CUSTOM
from headway.core.models import WorkspaceRecord
from headway.core.records import plain
from headway.engine.filters.chips import shortened

Became = Literal["new", "changed", "same", "refused"]
Changed = tuple[tuple[str, Any, Any], ...]
CHANGES_TOLD_MOST, VALUE_LETTERS, TITLE_LETTERS = 4, 60, 80


@dataclass(frozen=True)
class Outcome:
    """What became of a row: the record it makes or finds and, for a changed one, the values before and after."""

    row: int
    became: Became
    key: str
    record: WorkspaceRecord
    changes: Changed = ()


def changes_by(record: WorkspaceRecord, fields: dict[str, Any]) -> Changed:
    """What fields would change on a record: name, value before, value after; the workspace's own fields singly."""
    return tuple(one for one in _compared(record, fields) if (one[1] or None) != (one[2] or None))


def _compared(record: WorkspaceRecord, fields: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name, after in fields.items():
        before = getattr(record, name)
        if name == "custom":
            for key in {**before, **after}:
                yield CUSTOM + key, before.get(key), after.get(key)
        else:
            yield name, plain(before), plain(after)


class Telling:
    """The sentences for the rows of one kind of table."""

    def __init__(self, context: Context, importer: Importer) -> None:
        model = importer.model
        self.kind: RecordKind | None = next((one for one in kinds() if one.model is model), None)
        self.speech = Speech.of(context, self.kind) if self.kind else Speech(context, None)

    def sentence(self, outcome: Outcome) -> str:
        """What becomes of one row."""
        ref = outcome.record.ref
        if outcome.became == "same":
            return f"{ref} says so already; nothing changes."
        if outcome.became == "changed":
            return self._changed(ref, outcome.changes)
        if ref != outcome.key[: len(ref)]:
            return (
                f"Makes {ref}, since {outcome.key} is there already from elsewhere. To change that one, choose where "
                "it came from; one that was made by hand is changed in the list."
            )
        return f"Makes {ref}{self._title(outcome.record)}."

    def refusal(self, column: str, message: str) -> str:
        """Why one row is left out; a field of the workspace's own is named as people know it."""
        name = self.speech.label(column) if column.startswith(CUSTOM) else column
        text = message.rstrip(".")
        return f"{name}: {text}." if name else f"{text[:1].upper()}{text[1:]}."

    def _title(self, record: WorkspaceRecord) -> str:
        title = str(getattr(record, self.kind.title)) if self.kind else ""
        return f": {shortened(' '.join(title.split()), TITLE_LETTERS)}" if title else ""

    def _changed(self, ref: str, changes: Sequence[tuple[str, Any, Any]]) -> str:
        told = [self._change(*one) for one in changes[:CHANGES_TOLD_MOST]]
        if not told:
            return f"Changes only columns of {ref} that Headway keeps and does not show."
        more = len(changes) - len(told)
        return f"Changes {ref}: {'; '.join(told)}{f'; and {more} more' if more else ''}."

    def _change(self, name: str, before: Any, after: Any) -> str:
        label = self.speech.label(name)
        # A value that no list shows may hold what only a few should read.
        if self.speech.sheet is None or name not in self.speech.sheet.by_field:
            return label
        return f"{label}: {self._value(name, before)} becomes {self._value(name, after)}"

    def _value(self, name: str, value: Any) -> str:
        words = self.speech.words(name, value)
        return words if words == NOTHING else shortened(words, VALUE_LETTERS)
