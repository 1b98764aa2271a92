"""How long what is kept, on what grounds, and the daily run that lets go of what is due."""

from collections import Counter

from django.db import transaction
from pydantic import Field

from headway.apps.privacy.answers import Count, RetentionRan
from headway.apps.privacy.freeing import space_freed
from headway.apps.privacy.models import RetentionRule, SourceConsent
from headway.apps.privacy.retention import SCHEDULED, cutoff, treated
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef
from headway.core.context import Context
from headway.core.errors import Invalid, NotFound
from headway.core.registry import Done, Empty, Question, action
from headway.core.roles import ADMINS

DAYS_MOST = 36_500


class RuleOf(Question):
    """Which schedule: that of a data class, for one source or for all."""

    data_class: str = Field(
        examples=["evidence"], description="Such as evidence; privacy.retention_list has them."
    )
    source: str = Field("", max_length=100, description="One source; all when left out.")


class RetentionSave(RuleOf):
    days: int = Field(ge=1, le=DAYS_MOST)
    treatment: RetentionRule.Treatment


@action("privacy.retention_save", roles=ADMINS)
def retention_save(context: Context, question: RetentionSave) -> Done[RecordRef]:
    """Say after how many days rows of a data class are anonymised, emptied or deleted; it happens once a day.

    Nothing is let go of without such a schedule. Raises Invalid for a class that no schedule can be for.
    """
    _refuse_unscheduled(question.data_class)
    rule = _rule(context, question)
    before = {"days": rule.days, "treatment": rule.treatment} if rule else None
    rule = rule or RetentionRule(workspace=context.workspace, ref=_ref(question), created_at=context.now)
    rule.data_class, rule.of_source = question.data_class, question.source
    rule.days, rule.treatment = question.days, question.treatment
    cutoff(rule, context.now)
    rule.save()
    after = {"days": rule.days, "treatment": rule.treatment}
    changes = {"data_class": rule.data_class, "before": before, "after": after}
    summary = f"Set how long {rule.data_class} are kept: {rule.days} days, then {rule.treatment}"
    return Done(ref_of(rule, rule.ref), summary, rule, changes)


@action("privacy.retention_remove", roles=ADMINS, destructive=True)
def retention_remove(context: Context, question: RuleOf) -> Done[RecordRef]:
    """Take a schedule away: from now on what is of that class and source stays."""
    rule = _rule(context, question)
    if rule is None:
        raise NotFound(
            f"No schedule for {question.data_class} of that source; privacy.retention_list has them."
        )
    answer, ref = ref_of(rule, rule.ref), rule.ref
    rule.delete()
    return Done(answer, f"Took the schedule {ref} away", None, {"ref": ref})


def _refuse_unscheduled(data_class: str) -> None:
    if data_class not in SCHEDULED:
        raise Invalid(
            f"Field data_class: a schedule can be for {', '.join(SCHEDULED)}, not for {data_class!r}."
        )


def _ref(question: RuleOf) -> str:
    return f"{question.data_class}:{question.source}"[:100]


def _rule(context: Context, question: RuleOf) -> RetentionRule | None:
    found = rows(RetentionRule, context).filter(data_class=question.data_class, of_source=question.source)
    return found.first()


@action("privacy.retention_run", roles=ADMINS, destructive=True)
def retention_run(context: Context, question: Empty) -> Done[RetentionRan]:
    """Let go of everything that is due by the schedules now; the worker does this once a day by itself."""
    counts: Counter[tuple[str, str]] = Counter()
    for rule in rows(RetentionRule, context).order_by("ref"):
        done = treated(context.workspace, rule, context.now)
        for place, count in done.items():
            counts[place, rule.treatment] += count
        rule.run_at, rule.run_rows = context.now, sum(done.values())
        rule.save(update_fields=["run_at", "run_rows"])
    transaction.on_commit(space_freed)
    told = [Count(place=place, done=how, rows=count) for (place, how), count in sorted(counts.items())]
    answer = RetentionRan(rows=sum(counts.values()), counts=told)
    changes = {"counts": [one.model_dump() for one in told]}
    return Done(answer, f"Let go of what was due: {answer.rows} rows", None, changes)


class SourceSave(Question):
    source: str = Field(min_length=1, max_length=100)
    basis: SourceConsent.Basis
    purpose: str = Field(min_length=3, max_length=500)
    is_allowed: bool = Field(True, description="False refuses further imports of the source.")


@action("privacy.source_save", roles=ADMINS)
def source_save(context: Context, question: SourceSave) -> Done[RecordRef]:
    """Say on what grounds and for what records of a source are kept, and whether more may come in."""
    found = rows(SourceConsent, context).filter(ref=question.source).first()
    before = {"basis": found.basis, "is_allowed": found.is_allowed} if found else None
    consent = found or SourceConsent(workspace=context.workspace, ref=question.source, created_at=context.now)
    consent.basis, consent.purpose = question.basis, question.purpose
    consent.is_allowed = question.is_allowed
    consent.save()
    after = {"basis": consent.basis, "is_allowed": consent.is_allowed}
    summary = f"Said why records of {consent.ref} are kept: {consent.get_basis_display().lower()}"
    return Done(ref_of(consent, consent.ref), summary, consent, {"before": before, "after": after})


class SourceRemove(Question):
    source: str = Field(min_length=1, max_length=100)


@action("privacy.source_remove", roles=ADMINS, destructive=True)
def source_remove(context: Context, question: SourceRemove) -> Done[RecordRef]:
    """Take back what was said about a source; its records stay."""
    consent = row(SourceConsent, context, question.source)
    answer, ref = ref_of(consent, consent.ref), consent.ref
    consent.delete()
    return Done(answer, f"Took back why records of {ref} are kept", None, {"source": ref})
