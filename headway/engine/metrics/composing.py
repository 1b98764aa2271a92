"""From what was chosen to the definitions that say it."""

from collections.abc import Mapping
from dataclasses import dataclass

from headway.engine.metrics.choosing import (
    Choice,
    ColumnKind,
    Condition,
    condition_text,
    is_property,
)
from headway.engine.metrics.drafting_models import ModelDraft, draft_of
from headway.engine.metrics.model import MetricError
from headway.engine.metrics.splitting import written
from headway.engine.rights.yaml_text import Plain


@dataclass(frozen=True, slots=True)
class Named:
    """What a metric is called."""

    name: str
    label: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Composed:
    """The YAML of a metric, and of the semantic model it needs; `added` names what was put into that one."""

    metric: str
    model: str = ""
    model_text: str = ""
    added: tuple[str, ...] = ()


def composed(
    choice: Choice, called: Named, texts: Mapping[str, str], kinds: Mapping[str, ColumnKind]
) -> Composed:
    """The definitions of what was chosen. `texts` are those of all semantic models, `kinds` the columns of the table.

    Raises MetricError where something is not chosen yet or does not go together.

    >>> chosen = Choice(table="orders", agg="sum", column="amount", time="day")
    >>> found = composed(chosen, Named("sales"), {}, {"amount": "number", "day": "day"})
    >>> print(found.metric.strip(), found.model, found.added)
    metrics:
    - name: sales
      type: simple
      type_params:
        measure: orders_sum_amount orders ('day', 'orders_sum_amount')
    """
    if choice.kind == "ratio":
        return Composed(_text(called, "ratio", _ratio(choice)))
    if not choice.table:
        raise MetricError("choose the table whose rows are counted.")
    draft = draft_of(choice.table, texts, kinds)
    if choice.kind == "conversion":
        params, filters = _conversion(choice, draft), []
    else:
        params, filters = _measured(choice, draft), _filters(choice, choice.conditions, draft)
    for one in choice.splits:
        draft.dimension(one)
    text = _text(called, choice.kind, params, filters)
    return Composed(text, draft.model.name, draft.text, tuple(draft.added))


def _ratio(choice: Choice) -> dict[str, Plain]:
    if not choice.numerator or not choice.denominator:
        raise MetricError("choose the metric above the line and the one below it.")
    return {"numerator": choice.numerator, "denominator": choice.denominator}


def _measured(choice: Choice, draft: ModelDraft) -> dict[str, Plain]:
    if not choice.time:
        raise MetricError("choose the column that says on which day a row counts.")
    found: dict[str, Plain] = {"measure": draft.measure(choice.agg, choice.column, choice.time)}
    if choice.kind != "cumulative":
        return found
    reach = {"window": choice.window} if choice.window else {"grain_to_date": choice.to_date}
    # Of a month, where the total stood at its end.
    params: dict[str, Plain] = {name: value for name, value in reach.items() if value}
    return found | {"cumulative_type_params": params | {"period_agg": "last"}}


def _conversion(choice: Choice, draft: ModelDraft) -> dict[str, Plain]:
    if not choice.who or not choice.time:
        raise MetricError("choose the column that says who, and the one that says when.")
    if not choice.conditions or not choice.then:
        raise MetricError("choose the rows that it begins with, and those that are to follow.")
    measure = draft.measure("count_distinct", choice.who, choice.time)
    params: dict[str, Plain] = {
        "base_measure": {"name": measure, "filter": _filters(choice, choice.conditions, draft)},
        "conversion_measure": {"name": measure, "filter": _filters(choice, choice.then, draft)},
        "entity": draft.key(choice.who),
    }
    if choice.window:
        params["window"] = choice.window
    return {"conversion_type_params": params}


def _filters(choice: Choice, conditions: tuple[Condition, ...], draft: ModelDraft) -> list[Plain]:
    return [
        condition_text(
            one, draft.dimension(one.column), draft.kinds[one.column], is_text=is_property(choice.table, one.column)
        )
        for one in conditions
    ]  # fmt: skip


def _text(called: Named, kind: str, params: dict[str, Plain], filters: list[Plain] | None = None) -> str:
    entry: dict[str, Plain] = {"name": called.name}
    entry |= {"label": called.label} if called.label else {}
    entry |= {"description": called.description} if called.description else {}
    entry |= {"type": kind, "type_params": params}
    return written("metrics", entry | ({"filter": filters} if filters else {})).text
