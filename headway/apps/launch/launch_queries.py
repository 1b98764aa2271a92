"""What can be asked about launches: which there are, and everything about one."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from pydantic import Field

from headway.apps.launch.answers import (
    InitiativeShown,
    LaunchDetail,
    LaunchList,
    LaunchRow,
    MeasureRow,
    PersonShown,
    ReadinessItemRow,
    ReleaseList,
    ReleaseShown,
)
from headway.apps.launch.models import Launch, LaunchMeasure, ReadinessItem
from headway.apps.launch.ties import ends_of, launches_with, releases
from headway.apps.prioritisation.models import Initiative
from headway.apps.reporting.models import Annotation
from headway.core.access import row, rows
from headway.core.answers import PageQuestion, RefQuestion
from headway.core.context import Context
from headway.core.models import User
from headway.core.paging import latest_of
from headway.core.registry import Question, query

NO_BASELINE = "nobody said where it stood, and the metric has no baseline"


class LaunchesQuestion(PageQuestion):
    status: str = Field("", max_length=10)
    tier: str = Field("", max_length=8)
    release: str = Field("", max_length=100, description="Only those that go out with this release.")


@query("launch.launch_list")
def launch_list(context: Context, question: LaunchesQuestion) -> LaunchList:
    """The launches, the latest planned first, with how far each is ready and what it brings out.

    Filtered by status, tier and release. Raises Invalid for an `after` that no answer gave, NotFound for an unknown
    release.
    """
    found = _counted(context)
    if question.status:
        found = found.filter(status=question.status)
    if question.tier:
        found = found.filter(tier=question.tier)
    if question.release:
        found = found.filter(pk__in=launches_with(context, question.release))
    part, more = latest_of(found, question, "created_at")
    return LaunchList(rows=_shown(context, part), next=more)


class ReleasesQuestion(Question):
    limit: int = Field(50, ge=1, le=200)


@query("launch.release_list")
def release_list(context: Context, question: ReleasesQuestion) -> ReleaseList:
    """The releases that a launch can go out with, the latest first: annotations of the sort release."""
    return ReleaseList(rows=[_release(one) for one in releases(context)[: question.limit]])


def _release(one: Annotation) -> ReleaseShown:
    return ReleaseShown(id=one.ref, title=one.title, on=one.starts_on)


def _counted(context: Context) -> QuerySet[Launch]:
    is_open = Q(items__done_at=None)
    return rows(Launch, context).select_related("owner").annotate(
        items_all=Count("items"), items_open=Count("items", filter=is_open),
        items_needed=Count("items", filter=is_open & Q(items__is_mandatory=True)),
    )  # fmt: skip


def _shown(context: Context, launches: Sequence[Launch]) -> list[LaunchRow]:
    ends = ends_of(context, launches)
    return [_row(one, ends.initiatives.get(one.pk, []), ends.releases.get(one.pk, [])) for one in launches]


def _row(one: Any, initiatives: Sequence[Initiative], annotations: Sequence[Annotation]) -> LaunchRow:
    return LaunchRow(
        id=one.ref, version=one.version, name=one.name, tier=one.tier, status=one.status, owner=_person(one.owner),
        starts_on=one.starts_on, ends_on=one.ends_on, launched_at=one.launched_at, items=one.items_all,
        items_done=one.items_all - one.items_open, mandatory_open=one.items_needed,
        initiatives=[InitiativeShown(id=end.ref, title=end.title) for end in initiatives],
        releases=[_release(end) for end in annotations],
    )  # fmt: skip


def _person(user: User | None) -> PersonShown | None:
    return PersonShown(email=user.email, name=str(user)) if user else None


@query("launch.launch_show")
def launch_show(context: Context, question: RefQuestion) -> LaunchDetail:
    """One launch: what it brings out and for whom, what has to hold before, and what is measured after.

    Raises NotFound.
    """
    counted = _counted(context)
    launch = counted.filter(ref=question.ref).first() or counted.get(pk=row(Launch, context, question.ref).pk)
    items = rows(ReadinessItem, context).filter(launch=launch).select_related("owner", "done_by")
    measures = rows(LaunchMeasure, context).filter(launch=launch).select_related("metric")
    return LaunchDetail(
        launch=_shown(context, [launch])[0],
        record_id=str(launch.pk),
        positioning=launch.positioning,
        items=[_item(one) for one in items.order_by("place")],
        measures=[_measure(one) for one in measures.order_by("due_on", "ref")],
    )


def _item(one: ReadinessItem) -> ReadinessItemRow:
    return ReadinessItemRow(
        id=one.ref, version=one.version, text=one.text, mandatory=one.is_mandatory, position=one.position,
        owner=_person(one.owner), done_at=one.done_at, done_by=_person(one.done_by), note=one.note,
    )  # fmt: skip


def _measure(one: LaunchMeasure) -> MeasureRow:
    return MeasureRow(
        metric=one.metric.ref, label=one.metric.label, unit=one.metric.unit, baseline=one.baseline,
        reason=NO_BASELINE if one.baseline is None else "", goal=one.goal, due_on=one.due_on,
    )  # fmt: skip
