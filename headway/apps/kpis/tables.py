"""Rows of the workspace's tables that KPIs are counted from; their columns have fixed names."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from headway.apps.kpis.formulas import CHOSEN_COLUMNS, COLUMNS, Asked
from headway.apps.kpis.spans import Span
from headway.apps.metrics.models import MetricTable
from headway.apps.metrics.store import tables_open
from headway.core.access import row
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.engine.metrics.expressions import quoted, select

if TYPE_CHECKING:
    import duckdb

ROWS_MOST = 5_000_000


def columns_of(context: Context, table: str) -> frozenset[str]:
    """The columns of a table. Raises NotFound."""
    return frozenset(str(one["name"]) for one in row(MetricTable, context, table).columns)


def columns_checked(context: Context, formula: str, asked: Asked) -> frozenset[str]:
    """The columns of the table that was chosen.

    Raises NotFound for a table that is not there, Invalid for one that lacks a column.
    """
    table, chosen = str(asked["table"]), [name for key, name in CHOSEN_COLUMNS.items() if asked.get(key)]
    has = columns_of(context, table)
    wanted = [(*one, *chosen) for one in COLUMNS[formula]]
    if any(has.issuperset(one) for one in wanted):
        return has
    # Of several forms the one that it comes closest to.
    best = min(wanted, key=lambda one: len(set(one) - has))
    lacking = next(one for one in best if one not in has)
    needed = " or ".join(", ".join(one) for one in wanted)
    raise Invalid(f"Field table: {table} has no column {lacking}; it needs {needed}, one row each.")


def read(context: Context, asked: Asked, columns: Sequence[str], condition: str = "") -> list[Any]:
    """Columns of the table, each as an array with the unknown masked.

    A column is an expression of our own. Raises Invalid for what cannot be read so, and for too many rows.
    """
    import duckdb  # noqa: PLC0415 - slow to load, and most requests never need it

    names = ", ".join(f"{one} AS c{at}" for at, one in enumerate(columns))
    with tables_open(context) as session:
        try:
            found = _fetched(session, select(names, quoted(str(asked["table"])), condition))
        except duckdb.Error as error:
            reason = str(error).splitlines()[0][:300]
            raise Invalid(f"The table {asked['table']} cannot be read as it is needed: {reason}") from error
    if len(found[0]) > ROWS_MOST:
        raise Invalid(f"The table {asked['table']} has more than {ROWS_MOST:,} rows; bring it as histograms.")
    return found


def _fetched(session: "duckdb.DuckDBPyConnection", sql: str) -> list[Any]:
    return list(session.execute(f"{sql} LIMIT {ROWS_MOST + 1}").fetchnumpy().values())


def between(spans: Sequence[Span]) -> str:
    """Only rows whose day lies between the first and the last of the periods."""
    first, last = min(one.since for one in spans), max(one.until for one in spans)
    return f" WHERE CAST(day AS DATE) BETWEEN DATE '{first}' AND DATE '{last}'"


def day_number(name: str) -> str:
    """A column of days as numbers, 1 being the first of January of the year 1, as `date.toordinal` counts."""
    return f"date_diff('day', DATE '0001-01-01', CAST({quoted(name)} AS DATE)) + 1"


def text(name: str) -> str:
    return f"CAST({quoted(name)} AS VARCHAR)"


def number(name: str) -> str:
    return f"CAST({quoted(name)} AS DOUBLE)"
