"""What can be done with requirements: draft a PRD, move it through its reviews."""

import re
from collections.abc import Sequence
from datetime import date

from pydantic import Field

from headway.apps.discovery.models import Problem
from headway.apps.prioritisation.models import Initiative
from headway.apps.requirements import documents
from headway.apps.requirements.drafting import Drafted, drafted, metrics_rewritten
from headway.apps.requirements.finding import SETTLED, is_settled, metric_number, metrics_of, prd_named
from headway.apps.requirements.finishing import refuse_unfinished
from headway.apps.requirements.models import Prd, ScopeChange, SuccessMetric
from headway.apps.requirements.scope import SCOPE, Differing, change_claim, headline, scope_noted
from headway.apps.requirements.wording import Edit
from headway.apps.strategy.models import KeyResult
from headway.core.access import row, rows, rows_by_ref
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Conflict, Invalid
from headway.core.gate import Claim
from headway.core.links import Tie, links_store
from headway.core.records import next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS, MAKERS
from headway.engine.drafting.metrics import Metric

PROPOSED = "draft"


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
        workspace=context.workspace, ref=next_ref(context, Prd, "PRD"), initiative=initiative, author=context.actor,
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


def _metrics_store(context: Context, prd: Prd, proposed: Sequence[Metric]) -> None:
    """Put the proposed metrics in the place of those proposed before; what a person set or a slice serves stays."""
    mine = rows(SuccessMetric, context).filter(prd=prd)
    mine.filter(source=PROPOSED, slices=None).delete()
    given = set(mine.values_list("metric", "is_guardrail"))
    fresh = [one for one in proposed if (one.metric, one.is_guardrail) not in given]
    results = rows_by_ref(KeyResult, context, [one.key_result for one in fresh])
    SuccessMetric.objects.bulk_create(
        _metric_record(context, prd, f"{prd.ref}-M{number}", one, results.get(one.key_result))
        for number, one in enumerate(fresh, start=metric_number(context, prd))
    )
    if given:
        metrics_rewritten(prd, metrics_of(context, prd))
        prd.save(update_fields=["sections", "citations"])


def _metric_record(
    context: Context, prd: Prd, ref: str, one: Metric, result: KeyResult | None
) -> SuccessMetric:
    return SuccessMetric(
        workspace=context.workspace, ref=ref, prd=prd, key_result=result, metric=one.metric[:200], unit=one.unit[:40],
        baseline=one.baseline, target=one.target, due=date.fromisoformat(one.due) if one.due else None,
        is_guardrail=one.is_guardrail, reason=one.reason[:300], source=PROPOSED, created_at=context.now,
    )  # fmt: skip


class StatusSet(Question):
    ref: str = Field(min_length=1, max_length=100)
    status: Prd.Status
    version: int | None = Field(
        None, ge=1, description="Refuse if the document is no longer at this version."
    )


def status_claim(context: Context, question: StatusSet) -> Claim | None:
    """Opening an agreed document for free changes is itself a change of scope; other moves need no right."""
    prd = prd_named(context, question.ref)
    if not is_settled(prd) or question.status in SETTLED:
        return None
    words = [
        headline(prd, f"goes back to {question.status.label.lower()}, so that its text can change freely")
    ]
    return change_claim(context, prd, words, "status", question.status, prd.version)


@action("requirements.status_set", roles=DECIDERS, rights=(SCOPE,), claim=status_claim)
def status_set(context: Context, question: StatusSet) -> Done[RecordRef]:
    """Move a document on: draft, problem review, solution review, approved, launched.

    Approved and launched need a success metric with baseline, target and date, a guardrail, and text in every
    mandatory section; going back from there is a change of scope. Raises NotFound, Invalid with what is missing,
    Conflict where it was changed since `version`.
    """
    prd = prd_named(context, question.ref)
    if question.version not in (None, prd.version):
        raise Conflict(f"{prd.ref} is at version {prd.version} by now; look at it again before you decide.")
    if question.status in SETTLED:
        refuse_unfinished(prd, metrics_of(context, prd))
    before, was_settled = Prd.Status(prd.status), is_settled(prd)
    prd.status = question.status
    prd.version, prd.updated_at = prd.version + 1, context.now
    prd.sections = [_header_dated(one, prd) for one in prd.sections]
    prd.save()
    if was_settled and not is_settled(prd):
        moved = Edit(before.label, question.status.label)
        scope_noted(context, prd, Differing(ScopeChange.Part.STATUS, "status", "Status", [moved]))
    changes = {"status": {"before": before, "after": prd.status}}
    return Done(ref_of(prd, prd.ref), f"Set {prd.ref} to {question.status.label.lower()}", prd, changes)


def _header_dated(section: dict[str, object], prd: Prd) -> dict[str, object]:
    """The header says the status, unless a person wrote it."""
    if section["key"] != "header" or section["edited"]:
        return section
    label = Prd.Status(prd.status).label.lower()
    text = re.sub(r"\*\*Status:\*\* [^.\n]*\.", f"**Status:** {label}.", str(section["markdown"]))
    return section | {"markdown": text, "version": prd.version}
