"""The metrics of a metrics file."""

from headway.engine.metrics.model import (
    TYPES,
    Conversion,
    Grain,
    MeasureInput,
    Metric,
    MetricInput,
    PeriodAgg,
    Span,
)
from headway.engine.metrics.places import expr_at, filters_at, grain_at, name_at, span_at, word_at
from headway.engine.rights.spot import Spot

PERIOD_AGGS: tuple[PeriodAgg, ...] = ("first", "last", "average")
_METRIC = (
    "name",
    "label",
    "description",
    "type",
    "type_params",
    "filter",
    "config",
    "meta",
    "time_granularity",
)
_PARAMS = {
    "simple": ("measure",),
    "ratio": ("numerator", "denominator"),
    "derived": ("expr", "metrics"),
    "cumulative": ("measure", "window", "grain_to_date", "cumulative_type_params"),
    "conversion": ("conversion_type_params",),
}
_NEEDED = {
    "simple": ("measure",),
    "ratio": ("numerator", "denominator"),
    "derived": ("expr", "metrics"),
    "cumulative": ("measure",),
    "conversion": ("conversion_type_params",),
}
_MEASURE_INPUT = ("name", "filter", "alias", "join_to_timespine", "fill_nulls_with")
_METRIC_INPUT = ("name", "filter", "alias", "offset_window", "offset_to_grain")
_CUMULATIVE = ("window", "grain_to_date", "period_agg")
_CONVERSION = ("base_measure", "conversion_measure", "entity", "calculation", "window", "constant_properties")


def metric_read(spot: Spot) -> Metric:
    """One metric; what is wrong in it goes to the faults of the spot."""
    spot.keyed(_METRIC, ("name", "type", "type_params"))
    kind = word_at(spot.at("type"), TYPES, "type of metric") or "simple"
    params = spot.at("type_params")
    if params.value is not None:
        params.keyed(_PARAMS[kind], _NEEDED[kind])
    label, described = spot.at("label").value, spot.at("description").value
    name = name_at(spot.at("name"))
    window, to_date, period = _cumulative(params) if kind == "cumulative" else (None, None, None)
    return Metric(
        name,
        kind,
        str(label or name),
        str(described or ""),
        filters_at(spot.at("filter")),
        _measure(params.at("measure")) if params.has("measure") else None,
        _inputs(params, kind),
        expr_at(params.at("expr")) if kind == "derived" else "",
        window,
        to_date,
        period or "first",
        _conversion(params.at("conversion_type_params")) if kind == "conversion" else None,
        spot.document.lines.get(spot.place),
    )


def _measure(spot: Spot) -> MeasureInput:
    if isinstance(spot.value, str):
        return MeasureInput(name_at(spot))
    spot.keyed(_MEASURE_INPUT, ("name",))
    return MeasureInput(
        name_at(spot.at("name")),
        filters_at(spot.at("filter")),
        spot.at("fill_nulls_with").whole(),
        spot.at("join_to_timespine").yes(),
    )


def _inputs(params: Spot, kind: str) -> tuple[MetricInput, ...]:
    if kind == "ratio":
        return _input(params.at("numerator")), _input(params.at("denominator"))
    if kind == "derived" and params.has("metrics"):
        found = tuple(_input(one) for one in params.at("metrics").each())
        names = [one.alias for one in found]
        for alias in sorted({one for one in names if one and names.count(one) > 1}):
            params.at("metrics").fault(f"{alias} stands here twice; give one of them another alias.")
        return found
    return ()


def _input(spot: Spot) -> MetricInput:
    if isinstance(spot.value, str):
        return MetricInput(name_at(spot), spot.value)
    spot.keyed(_METRIC_INPUT, ("name",))
    name = name_at(spot.at("name"))
    if spot.has("offset_window") and spot.has("offset_to_grain"):
        spot.fault("offset_window and offset_to_grain do not go together; leave one out.")
    alias = name_at(spot.at("alias")) if spot.has("alias") else name
    return MetricInput(
        name,
        alias,
        filters_at(spot.at("filter")),
        span_at(spot.at("offset_window")),
        grain_at(spot.at("offset_to_grain")),
    )


def _cumulative(params: Spot) -> tuple[Span | None, Grain | None, PeriodAgg | None]:
    inner = params.at("cumulative_type_params")
    if inner.value is not None:
        inner.keyed(_CUMULATIVE)
    source = inner if inner.has("window") or inner.has("grain_to_date") else params
    if source.has("window") and source.has("grain_to_date"):
        source.fault("window and grain_to_date do not go together; leave one out.")
    period = (
        word_at(inner.at("period_agg"), PERIOD_AGGS, "way to take one of a period")
        if inner.has("period_agg")
        else None
    )
    return span_at(source.at("window")), grain_at(source.at("grain_to_date")), period


def _conversion(spot: Spot) -> Conversion:
    spot.keyed(_CONVERSION, ("base_measure", "conversion_measure", "entity"))
    calculation = "conversion_rate"
    if spot.has("calculation"):
        calculation = spot.at("calculation").one_of(("conversion_rate", "conversions"), "calculation")
    constants = tuple(_constant(one) for one in spot.at("constant_properties").each()) if spot.has(
        "constant_properties") else ()  # fmt: skip
    return Conversion(
        _measure(spot.at("base_measure")),
        _measure(spot.at("conversion_measure")),
        name_at(spot.at("entity")),
        span_at(spot.at("window")),
        calculation == "conversion_rate",
        constants,
    )


def _constant(spot: Spot) -> tuple[str, str]:
    keys = ("base_property", "conversion_property")
    spot.keyed(keys, keys)
    first, second = (str(spot.at(key).value) for key in keys)
    return first, second
