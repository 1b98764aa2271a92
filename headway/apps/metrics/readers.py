"""Which metrics stand on what, and which of them another file in the place of a table would break."""

from contextlib import suppress
from pathlib import Path
from typing import Literal

from headway.apps.metrics.catalogue import catalogue_of
from headway.apps.metrics.models import Metric
from headway.apps.metrics.store import refusal, tables_open
from headway.core.access import rows
from headway.core.context import Context
from headway.engine.metrics.model import Catalogue, MetricError
from headway.engine.metrics.question import Ask, question_sql
from headway.engine.metrics.resolving import lineage


def living(context: Context) -> list[Metric]:
    """The metrics that are not retired, by name."""
    return list(rows(Metric, context).exclude(state=Metric.State.RETIRED).order_by("ref"))


def metrics_by(context: Context, part: Literal["tables", "models", "measures"]) -> dict[str, list[str]]:
    """The names of the metrics that stand on each table, semantic model or measure, also over other metrics.

    Those that cannot be computed stand on none.
    """
    names = [one.ref for one in living(context) if one.computable]
    catalogue = catalogue_of(context, names)
    found: dict[str, list[str]] = {}
    for name in names:
        for one in _parts(catalogue, name, part):
            found.setdefault(one, []).append(name)
    return found


def broken_by(context: Context, table: str, path: Path) -> dict[str, str]:
    """The metrics that work today and would not with this file as the table, each with why."""
    names = metrics_by(context, "tables").get(table, [])
    if not names:
        return {}
    catalogue = catalogue_of(context, names)
    before = unanswerable(context, catalogue, names)
    after = unanswerable(context, catalogue, names, {table: str(path)})
    return {name: why for name, why in after.items() if name not in before}


def unanswerable(
    context: Context, catalogue: Catalogue, names: list[str], instead: dict[str, str] | None = None
) -> dict[str, str]:
    """The metrics whose tables lack what they need, each with what the database says.

    Those whose definitions do not hold together are not among them: no table would help.
    """
    found: dict[str, str] = {}
    with tables_open(context, instead=instead) as session:
        for name in names:
            with suppress(MetricError):
                if why := refusal(session, question_sql(catalogue, Ask((name,), ("metric_time__month",)))):
                    found[name] = why
    return found


def _parts(catalogue: Catalogue, name: str, part: Literal["tables", "models", "measures"]) -> tuple[str, ...]:
    try:
        found = lineage(catalogue, name)
    except MetricError:
        return ()
    return {"tables": found.tables, "models": found.models, "measures": found.measures}[part]
