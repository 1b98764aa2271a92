from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headway.engine.filters.periods import Period, begun, moved, period_of

TODAY = date(2026, 9, 30)  # a Wednesday
DAYS = st.dates(date(1950, 1, 1), date(2150, 1, 1))


def iso(period: Period) -> str:
    return f"{period.start} {period.end}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("today", "2026-09-30 2026-10-01"),
        ("yesterday", "2026-09-29 2026-09-30"),
        ("Tomorrow ", "2026-10-01 2026-10-02"),
        ("this_week", "2026-09-28 2026-10-05"),
        ("last_week", "2026-09-21 2026-09-28"),
        ("next_week", "2026-10-05 2026-10-12"),
        ("this_month", "2026-09-01 2026-10-01"),
        ("last_month", "2026-08-01 2026-09-01"),
        ("this_quarter", "2026-07-01 2026-10-01"),
        ("next_quarter", "2026-10-01 2027-01-01"),
        ("last_quarter", "2026-04-01 2026-07-01"),
        ("this_year", "2026-01-01 2027-01-01"),
        ("last_30_days", "2026-09-01 2026-10-01"),
        ("last_1_day", "2026-09-30 2026-10-01"),
        ("next_30_days", "2026-09-30 2026-10-30"),
        ("last_3_months", "2026-07-01 2026-10-01"),
        ("next_2_quarters", "2026-09-30 2027-03-30"),
        ("-7d", "2026-09-23 2026-09-24"),
        ("+30d", "2026-10-30 2026-10-31"),
        ("-2w", "2026-09-16 2026-09-17"),
        ("-7m", "2026-02-28 2026-03-01"),
        ("+1q", "2026-12-30 2026-12-31"),
        ("-1y", "2025-09-30 2025-10-01"),
        ("2026-02-28", "2026-02-28 2026-03-01"),
        ("2026-02", "2026-02-01 2026-03-01"),
        ("2026-Q4", "2026-10-01 2027-01-01"),
        ("2026", "2026-01-01 2027-01-01"),
    ],
)
def test_each_form_names_whole_days(text: str, wanted: str) -> None:
    assert iso(period_of(text, TODAY)) == wanted


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-13", "2026-02-30", "2026-Q5", "0000", "9999", "last_0x_days", "last_99999_days", "+5001d",
     "-5000y", "２０２６", "٢٠٢٦", "this week", "last_30_days; drop"],
)  # fmt: skip
def test_what_is_no_date_is_told(text: str) -> None:
    with pytest.raises(ValueError) as error:
        period_of(text, TODAY)
    assert str(error.value) == (
        f"{text!r} is no date; write it like 2026-09-30, 2026-Q3, this_week or last_30_days."
    )


def test_a_week_begins_on_the_day_given() -> None:
    assert iso(period_of("this_week", TODAY, 6)) == "2026-09-27 2026-10-04"
    assert iso(period_of("this_week", date(2026, 9, 27), 6)) == "2026-09-27 2026-10-04"
    assert iso(period_of("this_week", date(2026, 9, 27), 0)) == "2026-09-21 2026-09-28"


@given(DAYS, st.integers(0, 6))
def test_today_lies_in_this_week_and_weeks_follow_one_another(today: date, first: int) -> None:
    last, this, next_ = (period_of(f"{which}_week", today, first) for which in ("last", "this", "next"))
    assert this.start <= today < this.end and this.start.weekday() == first
    assert last.end == this.start and this.end == next_.start
    assert this.end - this.start == timedelta(days=7)


@given(DAYS, st.sampled_from("mqy"))
def test_units_follow_one_another(today: date, unit: str) -> None:
    start = begun(today, unit)
    assert start <= today < moved(start, 1, unit)
    assert moved(moved(start, 7, unit), -7, unit) == start
