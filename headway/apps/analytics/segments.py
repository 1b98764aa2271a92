"""Collected events as sorted segments, and events of all segments read as of the person they belong to."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headway.apps.analytics.inbox import Line
from headway.apps.analytics.keys import met_load
from headway.apps.analytics.models import EventSegment, PersonAlias
from headway.apps.analytics.store import Written, connection, sealed, segments_sql
from headway.core.access import rows
from headway.core.context import Context

if TYPE_CHECKING:
    import duckdb

# MD5 rather than DuckDB's hash: the key has to be the same after every upgrade.
COLLECTED_KEY_SQL = "md5_number_lower(source || chr(31) || id)"
LINES_AT_ONCE = 100_000
BASE = "person, account, event, at_us, properties"


def collected_write(lines: Iterable[Line], folder: Path, known: Sequence[str]) -> Written:
    """Write the events of one source that no segment holds yet as a segment sorted by person and time.

    Of events with the same id the first one stays, here and against every segment in `known`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with connection() as session:
        total = _loaded(session, lines)
        met_load(session, "keyed", known)
        session.execute(
            f"""CREATE TABLE fresh AS SELECT {BASE}, key, id, anonymous, received_us, flags, context FROM keyed
            WHERE key NOT IN (SELECT key FROM met)
            QUALIFY row_number() OVER (PARTITION BY key ORDER BY number) = 1 ORDER BY person, at_us"""  # nosec B608 # noqa: S608 - our own names; values are bound or quoted
        )
        return sealed(session, folder, total, [])


def _loaded(session: "duckdb.DuckDBPyConnection", lines: Iterable[Line]) -> int:
    """Bring lines into the table `keyed`, some at a time; gives how many there were."""
    read, total = iter(lines), 0
    while (some := list(islice(read, LINES_AT_ONCE))) or not total:
        session.register("arrived", _arrays(some, total))
        into = "INSERT INTO keyed" if total else "CREATE TABLE keyed AS"
        session.execute(f"{into} SELECT *, {COLLECTED_KEY_SQL} AS key FROM arrived")  # nosec B608 # noqa: S608 - our own names
        total += len(some)
        if not some:
            break
    return total


def _arrays(lines: Sequence[Line], first: int) -> dict[str, Any]:
    """Lines as columns, which DuckDB reads in place."""
    import numpy as np  # noqa: PLC0415 - slow to load

    texts = {
        "source": [one.source for one in lines],
        "id": [one.id for one in lines],
        "person": [one.person or one.anonymous for one in lines],
        "anonymous": [one.anonymous for one in lines],
        "account": [one.account for one in lines],
        "event": [one.event for one in lines],
        "properties": [bytes(one.properties).decode() for one in lines],
        "context": [bytes(one.context).decode() for one in lines],
    }
    numbers = {
        "at_us": [one.at_us for one in lines],
        "received_us": [one.received_us for one in lines],
        "flags": [one.flags for one in lines],
        "number": range(first, first + len(lines)),
    }
    columns = {name: np.array(values, dtype=object) for name, values in texts.items()}
    return columns | {name: np.array(values, dtype=np.int64) for name, values in numbers.items()}


@contextmanager
def stitched_events(context: Context) -> "Iterator[duckdb.DuckDBPyConnection]":
    """A DuckDB of one's own with the view `events` of the workspace: person, account, event, at_us, properties.

    `person` is whom the id stands for by now, so an event from before a sign-in counts for whoever signed in;
    the view `raw_events` has the ids as they came. Without segments both are empty. Times are microseconds UTC.
    """
    with connection() as session:
        stitched_view(session, context)
        yield session


def stitched_view(session: "duckdb.DuckDBPyConnection", context: Context, name: str = "events") -> list[str]:
    """Give a session the view of `stitched_events` under a name; gives the files it reads."""
    paths = list(rows(EventSegment, context).order_by("id").values_list("path", flat=True))
    aliases = list(rows(PersonAlias, context).values_list("alias", "person"))
    session.execute(f"CREATE VIEW raw_events AS {_raw(paths)}")
    _aliases_load(session, aliases)
    session.execute(
        f"""CREATE VIEW {name} AS SELECT coalesce(aliases.leads_to, raw_events.person) AS person,
        account, event, at_us, properties FROM raw_events LEFT JOIN aliases USING (person)"""  # nosec B608 # noqa: S608 - our own names
        if aliases
        else f"CREATE VIEW {name} AS SELECT * FROM raw_events"  # nosec B608 # noqa: S608 - our own names
    )
    return paths


def untied_paths(context: Context) -> list[str]:
    """The files of all events where no id stands for another person; none where one does."""
    if rows(PersonAlias, context).exists():
        return []
    return list(rows(EventSegment, context).order_by("id").values_list("path", flat=True))


def _raw(paths: Sequence[str]) -> str:
    if paths:
        return f"SELECT {BASE} FROM {segments_sql(paths)}"  # nosec B608 # noqa: S608 - our own file names, quoted
    return (
        "SELECT '' AS person, '' AS account, '' AS event, 0::BIGINT AS at_us, '{}' AS properties WHERE false"
    )


def _aliases_load(session: "duckdb.DuckDBPyConnection", aliases: Sequence[tuple[str, str]]) -> None:
    import numpy as np  # noqa: PLC0415 - slow to load

    session.execute("CREATE TABLE aliases (person VARCHAR, leads_to VARCHAR)")
    if aliases:
        columns = {
            "person": np.array([one for one, _ in aliases], dtype=object),
            "leads_to": np.array([one for _, one in aliases], dtype=object),
        }
        session.register("ties", columns)
        session.execute("INSERT INTO aliases SELECT * FROM ties")
