"""What the columns of tables hold, in plain words."""

from collections.abc import Iterable, Mapping

from headway.apps.metrics.models import MetricTable
from headway.apps.metrics.store import EVENTS
from headway.core.access import row
from headway.core.context import Context
from headway.engine.metrics.choosing import ColumnKind, is_property

EVENT_COLUMNS = {
    "person": "VARCHAR", "account": "VARCHAR", "event": "VARCHAR", "happened_at": "TIMESTAMP", "properties": "VARCHAR",
}  # fmt: skip
_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
            "UHUGEINT", "FLOAT", "DOUBLE", "DECIMAL")  # fmt: skip


def kind_of(type_name: str) -> ColumnKind:
    """What a column of a DuckDB type holds.

    >>> kind_of("DECIMAL(18,2)"), kind_of("TIMESTAMP WITH TIME ZONE"), kind_of("VARCHAR")
    ('number', 'moment', 'text')
    """
    if type_name.startswith(_NUMBERS):
        return "number"
    if type_name.startswith("TIMESTAMP"):
        return "moment"
    return "day" if type_name == "DATE" else "flag" if type_name == "BOOLEAN" else "text"


def kinds_of(context: Context, table: str, mentioned: Iterable[str] = ()) -> Mapping[str, ColumnKind]:
    """What each column of a table holds; of the properties of events, those that are mentioned. Raises NotFound."""
    if table == EVENTS:
        own = {name: kind_of(type_name) for name, type_name in EVENT_COLUMNS.items()}
        return own | {one: kind_of("VARCHAR") for one in mentioned if is_property(table, one)}
    return {str(one["name"]): kind_of(str(one["type"])) for one in row(MetricTable, context, table).columns}
