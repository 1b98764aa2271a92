"""Work after a change: a job is a registered action carried out later, at least once, never twice."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_q.models import Schedule
from django_q.tasks import async_task

from headway.core.access import enter
from headway.core.context import Context
from headway.core.models import JobRun
from headway.core.perform import perform


def enqueue(context: Context, name: str, question: dict[str, Any]) -> JobRun:
    """Store a job; once the surrounding transaction is committed a worker takes it up."""
    job = JobRun.objects.create(
        workspace=context.workspace, actor=context.actor, name=name, question=question, created_at=context.now
    )
    transaction.on_commit(lambda: async_task("headway.core.jobs.run", str(job.pk)))
    return job


def sweep(older_than_s: int = 120) -> int:
    """Hand waiting jobs to the workers again whose hand-over was lost between commit and queue; gives how many.

    A job that is in the queue twice does its work once, since its action carries the job's own key.
    """
    before = timezone.now() - timedelta(seconds=older_than_s)
    lost = JobRun.objects.filter(status=JobRun.Status.WAITING, created_at__lt=before)
    for job in lost:
        async_task("headway.core.jobs.run", str(job.pk))
    return len(lost)


_TIMERS: dict[str, tuple[str, int]] = {}


def every(minutes: int, name: str, function: str) -> None:
    """Have the workers call a function (its dotted name, no arguments) every so many minutes.

    Declared in an app's `timers.py`; it has to find for itself what is due, and do nothing when nothing is.
    """
    _TIMERS[name] = (function, minutes)


every(5, "sweep of waiting jobs", "headway.core.jobs.sweep")


def timers_scheduled() -> None:
    """See to it that the workers call what is declared to be called every so often."""
    for name, (function, minutes) in _TIMERS.items():
        when = {"func": function, "schedule_type": Schedule.MINUTES, "minutes": minutes}
        Schedule.objects.update_or_create(name=name, defaults=when)


def run(job_id: str) -> str:
    """Carry a job out. A failure is tried again with growing pauses; after the last try the job is dead."""
    job = JobRun.objects.select_related("workspace", "actor").get(pk=UUID(job_id))
    if job.status in (JobRun.Status.DONE, JobRun.Status.DEAD):
        return job.status
    job.status, job.attempts = JobRun.Status.RUNNING, job.attempts + 1
    job.save(update_fields=["status", "attempts"])
    try:
        _carry_out(job)
    except Exception as error:
        _fail(job, error)
    else:
        job.status, job.error, job.finished_at = JobRun.Status.DONE, "", timezone.now()
    job.save(update_fields=["status", "error", "finished_at"])
    return job.status


def _carry_out(job: JobRun) -> None:
    assert job.actor is not None
    context = enter(job.actor, job.workspace.slug, "job", timezone.now())
    perform(job.name, job.question, context, key=f"job:{job.pk}:{job.created_at.timestamp()}")


def _fail(job: JobRun, error: Exception) -> None:
    job.error = f"{type(error).__name__}: {error}"[:2000]
    if job.attempts >= settings.JOB_ATTEMPTS_MOST:
        job.status, job.finished_at = JobRun.Status.DEAD, timezone.now()
        return
    job.status = JobRun.Status.FAILED
    Schedule.objects.create(
        func="headway.core.jobs.run",
        args=f"'{job.pk}'",
        schedule_type=Schedule.ONCE,
        next_run=timezone.now() + timedelta(seconds=10 * 2**job.attempts),
    )
