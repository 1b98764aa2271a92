"""What each list page costs with fifty thousand messages: queries and CPU milliseconds per request.

Run `python -m bench.pages [HOME]`. Without a HOME the sample company is made and planned first (a minute or
two); with one, that folder is used and kept, so that a second run starts at once.
"""

import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bench._filled import WORKSPACE, filled

if TYPE_CHECKING:
    from django.test import Client

QUERIES_MOST, CPU_MS_MOST = 12, 15.0
WARM_UPS, REQUESTS = 3, 20
PAGES = (
    "web:home",
    "discovery:evidence",
    "discovery:problems",
    "discovery:themes",
    "discovery:accounts",
    "prioritisation:initiatives",
    "roadmap:plan",
    "roadmap:teams",
    "requirements:prds",
    "requirements:backlog",
    "strategy:objectives",
    "web:activity",
    "web:imports",
)
# Each view of the list of messages, of which there are most.
LISTS = (
    "feedback/?view=table",
    "feedback/?view=table&group=channel&f=text:has:offline",
    "feedback/?view=board&group=channel",
    "feedback/?view=timeline&start=at",
    "feedback/?view=tree&group=channel,segment",
    "problem/?view=matrix",
    "initiative/?view=table",
)


@dataclass(frozen=True)
class Cost:
    """Queries of one request, and CPU of a request with the test client's share (1 ms or so) in it."""

    page: str
    queries: int
    cpu_ms: float
    worst_cpu_ms: float
    bytes: int

    @property
    def holds(self) -> bool:
        return self.queries <= QUERIES_MOST and self.cpu_ms <= CPU_MS_MOST


def main() -> None:
    if len(sys.argv) > 1:
        sys.exit(_measured(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory(prefix="headway-pages-") as folder:
        sys.exit(_measured(Path(folder)))


def _measured(home: Path) -> bool:
    """Whether any page is over a bar."""
    messages = filled(home)
    client = _signed_in()
    costs = [_cost(client, page) for page in (*PAGES, *LISTS)]
    Console(width=100).print(_table(costs, messages))
    return not all(cost.holds for cost in costs)


def _signed_in() -> "Client":
    from django.test import Client

    from headway.core.models import Membership

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Membership.objects.filter(workspace__slug=WORKSPACE, role="owner")[0].user)
    return client


def _cost(client: "Client", page: str) -> Cost:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    address = f"/w/{WORKSPACE}/lists/{page}" if page in LISTS else reverse(page, kwargs={"slug": WORKSPACE})
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.get(address)
    count = len(queries)
    assert answer.status_code == 200, f"{address}: {answer.status_code}"
    times = [_cpu_ms(client, address) for _ in range(WARM_UPS + REQUESTS)][WARM_UPS:]
    return Cost(page, count, statistics.median(times), max(times), len(answer.content))


def _cpu_ms(client: "Client", address: str) -> float:
    began = time.process_time()
    client.get(address)
    return (time.process_time() - began) * 1000


def _table(costs: list[Cost], messages: int) -> Table:
    table = Table(
        title=f"List pages at {messages} messages (bar: {QUERIES_MOST} queries, {CPU_MS_MOST:.0f} ms CPU)",
        title_justify="left",
    )
    for column in ("page", "queries", "CPU ms, median", "CPU ms, worst", "kB", "holds"):
        table.add_column(column, justify="left" if column == "page" else "right", no_wrap=column == "page")
    for cost in costs:
        figures = (
            str(cost.queries),
            f"{cost.cpu_ms:.1f}",
            f"{cost.worst_cpu_ms:.1f}",
            str(cost.bytes // 1000),
        )
        table.add_row(cost.page, *figures, "yes" if cost.holds else "NO")
    return table


if __name__ == "__main__":
    main()
