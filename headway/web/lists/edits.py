"""A filled-in form as a change of records, and what to show when it could not be made."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.safestring import SafeString

from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.lists.answers import ColumnShown, RecordsEdited, RowShown
from headway.core.perform import perform
from headway.web.lists import asking
from headway.web.lists.cells import inside
from headway.web.lists.controls import Control, edit_control, given, in_words

SHOWN_MOST = 20


@dataclass(frozen=True)
class Wanted:
    """What a form asks for: which records in which version, and what was typed for which column."""

    records: tuple[tuple[str, int], ...]
    typed: dict[str, list[str]]

    @property
    def refs(self) -> list[str]:
        return [ref for ref, _ in self.records]


def wanted_of(form: QueryDict) -> Wanted:
    """Read a form: `record` is REF@VERSION, `col` a column it changes, `set.<column>` what was typed for it, and
    `was.<column>` what stood there, so that what nobody touched is left alone. Raises Invalid."""
    typed = {column: _texts(form, f"set.{column}") for column in form.getlist("col")}
    touched = {
        column: texts
        for column, texts in typed.items()
        if f"was.{column}" not in form or _filled(texts) != _filled(_texts(form, f"was.{column}"))
    }
    return Wanted(tuple(_record(text) for text in form.getlist("record")), touched)


def _texts(form: QueryDict, name: str) -> list[str]:
    # A browser ends the lines of a text with two characters.
    return [text.replace("\r\n", "\n") for text in form.getlist(name)]


def _filled(texts: list[str]) -> list[str]:
    return [text for text in texts if text]


def _record(text: str) -> tuple[str, int]:
    ref, _, version = text.rpartition("@")
    if not ref or not version.isdigit():
        raise Invalid(
            "The form does not say which record it changes; open the list again and repeat the change."
        )
    return ref, int(version)


def carry_out(kind: str, wanted: Wanted, here: Context) -> RecordsEdited | object:
    """Make the change. Raises Invalid, NotFound, Refused and Conflict, and then nothing was changed."""
    columns = {one.name: one for one in asking.columns_of(kind, here)}
    unknown = [name for name in wanted.typed if name not in columns]
    if unknown:
        raise Invalid(f"There is no column {unknown[0][:60]!r} in this list any more; open the list again.")
    changes = {name: given(columns[name], typed) for name, typed in wanted.typed.items()}
    records = [{"ref": ref, "version": version} for ref, version in wanted.records]
    return perform("lists.records_edit", {"kind": kind, "records": records, "changes": changes}, here)


@dataclass(frozen=True)
class Difference:
    """One column: what the record says now, what was typed, and the control with what was typed in it."""

    column: ColumnShown
    now: SafeString
    typed: str
    control: Control


@dataclass(frozen=True)
class Amend:
    """A change that could not be made, with everything that was typed, ready to be sent again."""

    sentence: str
    status: int
    records: tuple[RowShown, ...]
    gone: int
    differences: tuple[Difference, ...]

    @property
    def row(self) -> RowShown | None:
        return self.records[0] if len(self.records) == 1 else None


def amend(kind: str, wanted: Wanted, sentence: str, status: int, here: Context) -> Amend:
    """What a person needs to decide what to do with a change that could not be made."""
    columns = {one.name: one for one in asking.columns_of(kind, here)}
    found = asking.some_rows(kind, wanted.refs, here, list(wanted.typed))
    named = columns | {one.name: one for one in found.columns}
    differences = tuple(
        _difference(named[name], typed, found.rows) for name, typed in wanted.typed.items() if name in named
    )
    return Amend(sentence, status, tuple(found.rows), len(wanted.records) - len(found.rows), differences)


def _difference(column: ColumnShown, typed: Sequence[str], rows: Sequence[RowShown]) -> Difference:
    value = rows[0].cells.get(column.name) if len(rows) == 1 else None
    control = edit_control(column, f"set.{column.name}", value, typed)
    return Difference(column, inside(column, value, most=4000), in_words(column, typed), control)
