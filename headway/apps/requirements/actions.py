"""What can be done with requirements: draft a PRD, edit it, set its metrics, move it through its reviews."""

import re
from collections.abc import Sequence
from datetime import date

from pydantic import Field

from headway.apps.discovery.models import Problem
from headway.apps.prioritisation.models import Initiative
from headway.apps.requirements import documents
from headway.apps.requirements.drafting import Drafted, drafted, metrics_rewritten
from headway.apps.requirements.models import Prd, SuccessMetric
from headway.apps.strategy.models import KeyResult
from headway.core.access import row, rows, rows_by_ref
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid, NotFound
from headway.core.links import Tie, links_store
from headway.core.models import snapshot
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS, MAKERS
from headway.engine.drafting.metrics import Metric

PROPOSED = "draft"
SETTLED = (Prd.Status.APPROVED, Prd.Status.LAUNCHED)


class PrdDraft(Question):
    initiative: str = Field(min_length=1, max_length=100)


def drafted_before(context: Context, question: PrdDraft) -> Drafted:
    """Gather the records, draft and check before the transaction opens."""
    return drafted(context, question.initiative, _prd_of(context, question.initiative))


def _prd_of(context: Context, initiative: str) -> Prd | None:
    return rows(Prd, context).filter(initiative__ref=initiative).order_by("-id").first()


@action("requirements.prd_draft", roles=MAKERS, prepare=drafted_before)
def prd_draft(context: Context, question: PrdDraft, draft: Drafted) -> Done[RecordRef]:
    """Draft the requirements document of an initiative from its records; every claim in it cites what it stands on.

    Drafting again makes a new version: sections and metrics that a person wrote stay as they are. A draft with a
    claim that no record backs is not saved. Raises NotFound for an unknown initiative, Invalid for a document that
    is approved, Conflict when somebody changed it meanwhile.
    """
    earlier = _prd_of(context, question.initiative)
    _refuse(draft, earlier)
    initiative = row(Initiative, context, question.initiative)
    prd = earlier or Prd(
        workspace=context.workspace, ref=_next_ref(context), initiative=initiative, author=context.actor,
        version=0, created_at=context.now,
    )  # fmt: skip
    prd.title, prd.version, prd.updated_at = draft.title, prd.version + 1, context.now
    prd.sections = [documents.stored_section(one, prd.version) for one in draft.sections]
    prd.citations = [one.model_dump(mode="json") for one in draft.citations]
    prd.generated = not any(one.is_edited for one in draft.sections)
    prd.save()
    _metrics_store(context, prd, draft.metrics)
    problems = rows_by_ref(Problem, context, draft.problems)
    ties = [Tie("cites", prd, problems[ref]) for ref in draft.problems if ref in problems]
    links_store(context, [Tie("specifies", prd, initiative), *ties])
    summary = f"{'Drafted again' if earlier else 'Drafted'} {prd.ref} for {initiative.ref} {initiative.title}"
    changes = {"version": prd.version, "citations": len(prd.citations), "initiative": initiative.ref}
    return Done(ref_of(prd, prd.ref), summary, prd, changes)


def _refuse(draft: Drafted, earlier: Prd | None) -> None:
    if earlier and earlier.status in SETTLED:
        raise Invalid(f"{earlier.ref} is {earlier.status}; set it back to draft before it is drafted again.")
    if draft.version != (earlier.version if earlier else 0):
        raise Conflict("The document was changed while it was drafted; look at it and draft again.")
    if draft.faults:
        raise Invalid(
            f"The draft has {len(draft.faults)} claims that no record backs, first: {draft.faults[0]}"
        )


def _next_ref(context: Context) -> str:
    refs = rows(Prd, context).filter(ref__startswith="PRD-").values_list("ref", flat=True)
    return f"PRD-{max((int(ref[4:]) for ref in refs if ref[4:].isdigit()), default=0) + 1}"


def _metrics_store(context: Context, prd: Prd, proposed: Sequence[Metric]) -> None:
    """Put the proposed metrics in the place of those proposed before; what a person set stays."""
    mine = rows(SuccessMetric, context).filter(prd=prd)
    mine.filter(source=PROPOSED).delete()
    given = set(mine.values_list("metric", "is_guardrail"))
    fresh = [one for one in proposed if (one.metric, one.is_guardrail) not in given]
    results = rows_by_ref(KeyResult, context, [one.key_result for one in fresh])
    SuccessMetric.objects.bulk_create(
        _metric_record(context, prd, f"{prd.ref}-M{number}", one, results.get(one.key_result))
        for number, one in enumerate(fresh, start=_next_metric(context, prd))
    )
    if given:
        metrics_rewritten(prd, _metrics_of(context, prd))
        prd.save(update_fields=["sections", "citations"])


