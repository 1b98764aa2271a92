"""Changes of what a document says: a section's text, and how it will be judged."""

from headway.apps.requirements.drafting import metrics_rewritten
from headway.apps.requirements.editing import (
    MetricChange,
    MetricSave,
    SectionEdit,
    metric_changed,
    metric_claim,
    section_claim,
)
from headway.apps.requirements.finding import is_settled, metrics_of, prd_named, section_of
from headway.apps.requirements.finishing import Gaps, gaps, refuse_fresh_gaps
from headway.apps.requirements.models import Prd, ScopeChange
from headway.apps.requirements.scope import DETAIL, SCOPE, Differing, scope_noted
from headway.apps.requirements.wording import edits
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.registry import Done, action
from headway.core.roles import MAKERS

UNCHANGED = "Field {}: nothing differs from what {} says, and a change of scope needs something that changes."


@action("requirements.section_edit", roles=MAKERS, rights=(DETAIL, SCOPE), claim=section_claim)
def section_edit(context: Context, question: SectionEdit) -> Done[RecordRef]:
    """Put a person's text in the place of a section; drafting again leaves it as it is.

    In a document that is approved or launched this changes the scope: it makes a new version, the status stays, and
    the change is kept in the list of scope changes. Raises NotFound for an unknown document or section, Invalid for a
    change of scope that changes nothing or takes away what approval asks for, and Conflict where somebody changed the
    section since `version`; the error carries both texts, so that neither is lost.
    """
    prd = prd_named(context, question.ref)
    before = section_of(prd, question.section)
    _refuse_overwriting(prd, before, question)
    if is_settled(prd) and before["markdown"] == question.markdown:
        raise Invalid(UNCHANGED.format("markdown", prd.ref))
    lacking = _gaps_of(context, prd)
    prd.version, prd.updated_at, prd.generated = prd.version + 1, context.now, False
    after = before | {"markdown": question.markdown, "edited": True, "version": prd.version}
    prd.sections = [after if one["key"] == question.section else one for one in prd.sections]
    _refuse_losing(context, prd, lacking)
    prd.save()
    changes = {"section": question.section, "before": before["markdown"], "after": question.markdown}
    summary = f"Changed {before['title']} of {prd.ref}" + _section_noted(context, prd, before, question)
    return Done(ref_of(prd, prd.ref), summary, prd, changes)


def _section_noted(context: Context, prd: Prd, before: dict[str, str], question: SectionEdit) -> str:
    """Keep a change of scope in its list; what the sentence of the log says about it."""
    if not is_settled(prd):
        return ""
    old, new = before["markdown"], question.markdown
    counts = len(old.split()), len(new.split())
    part = Differing(ScopeChange.Part.SECTION, question.section, before["title"], edits(old, new), *counts)
    return f", the scope change {scope_noted(context, prd, part).ref}"


def _gaps_of(context: Context, prd: Prd) -> Gaps:
    return gaps(prd, metrics_of(context, prd)) if is_settled(prd) else {}


def _refuse_losing(context: Context, prd: Prd, before: Gaps) -> None:
    """What people agreed to keeps a metric, a guardrail and text where they are due."""
    if is_settled(prd):
        refuse_fresh_gaps(prd, metrics_of(context, prd), before)


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


@action("requirements.metric_save", roles=MAKERS, rights=(DETAIL, SCOPE), claim=metric_claim)
def metric_save(context: Context, question: MetricSave) -> Done[RecordRef]:
    """Say how a document will be judged: a metric with baseline, target (both in `unit`) and date, or a guardrail.

    What a person saves is kept when the document is drafted again, and its table of metrics is written anew. In a
    document that is approved or launched this changes the scope, like an edit of its text. Raises NotFound for an
    unknown document, metric or key result, Invalid for a metric without a name or a a change of scope that
    changes nothing or takes away what approval asks for.
    """
    prd = prd_named(context, question.ref)
    change = metric_changed(context, prd, question)
    if is_settled(prd) and not change.differing:
        raise Invalid(UNCHANGED.format("metric_ref", prd.ref))
    record, lacking = change.record, _gaps_of(context, prd)
    record.source, record.version = "", record.version + (not change.is_new)
    record.save()
    _refuse_losing(context, prd, lacking)
    prd.version, prd.updated_at = prd.version + 1, context.now
    metrics_rewritten(prd, metrics_of(context, prd))
    prd.save()
    changes = {"metric": record.ref, "before": change.before, "after": change.after}
    summary = f"Saved the metric {record.metric!r} of {prd.ref}" + _metric_noted(context, prd, change)
    return Done(ref_of(record, record.ref), summary, prd, changes)


def _metric_noted(context: Context, prd: Prd, change: MetricChange) -> str:
    if not is_settled(prd):
        return ""
    counts = _words(change.before), _words(change.after)
    record = change.record
    part = Differing(ScopeChange.Part.METRIC, record.ref, record.metric, change.named, *counts)
    return f", the scope change {scope_noted(context, prd, part).ref}"


def _words(parts: dict[str, str]) -> int:
    return sum(len(words.split()) for words in parts.values())
