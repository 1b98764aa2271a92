"""The one way a number is written in a document, and how the numbers of a sentence are found again."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Dates and quarters first, so that their parts do not count as numbers of their own.
NUMBER = re.compile(
    r"(?<![\w.])\d{4}-\d{2}-\d{2}(?!\w)|(?<![\w.])\d{4}-Q\d(?!\w)|(?<![\w.])-?\d[\d,]*(?:\.\d+)*%?(?![\w])"
)
REF_LIKE = re.compile(r"(?<![\w-])(?=[\w.:@-]*\d)[A-Za-z_][\w.:@-]*\w|(?<![\w.-])\d[\d.]*[A-Za-z_][\w-]*")
LARGE, MEDIUM = 100, 10


def format_number(value: float, unit: str = "") -> str:
    """Return a number as every document writes it: shares in percent, thousands apart, three digits or so.

    Whole numbers and those from 100 on have no decimals, from 10 on one, from 1 on two, below three digits.

    >>> format_number(0.4121, "share"), format_number(12345.6, "accounts"), format_number(7.82, "days")
    ('41.2%', '12,346', '7.82')
    """
    return _digits(value * 100) + "%" if unit == "share" else _digits(value)


def _digits(value: float) -> str:
    size = abs(value)
    # Multiplying a share by 100 leaves dust such as 56.00000000000001.
    if size >= LARGE or abs(value - round(value)) < 1e-9:
        return f"{round(value):,d}"
    if size < 1:
        return _trimmed(f"{float(f'{value:.3g}'):.12f}")
    return _trimmed(f"{value:.1f}" if size >= MEDIUM else f"{value:.2f}")


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def unit_word(unit: str) -> str:
    """Return the word to write after a number; a share carries its percent sign already.

    >>> unit_word("person_weeks"), unit_word("share")
    ('person-weeks', '')
    """
    return {"share": "", "count": "", "ratio": "", "person_weeks": "person-weeks"}.get(
        unit, unit.replace("_", " ")
    )


def with_unit(value: float, unit: str) -> str:
    """Return a number with its unit.

    >>> with_unit(1, "accounts"), with_unit(0.5, "share")
    ('1 accounts', '50%')
    """
    return f"{format_number(value, unit)} {unit_word(unit)}".strip()


def numbers_in(text: str) -> list[str]:
    """Return the numbers, dates and quarters of a text, as written; those inside references do not count.

    >>> numbers_in("from 7.2% to 1,200 by 2026-12-31 in 2026-Q4")
    ['7.2%', '1,200', '2026-12-31', '2026-Q4']
    """
    return [found.rstrip(",") for found in NUMBER.findall(REF_LIKE.sub(" ", text))]


def refs_in(text: str) -> list[str]:
    """Return the words of a text that look like references: letters with digits.

    >>> refs_in("INI-28 waits for t12, not for 12 weeks")
    ['INI-28', 't12']
    """
    return REF_LIKE.findall(text)


def formatted(values: Iterable[tuple[float | None, str]]) -> tuple[str, ...]:
    """Return the known ones among (value, unit) pairs, formatted.

    >>> formatted([(0.072, "share"), (None, "days")])
    ('7.2%',)
    """
    return tuple(format_number(value, unit) for value, unit in values if value is not None)
