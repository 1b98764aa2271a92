"""Numbers as people read them: as exact as the eye needs, with their unit, in the locale of the page."""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Protocol

from django.utils import timezone

from headway.core.locales import current
from headway.engine.locales.conventions import convention, hour, number, scaled, trimmed
from headway.engine.locales.conventions import day as day_words
from headway.engine.locales.conventions import money as money_words

SHARES = {"share", "ratio of 1", "probability"}
TIMES_SIGN = "\u00d7"
TIMES = {"ratio", "times", "x"}


def short(value: float | None, like: float | None = None) -> str:
    """A plain number in at most three or four characters that count, or as exact as one `like` it would be.

    >>> [short(one) for one in (None, 0, 0.0421, 3.14159, 41.66, 214.0, 10003, 1_234_567)]
    ['unknown', '0', '0.042', '3.14', '41.7', '214', '10,003', '1.23M']
    >>> short(92.2, like=135)
    '92'
    """
    if value is None:
        return "unknown"
    size, how = abs(value if like is None else like), current().convention
    if size >= 1_000_000:
        return scaled(value, how)
    if size >= 100 or value == int(value):
        return number(value, 0, how)
    if size >= 0.1:
        return trimmed(value, 1 if size >= 10 else 2, how)
    # Two digits that count, however small.
    return _trim(f"{value:.2g}").replace(".", how.decimal)


def _trim(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(value: float | None, currency: str) -> str:
    """An amount in whole units of a currency.

    >>> money(1_204_000, "USD"), money(4_200, "EUR"), money(950, "CHF"), money(None, "USD")
    ('$1.2M', '€4.2k', 'CHF\xa0950', 'unknown')
    """
    if value is None:
        return "unknown"
    locale = current()
    return money_words(
        scaled(value, locale.convention), currency, locale.convention, locale.money_shown == "code"
    )


def minor_money(minor: int | None, currency: str) -> str:
    """An amount held in hundredths.

    >>> minor_money(420_000, "USD")
    '$4.2k'
    """
    return money(None if minor is None else minor / 100, currency)


def percent(share: float | None) -> str:
    r"""A share of 1 in per cent, with a narrow space before the sign; never all or nothing by rounding.

    >>> percent(0.5613), percent(0.0042), percent(None), percent(1), percent(0.998), percent(0.00002)
    ('56\u202f%', '0.42\u202f%', 'unknown', '100\u202f%', '>99\u202f%', '<0.01\u202f%')
    """
    if share is None:
        return "unknown"
    value, how = share * 100, current().convention
    if 0 < value < 0.01:
        return f"<0{how.decimal}01\u202f%"
    if 99.5 <= value < 100:
        return ">99\u202f%"
    digits = f"{value:.0f}" if abs(value) >= 10 or value == 0 else _trim(f"{value:.2f}"[:4])
    return digits.replace(".", how.decimal) + "\u202f%"


def with_unit(value: float | None, unit: str, like: float | None = None) -> str:
    """A value in the notation of its unit: money, per cent, times, or plain.

    >>> with_unit(900, "USD"), with_unit(12, "accounts"), with_unit(None, "share")
    ('$900', '12', 'unknown')
    """
    if value is None:
        return "unknown"
    if code := currency_of(unit):
        return money(value, code)
    if unit in SHARES:
        return percent(value)
    if unit == "%":
        return short(value, like) + "\u202f%"
    return short(value, like) + (TIMES_SIGN if _times(unit) else "")


def currency_of(unit: str) -> str:
    """The currency that a unit starts with, empty where it is none.

    >>> currency_of("USD a year"), currency_of("accounts")
    ('USD', '')
    """
    code = unit.split(" ", maxsplit=1)[0]
    return code if len(code) == 3 and code.isalpha() and code.isupper() else ""


def _times(unit: str) -> bool:
    return unit in TIMES or unit.startswith("ratio of the ")


def unit_word(unit: str) -> str:
    """The unit as a word after the value, where the notation does not say it already.

    >>> unit_word("accounts"), unit_word("USD"), unit_word("ratio"), unit_word("USD a year")
    ('accounts', '', '', 'a year')
    """
    said = unit in SHARES | {"%"} or _times(unit)
    return "" if said else unit.removeprefix(currency_of(unit)).strip().replace("_", " ")


def day(at: datetime | date | str | None) -> str:
    """A day as `12 Sep 2026`, or as the locale has it, in the time zone of the page.

    >>> day(date(2026, 9, 12)), day("2026-10-01"), day(None)
    ('12 Sep 2026', '1 Oct 2026', '')
    """
    if not at:
        return ""
    if isinstance(at, str):
        return day(date.fromisoformat(at[:10])) if at[:4].isdigit() else at
    local = timezone.localtime(at) if isinstance(at, datetime) and timezone.is_aware(at) else at
    return day_words(local, current().convention)


def moment(at: datetime | None) -> str:
    """A day with its hour and minute, in the time zone of the page."""
    return _moment_in(at, timezone.get_current_timezone(), current().tag) if at else ""


@lru_cache(1024)
def _moment_in(at: datetime, zone: tzinfo, tag: str) -> str:
    # A list's figures are all as of the same moment.
    local, how = at.astimezone(zone), convention(tag)
    return f"{day_words(local, how)}, {hour(local.time(), how)}"


class Valued(Protocol):
    """A plan's value and that of a list worked down by rank."""

    value: float
    greedy_value: float


def gain(plan: Valued) -> str:
    """How much more a plan is worth than the ranked list."""
    if not plan.greedy_value:
        return ""
    more = plan.value / plan.greedy_value - 1
    return f"the plan is worth {percent(more)} more" if more > 0.0005 else "the plan is worth as much"


def team_words(weeks: Mapping[str, float]) -> str:
    """Person-weeks by team in a few words.

    >>> team_words({"payments": 12.0, "cards": 3.5})
    'payments 12, cards 3.5 person-weeks'
    """
    ranked = sorted(weeks.items(), key=lambda one: (-one[1], one[0]))
    parts = ", ".join(f"{team} {short(one)}" for team, one in ranked if one > 0)
    return f"{parts} person-weeks" if parts else "no effort given"
