"""The Open Semantic Interchange form (core specification 1.0, YAML or JSON), in and out."""

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from headway.engine.metrics.aggregates import Aggregate, aggregate_read, sides
from headway.engine.metrics.hub import Brought
from headway.engine.metrics.model import Catalogue, Metric, MetricError, SemanticModel
from headway.engine.metrics.splitting import Definition, written
from headway.engine.rights.yaml_text import Plain, TextError, read

DIALECT = "ANSI_SQL"
_COLUMN = re.compile(r"\b([A-Za-z_]\w*)\.([A-Za-z_]\w*)\b")
_SQL = {"sum": "SUM({})", "count": "COUNT({})", "count_distinct": "COUNT(DISTINCT {})", "average": "AVG({})",
        "min": "MIN({})", "max": "MAX({})", "sum_boolean": "SUM({})"}  # fmt: skip


def osi_written(catalogue: Catalogue, name: str) -> tuple[str, dict[str, str]]:
    """A catalogue as one semantic model of that name, and the metrics that the form cannot hold, with why.

    Measures become fields, so that a metric is an aggregation of one of them.

    >>> osi_written(Catalogue(), "shop")[0]
    'semantic_model:\\n- name: shop\\n  datasets: []\\n  relationships: []\\n  metrics: []\\n'
    """
    left: dict[str, str] = {}
    metrics: list[Plain] = []
    for metric in catalogue.metrics.values():
        try:
            expression = _dialects(_expression(catalogue, metric))
            about: dict[str, Plain] = {"name": metric.name, "expression": expression}
            described: dict[str, Plain] = {"description": metric.description} if metric.description else {}
            metrics.append(about | described)
        except MetricError as error:
            left[metric.name] = str(error)
    model: dict[str, Plain] = {
        "name": name,
        "datasets": [_dataset(one) for one in catalogue.models.values()],
        "relationships": [
            one for model in catalogue.models.values() for one in _relationships(catalogue, model)
        ],
        "metrics": metrics,
    }
    return yaml.safe_dump({"semantic_model": [model]}, sort_keys=False, allow_unicode=True, width=100), left


def _dialects(expression: str) -> dict[str, Plain]:
    return {"dialects": [{"dialect": DIALECT, "expression": expression}]}


def _expression(catalogue: Catalogue, metric: Metric) -> str:
    if metric.filters or metric.type in {"cumulative", "conversion", "derived"}:
        kind = "filtered" if metric.filters else metric.type
        raise MetricError(f"A {kind} metric has no form in OSI; take its YAML.")
    if metric.type == "ratio":
        if any(one.filters or one.offset or one.offset_to for one in metric.inputs):
            raise MetricError("A ratio with a filter or an offset has no form in OSI; take its YAML.")
        over, under = (_expression(catalogue, catalogue.metric(one.name)) for one in metric.inputs)
        return f"{over} / {under}"
    assert metric.measure is not None
    model, measure = catalogue.measure(metric.measure.name)
    if metric.measure.filters or metric.measure.spine or measure.agg not in _SQL:
        raise MetricError("Its measure has a filter, a row for every day or a percentile; take its YAML.")
    sql = _SQL[measure.agg].format(f"{model.name}.{measure.name}")
    return sql if metric.measure.fill is None else f"COALESCE({sql}, {metric.measure.fill})"


def _dataset(model: SemanticModel) -> dict[str, Plain]:
    fields: list[Plain] = [_field(one.name, one.expr) for one in model.entities]
    fields += [
        _field(one.name, one.expr) | {"dimension": {"is_time": one.grain is not None}}
        for one in model.dimensions
    ]
    fields += [_field(one.name, f"CASE WHEN {one.expr} THEN 1 ELSE 0 END" if one.agg == "sum_boolean" else one.expr)
               for one in model.measures]  # fmt: skip
    keys: list[Plain] = [one.expr for one in model.entities if one.type == "primary"]
    about: dict[str, Plain] = {"name": model.name, "source": model.table}
    return about | ({"primary_key": keys} if keys else {}) | {"fields": fields}


def _field(name: str, expr: str) -> dict[str, Plain]:
    return {"name": name, "expression": _dialects(expr)}


def _relationships(catalogue: Catalogue, model: SemanticModel) -> list[Plain]:
    return [
        {"name": f"{model.name}_to_{other.name}", "from": model.name, "to": other.name,
         "from_columns": [own.expr], "to_columns": [key.expr]}
        for own in model.entities
        for other in catalogue.models.values()
        if own.type == "foreign" and other is not model and (key := other.entity(own.name)) and key.type != "foreign"
    ]  # fmt: skip


@dataclass
class _Dataset:
    name: str
    table: str
    fields: dict[str, str] = field(default_factory=dict)
    times: list[str] = field(default_factory=list)
    entities: list[Plain] = field(default_factory=list)
    measures: list[Plain] = field(default_factory=list)


