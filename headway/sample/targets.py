"""The goal, the objectives and their key results, with baselines measured in the sample itself."""

from __future__ import annotations

from dataclasses import dataclass

from headway.sample.customers import Account
from headway.sample.measures import (
    activation_counts,
    by_person,
    median_days_to_first_job,
    share_of,
    week_8_retention,
)
from headway.sample.usage import BROKEN_DEVICE, BROKEN_VERSION, Event

DUE = "2026-12-31"
FIRST_JOB = ("O1", "New technicians finish their first job")
DAY_HOLDS = ("O2", "Crews and their customers can rely on the day")
LARGE_STAY = ("O3", "Customers stay and grow")
GOAL = """# Goal for 2026-Q4

Raise the share of new people who complete a first job within 14 days of signup from {now:.1%} to {then:.1%}
by 2026-12-31, without a higher share of failed card payments ({failed:.1%} today) and without a slower
dispatch board.

Fernhill makes scheduling and dispatch software for firms that send people out: plumbers, lift mechanics,
solar installers.

Limits: five teams with the capacity in teams.csv; two mandatory items (INI-21 by 2026-12-31, INI-22 by
2027-03-31); nobody is hired before 2027-Q3. Groups with many branches bring ${group_arr:,} of ${arr:,} a year
and renew within twelve months.

What the board will ask: which three problems are the largest and how do we know; what we will not do; what
would have to be true for the goal to be missed.
"""


@dataclass(frozen=True)
class KeyResult:
    objective: tuple[str, str]
    id: str
    text: str
    metric: str
    unit: str
    baseline: float
    target: float

    @property
    def row(self) -> tuple[object, ...]:
        return *self.objective, self.id, self.text, self.metric, self.unit, self.baseline, self.target, DUE


def key_results_make(events: list[Event], halves: dict[str, tuple[int, int]]) -> list[KeyResult]:
    """Eight key results of three objectives."""
    people = by_person(events)
    activation = activation_14d(events)
    days = median_days_to_first_job(people)
    failed = share_of(events, "payment_failed", "payment_taken")
    trial = week_8_retention(people, "trial")
    routed = share_of(events, "route_optimised", "board_opened")
    return [
        KeyResult(FIRST_JOB, "KR1", "More new people complete a first job within 14 days",
        "activation_14d", "share",
                  activation, round(activation * 1.15, 3)),
        KeyResult(FIRST_JOB, "KR2", "The form step on Android 4.8.0 and later is repaired",
                  "form_submitted_per_form_started_android", "share", broken_rate(events), 0.87),
        KeyResult(FIRST_JOB, "KR3", "Faster from signup to the first completed job",
        "median_days_signup_to_first_job",
                  "days", days, round(days * 0.8, 2)),
        KeyResult(DAY_HOLDS, "KR4", "Fewer messages about lost offline forms", "messages_last_13_weeks",
        "count",
                  *_halved(halves["offline_forms_lost"][1])),
        KeyResult(DAY_HOLDS, "KR5", "Fewer card payments fail", "payment_failed_share", "share", failed,
                  round(failed * 0.6, 3)),
        KeyResult(DAY_HOLDS, "KR6", "Fewer messages about arrival texts that never came",
        "messages_last_13_weeks",
                  "count", *_halved(halves["arrival_texts_missing"][1])),
        KeyResult(LARGE_STAY, "KR7", "Trial customers still active in week 8", "retention_week_8_trial",
        "share", trial,
                  round(trial * 1.25, 3)),
        KeyResult(LARGE_STAY, "KR8", "Dispatchers let the optimiser draw more routes",
                  "route_optimised_per_board_opened", "share", routed, round(routed * 1.3, 3)),
    ]  # fmt: skip


def _halved(count: int) -> tuple[int, int]:
    return count, count // 2


def activation_14d(events: list[Event]) -> float:
    counts = activation_counts(by_person(events), lambda signup: True)
    return round(counts[-1] / counts[0], 4)


def broken_rate(events: list[Event]) -> float:
    counts = activation_counts(by_person(events), on_broken)
    return round(counts[4] / counts[3], 4)


def on_broken(signup: Event) -> bool:
    return signup.device == BROKEN_DEVICE and signup.version == BROKEN_VERSION


def goal_text(key_results: list[KeyResult], accounts: list[Account]) -> str:
    activation, failed = key_results[0], key_results[4]
    return GOAL.format(
        now=activation.baseline,
        then=activation.target,
        failed=failed.baseline,
        group_arr=sum(a.arr_usd for a in accounts if a.group),
        arr=sum(a.arr_usd for a in accounts),
    )
