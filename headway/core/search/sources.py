"""What of a kind of record is searched, as columns of its table."""

from dataclasses import dataclass
from typing import Any

from headway.core.kinds import RecordKind, kinds


@dataclass(frozen=True)
class Source:
    """The table of a kind: the column of its title, those of its body."""

    kind: str
    table: str
    title: str
    body: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.title, *self.body)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that the index is made from."""
        return ("ref", "created_at", *self.texts)

    def head_of(self, row: str = "") -> str:
        """SQL for what stands in the title: ref and title, of a row of that name."""
        return f"{row}ref || ' ' || coalesce({row}{quoted(self.title)}, '')"

    def body_of(self, row: str = "") -> str:
        """SQL for what stands in the body."""
        return " || ' ' || ".join(f"coalesce({row}{quoted(one)}, '')" for one in self.body) or "''"


def quoted(name: str) -> str:
    return f'"{name}"'


def source_of(kind: RecordKind) -> Source:
    """Where the records of a kind are."""
    meta = kind.model._meta
    columns = {name: _column(meta.get_field(name)) for name in (kind.title, *kind.body)}
    return Source(kind.name, meta.db_table, columns[kind.title], tuple(columns[name] for name in kind.body))


def _column(field: Any) -> str:
    return str(field.column)


def sources() -> list[Source]:
    """Where the records of every kind are, by name."""
    return [source_of(kind) for kind in kinds()]
