"""Shares as figures, and what to say beside numbers."""

from datetime import datetime

from headway.apps.analytics.behaviour.reading import Known
from headway.core.figures import Figure
from headway.engine.behaviour.adoption import Share, share_of

NO_EVENTS = "there are no events"


def share(hits: int, count: int, as_of: datetime | None, definition: str) -> Figure:
    """A share with Wilson's interval; null where there is nobody."""
    return share_figure(share_of(hits, count), count, as_of, definition)


def share_figure(found: Share, count: int, as_of: datetime | None, definition: str) -> Figure:
    return Figure(
        value=found.value, unit="share", n=count, low=found.low, high=found.high, as_of=as_of,
        definition=definition, reason=found.reason,
    )  # fmt: skip


def unseen_notes(events: Known) -> list[str]:
    """That an event of the question never happened: a number of nought may be a slip of the pen."""
    return [f"No event is called {name!r}." for name in events.unseen]
