"""The SQL of each type of metric for a plan: the columns of the group, and the metric's own."""

from headway.engine.metrics.columns import DAY, VALUE, aggregated, found, rows_sql, truncated
from headway.engine.metrics.expressions import inner, quoted, select, words
from headway.engine.metrics.filters import Filter, Name, filter_read, name_read
from headway.engine.metrics.model import (
    Conversion,
    MeasureInput,
    Metric,
    MetricError,
    MetricInput,
    PeriodAgg,
)
from headway.engine.metrics.plan import Part, Plan, clause, combined, grouped, listed, timeless

DEPTH_MOST = 12
_PICKED: dict[PeriodAgg, str] = {"first": "FIRST_VALUE", "last": "LAST_VALUE", "average": "AVG"}


def metric_sql(plan: Plan, name: str, filters: tuple[str, ...] = (), above: tuple[str, ...] = ()) -> str:
    """The SQL of one metric. Raises MetricError for a metric that leads back to itself or asks what is not there."""
    metric = plan.catalogue.metric(name)
    if name in above or len(above) > DEPTH_MOST:
        raise MetricError(f"{name} leads back to itself over {', '.join(above)}; take one of them out.")
    own = (*filters, *metric.filters)
    if metric.type in {"ratio", "derived"}:
        return _from_metrics(plan, metric, own, (*above, name))
    if metric.conversion:
        return _conversion(plan, metric, metric.conversion, own)
    assert metric.measure is not None
    if metric.type == "cumulative":
        return _cumulative(plan, metric, metric.measure, own)
    return _simple(plan, name, metric.measure, own)


def _filters(plan: Plan, *texts: str) -> list[Filter]:
    return [filter_read(one) for one in texts] + list(plan.where)


def _names(plan: Plan, filters: list[Filter]) -> list[Name]:
    return [*plan.group, *(name for one in filters for name in one.names)]


def _simple(plan: Plan, name: str, measured: MeasureInput, texts: tuple[str, ...]) -> str:
    filters = _filters(plan, *texts, *measured.filters)
    _, measure = plan.catalogue.measure(measured.name)
    rows = rows_sql(plan.catalogue, measured.name, _names(plan, filters))
    conditions = clause("WHERE", [*(one.sql for one in filters), *plan.within(DAY)])
    value = f"{aggregated(measure)} AS {quoted(name)}"
    sql = select(listed(plan.columns, value), inner(rows, "r"), conditions + grouped(plan.columns))
    return _filled(plan, name, measured, sql)


def _filled(plan: Plan, name: str, measured: MeasureInput, sql: str) -> str:
    """A row for every period where the definition wants that, and a number where it wants one instead of null."""
    column = quoted(name)
    filled = f"{column if measured.fill is None else f'COALESCE({column}, {measured.fill})'} AS {column}"
    if measured.spine and plan.time:
        time = quoted(plan.time.column)
        columns = [f"s.{time} AS {time}", *plan.others]
        source = f"{plan.periods()} AS s LEFT JOIN {inner(sql, 'f')} ON s.{time} = f.{time}"
        return select(listed(columns, filled), source)
    return sql if measured.fill is None else select(listed(plan.columns, filled), inner(sql, "f"))


def _from_metrics(plan: Plan, metric: Metric, texts: tuple[str, ...], above: tuple[str, ...]) -> str:
    parts = [_input(plan, one, texts, above) for one in metric.inputs]
    if metric.type == "ratio":
        over, under = (Part(part.sql, part.column, alias, part.fill)
                       for part, alias in zip(parts, ("__over", "__under"), strict=True))  # fmt: skip
        value = 'CAST("__over" AS DOUBLE) / CAST(NULLIF("__under", 0) AS DOUBLE)'
        return _worked_out(plan, metric, value, combined(plan, [over, under]))
    unused = [one.alias for one in metric.inputs if one.alias not in words(metric.expr)]
    if unused:
        raise MetricError(
            f"{metric.name} names the metric {unused[0]} and its expr does not; use it or leave it out."
        )
    return _worked_out(plan, metric, metric.expr, combined(plan, parts))


