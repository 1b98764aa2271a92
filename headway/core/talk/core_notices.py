"""What the foundation's own changes mean to people: imports are told of quietly, and only to whoever made one."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from headway.core.models import JobRun, Workspace
from headway.core.talk.events import Event
from headway.core.talk.meaning import Happened, Meaning, Notice, dues, notices

GIVEN_UP_WITHIN = timedelta(days=2)


@notices()
def import_finished(happened: Happened) -> Iterable[Meaning]:
    """Actions that read a file are called so."""
    entry, person = happened.entry, happened.context.actor.pk
    # An import has further rows for the records it changed; the one about the whole tells.
    if not entry.action.endswith("_import") or "records" in entry.changes:
        return []
    return [Notice(Event.IMPORT_FINISHED, (person,), words=entry.summary, tells_actor=True)]


@dues
def jobs_given_up(workspace: Workspace, now: datetime) -> Iterable[Notice]:
    """Once a day for each kind of job, to the person in whose name it ran."""
    dead = JobRun.objects.filter(
        workspace=workspace, status=JobRun.Status.DEAD, finished_at__gt=now - GIVEN_UP_WITHIN
    )
    for name, person, at in dead.exclude(actor=None).values_list("name", "actor_id", "finished_at"):
        yield Notice(Event.JOB_GIVEN_UP, (person,), words=name, key=f"job:{name}:{at:%Y-%m-%d}")
