"""A look at the segments: which events come, since when, from how many, with which properties."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from headway.apps.analytics.models import EventSegment
from headway.apps.analytics.segments import stitched_events
from headway.apps.analytics.tracking.models import ObservedEvent
from headway.apps.analytics.tracking.plans import property_told
from headway.core.access import rows
from headway.core.context import Context
from headway.core.models import Workspace
from headway.engine.tracking.observed import EventSeen, drifts, observed, proposed

if TYPE_CHECKING:
    import duckdb

EVENTS_MOST = 5_000
# Enough to tell what nearly every row has; of a frequent event every so manieth row is looked at.
ROWS_EACH = 1_000
VERSIONS_MOST = 20
DAYS_KEPT = 60
DAYS_BEFORE_1970 = 719_163
OBJECT_SIGNS_MOST = 20_000
# Only collected segments have what the SDK tells beside an event.
COLLECTED_SQL = "read_parquet(?, union_by_name=true)"
VERSION_SQL = "nullif(json_extract_string(context, '$.app.version'), '')"


@dataclass(frozen=True)
class Seen:
    """What is told of one event, before it is stored."""

    event: str
    events: int
    people: int
    accounts: int
    first_at: datetime
    last_at: datetime
    versions: list[str]
    days: list[list[Any]]
    properties: EventSeen


def looked_at(context: Context) -> list[Seen]:
    """Every event of the segments, the most frequent first, at most 5,000."""
    with stitched_events(context) as session:
        counts = session.execute(
            "SELECT event, count(*), count(DISTINCT person), count(DISTINCT nullif(account, '')), min(at_us), "
            "max(at_us) FROM events GROUP BY event ORDER BY 2 DESC, 1 LIMIT ?",
            [EVENTS_MOST],
        ).fetchall()
        if not counts:
            return []
        samples = observed(_sampled(session))
        versions, days = _versions(session, context), _days(session)
    return [
        Seen(
            event, events, people, accounts, _moment(first), _moment(last), versions.get(event, []),
            days.get(event, []), samples.get(event, EventSeen()),
        )
        for event, events, people, accounts, first, last in counts
    ]  # fmt: skip


def _moment(at_us: int) -> datetime:
    return datetime.fromtimestamp(at_us / 1e6, UTC)


def _sampled(session: "duckdb.DuckDBPyConnection") -> Iterator[tuple[str, date, dict[str, Any]]]:
    """Rows of each event with their properties: about a thousand to two thousand of a frequent one, every one of
    a rare one; the same ones each time."""
    session.execute(
        """CREATE TABLE often AS SELECT event, greatest(1, count(*) // ?) AS every FROM events GROUP BY event
        ORDER BY count(*) DESC, event LIMIT ?""",
        [ROWS_EACH, EVENTS_MOST],
    )
    session.execute(
        """SELECT event, at_us // 86400000000, properties FROM events JOIN often USING (event)
        WHERE hash(person, at_us) % every = 0 AND strlen(properties) <= ?""",
        [OBJECT_SIGNS_MOST],
    )
    while part := session.fetchmany(10_000):
        for event, day, text in part:
            properties = _object(text)
            if properties is not None:
                yield event, _day(day), properties


def _days(session: "duckdb.DuckDBPyConnection") -> dict[str, list[list[Any]]]:
    """How many events came on each of the last days that have some, the earliest first."""
    found = session.execute(
        """SELECT event, at_us // 86400000000 AS day, count(*) FROM events GROUP BY event, day
        QUALIFY row_number() OVER (PARTITION BY event ORDER BY day DESC) <= ? ORDER BY event, day""",
        [DAYS_KEPT],
    ).fetchall()
    days: dict[str, list[list[Any]]] = {}
    for event, day, count in found:
        days.setdefault(event, []).append([_day(day).isoformat(), count])
    return days


def _day(number: int) -> date:
    return date.fromordinal(DAYS_BEFORE_1970 + number)


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _versions(session: "duckdb.DuckDBPyConnection", context: Context) -> dict[str, list[str]]:
    """The versions of the product that sent each event, the latest to appear first."""
    paths = list(rows(EventSegment, context).exclude(path="").values_list("path", flat=True))
    described = session.execute(f"DESCRIBE SELECT * FROM {COLLECTED_SQL}", [paths]).fetchall()  # nosec B608 # noqa: S608 - our own names
    if "context" not in {row[0] for row in described}:
        return {}
    found = session.execute(
        f"""SELECT event, version FROM (SELECT event, {VERSION_SQL} AS version, min(at_us) AS first_us
        FROM {COLLECTED_SQL} WHERE context LIKE '%version%' GROUP BY ALL) WHERE version IS NOT NULL
        QUALIFY row_number() OVER (PARTITION BY event ORDER BY first_us DESC) <= ? ORDER BY event, first_us DESC""",  # nosec B608 # noqa: S608 - our own names
        [paths, VERSIONS_MOST],
    ).fetchall()
    versions: dict[str, list[str]] = {}
    for event, version in found:
        versions.setdefault(event, []).append(version[:60])
    return versions


def is_behind(workspace: Workspace) -> bool:
    """Whether segments came or went since the last look."""
    newest = EventSegment.objects.filter(workspace=workspace).order_by("-created_at").first()
    last = ObservedEvent.objects.filter(workspace=workspace).order_by("-as_of").first()
    if newest is None or last is None:
        return (newest is None) != (last is None)
    return newest.created_at > last.as_of


def observed_keep(workspace: Workspace, seen: list[Seen], now: datetime) -> None:
    """Put what was seen in the place of the look before; the caller's transaction."""
    ObservedEvent.objects.filter(workspace=workspace).delete()
    ObservedEvent.objects.bulk_create((_row(workspace, one, now) for one in seen), batch_size=200)


def _row(workspace: Workspace, one: Seen, now: datetime) -> ObservedEvent:
    plan = proposed(one.event, one.properties)
    return ObservedEvent(
        workspace=workspace, event=one.event[:200], events=one.events, people=one.people, accounts=one.accounts,
        first_at=one.first_at, last_at=one.last_at, rows_looked_at=one.properties.rows, versions=one.versions,
        days=one.days,
        proposal=[property_told(part) for part in plan.properties],
        seen=[
            {"name": name, "rows": part.rows, "types": part.types}
            for name, part in sorted(one.properties.properties.items())
        ],
        drifts=[
            {"property": part.property, "was": part.was, "until": part.until.isoformat(), "now": part.now,
             "since": part.since.isoformat()}
            for part in drifts(one.properties)
        ],
        as_of=now,
    )  # fmt: skip
