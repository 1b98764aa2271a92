"""Reading what is the same everywhere in a metrics file: names, expressions, filters, spans of time."""

import re
from typing import TypeVar

from headway.engine.metrics.expressions import checked
from headway.engine.metrics.filters import filter_read
from headway.engine.metrics.model import GRAINS, Grain, MetricError, Span
from headway.engine.rights.spot import Spot

W = TypeVar("W", bound=str)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,119}")
_SPAN = re.compile(r"([1-9][0-9]{0,3})\s+([a-z]+?)s?")
_REF = re.compile(
    r"(?:ref|source)\((?:\s*'[^']*'\s*,)?\s*'([A-Za-z][A-Za-z0-9_]*)'\s*\)|([A-Za-z][A-Za-z0-9_]*)"
)


def listed_at(spot: Spot) -> list[Spot]:
    """The places of a list, none where there is no list."""
    return list(spot.each()) if spot.value is not None else []


def name_at(spot: Spot) -> str:
    """A name in small letters without a double underline, which parts an entity from a dimension."""
    value = spot.value
    if isinstance(value, str) and _NAME.fullmatch(value) and "__" not in value:
        return value
    spot.fault(f"'{str(value)[:60]}' is no name; use small letters, digits and single _, a letter first.")
    return ""


def expr_at(spot: Spot, default: str = "") -> str:
    """An expression on the columns of a row, or the default where nothing stands."""
    if spot.value is None and default:
        return default
    try:
        return checked(str(spot.value if spot.value is not None else ""))
    except MetricError as error:
        spot.fault(str(error))
        return ""


def filters_at(spot: Spot) -> tuple[str, ...]:
    """One filter or a list of them, each read once here so that a fault has its place."""
    if spot.value is None:
        return ()
    entries = list(spot.each()) if isinstance(spot.value, list) else [spot]
    for one in entries:
        try:
            filter_read(str(one.value))
        except MetricError as error:
            one.fault(str(error))
    return tuple(str(one.value) for one in entries)


def table_at(spot: Spot) -> str:
    """The relation that ref('x'), source('a', 'x') or a plain x names."""
    match = _REF.fullmatch(spot.value.strip()) if isinstance(spot.value, str) else None
    if match:
        return match.group(1) or match.group(2)
    spot.fault("a table is needed here, such as ref('orders').")
    return ""


def grain_at(spot: Spot) -> Grain | None:
    """One of the grains, or None where nothing stands."""
    return word_at(spot, GRAINS, "grain") if spot.value is not None else None


def word_at(spot: Spot, known: tuple[W, ...], noun: str) -> W | None:
    """One of the known words; a fault and None for another."""
    found = spot.one_of(known, noun)
    return next((one for one in known if one == found), None)


def span_at(spot: Spot) -> Span | None:
    """A length of time such as `7 days` or `1 month`, or None where nothing stands."""
    if spot.value is None:
        return None
    match = _SPAN.fullmatch(str(spot.value).strip().lower())
    grain = next((one for one in GRAINS if match and one == match.group(2)), None)
    if match and grain:
        return Span(int(match.group(1)), grain)
    spot.fault(f"'{str(spot.value)[:60]}' is no length of time; write one such as 7 days or 1 month.")
    return None


def share_at(spot: Spot) -> float | None:
    """A number from 0 to 1, which the reader of the text keeps as it was written."""
    try:
        found = float(str(spot.value))
    except ValueError:
        found = -1.0
    if 0 <= found <= 1:
        return found
    spot.fault(f"'{str(spot.value)[:60]}' is no share; write a number from 0 to 1, such as 0.9.")
    return None
