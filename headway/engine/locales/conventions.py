"""How languages write numbers, money, days and hours: the conventions of the Unicode CLDR, short forms.

The month is always a word, so that no reader takes a day for a month.
"""

from dataclasses import dataclass
from datetime import date, time

NARROW = "\u202f"
HARD = "\u00a0"


@dataclass(frozen=True)
class Convention:
    """How one language and country writes: separators, words for large numbers, months, the order of a date.

    `thousand`, `million` and `billion` follow the digits; an empty one means that the number is written in full.
    `first_weekday` is 1 for Monday to 7 for Sunday.
    """

    tag: str
    name: str
    decimal: str
    group: str
    minus: str
    thousand: str
    million: str
    billion: str
    is_sign_first: bool
    months: tuple[str, ...]
    day_pattern: str
    has_twelve_hours: bool
    first_weekday: int


_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_GERMAN = ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez.")
_FRENCH = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_SWEDISH = ("jan.", "feb.", "mars", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec.")
_PLAIN = "{day} {month} {year}"

CONVENTIONS = {
    one.tag: one
    for one in (
        Convention("en-GB", "English (United Kingdom)", ".", ",", "-", "k", "M", "B", True, _ENGLISH,
                   _PLAIN, False, 1),
        Convention("en-US", "English (United States)", ".", ",", "-", "k", "M", "B", True, _ENGLISH,
                   "{month} {day}, {year}", True, 7),
        Convention("de-DE", "German (Germany)", ",", ".", "-", "", f"{HARD}Mio.", f"{HARD}Mrd.", False, _GERMAN,
                   "{day}. {month} {year}", False, 1),
        Convention("fr-FR", "French (France)", ",", NARROW, "-", f"{HARD}k", f"{HARD}M", f"{HARD}Md", False,
                   _FRENCH, _PLAIN, False, 1),
        Convention("sv-SE", "Swedish (Sweden)", ",", HARD, "\u2212", f"{HARD}tn", f"{HARD}mn", f"{HARD}md", False,
                   _SWEDISH, _PLAIN, False, 1),
    )
}  # fmt: skip
DEFAULT = CONVENTIONS["en-GB"]
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}


def convention(tag: str) -> Convention:
    """The convention with a tag such as de-DE; the British where the tag is not known.

    >>> convention("de-DE").name, convention("tlh").tag
    ('German (Germany)', 'en-GB')
    """
    return CONVENTIONS.get(tag, DEFAULT)


def number(value: float, digits: int, how: Convention = DEFAULT) -> str:
    """A number with so many digits after the decimal mark, its thousands grouped.

    >>> [number(10003.5, 1, convention(tag)) for tag in ("en-GB", "de-DE", "fr-FR", "sv-SE")]
    ['10,003.5', '10.003,5', '10\\u202f003,5', '10\\xa0003,5']
    """
    return f"{value:,.{digits}f}".translate(_marks(how))


def _marks(how: Convention) -> dict[int, str]:
    return str.maketrans({",": how.group, ".": how.decimal, "-": how.minus})


def trimmed(value: float, digits: int, how: Convention = DEFAULT) -> str:
    """A number with at most so many digits after the decimal mark.

    >>> trimmed(1.20, 2), trimmed(41.66, 1, convention("de-DE")), trimmed(3.0, 2)
    ('1.2', '41,7', '3')
    """
    text = number(value, digits, how)
    return text.rstrip("0").removesuffix(how.decimal) if digits else text


def scaled(value: float, how: Convention = DEFAULT) -> str:
    """A large number in about three digits and a word for its size.

    >>> [scaled(1_204_000, convention(tag)) for tag in ("en-US", "de-DE", "fr-FR", "sv-SE")]
    ['1.2M', '1,2\\xa0Mio.', '1,2\\xa0M', '1,2\\xa0mn']
    >>> scaled(4_200), scaled(4_200, convention("de-DE")), scaled(950)
    ('4.2k', '4.200', '950')
    """
    for step, word in ((1e9, how.billion), (1e6, how.million), (1e3, how.thousand)):
        if abs(value) >= step and word:
            size = value / step
            digits = 0 if abs(size) >= 100 else 1 if abs(size) >= 10 else 2
            return trimmed(size, digits, how) + word
    return number(value, 0, how)


def money(amount: str, currency: str, how: Convention = DEFAULT, is_coded: bool = False) -> str:
    """An amount that is written already, with the sign of its currency, or its code where that is wanted.

    >>> money("1.2M", "USD"), money("950", "CHF"), money("1.2M", "USD", is_coded=True)
    ('$1.2M', 'CHF\\xa0950', 'USD\\xa01.2M')
    >>> money("-1,2\\xa0Mio.", "EUR", convention("de-DE"))
    '-1,2\\xa0Mio.\\xa0€'
    """
    sign = currency if is_coded else SIGNS.get(currency, currency)
    if not how.is_sign_first:
        return f"{amount}{HARD}{sign}"
    minus = how.minus if amount.startswith(how.minus) else ""
    return f"{minus}{sign}{HARD if sign == currency else ''}{amount.removeprefix(minus)}"


def day(at: date, how: Convention = DEFAULT) -> str:
    """A day with its month as a word and all four digits of the year.

    >>> [day(date(2026, 11, 12), convention(tag)) for tag in CONVENTIONS]
    ['12 Nov 2026', 'Nov 12, 2026', '12. Nov. 2026', '12 nov. 2026', '12 nov. 2026']
    """
    return how.day_pattern.format(day=at.day, month=how.months[at.month - 1], year=at.year)


def hour(at: time, how: Convention = DEFAULT) -> str:
    """The time of day, to the minute.

    >>> hour(time(14, 5)), hour(time(14, 5), convention("en-US")), hour(time(0, 30), convention("en-US"))
    ('14:05', '2:05\\u202fPM', '12:30\\u202fAM')
    """
    if not how.has_twelve_hours:
        return f"{at:%H:%M}"
    return f"{at.hour % 12 or 12}:{at:%M}{NARROW}{'PM' if at.hour >= 12 else 'AM'}"
