"""People at work: each asks for a page, reads it for a while, and now and then writes something."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import httpx

TOKEN = "a" * 32
# How often each page is asked for, out of the sum. What a person does all day comes first.
PAGES = {
    "problems/": 16, "evidence/": 14, "initiatives/": 12, "": 10, "roadmap/": 8, "requirements/": 6,
    "requirements/backlog/": 6, "decisions/": 5, "risks/": 3, "accounts/": 4, "themes/": 3, "activity/": 3,
    "evidence/?contains=export": 5, "problems/?trend=rising": 5,
}  # fmt: skip
WRITES_SHARE = 0.1


@dataclass(frozen=True)
class Person:
    """Somebody signed in, by the session's key."""

    session: str
    may_write: bool


@dataclass
class Tally:
    """What was asked and how long each answer took, in seconds; and what did not work, in words."""

    seconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    writes: int = 0

    def share_within(self, share: float) -> float:
        """The time within which that share of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


async def work(
    url: str, slug: str, people: Sequence[Person], minutes: float, think_s: float, seed: int
) -> Tally:
    """All people at once, for so many minutes."""
    tally, until = Tally(), time.monotonic() + minutes * 60
    limits = httpx.Limits(max_connections=len(people), max_keepalive_connections=len(people))
    async with httpx.AsyncClient(base_url=f"{url}/w/{slug}/", limits=limits, timeout=60) as client:
        jobs = [
            _day(client, person, tally, until, think_s, random.Random(seed + number))
            for number, person in enumerate(people)
        ]
        await asyncio.gather(*jobs)
    return tally


async def _day(
    client: httpx.AsyncClient,
    person: Person,
    tally: Tally,
    until: float,
    think_s: float,
    chance: random.Random,
) -> None:
    await asyncio.sleep(chance.uniform(0, think_s))
    while time.monotonic() < until:
        await _step(client, person, tally, chance)
        await asyncio.sleep(chance.expovariate(1 / think_s))


async def _step(client: httpx.AsyncClient, person: Person, tally: Tally, chance: random.Random) -> None:
    headers = {"Cookie": f"sessionid={person.session}; csrftoken={TOKEN}"}
    writes = person.may_write and chance.random() < WRITES_SHARE
    page = chance.choices(list(PAGES), list(PAGES.values()))[0]
    began = time.monotonic()
    try:
        if writes:
            form = {
                "text": f"Noted {chance.random()}",
                "csrfmiddlewaretoken": TOKEN,
                "next": f"{client.base_url.path}",
            }
            answer = await client.post("do/core.note_add/", data=form, headers=headers)
        else:
            answer = await client.get(page, headers=headers)
    except httpx.HTTPError as error:
        tally.failures.append(f"{page}: {error!r}")
        return
    tally.seconds.append(time.monotonic() - began)
    tally.writes += writes
    if answer.status_code != (303 if writes else 200):
        tally.failures.append(f"{'core.note_add' if writes else page}: {answer.status_code}")
