"""Which columns of a table are read as what."""

from collections.abc import Mapping, Sequence

from pydantic import Field

from headway.core.context import Context
from headway.core.imports.columns import Column, places_of
from headway.core.imports.reading import table_of
from headway.core.imports.registry import importer_of
from headway.core.lists.columns import CUSTOM
from headway.core.lists.imported import imported_columns
from headway.core.registry import Answer, Question, query


class MatchQuestion(Question):
    """A table, of which only the first row is read, and what its columns are said to be."""

    kind: str = Field(min_length=1, max_length=60, examples=["accounts"])
    content: str = Field(min_length=1)
    mapping: dict[str, str] = Field(
        {}, description="Known column to the name it has in the table; empty where the table has none."
    )


class HeaderMatched(Answer):
    """A column of the table; `column` is what it is read as, empty where Headway only keeps it."""

    header: str
    column: str = ""


class KnownColumn(Answer):
    name: str
    label: str
    needed: bool


class ColumnsMatched(Answer):
    headers: list[HeaderMatched]
    columns: list[KnownColumn]


@query("core.import_columns_match")
def import_columns_match(context: Context, question: MatchQuestion) -> ColumnsMatched:
    """How the columns of a table would be read: by their names, or as the mapping says, and what there is to choose.

    Raises NotFound for an unknown kind, Invalid for what is no table.
    """
    importer = importer_of(question.kind)
    headers = table_of(question.content.encode(), "The table").headers
    dynamic = importer.dynamic_columns(headers) if importer.dynamic_columns else ()
    own = imported_columns(context, importer.model, importer.columns)
    columns = [*importer.columns, *dynamic, *own]
    return ColumnsMatched(
        headers=_matched(headers, columns, question.mapping),
        columns=[KnownColumn(name=one.name, label=_label(one), needed=one.needed) for one in columns],
    )


def _matched(
    headers: Sequence[str], columns: Sequence[Column], mapping: Mapping[str, str]
) -> list[HeaderMatched]:
    found = {
        place: column.name
        for column in columns
        for place in places_of(column, headers, mapping.get(column.name))
    }
    return [
        HeaderMatched(header=header, column=found.get(place, ""))
        for place, header in enumerate(headers)
        if header
    ]


def _label(column: Column) -> str:
    """A field of the workspace's own goes by its label."""
    is_own = column.name.startswith(CUSTOM) and column.aliases
    return column.aliases[0] if is_own else column.name
