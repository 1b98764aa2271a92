"""What a workspace has that a sentence can name: events, properties with their values, metrics."""

import re
from collections.abc import Sequence

from headway.apps.analytics.queries import UsageSummary
from headway.apps.analytics.segments import stitched_events
from headway.apps.analytics.warehouse.connecting import is_there
from headway.apps.metrics.catalogue import catalogue_of
from headway.apps.metrics.models import Metric
from headway.core.access import rows
from headway.core.context import Context
from headway.core.perform import ask
from headway.engine.asking.vocabulary import Counted, NamedMetric, Vocabulary
from headway.engine.metrics import model as engine
from headway.engine.metrics.model import Catalogue, MetricError
from headway.engine.metrics.resolving import dimensions_of

ALL_DAYS = 3_660
SAMPLE, NAMES_MOST, VALUES_MOST = 20_000, 40, 200
COUNTED: dict[str, Counted] = {"people": "people", "accounts": "accounts", "events": "events"}
OF_EVENTS = re.compile(r"\{\{\s*Dimension\('\w+__event'\)\s*\}\}\s*(?:=\s*('[^']+')|IN\s*\(([^()]+)\))")


def vocabulary_of(context: Context) -> Vocabulary:
    """Events, properties and metrics by name; values are those of a sample of 20,000 events."""
    usage = ask("analytics.usage_summary", {"days": ALL_DAYS}, context)
    assert isinstance(usage, UsageSummary)
    events = [one.event for one in usage.events]
    return Vocabulary(context.today, events, _properties(context) if events else {}, _metrics(context))


def _properties(context: Context) -> dict[str, Sequence[str]]:
    if is_there():
        from headway.apps.analytics.signals.properties import stored_names  # noqa: PLC0415 - loads numerical libraries

        return dict.fromkeys(stored_names(context, None), ())
    with stitched_events(context) as session:
        found = session.execute(
            f"""SELECT name, list(DISTINCT json_extract_string(properties, '$."' || name || '"'))
            FROM (SELECT unnest(json_keys(properties)) AS name, properties FROM
            (SELECT properties FROM events LIMIT {SAMPLE})) WHERE NOT contains(name, '"')
            GROUP BY name ORDER BY count(*) DESC, name LIMIT {NAMES_MOST}"""  # nosec B608 # noqa: S608 - our own numbers
        ).fetchall()
    return {name: _said(values) for name, values in found}


def _said(values: Sequence[str | None]) -> list[str]:
    """The values that a sentence may say: not those of a property that tells one thing from all others, nor numbers."""
    known = sorted(one for one in values if one and not one.isdecimal())
    return known if len(known) <= VALUES_MOST else []


def _metrics(context: Context) -> list[NamedMetric]:
    found = list(
        rows(Metric, context).filter(computable=True).exclude(state=Metric.State.RETIRED).order_by("ref")
    )
    catalogue = catalogue_of(context, [one.ref for one in found])
    return [_metric(one, catalogue) for one in found]


def _metric(one: Metric, catalogue: Catalogue) -> NamedMetric:
    try:
        splits = dimensions_of(catalogue, one.ref)
    except MetricError:
        splits = ()
    defined = catalogue.metrics.get(one.ref)
    events = _events(defined) if defined and defined.type == "simple" else None
    counted = None if events is None else COUNTED.get(one.unit)
    return NamedMetric(one.ref, one.label or one.ref, splits, counted, events or frozenset())


def _events(defined: engine.Metric) -> frozenset[str] | None:
    """The events that alone a simple metric counts, none for all of them; None where it is kept to something else."""
    if not defined.filters:
        return frozenset()
    match = OF_EVENTS.fullmatch(defined.filters[0].strip()) if len(defined.filters) == 1 else None
    return frozenset(re.findall(r"'([^']+)'", match[1] or match[2])) if match else None
