"""From a definition to what could have been chosen to make it, where that says all that it means."""

import re
from collections.abc import Mapping

from headway.engine.metrics.choosing import (
    CHOSEN_AGGS,
    Choice,
    ChosenAgg,
    ColumnKind,
    Condition,
    How,
    column_of,
    condition_text,
    is_property,
)
from headway.engine.metrics.drafting_models import EVERY_ROW
from headway.engine.metrics.model import (
    Catalogue,
    Measure,
    MeasureInput,
    Metric,
    MetricError,
    SemanticModel,
)

_LITERAL = r"(?:'(?:[^']|'')*'|-?[0-9]+(?:\.[0-9]+)?)"
_CONDITION = re.compile(
    r"(?:TRY_CAST\()?\{\{ *Dimension\('([a-z0-9_]+)'\) *\}\}(?: AS DOUBLE\))? *"
    rf"(IS NOT NULL|IS NULL|(?:=|<>|>=|<=) *{_LITERAL}|(?:NOT )?IN *\( *{_LITERAL}(?: *, *{_LITERAL})* *\))"
)
_HOWS: Mapping[str, How] = {
    "=": "is", "IN": "is", "<>": "is_not", "NOT IN": "is_not", ">=": "at_least", "<=": "at_most",
    "IS NULL": "unknown", "IS NOT NULL": "known",
}  # fmt: skip


def chosen(metric: Metric, catalogue: Catalogue) -> Choice | None:
    """What could have been chosen to make a metric; None where the form cannot say all that it means."""
    if metric.type == "ratio":
        over, under = metric.inputs
        is_plain = all(not one.filters and one.alias == one.name and not one.offset and not one.offset_to
                       for one in metric.inputs)  # fmt: skip
        is_ours = is_plain and not metric.filters
        return Choice("ratio", numerator=over.name, denominator=under.name) if is_ours else None
    try:
        return _of_rows(metric, catalogue)
    except MetricError:
        return None


def _of_rows(metric: Metric, catalogue: Catalogue) -> Choice | None:
    if metric.type == "conversion":
        return _of_conversion(metric, catalogue)
    if metric.type not in ("simple", "cumulative") or metric.measure is None or not _is_bare(metric.measure):
        return None
    model, measure = catalogue.measure(metric.measure.name)
    conditions, column = _conditions(model, metric.filters), _column(model, measure)
    if conditions is None or column is None or (metric.type == "cumulative" and metric.period_agg != "last"):
        return None
    return Choice(
        "simple" if metric.type == "simple" else "cumulative", model.table, _agg(measure), column,
        _time(model, measure), conditions, window=str(metric.window or ""), to_date=metric.to_date or "",
    )  # fmt: skip


def _of_conversion(metric: Metric, catalogue: Catalogue) -> Choice | None:
    found = metric.conversion
    if (
        found is None
        or found.constants
        or not found.is_rate
        or metric.filters
        or found.base.name != found.converted.name
    ):
        return None
    model, measure = catalogue.measure(found.base.name)
    entity, column = model.entity(found.entity), _column(model, measure)
    first, then = _conditions(model, found.base.filters), _conditions(model, found.converted.filters)
    key = column_of(model.table, entity.expr) if entity else None
    is_ours = measure.agg == "count_distinct" and column == key and _is_unfilled(found.base, found.converted)
    if not is_ours or not key or not first or not then:
        return None
    return Choice(
        "conversion", model.table, time=_time(model, measure), conditions=first, window=str(found.window or ""),
        who=key, then=then,
    )  # fmt: skip


def _is_bare(measure: MeasureInput) -> bool:
    return not measure.filters and _is_unfilled(measure)


def _is_unfilled(*measures: MeasureInput) -> bool:
    return all(one.fill is None and not one.spine for one in measures)


def _agg(measure: Measure) -> ChosenAgg:
    return next(one for one in CHOSEN_AGGS if one == measure.agg)


def _column(model: SemanticModel, measure: Measure) -> str | None:
    """The column that a measure takes together; None where it is something else."""
    if measure.agg not in CHOSEN_AGGS:
        return None
    if measure.expr == EVERY_ROW:
        return "" if measure.agg == "count" else None
    return column_of(model.table, measure.expr)


def _time(model: SemanticModel, measure: Measure) -> str:
    dimension = model.dimension(measure.time)
    found = column_of(model.table, dimension.expr) if dimension else None
    if found is None:
        raise MetricError(f"{measure.time} is no column.")
    return found


def _conditions(model: SemanticModel, filters: tuple[str, ...]) -> tuple[Condition, ...] | None:
    found = [_condition(model, one) for one in filters]
    return tuple(one for one in found if one) if all(found) else None


def _condition(model: SemanticModel, text: str) -> Condition | None:
    words = " ".join(text.split())
    match = _CONDITION.fullmatch(words)
    entity, _, name = match.group(1).partition("__") if match else ("", "", "")
    own = {model.primary, *(one.name for one in model.entities if one.type != "foreign")}
    dimension = model.dimension(name) if entity in own else None
    column = column_of(model.table, dimension.expr) if dimension else None
    if match is None or column is None:
        return None
    said = match.group(2)
    sign = re.sub(rf" *\(? *{_LITERAL}.*", "", said).strip()
    found = Condition(column, _HOWS[sign], tuple(_plain(one) for one in re.findall(_LITERAL, said)))
    return found if _says(found, model.table, match.group(1), words) else None


def _says(found: Condition, table: str, dimension: str, words: str) -> bool:
    """Whether the condition, written out, is the filter that it was read from."""
    kind: ColumnKind = "text" if "'" in words.partition("}}")[2] else "number"
    text = condition_text(found, dimension, kind, is_text=is_property(table, found.column))
    of_one = re.sub(rf"NOT IN *\( *({_LITERAL}) *\)$", r"<> \1", words)
    of_one = re.sub(rf"IN *\( *({_LITERAL}) *\)$", r"= \1", of_one)
    return text.replace(" ", "") == of_one.replace(" ", "")


def _plain(literal: str) -> str:
    return literal[1:-1].replace("''", "'") if literal.startswith("'") else literal