def _worked_out(plan: Plan, metric: Metric, value: str, rows: str) -> str:
    return select(listed(plan.columns, f"{value} AS {quoted(metric.name)}"), inner(rows, "c"))


def _input(plan: Plan, one: MetricInput, texts: tuple[str, ...], above: tuple[str, ...]) -> Part:
    source = plan.catalogue.metric(one.name)
    fill = source.measure.fill if source.type == "simple" and source.measure else None
    own = (*texts, *one.filters)
    if not one.offset and not one.offset_to:
        return Part(metric_sql(plan, one.name, own, above), one.name, one.alias, fill)
    timeless(plan, _filters(plan, *own), "an offset")
    return Part(
        _shifted(plan, one, metric_sql(plan.unbound(), one.name, own, above)), one.name, one.alias, fill
    )


def _shifted(plan: Plan, one: MetricInput, sql: str) -> str:
    """The metric as it was so much earlier than each period."""
    if plan.time is None:
        raise MetricError(f"{one.name} is shifted in time; group by metric_time to say from which period.")
    grain = one.offset.grain if one.offset else one.offset_to or "day"
    if plan.grain not in {"day", grain}:
        raise MetricError(
            f"{one.name} is shifted by {grain}s; group by metric_time__{grain} or metric_time__day."
        )
    time = quoted(plan.time.column)
    past = (
        f"s.{time} - INTERVAL {one.offset.count} {grain}"
        if one.offset
        else f"DATE_TRUNC('{grain}', s.{time})"
    )
    columns = listed(f"s.{time} AS {time}", plan.others, quoted(one.name))
    return select(columns, f"{plan.periods()} AS s JOIN {inner(sql, 'f')} ON {past} = f.{time}")


def _cumulative(plan: Plan, metric: Metric, measured: MeasureInput, texts: tuple[str, ...]) -> str:
    if plan.time is None:
        if metric.window or metric.to_date:
            raise MetricError(f"{metric.name} runs up to a day; group by metric_time to say which.")
        return _simple(plan, metric.name, measured, texts)
    filters = _filters(plan, *texts, *measured.filters)
    timeless(plan, filters, "a cumulative metric")
    _, measure = plan.catalogue.measure(measured.name)
    names = [one for one in _names(plan, filters) if not one.is_metric_time]
    conditions = clause("WHERE", [one.sql for one in filters])
    rows = select("*", inner(rows_sql(plan.catalogue, measured.name, names), "r"), conditions)
    value = f"{aggregated(measure, 'r.' + VALUE)} AS {quoted(metric.name)}"
    source = f"{plan.days()} AS s JOIN {inner(rows, 'r')} ON {_reach(metric)}"
    daily = select(
        listed(f"s.{DAY} AS {DAY}", plan.others, value), source, grouped([f"s.{DAY}", *plan.others])
    )
    return _filled(plan, metric.name, measured, _of_period(plan, metric, daily))


def _reach(metric: Metric) -> str:
    """Which rows count for a day of the spine."""
    until = f"r.{DAY} <= s.{DAY}"
    if metric.window:
        return f"{until} AND r.{DAY} > s.{DAY} - INTERVAL {metric.window.count} {metric.window.grain}"
    if metric.to_date:
        return f"{until} AND r.{DAY} >= {truncated(metric.to_date, f's.{DAY}')}"
    return until


def _of_period(plan: Plan, metric: Metric, daily: str) -> str:
    """One value of a period that has one for each of its days."""
    assert plan.time is not None
    time, column = quoted(plan.time.column), quoted(metric.name)
    period = select(f"{truncated(plan.grain, DAY)} AS {time}, *", inner(daily, "d"))
    if plan.grain == "day":
        return select(listed(plan.columns, column), inner(period, "c"))
    order = "" if metric.period_agg == "average" else (
        f" ORDER BY {DAY} ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING")  # fmt: skip
    over = f"PARTITION BY {listed(time, plan.others)}{order}"
    picked = f"{_PICKED[metric.period_agg]}({column}) OVER ({over}) AS {column}"
    return select(f"DISTINCT {listed(plan.columns, picked)}", inner(period, "c"))


