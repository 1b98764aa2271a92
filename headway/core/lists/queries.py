"""What can be asked about lists: the kinds there are, their columns, their rows."""

from headway.core.context import Context
from headway.core.errors import NotFound
from headway.core.lists.answers import (
    ColumnsList,
    ColumnsQuestion,
    KindShown,
    KindsList,
    RowsList,
    RowsQuestion,
)
from headway.core.lists.columns import list_open, lists
from headway.core.lists.listing import page_of
from headway.core.lists.sheet import Sheet, Unusable
from headway.core.lists.shown import column_shown, columns_shown
from headway.core.registry import Empty, query

CHOICES_MOST = 5000


@query("lists.kinds_list")
def kinds_list(context: Context, question: Empty) -> KindsList:
    """The kinds of records that have lists, with whether the workspace can add fields to them."""
    return KindsList(
        rows=[
            KindShown(
                kind=one.kind.name, label=one.kind.label, plural=one.kind.plural, customised=one.customised
            )
            for one in lists()
            if context.role in one.roles
        ]
    )


@query("lists.columns_list")
def columns_list(context: Context, question: ColumnsQuestion) -> ColumnsList:
    """The columns of the records of a kind, the workspace's own fields among them.

    With `column` only that one, with all its choices; of a text with few values, the values that rows have.
    Raises NotFound for a kind or column that does not exist.
    """
    declared = list_open(context, question.kind)
    sheet = Sheet(context, declared)
    if not question.column:
        return ColumnsList(kind=question.kind, columns=columns_shown(sheet, sheet.columns.values()))
    try:
        column = sheet.column(question.column)
    except Unusable as error:
        raise NotFound(f"{error}.") from error
    return ColumnsList(kind=question.kind, columns=[column_shown(sheet, column, set(), CHOICES_MOST, True)])


@query("lists.rows_list")
def rows_list(context: Context, question: RowsQuestion) -> RowsList:
    """A part of the list of a kind, filtered, sorted and grouped, with the columns asked for.

    A chip, order or column that cannot be used is named in `problems` and left out. `next` is where the rest
    begins; totals of money are in minor units. Raises NotFound for a kind without a list, and Invalid for an
    `after` that is no place in a list.
    """
    return page_of(context, question)
