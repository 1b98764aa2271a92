"""K6 retention, by accounts, by use and by revenue, and K7 expansion."""

from collections.abc import Collection, Mapping

from headway.engine.kpis.answer import ANY, PERCENT, Kpi, Least, share_of

K6_LOGO, K6_USAGE, K6_GROSS, K6_NET = "k6.logo@1", "k6.usage@1", "k6.grr@1", "k6.nrr@1"
K7_FLOW, K7_LEVEL = "k7.flow@1", "k7.level@1"


def logo_retention(
    active_then: Collection[str],
    active_now: Collection[str],
    *,
    due: Collection[str] | None = None,
    least: Least = ANY,
) -> Kpi:
    """K6: the percent of accounts active at t0 that are active at t1; with `due`, only those due for renewal.

    >>> logo_retention({"a", "b", "c", "d"}, {"a", "b", "c", "new"}).value
    75.0
    """
    base = set(active_then) if due is None else set(active_then) & set(due)
    return share_of(K6_LOGO, len(base & set(active_now)), len(base), "accounts at the start", least)


def usage_retention(
    cohort: Collection[str],
    active_in_period: Collection[str],
    *,
    is_over: bool = True,
    least: Least = ANY,
) -> Kpi:
    """K6: the percent of a cohort with a core event in period k; provisional until the period `is_over`.

    >>> usage_retention(["ann", "bo", "cy", "di"], ["ann", "zoe"]).value
    25.0
    """
    base = set(cohort)
    kept = len(base & set(active_in_period))
    return share_of(
        K6_USAGE, kept, len(base), "members of the cohort", least, open_windows=0 if is_over else len(base)
    )


def gross_revenue_retention(then: Mapping[str, float], now: Mapping[str, float]) -> Kpi:
    """K6: the percent of recurring revenue at t0 that the same accounts still pay at t1, growth left out.

    Amounts are in one currency, zero or more. Raises ValueError for an amount below zero.

    >>> gross_revenue_retention({"a": 100, "b": 100}, {"a": 150, "b": 40}).value
    70.0
    """
    return _revenue(
        K6_GROSS, then, {account: min(now.get(account, 0), then[account]) for account in then}, now
    )


def net_revenue_retention(then: Mapping[str, float], now: Mapping[str, float]) -> Kpi:
    """K6: the percent of recurring revenue at t0 that the same accounts pay at t1, growth included.

    >>> net_revenue_retention({"a": 100, "b": 100}, {"a": 150, "b": 40, "new": 500}).value
    95.0
    """
    return _revenue(K6_NET, then, {account: now.get(account, 0) for account in then}, now)


def expansion_flow(
    eligible: Collection[str],
    bought: Collection[str],
    *,
    least: Least = ANY,
) -> Kpi:
    """K7: the percent of accounts eligible at t0 (without the add-on or tier) that bought it in the period.

    >>> expansion_flow({"a", "b", "c", "d", "e"}, {"b", "x"}).value
    20.0
    """
    base = set(eligible)
    return share_of(K7_FLOW, len(base & set(bought)), len(base), "eligible accounts", least)


def attach_level(
    eligible: Collection[str],
    holding: Collection[str],
    *,
    least: Least = ANY,
) -> Kpi:
    """K7: the percent of accounts eligible at t1 (with the add-on or without) that hold it.

    >>> attach_level({"a", "b", "c", "d"}, {"a", "b", "c"}).value
    75.0
    """
    base = set(eligible)
    return share_of(K7_LEVEL, len(base & set(holding)), len(base), "eligible accounts", least)


def _revenue(
    definition: str, then: Mapping[str, float], kept: Mapping[str, float], now: Mapping[str, float]
) -> Kpi:
    for account, amount in [*then.items(), *now.items()]:
        if not 0 <= amount < float("inf"):
            raise ValueError(f"account {account} pays {amount}; give an amount of zero or more.")
    before, after = float(sum(then.values())), float(sum(kept.values()))
    if not before:
        reason = "no account paid anything at the start"
        return Kpi(definition, "%", None, None, None, after, before, len(then), 0, reason)
    # Revenue is counted in full: nothing was drawn from anything, so there is no interval.
    return Kpi(definition, "%", PERCENT * after / before, None, None, after, before, len(then))