def _conversion(plan: Plan, metric: Metric, conversion: Conversion, texts: tuple[str, ...]) -> str:
    """Each conversion counts once, with the last base row of its entity inside the window before it."""
    base_filters = _filters(plan, *texts, *conversion.base.filters)
    filters = [filter_read(one) for one in conversion.converted.filters]
    pairs = [(_constant(plan, conversion.base, first), _constant(plan, conversion.converted, second))
             for first, second in conversion.constants]  # fmt: skip
    base = _keyed(
        plan, conversion.base, conversion, [*_names(plan, base_filters), *(one for one, _ in pairs)]
    )
    base += clause("WHERE", [*(one.sql for one in base_filters), *plan.within(DAY)])
    names = [*(name for one in filters for name in one.names), *(one for _, one in pairs)]
    converted = _keyed(plan, conversion.converted, conversion, names, ', ROW_NUMBER() OVER () AS "__id"')
    converted += clause("WHERE", [one.sql for one in filters])
    matched = _matched(plan, conversion, base, converted, pairs)
    _, base_measure = plan.catalogue.measure(conversion.base.name)
    _, measure = plan.catalogue.measure(conversion.converted.name)
    under = select(
        listed(plan.columns, f"{aggregated(base_measure)} AS u"), inner(base, "b"), grouped(plan.columns)
    )
    over = select(
        listed(plan.columns, f"{aggregated(measure, 'v')} AS o"), inner(matched, "m"), grouped(plan.columns)
    )
    both = combined(
        plan,
        [
            Part(over, "o", "__over", conversion.converted.fill),
            Part(under, "u", "__under", conversion.base.fill),
        ],
    )
    rate = 'CAST("__over" AS DOUBLE) / CAST(NULLIF("__under", 0) AS DOUBLE)'
    value = rate if conversion.is_rate else '"__over"'
    return _worked_out(plan, metric, value, both)


def _keyed(
    plan: Plan, measured: MeasureInput, conversion: Conversion, names: list[Name], more: str = ""
) -> str:
    return select(f"*{more}", inner(rows_sql(plan.catalogue, measured.name, names, conversion.entity), "k"))


def _constant(plan: Plan, measured: MeasureInput, text: str) -> Name:
    """A property that has to be the same on both sides; one of the measure's own model needs no entity."""
    model, measure = plan.catalogue.measure(measured.name)
    name = name_read(text if "__" in text or model.entity(text) else f"{model.primary}__{text}")
    found(plan.catalogue, model, measure, name)
    return name


def _matched(
    plan: Plan, conversion: Conversion, base: str, converted: str, pairs: list[tuple[Name, Name]]
) -> str:
    conditions = ['b."__key" = k."__key"', f"b.{DAY} <= k.{DAY}"]
    if conversion.window:
        conditions.append(f"b.{DAY} > k.{DAY} - INTERVAL {conversion.window.count} {conversion.window.grain}")
    conditions += [f"b.{quoted(one.column)} = k.{quoted(other.column)}" for one, other in pairs]
    columns = [f"b.{one} AS {one}" for one in plan.columns]
    # Among base rows of one day the columns decide, so that the answer is the same each time.
    order = listed(f"b.{DAY} DESC", [f"b.{one}" for one in plan.columns])
    rank = f'ROW_NUMBER() OVER (PARTITION BY k."__id" ORDER BY {order}) AS "__rank"'
    source = f"{inner(base, 'b')} JOIN {inner(converted, 'k')} ON {' AND '.join(conditions)}"
    picked = select(listed(columns, f"k.{VALUE} AS v", rank), source)
    return select("*", inner(picked, "q"), ' WHERE "__rank" = 1')
