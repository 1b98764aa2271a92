"""Which kinds of files can be imported; each app declares its own in `importers.py`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.imports.columns import Column, Row
from headway.core.models import ImportRun, WorkspaceRecord

Fields = dict[str, Any]
Build = Callable[[Row], Fields]


@dataclass(frozen=True)
class Importer:
    """How one kind of table becomes records.

    `prepare(context, run, rows)` looks up what rows refer to, once, and gives back the function that turns a
    row into the model's fields; that function raises RowFault for a row that cannot come in. `key` names the
    column that identifies a row in its source. `finish` runs after the rows are stored. `models` lists further
    models whose rows an undo removes. `undo` runs in an undo once changed rows are as they were before, and
    before the rows that the import made are removed. `action` reads the file where it is no table of records.
    """

    kind: str
    file_name: str
    model: type[WorkspaceRecord]
    key: str | Callable[[Row], str]
    columns: Sequence[Column]
    prepare: Callable[[Context, ImportRun, Sequence[Row]], Build]
    order: int
    doc: str
    finish: Callable[[Context, ImportRun, Sequence[Row]], None] | None = None
    models: Sequence[type[WorkspaceRecord]] = field(default_factory=tuple)
    dynamic_columns: Callable[[Sequence[str]], Sequence[Column]] | None = None
    undo: Callable[[Context, ImportRun], None] | None = None
    action: str = ""

    def key_of(self, row: Row) -> str:
        return str(row.values[self.key]) if isinstance(self.key, str) else self.key(row)


def reading_of(question: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """The action that reads a file of the question's `kind`, and its question. Raises NotFound for an unknown kind."""
    action = importer_of(str(question["kind"])).action
    if not action:
        return "core.file_import", question
    return action, {name: value for name, value in question.items() if name != "kind"}


_IMPORTERS: dict[str, Importer] = {}


def importer_add(importer: Importer) -> None:
    """Declare a kind of file."""
    _IMPORTERS[importer.kind] = importer


def importers() -> list[Importer]:
    """Every kind in the order in which a folder of them is read: what others refer to first."""
    return sorted(_IMPORTERS.values(), key=lambda one: (one.order, one.kind))


def importer_of(kind: str) -> Importer:
    """The importer of a kind. Raises NotFound, naming the kinds there are."""
    if kind not in _IMPORTERS:
        raise NotFound(f"No import of kind {kind!r}; there are {', '.join(one.kind for one in importers())}.")
    return _IMPORTERS[kind]
