"""What a caller sent, as a plain object: every door refuses the same texts in the same words."""

import json
import math
from typing import Any

from headway.core.errors import HeadwayError


class NotJson(HeadwayError):
    status, kind, title = 400, "not-json", "Not a JSON object"


def payload_from(text: str | bytes) -> dict[str, Any]:
    """The JSON object in a text; an empty text is an object without fields.

    Raises NotJson with the place of the first fault. Numbers that JSON does not have (NaN, Infinity, 1e999)
    and texts that no database stores (NUL, half of a surrogate pair) are refused, not passed on.

    >>> payload_from('{"limit": 5}')
    {'limit': 5}
    >>> payload_from("[1]")
    Traceback (most recent call last):
    headway.interfaces.payload.NotJson: The question must be a JSON object, not a list.
    """
    if not text.strip():
        return {}
    try:
        found = json.loads(text, parse_constant=_no_number, parse_float=_finite)
        json.dumps(found, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        raise NotJson(f"Not JSON: {error.msg} at line {error.lineno} column {error.colno}.") from error
    except RecursionError as error:
        raise NotJson("Not usable JSON: it is nested too deeply.") from error
    except ValueError as error:
        raise NotJson(f"Not usable JSON: {error}.") from error
    if not isinstance(found, dict):
        raise NotJson(f"The question must be a JSON object, not a {_kind(found)}.")
    _refuse_nul(found)
    return found


def _finite(text: str) -> float:
    number = float(text)
    return number if math.isfinite(number) else _no_number(text)


def _no_number(text: str) -> float:
    raise ValueError(f"{text[:40]} is not a number that JSON has")


def _kind(found: object) -> str:
    names = {list: "list", str: "text", bool: "truth value", int: "number", float: "number"}
    return names.get(type(found), "null")


def _refuse_nul(found: object) -> None:
    if isinstance(found, str) and "\0" in found:
        raise NotJson("Not usable JSON: a text in it has the character NUL.")
    if isinstance(found, dict):
        _refuse_nul(list(found))
        _refuse_nul(list(found.values()))
    elif isinstance(found, list):
        for part in found:
            _refuse_nul(part)