def osi_read(text: str) -> Brought:
    """The datasets and metrics of an OSI document; a metric that is no aggregation of one dataset says so.

    Raises MetricError for a text that is neither YAML nor JSON or holds no semantic model.

    >>> catalogue_text = osi_written(Catalogue(), "shop")[0]
    >>> osi_read(catalogue_text).definitions
    []
    """
    try:
        found = read(text).value
    except TextError as error:
        raise MetricError(str(error)) from error
    models = _entries(found, "semantic_model")
    if not isinstance(found, dict) or "semantic_model" not in found:
        raise MetricError("Line 1: a mapping with semantic_model is needed.")
    brought = Brought()
    for model in models:
        datasets = {one.name: one for one in map(_dataset_read, _entries(model, "datasets"))}
        _related(model, datasets)
        metrics = [_metric(one, datasets, brought) for one in _entries(model, "metrics")]
        brought.definitions.extend(_model(one) for one in datasets.values())
        brought.definitions.extend(part for listed in metrics for part in listed)
    return brought


def _entries(found: Plain, key: str) -> list[dict[str, Any]]:
    listed = found.get(key) if isinstance(found, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _sql(entry: dict[str, Any]) -> str:
    """The expression in standard SQL. Raises MetricError where there is none."""
    expression = entry.get("expression")
    dialects = _entries(expression, "dialects") or [
        one for one in _listed(expression) if isinstance(one, dict)
    ]
    for one in dialects:
        if one.get("dialect") == DIALECT:
            return " ".join(str(one.get("expression") or "").split())
    raise MetricError(f"It has no expression in {DIALECT}; add one.")


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _dataset_read(entry: dict[str, Any]) -> _Dataset:
    found = _Dataset(str(entry.get("name") or ""), str(entry.get("source") or "").rpartition(".")[2])
    for one in _entries(entry, "fields"):
        name = str(one.get("name") or "")
        try:
            found.fields[name] = _sql(one)
        except MetricError:
            continue
        dimension = one.get("dimension")
        if isinstance(dimension, dict) and dimension.get("is_time") is True:
            found.times.append(name)
    keys = _listed(entry.get("primary_key"))
    if len(keys) == 1:
        found.entities.append({"name": found.name, "type": "primary", "expr": str(keys[0])})
    return found


def _related(model: dict[str, Any], datasets: dict[str, _Dataset]) -> None:
    for one in _entries(model, "relationships"):
        source, target = datasets.get(str(one.get("from"))), datasets.get(str(one.get("to")))
        columns = _listed(one.get("from_columns"))
        # Keys of several columns cannot be joined by; their datasets stand alone, and a question across says so.
        if source and target and len(columns) == 1:
            source.entities.append({"name": target.name, "type": "foreign", "expr": str(columns[0])})


def _metric(entry: dict[str, Any], datasets: dict[str, _Dataset], brought: Brought) -> list[Definition]:
    name = str(entry.get("name") or "")
    about: dict[str, Plain] = {"name": name, "description": str(entry.get("description") or "")}
    try:
        parts = [_measured(one, datasets) for one in sides(_sql(entry))]
    except MetricError as error:
        brought.unread[name] = str(error)
        return [written("metrics", about | {"expression": str(entry.get("expression"))})]
    if len(parts) == 1:
        return [written("metrics", _simple(name, *parts[0]) | about)]
    names = [f"{name}_over", f"{name}_under"]
    inner = [written("metrics", _simple(one, *part)) for one, part in zip(names, parts, strict=True)]
    ratio: dict[str, Plain] = {
        "type": "ratio",
        "type_params": {"numerator": names[0], "denominator": names[1]},
    }
    return [*inner, written("metrics", about | ratio)]


def _measured(text: str, datasets: dict[str, _Dataset]) -> tuple[_Dataset, Aggregate]:
    found = aggregate_read(text)
    named = {dataset for dataset, _ in _COLUMN.findall(found.expr)} & set(datasets)
    if len(named) != 1:
        raise MetricError(f"{text[:80]!r} must name the columns of one dataset, as in orders.amount.")
    dataset = datasets[named.pop()]
    if not dataset.times:
        raise MetricError(f"The dataset {dataset.name} has no field that is a time; mark one with is_time.")

    def column(match: re.Match[str]) -> str:
        return f"({dataset.fields[match[2]]})" if match[2] in dataset.fields else match[2]

    return dataset, Aggregate(found.agg, _COLUMN.sub(column, found.expr), found.is_zero_for_none)


def _simple(name: str, dataset: _Dataset, value: Aggregate) -> dict[str, Plain]:
    measure: dict[str, Plain] = {"name": f"{name}_value"}
    dataset.measures.append({**measure, "agg": value.agg, "expr": value.expr})
    if value.is_zero_for_none:
        measure["fill_nulls_with"] = 0
    return {"name": name, "type": "simple", "type_params": {"measure": measure}}


def _model(one: _Dataset) -> Definition:
    taken = {str(entity["name"]) for entity in one.entities if isinstance(entity, dict)}
    dimensions: list[Plain] = [
        {"name": name, "type": "time" if name in one.times else "categorical", "expr": expr}
        for name, expr in one.fields.items()
        if name not in taken
    ]
    about: dict[str, Plain] = {"name": one.name, "model": one.table}
    time: dict[str, Plain] = {"defaults": {"agg_time_dimension": one.times[0]}} if one.times else {}
    parts: dict[str, Plain] = {"entities": one.entities, "dimensions": dimensions, "measures": one.measures}
    return written("semantic_models", about | time | parts)
