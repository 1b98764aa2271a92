"""Days are those of the place where a workspace is."""

from datetime import UTC, date, datetime

import pytest

from headway.core.days import day_of, whole_days
from headway.core.errors import Invalid
from headway.core.models import Workspace
from headway.core.perform import ask
from tests.world import World

BERLIN = Workspace(time_zone="Europe/Berlin")
AUCKLAND = Workspace(time_zone="Pacific/Auckland")


def test_a_moment_late_in_the_evening_falls_on_the_next_day_further_east() -> None:
    assert day_of(BERLIN, datetime(2026, 9, 30, 22, 30, tzinfo=UTC)) == date(2026, 10, 1)


def test_a_day_on_which_the_clock_is_put_back_has_25_hours() -> None:
    found = whole_days(BERLIN, "at", date(2026, 10, 25), date(2026, 10, 25))
    assert found == {
        "at__gte": datetime(2026, 10, 24, 22, tzinfo=UTC),
        "at__lt": datetime(2026, 10, 25, 23, tzinfo=UTC),
    }


def test_an_end_that_is_left_out_stays_open() -> None:
    assert whole_days(BERLIN, "at", None, None) == {}


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        (date(2026, 2, 1), date(2026, 1, 1), "Field until: 2026-01-01 is before 2026-02-01, the first day"),
        (None, date.max, "Field until: 9999-12-31 is too far off; leave it out for no last day"),
        (date.min, None, "Field since: 0001-01-01 is too far off; take a nearer day"),
    ],
)
def test_days_that_no_calendar_has_are_refused(since: date | None, until: date | None, told: str) -> None:
    with pytest.raises(Invalid, match=told):
        whole_days(AUCKLAND, "at", since, until)


@pytest.mark.parametrize(
    "question",
    [
        ("decisions.decision_list", {"decided_until": "9999-12-31"}, "Field decided_until: 9999-12-31"),
        ("decisions.decision_latency", {"until": "9999-12-31"}, "Field until: 9999-12-31"),
        ("decisions.decision_latency", {"until": "0001-01-05"}, "Field until: 0001-01-05"),
    ],
)
def test_a_list_of_decisions_refuses_days_at_the_end_of_time(
    world: World, question: tuple[str, dict[str, str], str]
) -> None:
    name, asked, told = question
    with pytest.raises(Invalid, match=told):
        ask(name, asked, world.context("viewer"))
