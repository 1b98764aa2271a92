"""Persons in event segments: found, exported, pseudonymised and let go by writing the segment anew."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet

from headway.apps.analytics.models import EventSegment
from headway.apps.analytics.store import KEY_SQL, connection, segments_sql
from headway.core.holdings import Subject, Treatment, file_destroy, holding_add, walked
from headway.core.ids import new_id
from headway.core.models import Workspace
from headway.engine.text.redaction import redact

if TYPE_CHECKING:
    import duckdb

ANONYMOUS = "anonymous-"
Renamed = Mapping[str, str]


@dataclass(frozen=True)
class Rewriting:
    """What becomes of values in a segment: old to new by column; rows before `cut_us` are left out."""

    person: Renamed = field(default_factory=dict)
    account: Renamed = field(default_factory=dict)
    properties: Renamed = field(default_factory=dict)
    before_us: int | None = None
    cut_us: int | None = None

    @property
    def changes(self) -> bool:
        return bool(self.person or self.account or self.properties or self.cut_us is not None)


class EventHolding:
    """The segments of a workspace."""

    name = "usage events"
    retained = "events"

    def find(self, workspace: Workspace, subject: Subject) -> int:
        return sum(_count(one, _rewriting(one, subject)) for one in _segments(workspace))

    def export(self, workspace: Workspace, subject: Subject) -> Iterator[dict[str, Any]]:
        for one in _segments(workspace):
            yield from _rows(one, _rewriting(one, subject))

    def erase(self, workspace: Workspace, subject: Subject) -> int:
        return sum(_rewritten(one, _rewriting(one, subject)) for one in _segments(workspace))

    def old(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        return sum(_old_rows(one, before, treatment) for one in _segments(workspace, source, before))

    def expire(self, workspace: Workspace, source: str, before: datetime, treatment: Treatment) -> int:
        return sum(_expired(one, before, treatment) for one in _segments(workspace, source, before))


def _segments(
    workspace: Workspace, source: str = "", before: datetime | None = None
) -> QuerySet[EventSegment]:
    found = EventSegment.objects.filter(workspace=workspace).order_by("id")
    found = found.filter(source=source) if source else found
    return found.filter(first_at__lt=before) if before else found


def _rewriting(segment: EventSegment, subject: Subject) -> Rewriting:
    def renamed(value: str) -> str:
        return subject.token(value) if subject.is_named_at_all(value) else subject.struck(value)

    with connection() as session:
        return Rewriting(
            person=_differing(session, segment, "person", renamed),
            account=_differing(session, segment, "account", renamed),
            properties=_differing(
                session, segment, "properties", lambda text: _in_json(text, subject.struck)
            ),
        )


def _differing(
    session: "duckdb.DuckDBPyConnection",
    segment: EventSegment,
    column: str,
    change: Callable[[str], str],
    before_us: int | None = None,
) -> Renamed:
    """Each distinct value of a column that a change makes into another."""
    when = f"WHERE at_us < {before_us:d}" if before_us is not None else ""
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
        for person, account, event, at_us, properties in found.fetchall():
            at = datetime.fromtimestamp(at_us / 1e6, UTC).isoformat()
            yield {
                "person": person, "account": account, "event": event, "at": at,
                "properties": json.loads(properties),
            }  # fmt: skip


def _joined(session: "duckdb.DuckDBPyConnection", segment: EventSegment, rewriting: Rewriting) -> str:
    """The segment beside what its values become, as what stands after FROM."""
    for column in ("person", "account", "properties"):
        session.execute(f"CREATE OR REPLACE TABLE new_{column} (old VARCHAR, new VARCHAR)")
        if pairs := [list(pair) for pair in getattr(rewriting, column).items()]:
            session.executemany(f"INSERT INTO new_{column} VALUES (?, ?)", pairs)  # nosec B608 # noqa: S608 - our own names; values are bound or quoted
    joins = " ".join(
        f"LEFT JOIN new_{column} ON new_{column}.old = old.{column}{_only_old(rewriting)}"
        for column in ("person", "account", "properties")
    )
    return f"{segments_sql([segment.path])} AS old {joins}"


def _only_old(rewriting: Rewriting) -> str:
    return f" AND old.at_us < {rewriting.before_us:d}" if rewriting.before_us is not None else ""


def _hit(rewriting: Rewriting) -> str:
    cut = f" OR old.at_us < {rewriting.cut_us:d}" if rewriting.cut_us is not None else ""
    return f"(coalesce(new_person.new, new_account.new, new_properties.new) IS NOT NULL{cut})"


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
    transaction.on_commit(lambda: file_destroy(old))
    return touched


def _write(
    session: "duckdb.DuckDBPyConnection", segment: EventSegment, rewriting: Rewriting, new: Path
) -> None:
    keep = f"WHERE old.at_us >= {rewriting.cut_us:d}" if rewriting.cut_us is not None else ""
    session.execute(
        f"""CREATE TABLE fresh AS SELECT coalesce(new_person.new, old.person) AS person,
        coalesce(new_account.new, old.account) AS account, old.event AS event, old.at_us AS at_us,
        coalesce(new_properties.new, old.properties) AS properties
        FROM {_joined(session, segment, rewriting)} {keep}"""  # nosec B608 # noqa: S608 - our own names
    )
    # The key is worked out anew: one over the old values would tell whether a guess at them is right.
    session.execute(
        f"CREATE TABLE sealed AS SELECT *, {KEY_SQL} AS key FROM fresh ORDER BY person, at_us"  # nosec B608 # noqa: S608 - our own names; values are bound or quoted
    )
    session.execute(f"COPY sealed TO '{new}' (FORMAT parquet, COMPRESSION zstd)")


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

    with connection() as session:
        return _rewritten(
            segment,
            Rewriting(
                person=_differing(session, segment, "person", nameless, _us(before)),
                properties=_differing(session, segment, "properties", emptied, _us(before)),
                before_us=_us(before),
            ),
        )


holding_add(EventHolding())
