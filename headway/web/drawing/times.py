"""Moments on a page: as a date or as how long ago, and always the exact one with its zone behind it."""

from datetime import datetime
from html import escape

from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from headway.engine.locales.spans import span_words
from headway.web.drawing.numbers import moment


def exact(at: datetime) -> str:
    """A moment to the minute with the name of its zone, so that nobody has to guess."""
    zone = timezone.get_current_timezone()
    return f"{moment(at)} {zone}"


def when(at: datetime | None) -> SafeString:
    """A moment in the time zone of the page; the zone shows when it is pointed at."""
    return _time(at, moment(at)) if at else SafeString("")


def ago(at: datetime | None) -> SafeString:
    """How long ago a moment was, or how soon it will be; the exact moment shows when it is pointed at."""
    return _time(at, span_words((at - timezone.now()).total_seconds())) if at else SafeString("")


def _time(at: datetime, words: str) -> SafeString:
    html = f'<time datetime="{at.isoformat()}" title="{escape(exact(at))}">{escape(words)}</time>'
    return mark_safe(html)  # nosec B308 B703 # noqa: S308 - its words are escaped
