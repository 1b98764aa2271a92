"""A kept value in the words of a person: people by name, choices by label, money in its currency."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.kinds import RecordKind
from headway.core.lists.columns import Column, list_of
from headway.core.lists.sheet import Sheet
from headway.core.models import Membership

NOTHING = "nothing"
MINOR = 100
ID_LETTERS, ID_DASHES = 36, 4
GONE = "somebody who is no member any more"


@dataclass(frozen=True)
class Speech:
    """The words for the values of a kind: `sheet` is its list, None where it has none."""

    context: Context
    sheet: Sheet | None

    @classmethod
    def of(cls, context: Context, kind: RecordKind) -> "Speech":
        try:
            declared = list_of(kind.name)
        except NotFound:
            return cls(context, None)
        return cls(context, Sheet(context, declared) if context.role in declared.roles else None)

    def column(self, name: str) -> Column | None:
        """The column that has a name in the log, which is the column's own or that of its field."""
        if self.sheet is None:
            return None
        return self.sheet.columns.get(name) or self._by_place.get(name)

    @cached_property
    def _by_place(self) -> dict[str, Column]:
        columns = self.sheet.columns.values() if self.sheet else []
        return {one.place: one for one in columns if not one.is_custom and one.expression is None}

    def label(self, name: str) -> str:
        """What a value is called; a field that was removed keeps its label."""
        column = self.column(name)
        if column is not None:
            return column.label
        key = name.partition(".")[2]
        removed = next((one.label for one in self.sheet.fields if one.name == key), "") if self.sheet else ""
        plain = name.replace("_", " ").strip()
        return removed or (plain[:1].upper() + plain[1:] if plain else "It")

    def words(self, name: str, value: Any) -> str:
        """A value in words; nothing is said to be nothing."""
        if value is None or value in ("", [], {}):
            return NOTHING
        column = self.column(name)
        if column is not None and column.type == "money" and isinstance(value, int | float):
            currency = column.unit or self.context.workspace.currency
            return f"{value / MINOR:,.2f} {currency}"
        labels = dict(column.choices) if column else {}
        said = self._said(value, labels)
        return GONE if column is not None and column.type == "person" and said == value else said

    def _said(self, value: Any, labels: Mapping[str, str]) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return ", ".join(self._said(one, labels) for one in value)
        if isinstance(value, dict):
            return ", ".join(f"{name}: {self._said(one, labels)}" for name, one in value.items())
        text = str(value)
        return labels.get(text) or self._name(text) or text

    def _name(self, text: str) -> str:
        """The name of the member with that id."""
        is_id = len(text) == ID_LETTERS and text.count("-") == ID_DASHES
        return self.names.get(text, "") if is_id else ""

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the members by id."""
        if self.sheet:
            return self.sheet.members
        found = rows(Membership, self.context).values_list("user", "user__name", "user__email")
        return {str(pk): name or email for pk, name, email in found}
