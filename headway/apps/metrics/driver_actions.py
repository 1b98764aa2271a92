"""What is held to drive a metric: said by people, measured by the tree."""

from pydantic import Field

from headway.apps.metrics.models import Metric, MetricDriver
from headway.core.access import row, rows
from headway.core.actions import ref_of
from headway.core.answers import RecordRef, RefQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.records import next_ref
from headway.core.registry import Done, Question, action
from headway.core.roles import MAKERS


class DriverAdd(Question):
    metric: str = Field(min_length=1, max_length=100)
    driver: str = Field(min_length=1, max_length=100, description="The metric that is held to drive it.")
    note: str = Field("", max_length=300, description="Why you think so.")


@action("metrics.driver_add", roles=MAKERS)
def driver_add(context: Context, question: DriverAdd) -> Done[RecordRef]:
    """Say that one metric drives another; metrics.metric_tree measures how strongly they move together.

    Raises NotFound, and Invalid for a metric that would drive itself, also over others, and for one that is there.
    """
    metric, driver = row(Metric, context, question.metric), row(Metric, context, question.driver)
    if rows(MetricDriver, context).filter(metric=metric, driver=driver).exists():
        raise Invalid(f"Field driver: {driver.ref} is a driver of {metric.ref} already.")
    if _leads_to(context, driver, metric):
        raise Invalid(
            f"Field driver: {metric.ref} drives {driver.ref} already, and nothing drives itself; choose another."
        )
    found = MetricDriver.objects.create(
        workspace=context.workspace, ref=next_ref(context, MetricDriver, "MD"), created_at=context.now, metric=metric,
        driver=driver, note=question.note,
    )  # fmt: skip
    summary = f"Said that {driver.ref} drives {metric.ref}"
    return Done(ref_of(found, found.ref), summary, metric, {"driver": driver.ref})


@action("metrics.driver_remove", roles=MAKERS, destructive=True)
def driver_remove(context: Context, question: RefQuestion) -> Done[RecordRef]:
    """Say no more that one metric drives another; both metrics stay. Raises NotFound."""
    found = row(MetricDriver, context, question.ref)
    metric, driver, answer = found.metric, found.driver, ref_of(found, found.ref)
    found.delete()
    return Done(
        answer, f"{driver.ref} is no longer held to drive {metric.ref}", metric, {"driver": driver.ref}
    )


def _leads_to(context: Context, start: Metric, end: Metric) -> bool:
    """Whether the drivers of the first, all the way down, hold the second."""
    pairs: dict[object, set[object]] = {}
    for metric, driver in rows(MetricDriver, context).values_list("metric_id", "driver_id"):
        pairs.setdefault(metric, set()).add(driver)
    open_ones: set[object] = {start.pk}
    met: set[object] = set()
    while open_ones:
        met |= open_ones
        open_ones = {one for each in open_ones for one in pairs.get(each, ())} - met
    return end.pk in met
