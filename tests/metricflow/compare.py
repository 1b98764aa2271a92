"""Headway's answers to the questions, and where they differ from MetricFlow's."""

import math
from collections.abc import Iterable
from datetime import date
from typing import Any

import duckdb

from headway.engine.metrics.question import Ask, question_sql
from headway.engine.metrics.reading import catalogue_checked
from tests.metricflow.questions import DEFINITIONS, SHOP, TABLES, Asked

TOLERANCE = 1e-9


def answered(questions: Iterable[Asked]) -> list[dict[str, Any]]:
    """What Headway's SQL gives for each question on the shop's files."""
    catalogue = catalogue_checked(DEFINITIONS.read_text())
    with duckdb.connect(":memory:") as session:
        for name, sql in TABLES.items():
            session.execute(f"CREATE TABLE {name} AS {sql.replace('{folder}', str(SHOP.absolute()))}")
        return [
            _answer(session, question_sql(catalogue, Ask(one.metrics, one.by, *one.days, one.where)))
            for one in questions
        ]


def _answer(session: duckdb.DuckDBPyConnection, sql: str) -> dict[str, Any]:
    found = session.execute(sql)
    columns = [one[0] for one in found.description]
    return {"columns": columns, "rows": [[_plain(value) for value in row] for row in found.fetchall()]}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()[:10]
    return value if isinstance(value, str | None) else float(value)


def difference(asked: Asked, theirs: dict[str, Any], ours: dict[str, Any]) -> str:
    """Where two answers differ, in one line; empty where they are equal to 1e-9."""
    if theirs["columns"] != ours["columns"]:
        return f"{asked.key}: columns {theirs['columns']} and {ours['columns']}"
    one, other = (sorted(part["rows"], key=_order) for part in (theirs, ours))
    if len(one) != len(other):
        return f"{asked.key}: {len(one)} rows and {len(other)}"
    for left, right in zip(one, other, strict=True):
        if not all(map(_equal, left, right)):
            return f"{asked.key}: {left} and {right}"
    return ""


def _order(row: list[Any]) -> list[tuple[bool, str]]:
    return [(part is None, str(part)) for part in row if isinstance(part, str | None)]


def _equal(left: Any, right: Any) -> bool:
    if isinstance(left, float) and isinstance(right, float):
        return math.isclose(left, right, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return left == right
