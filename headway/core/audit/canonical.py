"""The one way in which what is hashed or signed is written down."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(1970, 1, 1, tzinfo=UTC)


def canonical(value: Any) -> str:
    """JSON with sorted keys, only ASCII, and no spaces.

    >>> canonical({"b": 1, "a": "ü"})
    '{"a":"\\\\u00fc","b":1}'
    """
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def digest(text: str) -> str:
    """SHA-256 as 64 hexadecimal digits.

    >>> digest("")[:16]
    'e3b0c44298fc1c14'
    """
    return hashlib.sha256(text.encode()).hexdigest()


def microseconds(at: datetime) -> int:
    """Whole microseconds since 1970 in UTC, exactly: a float would make two neighbours one.

    >>> microseconds(datetime(2026, 9, 30, 12, 0, 0, 1, tzinfo=UTC))
    1790769600000001
    """
    return (at - START) // timedelta(microseconds=1)
