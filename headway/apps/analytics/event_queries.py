"""Single events as they are stored, the latest first: of everybody, of a person, of an account."""

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import Field, JsonValue

from headway.apps.analytics.segments import stitched_events
from headway.apps.analytics.warehouse.connecting import is_there
from headway.core.answers import PageQuestion
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.core.paging import WRONG_PLACE
from headway.core.registry import Answer, query
from headway.core.roles import MAKERS

if TYPE_CHECKING:
    import duckdb

PLACE_LETTERS = 9
Row = tuple[str, str, str, int, str]


class EventsQuestion(PageQuestion):
    """Events of a person, an account and a name, each where it is given; a person's earlier ids are theirs."""

    person: str = Field("", max_length=500)
    account: str = Field("", max_length=500)
    event: str = Field("", max_length=500)


class StoredEvent(Answer):
    at: datetime
    event: str
    person: str
    account: str
    properties: dict[str, JsonValue]


class StoredEvents(Answer):
    rows: list[StoredEvent]
    next: str = ""


@query("analytics.event_list", roles=MAKERS)
def event_list(context: Context, question: EventsQuestion) -> StoredEvents:
    """Events as they came in, the latest first. Open to those who work on the product, since ids are personal data.

    In a warehouse a person or an account has to be named. Raises Invalid for an `after` that no answer gave.
    """
    skipped = _skipped(question.after)
    found = (_there if is_there() else _here)(context, question, skipped)
    rows = [_event(one) for one in found[: question.limit]]
    more = len(found) > question.limit
    return StoredEvents(rows=rows, next=str(skipped + question.limit) if more else "")


def _skipped(after: str) -> int:
    if not after:
        return 0
    if not (after.isascii() and after.isdigit() and len(after) <= PLACE_LETTERS):
        raise Invalid(WRONG_PLACE)
    return int(after)


def _here(context: Context, question: EventsQuestion, skipped: int) -> list[Row]:
    asked = {name: value for name in ("account", "event") if (value := getattr(question, name))}
    wanted = [f"{name} = ?" for name in asked]
    values: list[Any] = [*asked.values()]
    with stitched_events(context) as session:
        source, person = "events", "person"
        if question.person:
            # By the ids as they came, since files are sorted by those.
            ids = _ids(session, question.person)
            source, person = "raw_events", "?"
            wanted.append(f"person IN ({', '.join('?' * len(ids))})")
            values = [ids[0], *values, *ids]
        return session.execute(
            f"""SELECT {person} AS person, account, event, at_us, properties FROM {source}
            WHERE {" AND ".join(wanted) or "true"} ORDER BY at_us DESC, person, event, properties LIMIT ? OFFSET ?""",  # nosec B608 # noqa: S608 - our own names
            [*values, question.limit + 1, skipped],
        ).fetchall()


def _ids(session: "duckdb.DuckDBPyConnection", person: str) -> list[str]:
    """Whom an id stands for, and every further id of theirs."""
    found = session.execute("SELECT leads_to FROM aliases WHERE person = ?", [person]).fetchone()
    root = found[0] if found else person
    others = session.execute("SELECT person FROM aliases WHERE leads_to = ? ORDER BY 1", [root]).fetchall()
    return [root, *(one for (one,) in others)]


def _there(context: Context, question: EventsQuestion, skipped: int) -> list[Row]:
    """The same of a company's own warehouse."""
    # Numerical libraries, which most processes never need.
    from headway.apps.analytics.warehouse.usage import events_there  # noqa: PLC0415

    if not question.person and not question.account:
        raise Invalid(
            "Name a person or an account: the warehouse is not searched through for everybody's events."
        )
    if question.person and question.account:
        raise Invalid("Name a person or an account; in the warehouse each is asked about by itself.")
    who = (question.person, question.account)
    return events_there(context, who, question.event, question.limit + 1, skipped)


def _event(row: Row) -> StoredEvent:
    from headway.engine.behaviour.periods import moment_of  # noqa: PLC0415 - loads numerical libraries

    person, account, event, at_us, properties = row
    return StoredEvent(
        at=moment_of(at_us), event=event, person=person, account=account or "", properties=_read(properties)
    )


def _read(properties: str) -> dict[str, JsonValue]:
    found = json.loads(properties or "{}")
    return found if isinstance(found, dict) else {}
