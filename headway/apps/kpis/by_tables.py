"""K7, K11 and K12 on tables of the workspace, whose columns have fixed names."""

from collections.abc import Mapping, Sequence
from typing import Any

from headway.apps.kpis.formulas import COLUMNS
from headway.apps.kpis.spans import Span
from headway.apps.metrics.models import MetricTable
from headway.apps.metrics.store import answered, tables_open
from headway.core.access import row
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.engine.kpis.answer import Kpi
from headway.engine.kpis.keeping import expansion_flow
from headway.engine.kpis.reliability import Window, latency, slo_attainment
from headway.engine.metrics.expressions import quoted, select

Asked = Mapping[str, Any]
ROWS_MOST = 1_000_000


def expansion(context: Context, asked: Asked, span: Span, period: str) -> Kpi:
    """K7, the flow, of accounts with the days from which they could buy and on which they did."""
    found = _read(context, "expansion_table", asked["table"], "")
    first = span.since.isoformat()
    eligible = {
        account for account, able, bought in found
        if able and str(able)[:10] <= first and not (bought and str(bought)[:10] < first)
    }  # fmt: skip
    bought = {
        account for account, _, day in found if day and first <= str(day)[:10] <= span.until.isoformat()
    }
    return expansion_flow(eligible, bought)


def attainment(context: Context, asked: Asked, span: Span, period: str) -> Kpi:
    """K11: each row is one window of one service level."""
    found = _read(context, "attainment", asked["table"], _within(span))
    try:
        return slo_attainment(
            [Window(int(good), int(total), float(target)) for _, good, total, target in found]
        )
    except (TypeError, ValueError) as error:
        raise Invalid(f"The table {asked['table']} cannot be counted: {error}") from error


def slowness(context: Context, asked: Asked, span: Span, period: str) -> Kpi:
    """K12: each row is one request."""
    found = _read(context, "latency", asked["table"], _within(span))
    return latency([float(each) for _, each in found if each is not None], asked["quantile_percent"] / 100)


def columns_checked(context: Context, formula: str, table: str) -> None:
    """Raises NotFound for a table that is not there, Invalid for one that lacks a column."""
    has = {str(one["name"]) for one in row(MetricTable, context, table).columns}
    lacking = [one for one in COLUMNS[formula] if one not in has]
    if lacking:
        raise Invalid(
            f"Field table: {table} has no column {lacking[0]}; it needs {', '.join(COLUMNS[formula])}, one row each."
        )


def _read(context: Context, formula: str, table: str, condition: str) -> Sequence[Sequence[Any]]:
    columns_checked(context, formula, table)
    names = ", ".join(quoted(one) for one in COLUMNS[formula])
    with tables_open(context) as session:
        return answered(session, select(names, quoted(table), condition), ROWS_MOST)[1]


def _within(span: Span) -> str:
    return f" WHERE CAST(day AS DATE) BETWEEN DATE '{span.since}' AND DATE '{span.until}'"


WORKS = {"expansion_table": expansion, "attainment": attainment, "latency": slowness}
