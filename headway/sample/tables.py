"""The files of the evidence folder: names, headers and formats as the importers expect them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from headway.sample.backlog import Item, description
from headway.sample.customers import Account, Person
from headway.sample.messages import Message
from headway.sample.planning import TEAMS, Capacity, Initiative
from headway.sample.targets import KeyResult
from headway.sample.usage import Event

BACKLOG_HEADER = (
    "Summary", "Issue key", "Issue id", "Issue Type", "Status", "Project key", "Project name", "Priority",
    "Resolution",
    "Created", "Updated", "Resolved", "Due date", "Labels", "Labels", "Labels", "Component/s", "Description",
    "Inward issue link (Blocks)", "Inward issue link (Blocks)", "Outward issue link (Blocks)",
    "Outward issue link (Relates)", "Custom field (Story Points)",
)  # fmt: skip


def table_write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def feedback_ids(messages: list[Message]) -> list[str]:
    return [f"FB-{number:05d}" for number in range(1, len(messages) + 1)]


def feedback_write(folder: Path, messages: list[Message]) -> None:
    header = ("id", "text", "created_at", "channel", "account_id", "person_email")
    ids = feedback_ids(messages)
    table_write(
        folder / "feedback.csv", header, (_feedback(i, m) for i, m in zip(ids, messages, strict=True))
    )
    labels = ((i, m.category) for i, m in zip(ids, messages, strict=True))
    table_write(folder / "labels.csv", ("feedback_id", "category"), labels)


def _feedback(number: str, message: Message) -> tuple[str, ...]:
    author = message.author
    account = author.account.id if author and message.account_known else ""
    email = author.email if author else ""
    return number, message.text, _utc(message.created_at), message.channel, account, email


def customers_write(folder: Path, accounts: list[Account], people: list[Person]) -> None:
    header = ("id", "name", "domain", "segment", "plan", "arr_usd", "renewal_date", "health", "region")
    table_write(folder / "accounts.csv", header, map(_account, accounts))
    rows = ((p.id, p.email, p.account.id) for p in people)
    table_write(folder / "people.csv", ("person_id", "email", "account_id"), rows)


def _account(a: Account) -> tuple[object, ...]:
    return a.id, a.name, a.domain, a.segment, a.plan, a.arr_usd, a.renewal_date or "", a.health, a.region


def events_write(folder: Path, events: list[Event]) -> None:
    header = ("person_id", "account_id", "ts", "event", "plan", "country", "device", "app_version")
    rows = (
        (
            e.person_id,
            e.account_id,
            f"{e.ts:%Y-%m-%dT%H:%M:%S.%f}Z",
            e.name,
            e.plan,
            e.country,
            e.device,
            e.version,
        )
        for e in events
    )
    table_write(folder / "events.csv", header, rows)


def plans_write(folder: Path, capacities: list[Capacity], initiatives: list[Initiative]) -> None:
    header = ("team", "period", "capacity_person_weeks", "run_reserve_share")
    rows = ((c.team, c.period, c.gross_person_weeks, c.run_reserve_share) for c in capacities)
    table_write(folder / "teams.csv", header, rows)
    efforts = [f"effort_{q}_{team}" for team in TEAMS for q in ("p50", "p90")]
    ends = ("depends_on", "earliest_quarter", "deadline", "mandatory", "enabler")
    table_write(
        folder / "initiatives.csv",
        ("id", "title", "problem_categories", *efforts, *ends),
        map(_initiative, initiatives),
    )


def _initiative(i: Initiative) -> tuple[object, ...]:
    high = i.effort_p90 or i.effort_p50
    efforts = (weeks.get(team, 0) for team in TEAMS for weeks in (i.effort_p50, high))
    ends = (";".join(i.depends_on), i.earliest, i.deadline, int(i.mandatory), int(i.enabler))
    return i.id, i.title, ";".join(i.categories), *efforts, *ends


def objectives_write(folder: Path, key_results: list[KeyResult]) -> None:
    header = (
        "objective_id", "objective", "key_result_id", "key_result", "metric", "unit", "baseline", "target",
        "due",
    )  # fmt: skip
    table_write(folder / "objectives.csv", header, (k.row for k in key_results))


def backlog_write(folder: Path, items: list[Item]) -> None:
    blocks = {item.blocked_by: item.key for item in items if item.blocked_by}
    table_write(
        folder / "backlog.csv", BACKLOG_HEADER, (_item(item, blocks.get(item.key, "")) for item in items)
    )


def _item(item: Item, blocks: str) -> tuple[object, ...]:
    done = item.status == "Done"
    labels = (item.team, *item.labels, "", "")[:3]
    return (
        item.wish.title, item.key, item.number, item.wish.kind, item.status, "FERN", "Fernhill",
        item.priority,
        "Done" if done else "", _jira(item.created), _jira(item.updated), _jira(item.updated) if done else
        "", "",
        *labels, item.team.title(), description(item.wish), item.blocked_by, "", blocks, "", item.points,
    )  # fmt: skip


def _jira(ts: datetime) -> str:
    return f"{ts.day:02d}/{ts:%b/%y} {ts.hour % 12 or 12}:{ts:%M %p}"


def _utc(ts: datetime) -> str:
    return f"{ts:%Y-%m-%dT%H:%M:%SZ}"
