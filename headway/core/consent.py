"""Whether records of a source may come in, and what has to be seen to once they did.

Asked before an import and told after it; answered by whoever keeps the grounds.
"""

from collections.abc import Callable

from headway.core.context import Context
from headway.core.errors import Refused

Reason = Callable[[Context, str], str]
_REASONS: list[Reason] = []
Arrival = Callable[[Context], None]
_ARRIVALS: list[Arrival] = []


def consent_asked(reason: Reason) -> None:
    """Declare who says why a source may not be read any more; an empty reason lets it in."""
    _REASONS.append(reason)


def why_withdrawn(context: Context, source: str) -> str:
    """Why records of a source may not come in; empty where they may."""
    return next((why for reason in _REASONS if (why := reason(context, source))), "")


def refuse_without_consent(context: Context, source: str) -> None:
    """Raise Refused where records of a source may not come in."""
    if why := why_withdrawn(context, source):
        raise Refused(why)


def arrival_told(arrival: Arrival) -> None:
    """Declare who wants to know, within the transaction, that records came in from outside."""
    _ARRIVALS.append(arrival)


def tell_arrival(context: Context) -> None:
    """Tell whoever wants to know that records came in from outside."""
    for arrival in _ARRIVALS:
        arrival(context)
