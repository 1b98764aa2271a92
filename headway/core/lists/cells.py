"""What stands in the cells of a row, from what the database gave."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from pydantic import JsonValue

from headway.core.kinds import RecordKind, kind_named
from headway.core.lists.columns import Column
from headway.core.lists.places import CENTS, FIRST_DAY, TODAY, days_of_today
from headway.core.lists.places import value_key as place_of
from headway.core.lists.sheet import Sheet
from headway.engine.filters.chips import joined
from headway.engine.filters.formula import Worked, formula_work, names_in

STAND_IN = "ref-of-a-record"


class Cells:
    """Reads the cells of columns out of rows of values; `paths` is what to select for it, `aliases` with what."""

    def __init__(self, sheet: Sheet, columns: Sequence[Column]) -> None:
        self.sheet, self.columns = sheet, columns
        self.paths: list[str] = []
        self.aliases: dict[str, Any] = {}
        self._kinds: dict[str, str] = {}
        # The name of what the database works out for a column, which would take long to ask for in every cell.
        self._names: dict[str, str] = {}
        for column in columns:
            self._select(column)
        for name in self._formula_names():
            self._select(self.sheet.columns[name])

    def _formula_names(self) -> list[str]:
        names = [name for one in self.columns if one.formula for name in names_in(one.formula)]
        return [name for name in dict.fromkeys(names) if name in self.sheet.columns]

    def _select(self, column: Column) -> None:
        for path in self._paths(column):
            if path not in self.paths:
                self.paths.append(path)

    def _paths(self, column: Column) -> list[str]:
        if column.formula is not None:
            return []
        if column.key:
            return ["custom"]
        if column.expression is not None:
            key = place_of(self.sheet, column)
            self.aliases |= key.annotation
            self._names[column.name] = key.name
            return [key.name]
        if column.type == "record":
            return [f"{column.place}__ref", f"{column.place}__{kind_named(column.record).title}"]
        if column.type == "person":
            return [f"{column.place}_id", f"{column.place}__name", f"{column.place}__email"]
        return [column.place, column.currency] if column.currency else [column.place]

    def read(self, row: Mapping[str, Any]) -> tuple[dict[str, JsonValue], dict[str, str]]:
        """The cells of a row by column, and why those that a formula leaves empty are so."""
        cells: dict[str, JsonValue] = {}
        reasons: dict[str, str] = {}
        for column in self.columns:
            if column.formula is not None:
                worked = self._worked(column, row)
                cells[column.name] = worked.value
                if worked.reason:
                    reasons[column.name] = worked.reason
            else:
                cells[column.name] = self._cell(column, row)
        return cells, reasons

    def _worked(self, column: Column, row: Mapping[str, Any]) -> Worked:
        assert column.formula is not None
        names = names_in(column.formula)
        values = {name: self._number(name, row) for name in names}
        worked = formula_work(column.formula, values)
        if worked.value is None:
            return Worked(None, self._told(worked.reason, names))
        return worked

    def _told(self, reason: str, names: Sequence[str]) -> str:
        """The reason with the labels of columns in the place of their names."""
        for name in names:
            if reason == f"{name} is empty":
                known = self.sheet.columns.get(name)
                return f"{known.label} is empty" if known else f"the column {name} is not there any more"
        return reason

    def _number(self, name: str, row: Mapping[str, Any]) -> float | None:
        if name == TODAY:
            return days_of_today(self.sheet)
        column = self.sheet.columns.get(name)
        found = None if column is None else self._raw(column, row)
        if found is None or column is None:
            return None
        if column.type == "date":
            day = date.fromisoformat(found) if isinstance(found, str) else found
            return float(day.toordinal() - FIRST_DAY)
        return float(found) / (CENTS if column.type == "money" else 1.0)

    def _raw(self, column: Column, row: Mapping[str, Any]) -> Any:
        if column.key:
            return (row["custom"] or {}).get(column.key)
        return row[self._names.get(column.name, column.place)]

    def _cell(self, column: Column, row: Mapping[str, Any]) -> JsonValue:
        if column.type == "record":
            return self._record(column, row)
        if column.type == "person" and not column.key:
            return self._person(column, row)
        found = self._raw(column, row)
        if found is None:
            return None
        if column.type == "person":
            return {"id": found, "name": self.sheet.members.get(found, "somebody who left")}
        if column.type == "money":
            unit = row[column.currency] if column.currency else column.unit
            return {"minor": round(found), "currency": unit or self.sheet.context.workspace.currency}
        return found.isoformat() if isinstance(found, date | datetime) else found

    def _record(self, column: Column, row: Mapping[str, Any]) -> JsonValue:
        ref = row[f"{column.place}__ref"]
        if ref is None:
            return None
        kind = kind_named(column.record)
        if column.record not in self._kinds:
            self._kinds[column.record] = address_pattern(self.sheet, kind)
        address = self._kinds[column.record]
        return {
            "ref": ref,
            "title": row[f"{column.place}__{kind.title}"],
            "address": address_at(address, ref),
        }

    def _person(self, column: Column, row: Mapping[str, Any]) -> JsonValue:
        pk = row[f"{column.place}_id"]
        name = row[f"{column.place}__name"] or row[f"{column.place}__email"]
        return None if pk is None else {"id": str(pk), "name": name}


def address_pattern(sheet: Sheet, kind: RecordKind) -> str:
    """Where records of a kind are shown, with a stand-in for the ref: looking it up for each row is slow."""
    return kind.address(sheet.context.workspace.slug, STAND_IN)


def address_at(pattern: str, ref: str) -> str:
    """The address of one record."""
    return pattern.replace(STAND_IN, _quoted(ref))


@lru_cache(maxsize=10_000)
def _quoted(ref: str) -> str:
    return quote(ref, safe="")


def group_value(column: Column, found: Any) -> str | None:
    """The value of a group as a chip names it; None for the rows without one.

    >>> group_value(Column("tags", "Tags", "choices"), '["a", "b"]')
    'a|b'
    """
    if found is None or found == "":
        return None
    if column.type == "choices":
        return joined(json.loads(found)) or None
    if column.type == "flag":
        return "yes" if found else "no"
    if column.type in {"number", "formula"} and float(found).is_integer():
        return str(int(found))
    return joined([str(found)])
