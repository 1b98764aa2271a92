"""A question in words, drafted as SQL and as a registered metric; nothing is run."""

from collections.abc import Sequence
from urllib.parse import urlencode

from pydantic import Field, JsonValue

from headway.apps.metrics.catalogue import catalogue_of, sql_of
from headway.apps.metrics.kinds import METRIC
from headway.apps.reporting.answers import HeardWords, MetricDraft, QuestionDraft
from headway.apps.reporting.named import vocabulary_of
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.registry import Question, query
from headway.engine.asking.drafting import draft
from headway.engine.asking.listening import listen
from headway.engine.asking.vocabulary import NamedMetric, Reading
from headway.engine.asking.writing import comment, text
from headway.engine.metrics.question import Ask

NOTHING = "nothing in it names an event or a metric here"


class SentenceAsked(Question):
    sentence: str = Field(
        min_length=2, max_length=300, examples=["weekly active accounts by plan since June"]
    )


@query("analytics.question_draft")
def question_draft(context: Context, question: SentenceAsked) -> QuestionDraft:
    """A sentence as one SELECT for analytics.sql_run and, where one counts the same, as a registered metric.

    It is read by rules from the names of events, properties and metrics, so the same sentence always gives the same
    draft; every word is told with what it was taken for. Nothing is run.
    """
    known = vocabulary_of(context)
    found = listen(question.sentence, known)
    named = next((one for one in known.metrics if one.name == found.metric), None)
    return QuestionDraft(
        sentence=question.sentence, heard=[HeardWords(words=one.words, meaning=one.meaning) for one in found.heard],
        missed=found.missed, assumed=list(found.assumed), sql=_sql(context, found, named, question.sentence),
        metric=_metric(context, found, named) if named else None, reason="" if found.is_understood else NOTHING,
    )  # fmt: skip


def _sql(context: Context, found: Reading, named: NamedMetric | None, sentence: str) -> str:
    """The SELECT; a metric that is worked out from others is written as it is defined."""
    if named is None or (named.counted and named.events == frozenset(found.events)):
        return draft(found, sentence)
    columns = _columns(found, named)
    if columns is None:
        return ""
    try:
        asked = Ask((named.name,), tuple(columns), found.first, found.last, tuple(_where(found, named) or ()))
        return f"{comment(sentence)}\n{sql_of(catalogue_of(context, [named.name]), asked)}"
    except Invalid:
        return ""


def _column(name: str, named: NamedMetric) -> str | None:
    """The column of a metric that is called as a property."""
    return next((one for one in named.splits if one.rpartition("__")[2] == name), None)


def _columns(found: Reading, named: NamedMetric) -> list[str] | None:
    """By what the metric is asked; None where it has no such column."""
    split = _column(found.by, named) if found.by else ""
    if split is None or _where(found, named) is None:
        return None
    return [*([f"metric_time__{found.grain}"] if found.grain else []), *([split] if split else [])]


def _where(found: Reading, named: NamedMetric) -> list[str] | None:
    columns = {name: _column(name, named) for name in found.where}
    if None in columns.values():
        return None
    return [f"{{{{ Dimension('{columns[name]}') }}}} = {text(value)}" for name, value in found.where.items()]


def _metric(context: Context, found: Reading, named: NamedMetric) -> MetricDraft:
    address, columns = METRIC.address(context.workspace.slug, named.name), _columns(found, named)
    if columns is None:
        missing = [name for name in [found.by, *found.where] if name and _column(name, named) is None]
        reason = f"the metric has no column {' and no column '.join(missing)}"
        return MetricDraft(ref=named.name, label=named.label, question=None, address=address, reason=reason)
    days = {"from_day": found.first, "to_day": found.last}
    asked: dict[str, JsonValue] = {"metrics": [named.name], "by": [*columns]}
    asked |= {name: day.isoformat() for name, day in days.items() if day}
    where = _where(found, named)
    return MetricDraft(
        ref=named.name, label=named.label, question=asked | ({"where": [*where]} if where else {}),
        address=f"{address}?{urlencode(_shown(found, columns))}" if found.grain or found.by else address,
        reason="its page draws it for everybody" if where else "",
    )  # fmt: skip


def _shown(found: Reading, columns: Sequence[str]) -> dict[str, str]:
    """What the page of the metric takes of it."""
    split = [one for one in columns if not one.startswith("metric_time__")]
    values = {
        "grain": found.grain,
        "by": split[0] if split else "",
        "from_day": found.first,
        "to_day": found.last,
    }
    return {name: str(value) for name, value in values.items() if value}
