"""Which properties the events of a question have."""

from collections import Counter

from headway.apps.analytics.behaviour.questions import EventRow
from headway.apps.analytics.segments import stitched_events
from headway.apps.analytics.signals.questions import DiagnosisQuestion
from headway.apps.analytics.warehouse.connecting import is_there
from headway.apps.analytics.warehouse.usage import names_there
from headway.core.context import Context

NAMES_MOST = 40
SAMPLE = 20_000


def property_names(context: Context, question: DiagnosisQuestion) -> list[str]:
    """The commonest properties of the event that begins, in order of their names."""
    if question.events is not None:
        return _sent(question.events, question.event.event)
    return stored_names(context, question.event.event)


def stored_names(context: Context, event: str | None) -> list[str]:
    """The commonest properties of the stored events of a name (None: of any), as far as a sample of them tells."""
    if is_there():
        return names_there(context, event, NAMES_MOST)
    with stitched_events(context) as session:
        found = session.execute(
            f"""SELECT name FROM (SELECT unnest(json_keys(properties)) AS name FROM
            (SELECT properties FROM events WHERE event = coalesce(?, event) LIMIT {SAMPLE}))
            GROUP BY name ORDER BY count(*) DESC, name LIMIT {NAMES_MOST}""",  # nosec B608 # noqa: S608 - our own numbers
            [event],
        )
        return sorted(name for (name,) in found.fetchall())


def _sent(events: list[EventRow], name: str | None) -> list[str]:
    many = Counter(key for one in events if name in (None, one.event) for key in one.props or ())
    return sorted(key for key, _ in many.most_common(NAMES_MOST))
