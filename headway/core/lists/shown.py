"""Columns as pages and programs see them."""

from collections.abc import Iterable, Mapping, Sequence

from headway.core.access import rows
from headway.core.lists.answers import ChoiceShown, ColumnShown
from headway.core.lists.columns import Column
from headway.core.lists.places import expression, value_key
from headway.core.lists.sheet import Sheet

CHOICES_MOST = 200


def columns_shown(
    sheet: Sheet, columns: Iterable[Column], used: Mapping[str, set[str]] | None = None
) -> list[ColumnShown]:
    """The columns, each with its first choices and those that are in `used`."""
    return [column_shown(sheet, column, (used or {}).get(column.name, set())) for column in columns]


def column_shown(
    sheet: Sheet, column: Column, used: set[str], most: int = CHOICES_MOST, varied: bool = False
) -> ColumnShown:
    """One column. `varied` also gives the values that rows have as choices of a text of few values."""
    choices = _choices(sheet, column, varied)
    first = choices[:most]
    known = {value for value, _ in first}
    more = [one for one in choices[most:] if one[0] in used and one[0] not in known]
    may_edit = column.editable and sheet.context.role in sheet.declared.editors
    return ColumnShown(
        name=column.name,
        label=column.label,
        type=column.type,
        unit=column.unit or _currency(sheet, column),
        choices=[ChoiceShown(value=value, label=label) for value, label in (*first, *more)],
        choices_total=len(choices),
        editable=may_edit,
        action=column.action,
        custom=column.is_custom,
        sortable=column.sortable,
        groupable=column.groupable,
        summable=column.summable,
        record_kind=column.record,
    )


def _currency(sheet: Sheet, column: Column) -> str:
    return sheet.context.workspace.currency if column.type == "money" and not column.currency else ""


def _choices(sheet: Sheet, column: Column, varied: bool) -> Sequence[tuple[str, str]]:
    if column.type == "person":
        return list(sheet.members.items())
    if varied and column.varied and column.type == "text":
        return [(value, value) for value in _values(sheet, column)]
    return column.choices


def _values(sheet: Sheet, column: Column) -> list[str]:
    """The values that rows have, the first thousand of them."""
    key = value_key(sheet, column)
    found = rows(sheet.declared.model, sheet.context).annotate(list_found=expression(key))
    values = found.exclude(list_found="").exclude(list_found=None).order_by("list_found")
    return list(values.values_list("list_found", flat=True).distinct()[:1000])
