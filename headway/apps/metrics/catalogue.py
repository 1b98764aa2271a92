"""The part of a workspace's definitions that a question needs, parsed once for each text."""

from collections.abc import Iterable
from functools import lru_cache

from headway.apps.metrics.models import Metric, SemanticModel
from headway.core.access import rows, rows_by_ref
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.engine.metrics import model as engine
from headway.engine.metrics.model import Catalogue, MetricError
from headway.engine.metrics.question import Ask, fingerprint, question_sql
from headway.engine.metrics.reading import parts_read


@lru_cache(maxsize=4096)
def parsed(text: str) -> tuple[Catalogue, tuple[str, ...]]:
    """What one text defines, and its faults."""
    catalogue, faults = parts_read(text)
    return catalogue, tuple(faults)


def catalogue_of(context: Context, names: Iterable[str], own: Catalogue | None = None) -> Catalogue:
    """Every semantic model, and the metrics of these names with all they stand on; `own` goes before what is kept.

    What is not there is left out, and told when it is asked for.
    """
    found = Catalogue(_models(context), {})
    if own:
        found.models.update(own.models)
    wanted = set(names)
    while wanted:
        kept = rows_by_ref(Metric, context, wanted - set(own.metrics if own else ()))
        fresh = {name: one for name, one in (own.metrics if own else {}).items() if name in wanted}
        for one in kept.values():
            fresh.update(parsed(one.definition)[0].metrics)
        found.metrics.update(fresh)
        wanted = {part.name for one in fresh.values() for part in one.inputs} - set(found.metrics)
    return found


def _models(context: Context) -> dict[str, engine.SemanticModel]:
    found: dict[str, engine.SemanticModel] = {}
    for text in rows(SemanticModel, context).order_by("ref").values_list("definition", flat=True):
        found.update(parsed(text)[0].models)
    return found


def read_one(text: str) -> engine.Metric:
    """The one metric that a text defines. Raises Invalid with the first fault, its line named."""
    catalogue, faults = parsed(text)
    if faults:
        raise Invalid(f"Field definition: {faults[0]}")
    if len(catalogue.metrics) != 1 or catalogue.models:
        raise Invalid(
            "Field definition: give one metric under `metrics:`; semantic models are saved by themselves."
        )
    return next(iter(catalogue.metrics.values()))


def meaning(context: Context, metric: engine.Metric) -> str:
    """The fingerprint of what a metric counts. Raises Invalid where it cannot be worked out."""
    try:
        return fingerprint(
            catalogue_of(context, [metric.name], Catalogue({}, {metric.name: metric})), metric.name
        )
    except MetricError as error:
        raise Invalid(f"Field definition: {error}") from error


def sql_of(catalogue: Catalogue, ask: Ask) -> str:
    """The SQL of a question. Raises Invalid in the words of the fault."""
    try:
        return question_sql(catalogue, ask)
    except MetricError as error:
        raise Invalid(str(error)) from error
