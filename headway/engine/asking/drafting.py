"""A reading as one SELECT on the events, to be looked at before it runs."""

from headway.engine.asking.vocabulary import Reading
from headway.engine.asking.writing import comment, holds, property_of, text, within

COUNTS = {"people": "count(DISTINCT person) AS people", "accounts": "count(DISTINCT account) AS accounts",
          "events": "count(*) AS events"}  # fmt: skip


def draft(found: Reading, sentence: str) -> str:
    """The SELECT for a reading; empty for one in which nothing is understood that happens.

    >>> print(draft(Reading(("signup",), counted="people", grain="month"), "Sign-ups a month"))
    -- Sign-ups a month
    SELECT CAST(date_trunc('month', happened_at) AS DATE) AS month, count(DISTINCT person) AS people
    FROM events
    WHERE event = 'signup'
    GROUP BY 1
    ORDER BY 1
    """
    if not found.is_understood:
        return ""
    written = _of_steps(found) if len(found.events) > 1 else _of_one(found)
    return f"{comment(sentence)}\n{written}"


def _columns(found: Reading, at: str, properties: str) -> list[str]:
    grain = [f"CAST(date_trunc('{found.grain}', {at}) AS DATE) AS {found.grain}"] if found.grain else []
    name = found.by.replace('"', '""')
    return [*grain, *([f'{property_of(found.by, properties)} AS "{name}"'] if found.by else [])]


def _conditions(found: Reading, event: str, days: str) -> str:
    parts = [f"event = {text(event)}"] if event else []
    parts += [holds(found.where)] if found.where else []
    parts += [days] if days != "true" else []
    return " AND ".join(parts) or "true"


def _grouped(columns: list[str]) -> str:
    places = ", ".join(str(at) for at in range(1, len(columns) + 1))
    return f"\nGROUP BY {places}\nORDER BY {places}" if places else ""


def _of_one(found: Reading) -> str:
    columns = _columns(found, "happened_at", "properties")
    event = found.events[0] if found.events else ""
    where = _conditions(found, event, within(found.first, found.last))
    listed = ", ".join([*columns, COUNTS[found.counted]])
    return f"SELECT {listed}\nFROM events\nWHERE {where}{_grouped(columns)}"  # nosec B608


def _of_steps(found: Reading) -> str:
    """Whoever did the first step in the time, and did or never did each next one after it."""
    columns = _columns(found, "step1.at", "step1.properties")
    last = f"step{len(found.events)}"
    first = _conditions(found, found.events[0], "true")
    lines = [
        "step1 AS (SELECT person, min(happened_at) AS at, arg_min(properties, happened_at) AS properties",  # nosec B608
        f"  FROM events WHERE {first} GROUP BY 1)",
    ]
    for at, event in enumerate(found.events[1:], 2):
        lines[-1] += ","
        lines += [
            f"step{at} AS (SELECT s.person, min(e.happened_at) AS at FROM step{at - 1} s JOIN events e USING (person)",  # nosec B608 # noqa: S608 - written to be read, and checked before it runs
            f"  WHERE e.event = {text(event)} AND e.happened_at >= s.at GROUP BY 1)",
        ]
    through = f"count({last}.person)"
    counted = (
        f"count(*) - {through} AS never_did, count(*) AS began"
        if found.never
        else f"count(*) AS began, {through} AS got_through, {through} / count(*) AS share"
    )
    days = within(found.first, found.last, "step1.at")
    return "\n".join(
        [
            "WITH " + "\n".join(lines),
            f"SELECT {', '.join([*columns, counted])}",
            f"FROM step1 LEFT JOIN {last} USING (person)",
            f"WHERE {days}{_grouped(columns)}",
        ]
    )
