"""What becomes of events that were put aside: into the store once the plan allows them, or away."""

from collections.abc import Iterable

from pydantic import Field

from headway.apps.analytics.inbox import Log, encoded, inbox_dir
from headway.apps.analytics.tracking.answers import QuarantineDone
from headway.apps.analytics.tracking.intake import loaded_for
from headway.apps.analytics.tracking.keeping import line_of
from headway.apps.analytics.tracking.models import QuarantinedEvent
from headway.apps.analytics.tracking.violation_queries import is_allowed
from headway.core.access import rows
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.registry import Done, Question, action
from headway.core.roles import DECIDERS

AT_ONCE_MOST = 20_000


class QuarantineRelease(Question):
    event: str = Field("", max_length=200, description="Only events of this name; empty: all.")


@action("analytics.quarantine_release", roles=DECIDERS)
def quarantine_release(context: Context, question: QuarantineRelease) -> Done[QuarantineDone]:
    """Let events that were put aside into the store, as of when they happened, where the plan allows them by now.

    At most 20,000 at once, the earliest first; the others wait on. Raises Invalid where the plan allows none.
    """
    waiting = _waiting(context, question.event)
    plan = loaded_for(str(context.workspace.pk), {one.event for one in waiting})
    allowed = [one for one in waiting if is_allowed(plan, one)]
    if not allowed:
        raise Invalid("The plan allows none of them yet; change what is planned of the event first.")
    # Before the rows go: an id that comes twice counts once, one that never came would be lost.
    _append(context, encoded([line_of(one) for one in allowed]))
    _gone(allowed)
    done = QuarantineDone(released=len(allowed), waiting=rows(QuarantinedEvent, context).count())
    return Done(
        done, f"Let {len(allowed)} events out of quarantine", context.workspace, {"events": len(allowed)}
    )


def _append(context: Context, content: bytes) -> None:
    log = Log(inbox_dir(context.workspace.pk))
    try:
        log.append(content)
    finally:
        log.close()


class QuarantineDrop(Question):
    event: str = Field(min_length=1, max_length=200, description="Events of this name go for good.")


@action("analytics.quarantine_drop", roles=DECIDERS, destructive=True)
def quarantine_drop(context: Context, question: QuarantineDrop) -> Done[QuarantineDone]:
    """Drop events of one name that were put aside; they cannot come back. Raises Invalid where none waits."""
    found = rows(QuarantinedEvent, context).filter(event=question.event)
    dropped = found.count()
    if not dropped:
        raise Invalid(f"No event {question.event!r} waits in quarantine.")
    found.delete()
    done = QuarantineDone(dropped=dropped, waiting=rows(QuarantinedEvent, context).count())
    return Done(
        done, f"Dropped {dropped} events {question.event!r} from quarantine", context.workspace,
        {"events": dropped},
    )  # fmt: skip


def _waiting(context: Context, event: str) -> list[QuarantinedEvent]:
    found = rows(QuarantinedEvent, context).order_by("received_at", "pk")
    return list((found.filter(event=event) if event else found)[:AT_ONCE_MOST])


def _gone(released: Iterable[QuarantinedEvent]) -> None:
    keys = [one.pk for one in released]
    for start in range(0, len(keys), 500):
        QuarantinedEvent.objects.filter(pk__in=keys[start : start + 500]).delete()
