"""Anomalies and diagnosis as they are asked for, on events sent with the question."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from headway.apps.analytics.behaviour.tests.asking import asked
from headway.core.errors import Invalid
from tests.world import World

FIRST = datetime(2026, 3, 2, tzinfo=UTC)
WEEK = (10, 12, 11, 13, 10, 4, 3)


def orders(days: int = 70, **other: int) -> list[dict[str, Any]]:
    """So many orders a day as is usual on that weekday, or as is said of the day (`d42=30`); one more on the last,
    which is not over."""
    many = [other.get(f"d{day}", WEEK[day % 7]) for day in range(days)] + [1]
    return [
        {"user": f"u{day}-{n}", "event": "order", "ts": (FIRST + timedelta(days=day, minutes=n)).isoformat()}
        for day, number in enumerate(many)
        for n in range(number)
    ]


def watched(world: World, rows: list[dict[str, Any]], **question: Any) -> dict[str, Any]:
    return asked(world, "anomalies", rows, **({"series": {"event": "order"}} | question))


def test_a_sunday_like_a_monday_is_told_in_words(world: World) -> None:
    answer = watched(world, orders(d48=12))
    assert [(one["period"], one["reading"], one["value"]) for one in answer["anomalies"]] == [
        ("2026-04-19", "season", 12)
    ]
    told = "2026-04-19: +9 beyond what it was at the same time of the last seven weeks."
    assert answer["anomalies"][0]["text"] == told
    assert (answer["watched"], len(answer["points"])) == (50, 70)
    assert answer["points"][48] == ["2026-04-19", 12]


def test_a_lasting_step_is_told_with_its_height_and_the_backtest_says_what_would_be_found(
    world: World,
) -> None:
    halved = {f"d{day}": WEEK[day % 7] // 2 for day in range(35, 70)}
    answer = watched(world, orders(**halved))
    assert [one["period"] for one in answer["changes"]] == ["2026-04-06"]
    assert answer["changes"][0]["before"] > answer["changes"][0]["after"]
    assert [(one["drop"], one["planted"]) for one in answer["backtest"]] == [(0.1, 20), (0.25, 20), (0.5, 20)]


def test_too_few_periods_and_no_events_are_a_reason_and_no_zero(world: World) -> None:
    short = watched(world, orders(10))
    assert (short["watched"], short["reason"]) == (None, "20 whole periods are needed, and there are 10")
    assert watched(world, [])["reason"] == "there are no events"


def test_a_series_that_is_not_known_in_every_period_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match=r"series\.math: anomalies are looked for in total or unique"):
        watched(world, orders(), series={"event": "order", "math": "per_user"})


def signups(bad_from: int = 40, days: int = 60) -> list[dict[str, Any]]:
    """Twelve people a day on two devices and in three lands, who all confirm an hour later; from a day on nobody on
    android in pt does."""
    rows = []
    for day in range(days):
        for n in range(12):
            props = {
                "device": ("android", "ios")[n % 2],
                "land": ("de", "fr", "pt")[n % 3],
                "n": str(n + 12 * day),
            }
            at, user = FIRST + timedelta(days=day, hours=1), f"{day}-{n}"
            rows.append({"user": user, "event": "signup", "ts": at.isoformat(), "props": props})
            if day < bad_from or (props["device"], props["land"]) != ("android", "pt"):
                rows.append({"user": user, "event": "confirm", "ts": (at + timedelta(hours=1)).isoformat()})
    return rows


def diagnosed(world: World, rows: list[dict[str, Any]], **question: Any) -> dict[str, Any]:
    asked_for = {"event": "signup", "then": "confirm", "window_seconds": 86_400}
    return asked(world, "diagnosis", rows, **(asked_for | question))


def test_the_part_that_fell_is_named_with_its_shares_and_the_day_is_found(world: World) -> None:
    answer = diagnosed(world, signups())
    assert (answer["changed_at"], answer["found_by"]) == (
        "2026-04-11",
        "the largest step of the daily series",
    )
    assert answer["dimensions"] == ["device", "land"]
    assert (answer["before"]["value"], answer["before"]["n"]) == (1.0, 480)
    (cause,) = answer["causes"]
    assert cause["where"] == {"device": "android", "land": "pt"}
    assert (cause["before"]["value"], cause["now"]["value"], cause["now"]["n"]) == (1.0, 0.0, 38)
    assert (cause["expected"], round(cause["explains"], 6)) == (38, 1)
    assert cause["text"] == "Where device is android and land is pt: from 100.0% to 0.0%, 100% of the change."


def test_windows_that_are_not_over_are_left_out_and_said_so(world: World) -> None:
    answer = diagnosed(world, signups(), as_of=(FIRST + timedelta(days=59, hours=2)).isoformat())
    assert answer["notes"] == ["12 began so late that their window is not over; they are left out."]


def test_a_day_can_be_given_and_a_count_be_explained(world: World) -> None:
    answer = diagnosed(world, signups(), event="confirm", then=None, changed_at="2026-04-11")
    assert (answer["found_by"], answer["before"]["unit"]) == ("asked", "events a day")
    assert answer["causes"] == []
    assert answer["now"]["value"] < answer["before"]["value"]


@pytest.mark.parametrize(
    ("rows", "question", "reason"),
    [
        ([], {}, "there are no events"),
        (signups(bad_from=60), {}, "the daily series has no step to explain; say from when on it is another with changed_at"),
        (signups(), {"changed_at": "2030-01-01"}, "nothing is counted at one of the two times"),
    ],
)  # fmt: skip
def test_what_cannot_be_explained_has_a_reason(
    world: World, rows: list[dict[str, Any]], question: dict[str, Any], reason: str
) -> None:
    answer = diagnosed(world, rows, **question)
    assert (answer["reason"], answer["causes"]) == (reason, [])


def test_a_dimension_of_too_many_values_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="dimensions: n has 1,068 values"):
        diagnosed(world, signups(days=90), dimensions=["n"])
