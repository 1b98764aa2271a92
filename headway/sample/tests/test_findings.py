"""What was planted in messages and events is in the files."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from headway.sample.tests.reading import labelled, rows
from headway.sample.truth import Truth


def test_rising_and_falling_categories(folder: Path, truth: Truth) -> None:
    halves = Counter((category, row["created_at"] >= "2026-07-02") for row, category in labelled(folder))
    for planted in (truth.feedback.rising, truth.feedback.falling):
        assert len(planted) == 3
        for category, counts in planted.items():
            found = (halves[category, False], halves[category, True])
            assert found == (counts.first_13_weeks, counts.last_13_weeks)
    assert all(h.last_13_weeks > 3 * h.first_13_weeks for h in truth.feedback.rising.values())
    assert all(h.first_13_weeks > 3 * h.last_13_weeks for h in truth.feedback.falling.values())


def test_the_other_categories_are_flat(folder: Path, truth: Truth) -> None:
    moving = {*truth.feedback.rising, *truth.feedback.falling}
    halves = Counter((category, row["created_at"] >= "2026-07-02") for row, category in labelled(folder))
    flat = {category for category, _ in halves} - moving
    assert len(flat) == 19
    assert max(abs(halves[category, False] - halves[category, True]) for category in flat) <= 1


def test_one_channel_gives_most_of_one_voice(folder: Path, truth: Truth) -> None:
    planted = truth.feedback.one_channel
    channels = Counter(row["channel"] for row, category in labelled(folder) if category == planted.category)
    assert round(channels[planted.channel] / channels.total(), 3) == planted.share
    assert planted.share > 0.7
    assert planted.share_elsewhere < 0.1


def test_few_large_accounts_speak_of_one_problem(folder: Path, truth: Truth) -> None:
    planted = truth.feedback.large_arr_few_accounts
    home = {row["email"]: row["account_id"] for row in rows(folder, "people")}
    writers = {
        home[row["person_email"]] for row, category in labelled(folder) if category == planted.category
    }
    arr = {row["id"]: int(row["arr_usd"]) for row in rows(folder, "accounts")}
    assert writers == set(planted.account_ids)
    assert len(writers) == 5
    assert sum(arr[account] for account in writers) == planted.arr_usd
    assert {row["id"] for row in rows(folder, "accounts") if row["name"].endswith(" Group")} == writers


def test_personal_data_stands_where_the_truth_says(folder: Path, truth: Truth) -> None:
    contact = re.compile(r"@[\w-]+\.example|0?7700 900\d{3}|020 7946 0\d{3}|01632 960\d{3}")
    found = tuple(row["id"] for row in rows(folder, "feedback") if contact.search(row["text"]))
    assert found == truth.feedback.with_personal_data
    assert len(found) > 40


def test_reviews_are_anonymous_and_some_mails_have_no_account(folder: Path, truth: Truth) -> None:
    feedback = rows(folder, "feedback")
    reviews = [row for row in feedback if row["channel"] == "app_review"]
    assert {(row["account_id"], row["person_email"]) for row in reviews} == {("", "")}
    assert len(reviews) == truth.feedback.anonymous_app_reviews
    domains = {row["domain"] for row in rows(folder, "accounts")} - {""}
    mail_only = [
        r for r in feedback if not r["account_id"] and r["person_email"].partition("@")[2] in domains
    ]
    assert len(mail_only) == truth.feedback.without_account_id_but_with_company_email
    assert len(mail_only) > 80


def test_no_two_messages_say_the_same(folder: Path) -> None:
    texts = Counter(re.sub(r"\W+", " ", row["text"].lower()).strip() for row in rows(folder, "feedback"))
    assert [text for text, count in texts.items() if count > 1 and len(text.split()) > 9] == []
    assert sum(count - 1 for count in texts.values()) < 0.02 * texts.total()


def activation(folder: Path, device: str, version: str) -> list[int]:
    """An independent count: sets of people per step, straight from the file."""
    histories: dict[str, list[dict[str, str]]] = {}
    for row in rows(folder, "events"):
        histories.setdefault(row["person_id"], []).append(row)
    steps = ("signup", "profile_completed", "job_opened", "form_started", "form_submitted", "job_completed")
    counts = [0] * len(steps)
    for history in histories.values():
        signup = next((row for row in history if row["event"] == "signup"), None)
        if (
            not signup
            or signup["ts"] >= "2026-09-17"
            or (signup["device"], signup["app_version"]) != (device, version)
        ):
            continue
        start = datetime.fromisoformat(signup["ts"])
        inside = [
            r for r in history if start <= datetime.fromisoformat(r["ts"]) <= start + timedelta(days=14)
        ]
        names = iter(row["event"] for row in inside)
        for index, step in enumerate(steps):
            if step not in names:
                break
            counts[index] += 1
    return counts


def test_broken_step_of_one_device_and_version(folder: Path, truth: Truth) -> None:
    planted = truth.events.activation_funnel
    broken = activation(folder, planted.device, planted.app_version)
    assert broken == list(planted.counts["android, signup on 4.8.0"])
    rate = planted.step_rate
    assert rate["android, signup on 4.8.0"] == round(broken[4] / broken[3], 4)
    assert rate["android, signup on 4.8.0"] < 0.55
    assert min(rate["android, signup on earlier versions"], rate["ios, signup on 4.8.0"]) > 0.78
    first = min(row["ts"] for row in rows(folder, "events") if row["app_version"] == planted.app_version)
    assert first[:10] == planted.first_day


def test_anomaly_day(folder: Path, truth: Truth) -> None:
    planted = truth.events.anomaly_day
    days = Counter(row["ts"][:10] for row in rows(folder, "events") if row["event"] == planted.event)
    assert days.most_common(1) == [(planted.day, planted.count)]
    assert planted.count > 10 * days.most_common(2)[1][1]


def test_events_are_in_order_and_inside_the_window(folder: Path) -> None:
    times = [row["ts"] for row in rows(folder, "events")]
    assert times == sorted(times)
    assert times[0] >= "2026-04-02T00:00:00.000000Z"
    assert times[-1] < "2026-10-01"


def test_no_other_problem_has_as_much_revenue(folder: Path, truth: Truth) -> None:
    home = {row["email"]: row["account_id"] for row in rows(folder, "people")}
    arr = {row["id"]: int(row["arr_usd"]) for row in rows(folder, "accounts")}
    writers: dict[str, set[str]] = {}
    for row, category in labelled(folder):
        if row["person_email"]:
            writers.setdefault(category, set()).add(home[row["person_email"]])
    revenue = {category: sum(arr[account] for account in accounts) for category, accounts in writers.items()}
    assert (
        max(revenue, key=lambda category: revenue[category]) == truth.feedback.large_arr_few_accounts.category
    )
    assert (
        min(len(accounts) for category, accounts in writers.items() if category != "multi_branch_rollup") > 25
    )
