"""In whose language, time and notation a page is written: the person's choice over the workspace's."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import tzinfo
from functools import cache
from typing import Annotated, Literal, cast
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone
from pydantic import AfterValidator, Field

from headway.core.models import User, Workspace
from headway.engine.locales.conventions import CONVENTIONS, Convention, convention

MoneyShown = Literal["sign", "code"]
Tag = Literal["en-GB", "en-US", "de-DE", "fr-FR", "sv-SE"]
Weekday = Literal["monday", "saturday", "sunday"]
WEEKDAYS: dict[str, int] = {"monday": 1, "saturday": 6, "sunday": 7}


@dataclass(frozen=True)
class Locale:
    """How dates and numbers are written; `week_start` is 1 for Monday to 7 for Sunday."""

    tag: str = "en-GB"
    time_zone: str = "UTC"
    week_start: int = 1
    money_shown: MoneyShown = "sign"

    @property
    def convention(self) -> Convention:
        return convention(self.tag)

    @property
    def zone(self) -> tzinfo:
        return ZoneInfo(self.time_zone)


_DEFAULT = Locale()
_CURRENT: ContextVar[Locale] = ContextVar("locale", default=_DEFAULT)


def current() -> Locale:
    """The locale of the page that is being written; outside a page the default."""
    return _CURRENT.get()


def locale_of(user: User, workspace: Workspace) -> Locale:
    """What a person sees in a workspace: their own choices, and the workspace's where they made none."""
    return Locale(
        user.locale or workspace.locale,
        user.time_zone or workspace.time_zone,
        user.week_start or workspace.week_start,
        cast(MoneyShown, user.money_shown or workspace.money_shown),
    )


@contextmanager
def written_in(locale: Locale) -> Iterator[None]:
    """Write dates, times and numbers in a locale while this is open."""
    token = _CURRENT.set(locale)
    try:
        with timezone.override(locale.zone):
            yield
    finally:
        _CURRENT.reset(token)


def tags() -> dict[str, str]:
    """The languages that dates and numbers can be written in, by tag."""
    return {one.tag: one.name for one in CONVENTIONS.values()}


@cache
def zones() -> list[str]:
    """The time zones that can be chosen: those that are named after a place, and UTC."""
    return ["UTC", *sorted(name for name in available_timezones() if _is_place(name))]


def _is_place(name: str) -> bool:
    return "/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))


def zone_known(name: str) -> str:
    """The name of a time zone as it came. Raises ValueError for one that cannot be chosen."""
    if name not in zones():
        raise ValueError(f"{name!r} is no time zone; give one such as Europe/Berlin, or UTC")
    return name


Zone = Annotated[str, Field(max_length=64), AfterValidator(zone_known)]
