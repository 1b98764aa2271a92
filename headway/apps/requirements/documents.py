"""A PRD as stored, and as the document that it is read as."""

from collections.abc import Sequence
from typing import Any

from headway.apps.requirements.answers import Citation, MetricRow, PrdRow, PrdSection
from headway.apps.requirements.models import Prd, SuccessMetric
from headway.apps.requirements.records import source_of
from headway.engine.drafting.metrics import Metric
from headway.engine.drafting.sources import Source
from headway.engine.drafting.text import Section


def sections_of(prd: Prd) -> list[PrdSection]:
    return [PrdSection.model_validate(one) for one in prd.sections]


def citations_of(prd: Prd) -> list[Citation]:
    return [Citation.model_validate(one) for one in prd.citations]


def sources_of(citations: Sequence[Citation]) -> dict[int, Source]:
    return {int(one.ref): source_of(one) for one in citations}


def plain_sections(sections: Sequence[PrdSection]) -> list[Section]:
    return [Section(one.key, one.title, one.markdown, one.mandatory, one.edited) for one in sections]


def stored_section(one: Section, version: int) -> dict[str, Any]:
    """A section as it is kept; `version` is that of the PRD when its text last changed."""
    return {
        "key": one.key, "title": one.title, "markdown": one.markdown, "mandatory": one.is_mandatory,
        "edited": one.is_edited, "version": version,
    }  # fmt: skip


def prd_row(prd: Prd) -> PrdRow:
    return PrdRow(
        id=prd.ref,
        title=prd.title,
        initiative=prd.initiative.ref,
        status=prd.status,
        generated=prd.generated,
        updated_at=prd.updated_at,
    )


def metric_row(one: SuccessMetric) -> MetricRow:
    return MetricRow(
        id=one.ref,
        metric=one.metric,
        key_result=one.key_result.ref if one.key_result else "",
        unit=one.unit,
        baseline=one.baseline,
        target=one.target,
        due=one.due.isoformat() if one.due else "",
        guardrail=one.is_guardrail,
        reason=one.reason,
    )


def metric_proposed(one: Metric) -> MetricRow:
    return MetricRow(
        metric=one.metric,
        key_result=one.key_result,
        unit=one.unit,
        baseline=one.baseline,
        target=one.target,
        due=one.due,
        guardrail=one.is_guardrail,
        reason=one.reason,
    )
