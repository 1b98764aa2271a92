"""What alerts and metrics mean to people: whose it is hears when it goes off, drifts or fails its tests."""

from collections.abc import Iterable

from headway.apps.metrics.models import Metric, MetricTest
from headway.apps.reporting.models import Alert
from headway.core.access import rows
from headway.core.talk.events import Event
from headway.core.talk.meaning import Happened, Meaning, Notice, Settled, notices


@notices("reporting.alert_check")
def alert_looked_at(happened: Happened) -> Iterable[Meaning]:
    alert, changes = happened.subject, happened.entry.changes
    assert isinstance(alert, Alert)
    if changes.get("told"):
        key = f"alert:{alert.pk}:{changes['period']}"
        yield Notice(Event.ALERT, (alert.owner_id,), alert, happened.entry.summary, key, tells_actor=True)
    elif alert.state == Alert.State.OK:
        yield Settled(Event.ALERT, alert)


@notices("reporting.alert_resolve")
def alert_resolved(happened: Happened) -> Iterable[Meaning]:
    assert isinstance(happened.subject, Alert)
    return [Settled(Event.ALERT, happened.subject)]


@notices("metrics.test_save", "metrics.test_run")
def metric_tested(happened: Happened) -> Iterable[Meaning]:
    """Of failing tests its owner hears once, until they pass."""
    subject = happened.subject
    metric = subject.metric if isinstance(subject, MetricTest) else subject
    assert isinstance(metric, Metric)
    failing = rows(MetricTest, happened.context).filter(metric=metric, passed=False).count()
    if not failing:
        return [Settled(Event.ALERT, metric)]
    if metric.owner_id is None:
        return []
    words = (
        f"{failing} of its tests fail{'s' if failing == 1 else ''}; what it says may not be what it means."
    )
    return [Notice(Event.ALERT, (metric.owner_id,), metric, words, tells_actor=True)]


@notices("metrics.files_import")
def metrics_drifted(happened: Happened) -> Iterable[Meaning]:
    """A file gave a metric of that name another meaning, which was not taken."""
    drifted = happened.entry.changes.get("drifted", [])
    for metric in rows(Metric, happened.context).filter(ref__in=drifted):
        if metric.owner_id is None:
            continue
        words = f"A file of definitions counts {metric.ref} otherwise than here; compare the two."
        key = f"drift:{metric.pk}:{happened.entry.sequence}"
        yield Notice(Event.ALERT, (metric.owner_id,), metric, words, key, tells_actor=True)