def _next_metric(context: Context, prd: Prd) -> int:
    refs = rows(SuccessMetric, context).filter(prd=prd).values_list("ref", flat=True)
    return max((int(ref.rpartition("-M")[2]) for ref in refs), default=0) + 1


def _metric_record(
    context: Context, prd: Prd, ref: str, one: Metric, result: KeyResult | None
) -> SuccessMetric:
    return SuccessMetric(
        workspace=context.workspace, ref=ref, prd=prd, key_result=result, metric=one.metric[:200], unit=one.unit[:40],
        baseline=one.baseline, target=one.target, due=date.fromisoformat(one.due) if one.due else None,
        is_guardrail=one.is_guardrail, reason=one.reason[:300], source=PROPOSED, created_at=context.now,
    )  # fmt: skip


def _metrics_of(context: Context, prd: Prd) -> list[SuccessMetric]:
    found = rows(SuccessMetric, context).filter(prd=prd).select_related("key_result")
    return list(found.order_by("is_guardrail", "id"))


class SectionEdit(Question):
    """`version` is that of the document that the text was written against."""

    ref: str = Field(min_length=1, max_length=100)
    section: str = Field(min_length=1, max_length=40, description="The section's key, such as goals.")
    markdown: str = Field(max_length=100_000)
    version: int = Field(ge=1)


@action("requirements.section_edit", roles=MAKERS)
def section_edit(context: Context, question: SectionEdit) -> Done[RecordRef]:
    """Put a person's text in the place of a section; drafting again leaves it as it is.

    Raises NotFound for an unknown document or section, Invalid for one that is approved, and Conflict where
    somebody changed the section since `version`; the error carries both texts, so that neither is lost.
    """
    prd = row(Prd, context, question.ref)
    _refuse_settled(prd)
    place = next((at for at, one in enumerate(prd.sections) if one["key"] == question.section), None)
    if place is None:
        keys = ", ".join(one["key"] for one in prd.sections)
        raise NotFound(f"{prd.ref} has no section {question.section!r}; it has {keys}.")
    before = prd.sections[place]
    _refuse_overwriting(prd, before, question)
    prd.version, prd.updated_at, prd.generated = prd.version + 1, context.now, False
    after = before | {"markdown": question.markdown, "edited": True, "version": prd.version}
    prd.sections = [after if at == place else one for at, one in enumerate(prd.sections)]
    prd.save()
    changes = {"section": question.section, "before": before["markdown"], "after": question.markdown}
    return Done(ref_of(prd, prd.ref), f"Changed {before['title']} of {prd.ref}", prd, changes)


def _refuse_settled(prd: Prd) -> None:
    if prd.status in SETTLED:
        raise Invalid(f"{prd.ref} is {prd.status}; set it back to draft before it is changed.")


def _refuse_overwriting(prd: Prd, before: dict[str, object], question: SectionEdit) -> None:
    if question.version > prd.version:
        raise Invalid(f"Field version: {prd.ref} is at version {prd.version}, not yet at {question.version}.")
    if int(str(before["version"])) > question.version:
        raise Conflict(
            f"{before['title']} of {prd.ref} was changed after version {question.version}; bring both texts together.",
            [
                {"field": "markdown", "message": "the text as it is stored now", "text": before["markdown"]},
                {"field": "markdown", "message": "the text that was sent", "text": question.markdown},
            ],
        )


class StatusSet(Question):
    ref: str = Field(min_length=1, max_length=100)
    status: Prd.Status
    version: int | None = Field(
        None, ge=1, description="Refuse if the document is no longer at this version."
    )


@action("requirements.status_set", roles=DECIDERS)
def status_set(context: Context, question: StatusSet) -> Done[RecordRef]:
    """Move a document on: draft, problem review, solution review, approved, launched.

    Approved and launched need a success metric with baseline, target and date, a guardrail, and text in every
    mandatory section. Raises NotFound, Invalid with what is missing, Conflict where it was changed since `version`.
    """
    prd = row(Prd, context, question.ref)
    if question.version not in (None, prd.version):
        raise Conflict(f"{prd.ref} is at version {prd.version} by now; look at it again before you decide.")
    if question.status in SETTLED:
        _refuse_unfinished(prd, _metrics_of(context, prd))
    before, prd.status = prd.status, question.status
    prd.version, prd.updated_at = prd.version + 1, context.now
    prd.sections = [_header_dated(one, prd) for one in prd.sections]
    prd.save()
    changes = {"status": {"before": before, "after": prd.status}}
    return Done(ref_of(prd, prd.ref), f"Set {prd.ref} to {question.status.label.lower()}", prd, changes)


