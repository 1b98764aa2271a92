"""What can be asked about delivering a document: its slices, its quality bars, how its scope changed."""

from pydantic import Field

from headway.apps.requirements.answers import (
    QualityBarList,
    QualityBarRow,
    ScopeChangeList,
    ScopeChangeRow,
    SliceList,
    SliceRow,
)
from headway.apps.requirements.finding import prd_named
from headway.apps.requirements.models import QualityBar, ScopeChange, Slice
from headway.apps.requirements.quality import threshold_told
from headway.apps.requirements.slicing import outcome_of, slices_of
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.paging import first_of
from headway.core.registry import query


class ScopeChangesQuestion(PageQuestion):
    prd: str = Field("", max_length=100, description="Only of this document.")


@query("requirements.scope_change_list")
def scope_change_list(context: Context, question: ScopeChangesQuestion) -> ScopeChangeList:
    """How the scope of approved and launched documents was changed, the latest first.

    Each tells what left and what came in words, how long the part was and is, who asked and when it was carried out.
    """
    found = rows(ScopeChange, context).select_related("prd", "requested_by").order_by("-id")
    if question.prd:
        found = found.filter(prd__ref=question.prd)
    if question.after:
        found = found.filter(pk__lt=row(ScopeChange, context, question.after).pk)
    shown, more = first_of(found, question.limit)
    return ScopeChangeList(rows=[_scope_row(one) for one in shown], next=more)


def _scope_row(one: ScopeChange) -> ScopeChangeRow:
    return ScopeChangeRow(
        id=one.ref, prd=one.prd.ref, prd_version=one.prd_version, part=one.part, key=one.key, title=one.title,
        words_before=one.words_before, words_after=one.words_after, removed=one.removed, added=one.added,
        requested_by=str(one.requested_by), carried_out_at=one.carried_out_at,
    )  # fmt: skip


@query("requirements.slice_list")
def slice_list(context: Context, question: RefQuestion) -> SliceList:
    """The slices of a document in order: the MVP first, then the iterations, each with the outcome it moves.

    Raises NotFound for an unknown document.
    """
    prd = prd_named(context, question.ref)
    return SliceList(prd=prd.ref, rows=[_slice_row(one) for one in slices_of(context, prd)])


def _slice_row(one: Slice) -> SliceRow:
    named = one.metric.metric if one.metric else one.key_result.title if one.key_result else ""
    return SliceRow(
        id=one.ref, place=one.position, mvp=one.position == 1, title=one.title, inside=one.inside, outside=one.outside,
        outcome=outcome_of(one), outcome_name=named, items=sorted(item.ref for item in one.items.all()),
    )  # fmt: skip


class QualityBarsQuestion(PageQuestion):
    category: str = Field("", max_length=14)
    prd: str = Field("", max_length=100)
    area: str = Field("", max_length=120)


@query("requirements.quality_bar_list")
def quality_bar_list(context: Context, question: QualityBarsQuestion) -> QualityBarList:
    """What the product must hold, in the order it was written down: measurable thresholds by document or area."""
    conditions = {"category": question.category, "prd__ref": question.prd, "area": question.area}
    found = rows(QualityBar, context).filter(**{name: value for name, value in conditions.items() if value})
    if question.after:
        found = found.filter(pk__gt=row(QualityBar, context, question.after).pk)
    shown, more = first_of(found.select_related("prd").order_by("id"), question.limit)
    return QualityBarList(rows=[_bar_row(one) for one in shown], next=more)


def _bar_row(one: QualityBar) -> QualityBarRow:
    return QualityBarRow(
        id=one.ref, category=one.category, measure=one.measure, comparison=one.comparison, value=one.value,
        unit=one.unit, prd=one.prd.ref if one.prd else "", area=one.area, threshold=threshold_told(one),
    )  # fmt: skip
