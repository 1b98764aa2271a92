"""Mozilla's metric-hub (TOML of BigQuery SQL with macros) as semantic models and metrics, and why some cannot be."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from headway.engine.metrics.aggregates import Aggregate, aggregate_read, sides
from headway.engine.metrics.model import MetricError
from headway.engine.metrics.splitting import Definition, written
from headway.engine.rights.yaml_text import Plain

_MACRO = re.compile(r"""\{\{\s*agg_sum\(\s*['"]([^'"]+)['"]\s*\)\s*\}\}""")


@dataclass(frozen=True, slots=True)
class Brought:
    """What a file gave: definitions, why a metric of that name cannot be computed, its owners, and what is amiss."""

    definitions: list[Definition] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)
    owners: dict[str, list[str]] = field(default_factory=dict)


def hub_read(product: str, text: str) -> Brought:
    """The metrics of one metric-hub file, named after the product so that those of several do not collide.

    A metric is translated where its expression is one aggregation over a row, or one divided by another; every other
    is kept in its own words, with why it cannot be computed. Raises MetricError for a text that is no TOML.

    >>> found = hub_read("shop", '''
    ... [metrics.sales]
    ... select_expression = '{{agg_sum("amount")}}'
    ... data_source = "orders"
    ... [data_sources.orders]
    ... from_expression = "shop.orders"
    ... ''')
    >>> [(one.kind, one.name) for one in found.definitions], found.unread
    ([('semantic_models', 'shop_orders'), ('metrics', 'shop_sales')], {})
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MetricError(f"This is not valid TOML: {error}; mend it and try again.") from error
    found = Brought()
    measures: dict[str, list[Plain]] = {}
    metrics: list[Definition] = []
    sources = _table(document, "data_sources")
    for name, entry in _table(document, "metrics").items():
        own = f"{product}_{name}"
        found.owners[own] = [str(one) for one in _listed(entry.get("owner"))]
        try:
            values = _values(entry, sources)
        except MetricError as error:
            found.unread[own] = str(error)
            metrics.append(_kept(own, entry))
            continue
        metrics += _metrics(own, entry, values)
        listed = measures.setdefault(str(entry["data_source"]), [])
        listed += [_measure(f"{own}{_part(n, values)}", one) for n, one in enumerate(values)]
    found.definitions.extend(
        _model(product, name, sources[name], listed) for name, listed in measures.items()
    )
    found.definitions.extend(metrics)
    return found


def _table(document: Mapping[str, Any], key: str) -> dict[str, dict[str, Any]]:
    found = document.get(key)
    inner = found if isinstance(found, dict) else {}
    return {name: one for name, one in inner.items() if isinstance(one, dict)}


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else [value] if value else []


def _values(entry: Mapping[str, Any], sources: Mapping[str, object]) -> list[Aggregate]:
    """One value, or the two of a ratio. Raises MetricError, saying why there is none."""
    expression = " ".join(str(entry.get("select_expression") or "").split())
    if not expression:
        raise MetricError("It has no expression of its own: it depends on other metrics of an experiment.")
    if entry.get("data_source") not in sources:
        raise MetricError(f"Its data source {str(entry.get('data_source'))[:60]!r} is not in the file.")
    plain = _MACRO.sub(r"COALESCE(SUM(\1), 0)", expression)
    if "{{" in plain or "{%" in plain:
        raise MetricError(f"The macro in {expression[:80]!r} is not read; write its SQL out.")
    return [aggregate_read(one) for one in sides(plain)]


def _part(n: int, values: Sequence[Aggregate]) -> str:
    return "" if len(values) == 1 else ("_over", "_under")[n]


def _measure(name: str, value: Aggregate) -> Plain:
    return {"name": f"{name}_value", "agg": value.agg, "expr": value.expr}


def _metrics(own: str, entry: Mapping[str, Any], values: Sequence[Aggregate]) -> list[Definition]:
    if len(values) == 1:
        return [_metric(own, entry, _simple(own, values[0]))]
    sides = [f"{own}{_part(n, values)}" for n in range(2)]
    parts = [_metric(name, {}, _simple(name, one)) for name, one in zip(sides, values, strict=True)]
    both: dict[str, Plain] = {
        "type": "ratio",
        "type_params": {"numerator": sides[0], "denominator": sides[1]},
    }
    return [*parts, _metric(own, entry, both)]


def _simple(name: str, value: Aggregate) -> dict[str, Plain]:
    measure: dict[str, Plain] = {"name": f"{name}_value"}
    if value.is_zero_for_none:
        measure["fill_nulls_with"] = 0
    return {"type": "simple", "type_params": {"measure": measure}}


def _metric(name: str, entry: Mapping[str, Any], meaning: dict[str, Plain]) -> Definition:
    about: dict[str, Plain] = {
        "name": name,
        "label": str(entry.get("friendly_name") or name),
        "description": str(entry.get("description") or "").strip(),
    }
    return written("metrics", about | meaning)


def _kept(name: str, entry: Mapping[str, Any]) -> Definition:
    """A metric in its own words: kept to be read, never asked."""
    words_of: dict[str, Plain] = {
        "select_expression": str(entry.get("select_expression") or ""),
        "data_source": str(entry.get("data_source") or ""),
    }
    return _metric(name, entry, words_of)


def _model(product: str, name: str, source: Mapping[str, Any], measures: list[Plain]) -> Definition:
    day = str(source.get("submission_date_column") or "submission_date")
    client = str(source.get("client_id_column") or "client_id")
    entities: list[Plain] = (
        [] if client == "NULL" else [{"name": "client", "type": "foreign", "expr": client}]
    )
    return written(
        "semantic_models",
        {
            "name": f"{product}_{name}",
            "description": f"Read from: {source.get('from_expression') or name}",
            "model": f"ref('{product}_{name}')",
            "defaults": {"agg_time_dimension": "day"},
            "entities": entities,
            "dimensions": [{"name": "day", "type": "time", "expr": day}],
            "measures": measures,
        },
    )