def _header_dated(section: dict[str, object], prd: Prd) -> dict[str, object]:
    """The header says the status, unless a person wrote it."""
    if section["key"] != "header" or section["edited"]:
        return section
    label = Prd.Status(prd.status).label.lower()
    text = re.sub(r"\*\*Status:\*\* [^.\n]*\.", f"**Status:** {label}.", str(section["markdown"]))
    return section | {"markdown": text, "version": prd.version}


def _refuse_unfinished(prd: Prd, metrics: Sequence[SuccessMetric]) -> None:
    missing = [*_metric_gaps(metrics), *_section_gaps(prd)]
    if missing:
        raise Invalid(f"{prd.ref} cannot be approved yet: it needs {' and '.join(missing)}.")


def _metric_gaps(metrics: Sequence[SuccessMetric]) -> list[str]:
    success = [one for one in metrics if not one.is_guardrail]
    gaps = []
    if not any(_is_whole(one) for one in success):
        lacks = [
            name for name in ("baseline", "target", "due") if success and getattr(success[0], name) is None
        ]
        told = f" ({success[0].metric} has no {' and no '.join(lacks)})" if success else ""
        gaps.append(f"a success metric with baseline, target and date{told}")
    if not any(one.is_guardrail for one in metrics):
        gaps.append("a guardrail metric")
    return gaps


def _is_whole(one: SuccessMetric) -> bool:
    return bool(one.metric) and None not in (one.baseline, one.target, one.due)


def _section_gaps(prd: Prd) -> list[str]:
    empty = [one["title"] for one in prd.sections if one["mandatory"] and not one["markdown"].strip()]
    return [f"text in {', '.join(empty)}"] if empty else []


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


@action("requirements.metric_save", roles=MAKERS)
def metric_save(context: Context, question: MetricSave) -> Done[RecordRef]:
    """Say how a document will be judged: a metric with baseline, target (both in `unit`) and date, or a guardrail.

    What a person saves is kept when the document is drafted again, and its table of metrics is written anew. Raises
    NotFound for an unknown document, metric or key result, Invalid for an approved document or a metric with no name.
    """
    prd = row(Prd, context, question.ref)
    _refuse_settled(prd)
    record = _metric_found(context, prd, question)
    fields = ("metric", "unit", "baseline", "target", "due", "is_guardrail", "reason")
    before = snapshot(record, fields) if question.metric_ref else {}
    for name, value in _given(context, question).items():
        setattr(record, name, value)
    record.source, record.version = "", record.version + bool(question.metric_ref)
    record.save()
    prd.version, prd.updated_at = prd.version + 1, context.now
    metrics_rewritten(prd, _metrics_of(context, prd))
    prd.save()
    changes = {"metric": record.ref, "before": before, "after": snapshot(record, fields)}
    return Done(ref_of(record, record.ref), f"Saved the metric {record.metric!r} of {prd.ref}", prd, changes)


def _metric_found(context: Context, prd: Prd, question: MetricSave) -> SuccessMetric:
    if not question.metric_ref:
        if question.metric is None:
            raise Invalid("Field metric: a new metric needs a name.")
        ref = f"{prd.ref}-M{_next_metric(context, prd)}"
        return SuccessMetric(workspace=context.workspace, ref=ref, prd=prd, created_at=context.now)
    record = row(SuccessMetric, context, question.metric_ref)
    if record.prd_id != prd.pk:
        raise NotFound(
            f"{prd.ref} has no metric {question.metric_ref!r}; requirements.prd_detail lists its metrics."
        )
    return record


def _given(context: Context, question: MetricSave) -> dict[str, object]:
    values = question.model_dump(exclude_none=True, exclude={"ref", "metric_ref", "guardrail", "key_result"})
    if question.guardrail is not None:
        values["is_guardrail"] = question.guardrail
    if question.key_result is not None:
        values["key_result"] = row(KeyResult, context, question.key_result) if question.key_result else None
    return values
