"""Persons in event segments: found, exported, pseudonymised and let go by writing the segment anew."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from headway.apps.analytics.aliases import aliases_renamed, ties_forget, ties_unused, waiting_about, widened
from headway.apps.analytics.index.keeping import indexes_drop
from headway.apps.analytics.keys import keys_path
from headway.apps.analytics.models import EventSegment
from headway.apps.analytics.store import KEY_SQL, connection, file_sync, segments_sql
from headway.apps.analytics.sweeping import drained
from headway.core.holdings import Subject, Treatment, file_destroy, holding_add, walked
from headway.core.ids import new_id
from headway.core.models import Workspace
from headway.engine.text.redaction import redact

if TYPE_CHECKING:
    import duckdb

ANONYMOUS = "anonymous-"
NAMING = ("person", "anonymous")
IDS = (*NAMING, "account", "id")
TEXTS = ("properties", "context")
RANDOM = "(content-)?[0-9a-fA-F-]{16,}"
Renamed = Mapping[str, str]


@dataclass(frozen=True)
class Rewriting:
    """What becomes of values in a segment: old to new by column; rows before `cut_us` are left out."""

    values: Mapping[str, Renamed] = field(default_factory=dict)
    before_us: int | None = None
    cut_us: int | None = None

    @property
    def changes(self) -> bool:
        return any(self.values.values()) or self.cut_us is not None


class EventHolding:
    """The segments of a workspace, and what waits in its inbox to become one."""

    name = "usage events"
    retained = "events"

    def find(self, workspace: Workspace, subject: Subject) -> int:
        subject = widened(workspace, subject)
        waiting = sum(1 for _ in waiting_about(workspace, subject))
        return waiting + sum(_count(one, _rewriting(one, subject)) for one in _segments(workspace))

    def export(self, workspace: Workspace, subject: Subject) -> Iterator[dict[str, Any]]:
        subject = widened(workspace, subject)
        for one in _segments(workspace):
            yield from _rows(one, _rewriting(one, subject))
        for line in waiting_about(workspace, subject):
            yield _told(line.person or line.anonymous, line.account, line.event, line.at_us, line.properties)

    def erase(self, workspace: Workspace, subject: Subject) -> int:
        read = drained(workspace, timezone.now())
        transaction.on_commit(lambda: _destroy(read))
        # Once more, since what waited in the inbox may have told of further ids.
        subject = widened(workspace, subject)
        aliases_renamed(workspace, subject)
        return sum(_rewritten(one, _rewriting(one, subject)) for one in _segments(workspace))

    def old(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        rows = sum(_old_rows(one, before, treatment) for one in _segments(workspace, source, before))
        return rows + len(ties_unused(workspace, before))

    def expire(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        rows = sum(_expired(one, before, treatment) for one in _segments(workspace, source, before))
        return rows + ties_forget(workspace, before)


def _segments(
    workspace: Workspace, source: str = "", before: datetime | None = None
) -> QuerySet[EventSegment]:
    found = EventSegment.objects.filter(workspace=workspace).order_by("id")
    found = found.filter(source=source) if source else found
    return found.filter(first_at__lt=before) if before else found


def _destroy(paths: Iterable[Path]) -> None:
    for path in paths:
        file_destroy(path)


def _rewriting(segment: EventSegment, subject: Subject) -> Rewriting:
    def renamed(value: str) -> str:
        return subject.token(value) if subject.is_named_at_all(value) else subject.struck(value)

    return _changed(segment, renamed, lambda text: _in_json(text, subject.struck))


def _changed(
    segment: EventSegment,
    renamed: Callable[[str], str],
    reworded: Callable[[str], str],
    before_us: int | None = None,
    ids: Sequence[str] = IDS,
) -> Rewriting:
    with connection() as session:
        there = _columns(session, segment)
        values = {
            column: _differing(session, segment, column, renamed if column in ids else reworded, before_us)
            for column in (*ids, *TEXTS)
            if column in there
        }
    return Rewriting(values, before_us)


def _columns(session: "duckdb.DuckDBPyConnection", segment: EventSegment) -> list[str]:
    described = session.execute(f"DESCRIBE SELECT * FROM {segments_sql([segment.path])}").fetchall()  # nosec B608 # noqa: S608 - our own file names, quoted
    return [name for name, *_ in described]


def _differing(
    session: "duckdb.DuckDBPyConnection",
    segment: EventSegment,
    column: str,
    change: Callable[[str], str],
    before_us: int | None = None,
) -> Renamed:
    """Each distinct value of a column that a change makes into another."""
    when = f"WHERE at_us < {before_us:d}" if before_us is not None else "WHERE true"
    # Most ids of events are made up at random, and there are as many as events.
    when += f" AND NOT regexp_full_match(id, '{RANDOM}')" if column == "id" else ""
    sql = f"SELECT DISTINCT {column} FROM {segments_sql([segment.path])} {when} ORDER BY 1"  # nosec B608 # noqa: S608 - our own names; values are bound or quoted
    values = (value for (value,) in session.execute(sql).fetchall())
    return {value: new for value in values if value and (new := change(value)) != value}


def _in_json(text: str, change: Callable[[str], str]) -> str:
    before = json.loads(text)
    after = walked(before, change)
    return text if after == before else json.dumps(after, ensure_ascii=False, separators=(",", ":"))


def _count(segment: EventSegment, rewriting: Rewriting) -> int:
    if not rewriting.changes:
        return 0
    with connection() as session:
        sql = f"SELECT count(*) FROM {_joined(session, segment, rewriting)} WHERE {_hit(rewriting)}"  # nosec B608 # noqa: S608 - our own names; values are bound or quoted
        found = session.execute(sql).fetchone()
    assert found is not None
    return int(found[0])


def _rows(segment: EventSegment, rewriting: Rewriting) -> Iterator[dict[str, Any]]:
    if not rewriting.changes:
        return
    with connection() as session:
        found = session.execute(
            f"""SELECT old.person, old.account, old.event, old.at_us, old.properties
            FROM {_joined(session, segment, rewriting)} WHERE {_hit(rewriting)} ORDER BY old.at_us"""  # nosec B608 # noqa: S608 - our own names; values are bound or quoted
        )
        for row in found.fetchall():
            yield _told(*row)


def _told(person: str, account: str, event: str, at_us: int, properties: str | msgspec.Raw) -> dict[str, Any]:
    text = properties if isinstance(properties, str) else bytes(properties)
    return {
        "person": person, "account": account, "event": event, "at": _moment(at_us).isoformat(),
        "properties": json.loads(text),
    }  # fmt: skip


def _joined(session: "duckdb.DuckDBPyConnection", segment: EventSegment, rewriting: Rewriting) -> str:
    """The segment beside what its values become, as what stands after FROM."""
    for column, renamed in rewriting.values.items():
        session.execute(f"CREATE OR REPLACE TABLE new_{column} (old VARCHAR, new VARCHAR)")
        if pairs := [list(pair) for pair in renamed.items()]:
            session.executemany(f"INSERT INTO new_{column} VALUES (?, ?)", pairs)  # nosec B608 # noqa: S608 - our own names; values are bound or quoted
    joins = " ".join(
        f"LEFT JOIN new_{column} ON new_{column}.old = old.{column}{_only_old(rewriting)}"
        for column in rewriting.values
    )
    return f"{segments_sql([segment.path])} AS old {joins}"


def _only_old(rewriting: Rewriting) -> str:
    return f" AND old.at_us < {rewriting.before_us:d}" if rewriting.before_us is not None else ""


def _hit(rewriting: Rewriting) -> str:
    cut = f" OR old.at_us < {rewriting.cut_us:d}" if rewriting.cut_us is not None else ""
    news = ", ".join(["NULL", *(f"new_{column}.new" for column in rewriting.values)])
    return f"(coalesce({news}) IS NOT NULL{cut})"


def _rewritten(segment: EventSegment, rewriting: Rewriting) -> int:
    """Write the segment anew beside the old file, list the new one, and destroy the old once that is committed."""
    touched = _count(segment, rewriting)
    if not touched:
        return 0
    old = Path(segment.path)
    new = old.with_name(f"{new_id()}.parquet")
    with connection() as session:
        _write(session, segment, rewriting, new)
        _relist(session, segment, new)
    transaction.on_commit(lambda: _destroy([old, keys_path(old)]))
    transaction.on_commit(lambda: indexes_drop(segment.workspace))
    return touched


def _write(
    session: "duckdb.DuckDBPyConnection", segment: EventSegment, rewriting: Rewriting, new: Path
) -> None:
    keep = f"WHERE old.at_us >= {rewriting.cut_us:d}" if rewriting.cut_us is not None else ""
    there = _columns(session, segment)
    chosen = ", ".join(_value(column, rewriting) for column in there if column != "key")
    session.execute(
        f"""CREATE TABLE fresh AS SELECT {chosen}, {_kept_key(there, rewriting)} AS kept_key
        FROM {_joined(session, segment, rewriting)} {keep}"""  # nosec B608 # noqa: S608 - our own names
    )
    session.execute(
        f"""CREATE TABLE sealed AS SELECT * EXCLUDE kept_key, coalesce(kept_key, {KEY_SQL}) AS key FROM fresh
        ORDER BY person, at_us"""  # nosec B608 # noqa: S608 - our own names; values are bound or quoted
    )
    session.execute(f"COPY sealed TO '{new}' (FORMAT parquet, COMPRESSION zstd)")
    file_sync(new)


def _value(column: str, rewriting: Rewriting) -> str:
    return (
        f"coalesce(new_{column}.new, old.{column}) AS {column}"
        if column in rewriting.values
        else f"old.{column}"
    )


def _kept_key(there: Sequence[str], rewriting: Rewriting) -> str:
    """The key of a collected event stays, so that one sent again stays out; any other is worked out anew, since
    one over the old values would tell whether a guess at them is right."""
    if "id" not in there:
        return "NULL::UBIGINT"
    renamed = "new_id.new IS NOT NULL OR" if "id" in rewriting.values else ""
    made_of = f"({renamed} starts_with(old.id, 'content-')) AND {_hit(rewriting)}"
    return f"CASE WHEN {made_of} THEN hash(uuid()) ELSE old.key END"


def _relist(session: "duckdb.DuckDBPyConnection", segment: EventSegment, new: Path) -> None:
    counted = session.execute(
        "SELECT count(*), count(DISTINCT person), min(at_us), max(at_us) FROM sealed"
    ).fetchone()
    assert counted is not None
    rows, people, first_us, last_us = counted
    if not rows:
        new.unlink()
        segment.delete()
        return
    segment.path, segment.sha256 = str(new), hashlib.sha256(new.read_bytes()).hexdigest()
    segment.rows, segment.people, segment.version = rows, people, segment.version + 1
    segment.first_at, segment.last_at = _moment(first_us), _moment(last_us)
    segment.save()


def _moment(at_us: int) -> datetime:
    return datetime.fromtimestamp(at_us / 1e6, UTC)


def _old_rows(segment: EventSegment, before: datetime, treatment: Treatment) -> int:
    done = "false" if treatment == "delete" else f"starts_with(person, '{ANONYMOUS}')"
    sql = f"SELECT count(*) FROM {segments_sql([segment.path])} WHERE at_us < ? AND NOT {done}"  # nosec B608 # noqa: S608 - our own names; values are bound or quoted
    with connection() as session:
        found = session.execute(sql, [_us(before)]).fetchone()
    assert found is not None
    return int(found[0])


def _us(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def _expired(segment: EventSegment, before: datetime, treatment: Treatment) -> int:
    if treatment == "delete":
        return _rewritten(segment, Rewriting(cut_us=_us(before)))

    def nameless(value: str) -> str:
        return value if value.startswith(ANONYMOUS) else f"{ANONYMOUS}{new_id().hex[-12:]}"

    def emptied(text: str) -> str:
        return "{}" if treatment == "erase" else _in_json(text, lambda part: redact(part).text)

    return _rewritten(segment, _changed(segment, nameless, emptied, _us(before), ids=NAMING))


holding_add(EventHolding())
