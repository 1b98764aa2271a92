"""What a page of fifty rows of a list costs with fifty thousand records: queries and CPU milliseconds.

Run `python -m bench.lists [HOME]`. Without a HOME the database is made first (half a minute); with one, that
folder is used and kept, so that a second run starts at once. What is asked is `lists.rows_list` itself; a page
adds its drawing. The bar holds for opening a list and for going on in it; filters, groups and totals, which have
to look at every row, are told beside it.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from headway.core.context import Context

RECORDS = 50_000
QUERIES_MOST, CPU_MS_MOST = 12, 15.0
WARM_UPS, TIMES = 2, 9
WORKSPACE = "bench"
START = datetime(2025, 1, 1, tzinfo=UTC)
FIELDS: tuple[dict[str, Any], ...] = (
    {
        "label": "Tier",
        "type": "select",
        "options": [{"label": name} for name in ("Gold", "Silver", "Bronze")],
    },
    {"label": "Cost", "type": "money"},
    {"label": "Days", "type": "number"},
    {"label": "Cost a day", "type": "formula", "formula": "custom.cost / custom.days"},
)
TIER = {"filters": [{"chips": ["custom.tier:is:gold"]}]}
QUESTIONS: tuple[tuple[str, dict[str, Any], bool], ...] = (
    ("messages", {"kind": "feedback"}, True),
    ("messages, page 500", {"kind": "feedback", "after": 500}, True),
    ("backlog", {"kind": "story"}, True),
    ("backlog, page 500", {"kind": "story", "after": 500}, True),
    ("initiatives", {"kind": "initiative"}, True),
    ("backlog by title", {"kind": "story", "sort": ["title"]}, False),
    ("backlog, one word", {"kind": "story", "filters": [{"chips": ["title:has:49 export"]}]}, False),
    ("backlog, own field", {"kind": "story"} | TIER, False),
    ("backlog by own field", {"kind": "story", "sort": ["-custom.cost"]}, False),
    ("backlog by formula", {"kind": "story", "sort": ["-custom.cost_a_day"]}, False),
    ("backlog in groups", {"kind": "story", "group": ["status"]}, False),
    ("backlog in own groups with totals", {"kind": "story", "group": ["custom.tier"], "totals": True}, False),
    ("initiatives by score", {"kind": "initiative", "sort": ["rank"]}, False),
)


@dataclass(frozen=True)
class Cost:
    """Queries of one question, and its CPU; `is_bound` says that the bar is for it."""

    name: str
    queries: int
    cpu_ms: float
    worst_cpu_ms: float
    is_bound: bool

    @property
    def holds(self) -> bool:
        return self.queries <= QUERIES_MOST and (self.cpu_ms <= CPU_MS_MOST or not self.is_bound)


def main() -> None:
    if len(sys.argv) > 1:
        sys.exit(_measured(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory(prefix="headway-lists-") as folder:
        sys.exit(_measured(Path(folder)))


def _measured(home: Path) -> bool:
    """Whether any question is over a bar."""
    os.environ |= {"HEADWAY_HOME": str(home), "DJANGO_SETTINGS_MODULE": "headway.settings"}
    os.environ.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "-m", "headway", "manage", "migrate", "-v", "0"], check=True)
    import django

    django.setup()
    context = _context()
    costs = [_cost(context, *one) for one in QUESTIONS]
    Console(width=100).print(_table(costs))
    return not all(cost.holds for cost in costs)


def _context() -> "Context":
    from headway.core.access import enter
    from headway.core.models import Membership, User, Workspace

    workspace = Workspace.objects.filter(slug=WORKSPACE).first()
    if workspace is None:
        workspace = Workspace.objects.create(slug=WORKSPACE, name="Bench", currency="EUR")
        user = User.objects.create_user("owner@bench.example", "a long enough password", "Olga Owner")
        Membership.objects.create(workspace=workspace, user=user, role="owner")
        _records(enter(user, WORKSPACE, "api", START))
    user = Membership.objects.get(workspace=workspace).user
    return enter(user, WORKSPACE, "api", START + timedelta(days=600))


def _records(context: "Context") -> None:
    from headway.apps.discovery.models import Account, Feedback
    from headway.apps.prioritisation.models import Initiative, Score
    from headway.apps.requirements.models import BacklogItem
    from headway.core.perform import perform

    chance = random.Random(7)
    for kind in ("story", "initiative"):
        for field in FIELDS:
            perform("lists.field_save", {"kind": kind} | field, context)
    common = {"workspace": context.workspace}
    accounts = [Account(**common, ref=f"A-{one}", name=f"Account {one}") for one in range(500)]
    Account.objects.bulk_create(accounts)
    messages, stories, initiatives = [], [], []
    for one in range(RECORDS):
        at = START + timedelta(minutes=13 * one)
        words = f"The export of report {one} fails every time I try, and nobody answers. " * 3
        messages.append(Feedback(**common, ref=f"F-{one}", text=words, redacted_text=words, at=at, channel="support",
                                 account=chance.choice(accounts), created_at=at))  # fmt: skip
        stories.append(BacklogItem(**common, ref=f"S-{one}", title=f"Let people export report {one}", kind="Story",
                                   status=chance.choice(["To Do", "Doing", "Done"]), labels=["export"],
                                   description=words, points=chance.choice([None, 1.0, 3.0]), created_at=at,
                                   custom=_custom(chance)))  # fmt: skip
        initiatives.append(Initiative(**common, ref=f"I-{one}", title=f"Initiative {one}", created_at=at,
                                      custom=_custom(chance)))  # fmt: skip
    for rows in (messages, stories, initiatives):
        type(rows[0])._default_manager.bulk_create(rows, batch_size=2000)  # type: ignore[arg-type]
    scores = [Score(**common, ref=f"SC-{place}", initiative=one, rank=place, p50=chance.random(), as_of=START)
              for place, one in enumerate(initiatives)]  # fmt: skip
    Score.objects.bulk_create(scores, batch_size=2000)


def _custom(chance: random.Random) -> dict[str, Any]:
    found = {"tier": chance.choice(["gold", "silver", "bronze"]), "cost": chance.randint(0, 10**6)}
    return found | {"days": chance.randint(0, 30)} if chance.random() < 0.8 else found


def _cost(context: "Context", name: str, question: dict[str, Any], is_bound: bool) -> Cost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from headway.core.perform import answer_json, ask
    from headway.web.lists.asking import COUNTED_MOST

    # As a page asks, and with everything added up where totals are named.
    question = {"count_most": 0 if question.get("totals") else COUNTED_MOST} | question
    if pages := question.get("after"):
        far = ask("lists.rows_list", question | {"after": "", "limit": 500}, context)
        for _ in range(pages // 10 - 1):
            far = ask("lists.rows_list", question | {"after": far.next, "limit": 500}, context)  # type: ignore[attr-defined]
        question = question | {"after": far.next}  # type: ignore[attr-defined]
    with CaptureQueriesContext(connection) as queries:
        answer = ask("lists.rows_list", question, context)
    assert len(answer.rows) == 50 and answer.problems == [], name  # type: ignore[attr-defined]
    times = []
    for _ in range(WARM_UPS + TIMES):
        began = time.process_time()
        answer_json(ask("lists.rows_list", question, context))
        times.append((time.process_time() - began) * 1000)
    kept = times[WARM_UPS:]
    return Cost(name, len(queries), statistics.median(kept), max(kept), is_bound)


def _table(costs: list[Cost]) -> Table:
    title = f"Fifty of {RECORDS} rows (bar: {QUERIES_MOST} queries, {CPU_MS_MOST:.0f} ms CPU)"
    table = Table(title=title, title_justify="left")
    for column in ("list", "queries", "CPU ms, median", "CPU ms, worst", "bar", "holds"):
        table.add_column(column, justify="left" if column == "list" else "right", no_wrap=column == "list")
    for cost in costs:
        figures = (str(cost.queries), f"{cost.cpu_ms:.1f}", f"{cost.worst_cpu_ms:.1f}")
        table.add_row(cost.name, *figures, "yes" if cost.is_bound else "-", "yes" if cost.holds else "NO")
    return table


if __name__ == "__main__":
    main()
