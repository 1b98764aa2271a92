"""K6 and K7 on tables of contracts and of what accounts bought, which are read once for all periods."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from headway.apps.kpis.answers import BehindRow
from headway.apps.kpis.counted import Counted
from headway.apps.kpis.formulas import Asked
from headway.apps.kpis.spans import Span
from headway.apps.kpis.tables import columns_checked, day_number, number, read, text
from headway.core.context import Context
from headway.core.errors import Invalid
from headway.engine.kpis.answer import Kpi
from headway.engine.kpis.keeping import (
    attach_level,
    expansion_flow,
    gross_revenue_retention,
    logo_retention,
    net_revenue_retention,
)

NEVER = date.max.toordinal()


@dataclass(frozen=True)
class Contract:
    """What an account pays a month from one day until another; days are ordinals."""

    account: str
    starts: int
    ends: int
    renews: int | None
    mrr: float

    def holds_on(self, day: int) -> bool:
        return self.starts <= day <= self.ends


@dataclass(frozen=True)
class Bought:
    """From when on an account could buy, and from when until when it has it."""

    account: str
    eligible: int
    bought: int
    ended: int


def contract_retention(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K6 by accounts with a contract, of all or of those due for renewal."""
    contracts = _contracts(context, "contract_retention", asked)
    return [_kept(asked, contracts, one) for one in spans]


def _kept(asked: Asked, contracts: Sequence[Contract], span: Span) -> Counted:
    before, last = span.since.toordinal() - 1, span.until.toordinal()
    then = {one.account for one in contracts if one.holds_on(before)}
    now = {one.account for one in contracts if one.holds_on(last)}
    due = None
    if asked["due_only"]:
        due = {one.account for one in contracts if one.renews and before < one.renews <= last}
    base = then if due is None else then & due
    return Counted(logo_retention(then, now, due=due), rows=_of(base, now))


def _accounts(base: set[str], hits: set[str]) -> list[BehindRow]:
    return [BehindRow(name=one, state="counted" if one in hits else "not") for one in sorted(base)]


def gross_retention(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K6 by revenue without growth; with it is told beside it."""
    found = _revenues(context, "gross_revenue_retention", asked, spans)
    return [
        _paid(gross_revenue_retention(*one), ("With growth", net_revenue_retention(*one)), *one)
        for one in found
    ]


def net_retention(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K6 by revenue with growth; without is told beside it."""
    found = _revenues(context, "net_revenue_retention", asked, spans)
    return [
        _paid(net_revenue_retention(*one), ("Without growth", gross_revenue_retention(*one)), *one)
        for one in found
    ]


Paid = Mapping[str, float]


def _revenues(context: Context, formula: str, asked: Asked, spans: Sequence[Span]) -> list[tuple[Paid, Paid]]:
    """What each account pays a month before the period and at its end."""
    contracts = _contracts(context, formula, asked)
    return [
        (_paying(contracts, one.since.toordinal() - 1), _paying(contracts, one.until.toordinal()))
        for one in spans
    ]


def _paying(contracts: Sequence[Contract], day: int) -> Paid:
    found: dict[str, float] = {}
    for one in contracts:
        if one.holds_on(day):
            found[one.account] = found.get(one.account, 0) + one.mrr
    return found


def _paid(kpi: Kpi, beside: tuple[str, Kpi], then: Paid, now: Paid) -> Counted:
    return Counted(
        kpi, (beside,), lambda: [_revenue(one, then[one], now.get(one, 0)) for one in sorted(then)]
    )


def _revenue(account: str, then: float, now: float) -> BehindRow:
    return BehindRow(name=account, state="counted" if now else "not", value=now, note=f"{then:g} before")


def _contracts(context: Context, formula: str, asked: Asked) -> list[Contract]:
    has = columns_checked(context, formula, asked)
    renews = day_number("renews_on") if "renews_on" in has else "NULL"
    mrr = number("mrr") if "mrr" in has else "0.0"
    columns = [text("account"), *map(day_number, ("starts_on", "ends_on")), renews, mrr]
    found = _listed(context, asked, columns, "account", "starts_on")
    if any(mrr is not None and mrr < 0 for *_, mrr in found):
        raise Invalid(
            f"The table {asked['table']} has an mrr below zero; give what is paid a month, zero or more."
        )
    return [
        Contract(account, starts, NEVER if ends is None else ends, renews, mrr or 0.0)
        for account, starts, ends, renews, mrr in found
    ]


def _listed(context: Context, asked: Asked, columns: Sequence[str], *needed: str) -> list[tuple[Any, ...]]:
    """The rows of the table that have what they need."""
    known = " AND ".join(f'"{one}" IS NOT NULL' for one in needed)
    return list(zip(*(one.tolist() for one in read(context, asked, columns, f" WHERE {known}")), strict=True))


def expansion(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K7, the flow; the level is told beside it."""
    found = _purchases(context, "expansion_table", asked)
    return [
        Counted(
            expansion_flow(able, got),
            (("Have it at the end", attach_level(*_holding(found, one))),),
            _of(able, got),
        )
        for one in spans
        for able, got in [_buying(found, one)]
    ]


def attach(context: Context, asked: Asked, spans: Sequence[Span], period: str) -> list[Counted]:
    """K7, the level; the flow is told beside it."""
    found = _purchases(context, "attach_table", asked)
    return [
        Counted(
            attach_level(able, has),
            (("Bought it in the period", expansion_flow(*_buying(found, one))),),
            _of(able, has),
        )
        for one in spans
        for able, has in [_holding(found, one)]
    ]


def _of(base: set[str], hits: set[str]) -> Callable[[], list[BehindRow]]:
    return lambda: _accounts(base, hits)


def _buying(found: Sequence[Bought], span: Span) -> tuple[set[str], set[str]]:
    """Who could buy on the first day and had not, and who bought in the period."""
    first, last = span.since.toordinal(), span.until.toordinal()
    able = {one.account for one in found if one.eligible <= first}
    had = {one.account for one in found if one.bought < first}
    return able - had, {one.account for one in found if first <= one.bought <= last}


def _holding(found: Sequence[Bought], span: Span) -> tuple[set[str], set[str]]:
    """Who could have it on the last day, and who has."""
    last = span.until.toordinal()
    able = {one.account for one in found if one.eligible <= last}
    return able, {one.account for one in found if one.bought <= last < one.ended}


def _purchases(context: Context, formula: str, asked: Asked) -> list[Bought]:
    has = columns_checked(context, formula, asked)
    ended = day_number("ended_on") if "ended_on" in has else "NULL"
    columns = [text("account"), *map(day_number, ("eligible_on", "bought_on")), ended]
    return [
        Bought(account, eligible, *(NEVER if one is None else one for one in (bought, ended)))
        for account, eligible, bought, ended in _listed(context, asked, columns, "account", "eligible_on")
    ]


WORKS = {
    "contract_retention": contract_retention,
    "gross_revenue_retention": gross_retention,
    "net_revenue_retention": net_retention,
    "expansion_table": expansion,
    "attach_table": attach,
}
