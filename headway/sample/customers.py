"""Fernhill's customers: the firms that pay, and the people in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from headway.sample.days import FIRST_DAY, LAST_DAY
from headway.sample.draws import stream, weighted
from headway.sample.names import FIRST, LAST, PLACES, TRADES

PLANS = (("trial", 30), ("starter", 80), ("team", 50), ("enterprise", 20))
SEGMENTS = {"trial": "smb", "starter": "smb", "team": "mid", "enterprise": "enterprise"}
HEADCOUNTS = {"trial": (1, 4), "starter": (2, 4), "team": (4, 8), "enterprise": (9, 14)}
ARR_HUNDREDS = {"trial": (0, 0), "starter": (12, 60), "team": (90, 340), "enterprise": (480, 1100)}
GROUP_ARR_HUNDREDS = (2600, 3600)
GROUPS = 5
REGIONS = {
    "UK": 0.34, "DACH": 0.2, "Ireland": 0.14, "Nordics": 0.12, "Benelux": 0.1, "North America": 0.1,
}  # fmt: skip
PEOPLE = 900


@dataclass(frozen=True)
class Account:
    id: str
    name: str
    domain: str
    segment: str
    plan: str
    arr_usd: int
    renewal_date: date | None
    health: int
    region: str
    group: bool


@dataclass(frozen=True)
class Person:
    id: str
    email: str
    account: Account
    office: bool


def accounts_make(seed: int) -> list[Account]:
    """The accounts, in order of plan; the last five are the groups with many branches and the largest ARR."""
    rng = stream(seed, "accounts")
    plans = [plan for plan, count in PLANS for _ in range(count)]
    firms = rng.sample([(place, trade) for place in PLACES for trade in TRADES], len(plans))
    return [
        _account(rng, i, plan, " ".join(firm), i >= len(plans) - GROUPS)
        for i, (plan, firm) in enumerate(zip(plans, firms, strict=True))
    ]


def _account(rng: Random, index: int, plan: str, name: str, group: bool) -> Account:
    sole_trader = plan in ("trial", "starter") and rng.random() < 0.2
    low, high = GROUP_ARR_HUNDREDS if group else ARR_HUNDREDS[plan]
    renewal = None if plan == "trial" else LAST_DAY + timedelta(days=rng.randint(10, 360))
    return Account(
        id=f"ACC-{index + 1:04d}",
        name=f"{name} Group" if group else name,
        domain="" if sole_trader else f"{name.lower().replace(' ', '-')}.example",
        segment=SEGMENTS[plan],
        plan=plan,
        arr_usd=rng.randint(low, high) * 100,
        renewal_date=renewal,
        health=min(100, max(3, round(rng.gauss(55 if group else 70, 16)))),
        region=weighted(rng, REGIONS),
        group=group,
    )


def people_make(seed: int, accounts: list[Account]) -> list[Person]:
    """Nine hundred people, at least one in each account; about three in ten work in the office."""
    rng = stream(seed, "people")
    homes = [account for account in accounts for _ in range(rng.randint(*HEADCOUNTS[account.plan]))]
    large = [account for account in accounts if account.plan == "enterprise"]
    homes += rng.choices(large, k=max(0, PEOPLE - len(homes)))
    homes = sorted(homes[:PEOPLE], key=lambda account: account.id)
    seen: set[str] = set()
    return [_person(rng, i, home, home.id not in seen, seen) for i, home in enumerate(homes)]


def _person(rng: Random, index: int, account: Account, first: bool, seen: set[str]) -> Person:
    domain = account.domain or rng.choice(("postbox.example", "mailhub.example"))
    email = _free_address(rng, domain, seen)
    seen.update((account.id, email))
    return Person(f"P{index + 1:04d}", email, account, first or rng.random() < 0.18)


def _free_address(rng: Random, domain: str, seen: set[str]) -> str:
    while True:
        email = f"{rng.choice(FIRST)}.{rng.choice(LAST)}@{domain}"
        if email not in seen:
            return email


def joining_day(rng: Random) -> date | None:
    """The day somebody starts to use Fernhill; None for the one in three who were there before the window."""
    return None if rng.random() < 0.32 else FIRST_DAY + timedelta(days=int(rng.random() ** 0.7 * 180))
