"""What an edit of a section or a metric would change, worked out before anything is stored."""

from dataclasses import dataclass
from datetime import date

from pydantic import Field

from headway.apps.requirements.finding import metric_number, metric_of, prd_named, section_of
from headway.apps.requirements.models import Prd, SuccessMetric
from headway.apps.requirements.scope import change_claim, headline
from headway.apps.requirements.wording import Edit, count_told, edits, told
from headway.apps.strategy.models import KeyResult
from headway.core.access import row
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.gate import Claim
from headway.core.registry import Question
from headway.engine.drafting.numbers import with_unit


class SectionEdit(Question):
    """`version` is that of the document that the text was written against."""

    ref: str = Field(min_length=1, max_length=100)
    section: str = Field(min_length=1, max_length=40, description="The section's key, such as goals.")
    markdown: str = Field(max_length=100_000)
    version: int = Field(ge=1)


def section_claim(context: Context, question: SectionEdit) -> Claim:
    """A changed section, told as what goes out and what comes in."""
    prd = prd_named(context, question.ref)
    before = section_of(prd, question.section)
    differing = edits(before["markdown"], question.markdown)
    words = [
        headline(prd, f"{before['title']} changes" if differing else f"{before['title']} stays as it is"),
        *map(told, differing),
        count_told(len(before["markdown"].split()), len(question.markdown.split())),
    ]
    return change_claim(context, prd, words, "section", question.section, before["version"])


class MetricSave(Question):
    """A new metric of a document, or a change of the one that `metric_ref` names; what is left out stays."""

    ref: str = Field(min_length=1, max_length=100)
    metric_ref: str = Field("", max_length=100)
    metric: str | None = Field(None, min_length=1, max_length=200)
    unit: str | None = Field(None, max_length=40)
    baseline: float | None = Field(None, allow_inf_nan=False)
    target: float | None = Field(None, allow_inf_nan=False)
    due: date | None = None
    guardrail: bool | None = None
    key_result: str | None = Field(None, max_length=100)
    reason: str | None = Field(None, max_length=300)


@dataclass(frozen=True)
class MetricChange:
    """A metric as it would be, not stored yet, and what of it differs in words."""

    record: SuccessMetric
    is_new: bool
    before: dict[str, str]
    after: dict[str, str]

    @property
    def differing(self) -> list[Edit]:
        names = dict.fromkeys([*self.before, *self.after])
        return [
            Edit(self.before.get(name, ""), self.after.get(name, ""), name)
            for name in names
            if self.before.get(name, "") != self.after.get(name, "")
        ]

    @property
    def named(self) -> list[Edit]:
        """The same with the name of the part in the words, such as `target 4%`."""
        return [
            Edit(*(f"{one.lead} {words}" if words else "" for words in (one.removed, one.added)))
            for one in self.differing
        ]


def metric_changed(context: Context, prd: Prd, question: MetricSave) -> MetricChange:
    """What the question makes of a metric. Raises NotFound, Invalid for a new one without a name."""
    record = _metric_found(context, prd, question)
    before = {} if record._state.adding else phrases(record)
    for name, value in _given(context, question).items():
        setattr(record, name, value)
    return MetricChange(record, record._state.adding, before, phrases(record))


def _metric_found(context: Context, prd: Prd, question: MetricSave) -> SuccessMetric:
    if question.metric_ref:
        return metric_of(context, prd, question.metric_ref)
    if question.metric is None:
        raise Invalid("Field metric: a new metric needs a name.")
    ref = f"{prd.ref}-M{metric_number(context, prd)}"
    return SuccessMetric(workspace=context.workspace, ref=ref, prd=prd, created_at=context.now)


def _given(context: Context, question: MetricSave) -> dict[str, object]:
    values = question.model_dump(exclude_none=True, exclude={"ref", "metric_ref", "guardrail", "key_result"})
    if question.guardrail is not None:
        values["is_guardrail"] = question.guardrail
    if question.key_result is not None:
        values["key_result"] = row(KeyResult, context, question.key_result) if question.key_result else None
    return values


def phrases(one: SuccessMetric) -> dict[str, str]:
    """A metric in words, by the name of each part; what is not known has no words."""
    found = {
        "name": one.metric,
        "kind": "guardrail" if one.is_guardrail else "success metric",
        "baseline": "" if one.baseline is None else with_unit(one.baseline, one.unit),
        "target": "" if one.target is None else with_unit(one.target, one.unit),
        "due": one.due.isoformat() if one.due else "",
        "key result": one.key_result.ref if one.key_result else "",
        "reason": one.reason,
    }
    return {name: words for name, words in found.items() if words}


def metric_claim(context: Context, question: MetricSave) -> Claim:
    """A new or changed metric, told part by part."""
    prd = prd_named(context, question.ref)
    change = metric_changed(context, prd, question)
    name = change.record.metric
    what = f"the metric {name!r} comes in" if change.is_new else f"the metric {name!r} changes"
    version = 0 if change.is_new else change.record.version
    words = [headline(prd, what), *map(part_told, change.differing)]
    return change_claim(context, prd, words, "metric", question.metric_ref, version)


def part_told(one: Edit) -> str:
    """A part of a metric as a line.

    >>> part_told(Edit("4%", "3%", "target")), part_told(Edit("", "2026-12-31", "due"))
    ('target: 4% becomes 3%', 'due: 2026-12-31')
    """
    if one.removed and one.added:
        return f"{one.lead}: {one.removed} becomes {one.added}"
    return f"{one.lead}: {one.added}" if one.added else f"{one.lead}: {one.removed} goes out"
