"""A figure on a page: the value with its interval, and behind it how it was counted and its rows."""

from functools import lru_cache
from html import escape
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone_name

from headway.core.figures import Figure, RowsQuery
from headway.core.locales import Locale, current
from headway.web.drawing.numbers import currency_of, moment, short, unit_word, with_unit

PAGES = {
    "discovery.feedback_list": "discovery:evidence",
    "discovery.account_list": "discovery:accounts",
    "discovery.theme_list": "discovery:themes",
    "discovery.problem_list": "discovery:problems",
    "prioritisation.initiative_list": "prioritisation:initiatives",
    "strategy.objective_list": "strategy:objectives",
    "requirements.backlog_list": "requirements:backlog",
    "requirements.prd_list": "requirements:prds",
    "roadmap.team_list": "roadmap:teams",
    "decisions.decision_list": "decisions:log",
    "decisions.risk_list": "decisions:risks",
}
DETAILS = {
    "discovery.problem_detail": "discovery:problem",
    "prioritisation.initiative_detail": "prioritisation:initiative",
    "requirements.prd_detail": "requirements:prd",
}
RECORDS = {
    "P-": "discovery:problem",
    "INI-": "prioritisation:initiative",
    "PRD-": "requirements:prd",
    "DEC-": "decisions:decision",
    "REC-": "decisions:request",
    "RSK-": "decisions:risk",
    "ASM-": "decisions:assessment",
    "FRM-": "decisions:forum",
    "AP-": "governance:approval",
}
PAGING = {"limit", "after"}


@lru_cache(1024)
def page_address(name: str, *parts: str) -> str:
    """The address of a named page, empty where there is none. Kept, because a list asks for the same ones often."""
    try:
        return reverse(name, args=parts)
    except NoReverseMatch:
        return ""


def rows_address(rows: RowsQuery | None, slug: str) -> str:
    """The page that lists the rows of a query; empty where no page shows them."""
    if rows is None:
        return ""
    if name := DETAILS.get(rows.query):
        return page_address(name, slug, str(rows.question.get("ref", "")))
    page = page_address(PAGES[rows.query], slug) if rows.query in PAGES else ""
    if not page:
        return ""
    asked = {name: value for name, value in rows.question.items() if value and name not in PAGING}
    return f"{page}?{urlencode(asked, doseq=True)}" if asked else page


def record_address(ref: str, slug: str) -> str:
    """The page of a record, told by the start of its ref; empty where no page shows it."""
    if ref.startswith("PL-"):
        return f"{page_address('roadmap:plan', slug)}?plan={ref}"
    if ref.startswith(("KR", "O")) and ref.lstrip("KRO").isdigit():
        return f"{page_address('strategy:objectives', slug)}#{ref}"
    name = next((name for start, name in RECORDS.items() if ref.startswith(start)), "")
    return page_address(name, slug, ref) if name else ""


def interval(figure: Figure) -> str:
    """The interval from low to high; empty where there is none.

    >>> interval(Figure(value=214, unit="accounts", low=188.4, high=240))
    '188 to 240'
    >>> interval(Figure(value=72, unit="accounts", low=56.3, high=90.7))
    '56 to 91'
    """
    low, high = figure.low, figure.high
    if figure.value is None or low is None or high is None or low == high:
        return ""
    like = _whole_like(figure, high)
    return f"{with_unit(low, figure.unit, like)} to {with_unit(high, figure.unit, like)}"


def _whole_like(figure: Figure, size: float) -> float:
    """A count of ten or more is bounded by whole numbers."""
    counted = figure.value is not None and figure.value >= 10 and figure.value == int(figure.value)
    return max(size, 100) if counted else size


def margin(figure: Figure) -> str:
    """Half the interval as `±26`, for a row of a table; the whole interval where it is lopsided.

    >>> margin(Figure(value=214, unit="accounts", low=190, high=242))
    '±26'
    >>> margin(Figure(value=12, unit="person-weeks", low=6, high=25))
    '6 to 25'
    """
    whole, low, high, value = interval(figure), figure.low, figure.high, figure.value
    if not whole or low is None or high is None or value is None:
        return ""
    half = (high - low) / 2
    if max(high - value, value - low) > 1.25 * half:
        return whole
    return f"±{with_unit(half, figure.unit, _whole_like(figure, value))}"


def figure_html(figure: Figure | None, label: str, slug: str, mark: str, form: str = "whole") -> SafeString:
    """The figure as a button that opens how it was counted; no script is needed.

    `form` says how its interval shows on the face: `whole`, `margin`, or not at all in `bare`.
    """
    if figure is None:
        return mark_safe('<span class="unknown">unknown</span>')  # nosec B308 # a constant
    page = (slug, current(), get_current_timezone_name())
    before, between, after = _parts(figure.model_dump_json(), label, form, page)
    return mark_safe(f"{before}{mark}{between}{mark}{after}")  # nosec B308 B703 # noqa: S308 - every part is escaped


@lru_cache(4096)
def _parts(stored: str, label: str, form: str, page: tuple[str, Locale, str]) -> tuple[str, str, str]:
    """The HTML of a figure around its mark, on a page of a workspace in its locale and time zone. Kept, because a
    page has dozens and most are as they were."""
    figure = Figure.model_validate_json(stored)
    name, unit = escape(label), escape(unit_word(figure.unit))
    return (
        f'<button type="button" class="fig{_kind(figure)}" popovertarget="',
        f'"><span class="hidden">{name}: </span>{_face(figure, form)}<span class="hidden"> {unit}</span></button>'
        '<div class="pop" id="',
        f'" popover><strong>{name}: {escape(_whole(figure))}</strong>{_facts(figure)}{_opening(figure, page[0])}</div>',
    )


def bare(figure: Figure) -> str:
    return ""


FORMS = {"whole": interval, "margin": margin, "bare": bare}


def _face(figure: Figure, form: str) -> str:
    value = escape(with_unit(figure.value, figure.unit))
    around = FORMS[form](figure)
    return f"{value}<small>{escape(around)}</small>" if around else value


def _kind(figure: Figure) -> str:
    return " unknown" if figure.value is None else " assumed" if figure.assumption else ""


def _whole(figure: Figure) -> str:
    return " ".join(part for part in (with_unit(figure.value, figure.unit), unit_word(figure.unit)) if part)


def _facts(figure: Figure) -> str:
    facts: list[tuple[str, Any]] = [
        ("Why unknown" if figure.value is None else "Note", figure.reason),
        (f"{figure.level:.0%} interval".replace("%", " %"), interval(figure)),
        ("Counted from", f"n = {short(figure.n)}" if figure.n else ""),
        ("As of", moment(figure.as_of)),
        ("Definition", figure.definition),
        ("Standing", "an assumption, not measured" if figure.assumption else ""),
    ]
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(said)}</dd>" for name, said in facts if said)
    return f"<dl>{rows}</dl>" if rows else ""


def _opening(figure: Figure, slug: str) -> str:
    address = rows_address(figure.rows, slug)
    if not address:
        return ""
    # Of distinct accounts and of money, n counts customers, while the rows are what they wrote.
    countable = figure.n and figure.unit != "accounts" and not currency_of(figure.unit)
    count = f"{short(figure.n)} " if countable else ""
    return f'<a class="open" href="{escape(address)}">Open the {count}rows</a>'
