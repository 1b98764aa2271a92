"""Texts as codes inside DuckDB: a type of the session for each column, whose codes follow the order of its texts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def words(session: "duckdb.DuckDBPyConnection", kind: str, sql: str) -> tuple[str, ...]:
    """The different texts that a query gives, sorted; where there are any, also as a type of the session."""
    session.execute(f"DROP TYPE IF EXISTS {kind}_word")
    session.execute(
        f"CREATE OR REPLACE TABLE {kind}_words AS SELECT word FROM ({sql}) AS t(word) "  # nosec B608 # noqa: S608 - our own names
        "WHERE word IS NOT NULL ORDER BY word"
    )
    found = session.execute(f"SELECT word FROM {kind}_words").fetchall()  # nosec B608 # noqa: S608 - our own names
    if found:
        session.execute(f"CREATE TYPE {kind}_word AS ENUM (SELECT word FROM {kind}_words)")  # nosec B608 # noqa: S608 - our own names
    return tuple(word for (word,) in found)


def code_sql(column: str, kind: str, known: Sequence[str]) -> str:
    """The code of a text, -1 where there is none or it is no word of its type."""
    return f"coalesce(enum_code(TRY_CAST({column} AS {kind}_word))::INTEGER, -1)" if known else "-1::INTEGER"
