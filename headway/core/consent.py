"""Whether records of a source may come in: asked before an import, answered by whoever keeps the grounds."""

from collections.abc import Callable

from headway.core.context import Context
from headway.core.errors import Refused

Reason = Callable[[Context, str], str]
_REASONS: list[Reason] = []


def consent_asked(reason: Reason) -> None:
    """Declare who says why a source may not be read any more; an empty reason lets it in."""
    _REASONS.append(reason)


def refuse_without_consent(context: Context, source: str) -> None:
    """Raise Refused where records of a source may not come in."""
    for reason in _REASONS:
        if why := reason(context, source):
            raise Refused(why)
