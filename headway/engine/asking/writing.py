"""Values, properties and days of events as SQL of the bench: what a name holds never ends the text it stands in."""

import re
from collections.abc import Mapping
from datetime import date

PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def text(value: str) -> str:
    """A text as a literal.

    >>> text("Bob's")
    "'Bob''s'"
    """
    return "'" + value.replace("'", "''") + "'"


def property_of(name: str, column: str = "properties") -> str:
    """A property of an event, as a text; null where the event lacks it.

    >>> property_of("plan")
    "properties->>'plan'"
    >>> property_of("$browser")
    'properties->>\\'$."$browser"\\''
    """
    # A name that begins with a dollar would be read as a path.
    path = name if PLAIN.fullmatch(name) else '$."' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{column}->>{text(path)}"


def holds(where: Mapping[str, str | None], column: str = "properties") -> str:
    """That each property has its value, null for none; true where nothing is named.

    >>> holds({"device": "android", "land": None})
    "coalesce(properties->>'device', '') = 'android' AND coalesce(properties->>'land', '') = ''"
    """
    parts = [
        f"coalesce({property_of(name, column)}, '') = {text(value or '')}" for name, value in where.items()
    ]
    return " AND ".join(parts) or "true"


def within(first: date | None, last: date | None, column: str = "happened_at") -> str:
    """That a moment lies in days, both counted; true for all days.

    >>> within(date(2026, 9, 1), date(2026, 9, 30))
    "happened_at >= DATE '2026-09-01' AND happened_at < DATE '2026-09-30' + 1"
    """
    parts = [f"{column} >= DATE '{first}'"] if first else []
    parts += [f"{column} < DATE '{last}' + 1"] if last else []
    return " AND ".join(parts) or "true"


def comment(words: str) -> str:
    """Words as a line that SQL leaves out.

    >>> comment("How many\\npeople")
    '-- How many people'
    """
    return f"-- {' '.join(words.split())}".rstrip()
