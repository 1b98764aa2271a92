"""Sentences about the sample company, each with what a person means by it; how many are read so is told in docs/sql.md."""

from datetime import date

import pytest

from headway.engine.asking.drafting import draft
from headway.engine.asking.listening import listen
from headway.engine.asking.vocabulary import NamedMetric, Reading, Vocabulary

EVENTS = (
    "app_opened job_opened form_started form_submitted job_completed board_opened photo_uploaded payment_taken"
    " job_created job_scheduled job_dispatched invoice_sent route_optimised signup quote_sent profile_completed"
    " quote_signed payment_failed support_opened invite_sent"
)
KNOWN = Vocabulary(
    date(2026, 9, 30),
    EVENTS.split(),
    {
        "plan": ["enterprise", "starter", "team", "trial"], "country": ["BE", "CH", "DE", "FI", "GB", "NL", "NO", "US"],
        "app_version": ["4.6.0", "4.7.0", "4.8.0"], "device": ["android", "ios", "web"],
    },
    [
        NamedMetric("active_people", "Active people", (), "people"),
        NamedMetric("inviters", "People who invite a colleague", (), "people", frozenset({"invite_sent"})),
        NamedMetric("payers", "People who take a payment", (), "people", frozenset({"payment_taken"})),
        NamedMetric("payments_failed", "Failed payments", (), "events", frozenset({"payment_failed"})),
        NamedMetric("payment_failed_share", "Card payments that fail"),
    ],
)  # fmt: skip
# The events and what is counted; by which period and property; for whom; from and to; the metric. Nothing: no draft.
MEANT = {
    "weekly active accounts by plan since June": "accounts of any, week plan, from 2026-06-01",
    "how many signed up but never invited, by month": "people of signup not invite_sent, month",
    "active people by month": "people of any, month, as active_people",
    "failed payments by device last 4 weeks": "events of payment_failed, device, from 2026-09-03 to 2026-09-30,"
    " as payments_failed",
    "how many people completed a job in August by country": "people of job_completed, country, from 2026-08-01 to"
    " 2026-08-31",
    "daily sign-ups in July": "events of signup, day, from 2026-07-01 to 2026-07-31",
    "signups per week": "events of signup, week",
    "conversion from signup to profile completed by device": "people of signup then profile_completed, device",
    "share of people who started a form and then submitted it, by version": "people of form_started then"
    " form_submitted, app_version",
    "card payments that fail, monthly": "events of payment_failed, month, as payment_failed_share",
    "how often was the app opened on android since 2026-09-01": "events of app_opened, device android, from 2026-09-01",
    "how many people invited a colleague each month": "people of invite_sent, month, as inviters",
    "routes optimised by plan this year": "events of route_optimised, plan, from 2026-01-01 to 2026-09-30",
    "weekly active people in NL": "people of any, week, country NL, as active_people",
    "quotes sent by team plan in September": "events of quote_sent, plan team, from 2026-09-01 to 2026-09-30",
    "quotes signed between June and August": "events of quote_signed, from 2026-06-01 to 2026-08-31",
    "how many accounts took a payment last month": "accounts of payment_taken, from 2026-08-01 to 2026-08-31",
    "people who opened support, by week, on version 4.7.0": "people of support_opened, week, app_version 4.7.0",
    "photos uploaded yesterday": "events of photo_uploaded, from 2026-09-29 to 2026-09-29",
    "invoices sent per day until 2026-08-15": "events of invoice_sent, day, to 2026-08-15",
    "who took a payment last week": "people of payment_taken, from 2026-09-21 to 2026-09-27, as payers",
    "monthly sign-ups from NL before July": "events of signup, month, country NL, to 2026-06-30",
    "customers without a signed quote": "",
    "revenue by month": "",
    "churn of enterprise customers this year": "",
    "how many paid by month": "people of payment_taken, month, as payers",
    "median time from quote to signature": "",
    "top ten accounts by jobs": "",
    "how many came back after a week": "",
    "jobs done per worker": "events of job_completed, per person",
}


def told(found: Reading) -> str:
    """A reading as the list above writes it."""
    if not found.is_understood:
        return ""
    steps = (" not " if found.never else " then ").join(found.events) or "any"
    where = ", ".join(f"{name} {value}" for name, value in found.where.items())
    days = [f"from {found.first}" if found.first else "", f"to {found.last}" if found.last else ""]
    parts = [
        f"{found.counted} of {steps}", f"{found.grain} {found.by}".strip(), where, " ".join(filter(None, days)),
        f"as {found.metric}" if found.metric else "",
    ]  # fmt: skip
    return ", ".join(filter(None, parts))


def test_most_sentences_are_read_as_they_are_meant_and_the_others_say_which_word_is_not() -> None:
    readings = {sentence: listen(sentence, KNOWN) for sentence in MEANT}
    wrong = {sentence for sentence, meant in MEANT.items() if told(readings[sentence]) != meant}
    assert wrong == {"how many paid by month", "jobs done per worker"}
    assert len(MEANT) == 30
    # What is not read as it is meant is never read as something else, and each of them names the word.
    assert {told(readings[one]) for one in wrong} == {""}
    assert [listen(one, KNOWN).missed for one in sorted(wrong)] == [
        ["paid"],
        ["jobs", "done", "per", "worker"],
    ]


def test_what_is_said_besides_is_never_dropped_in_silence() -> None:
    share = listen("share of signups on android", KNOWN)
    assert (share.missed, told(share)) == (["share"], "events of signup, device android")
    assert listen("number of people who signed up", KNOWN).counted == "people"
    assert listen("people and accounts with a signup", KNOWN).missed == ["accounts"]
    assert listen("active people who opened the app", KNOWN).metric == ""
    ways = listen("accounts that sent a quote and then invited", KNOWN)
    assert (ways.counted, ways.assumed[0]) == ("people", "Steps are followed by person, not by account.")


@pytest.mark.parametrize(
    ("sentence", "missed"),
    [
        ("jobs by week", ["jobs"]),
        ("signups by colour", ["by", "colour"]),
        ("'; DROP TABLE events", ["DROP", "TABLE"]),
    ],
)
def test_a_word_that_fits_nothing_or_several_things_is_not_understood(
    sentence: str, missed: list[str]
) -> None:
    assert listen(sentence, KNOWN).missed == missed


def test_steps_are_written_one_after_the_other() -> None:
    found = listen("how many signed up on ios but never invited, by month since June", KNOWN)
    assert draft(found, "x") == (
        "-- x\nWITH step1 AS (SELECT person, min(happened_at) AS at, arg_min(properties, happened_at) AS properties\n"
        "  FROM events WHERE event = 'signup' AND coalesce(properties->>'device', '') = 'ios' GROUP BY 1),\n"
        "step2 AS (SELECT s.person, min(e.happened_at) AS at FROM step1 s JOIN events e USING (person)\n"
        "  WHERE e.event = 'invite_sent' AND e.happened_at >= s.at GROUP BY 1)\n"
        "SELECT CAST(date_trunc('month', step1.at) AS DATE) AS month, count(*) - count(step2.person) AS never_did,"
        " count(*) AS began\nFROM step1 LEFT JOIN step2 USING (person)\n"
        "WHERE step1.at >= DATE '2026-06-01'\nGROUP BY 1\nORDER BY 1"
    )
