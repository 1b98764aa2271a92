"""How long a change of the filter takes to be seen: from the click until the list was swapped in and drawn.

Run `python -m bench.swaps [HOME]`: a real server with fifty thousand messages, a real Chromium, thirty changes of a
list of fifty rows, every other one putting a condition on and taking it off. A HOME is used and kept, as by
`bench.pages`. The figures are of the wall clock: they mean something on an idle machine only.
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

from bench._filled import WORKSPACE, filled
from tests.browser import FLAGS, executable
from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page

SETTLED_MS_MOST = 100.0
WARM_UPS, TIMES = 2, 15
# A page that has just come is still at work for a while, and nobody presses anything in that time.
REST_MS = 400
# From the click until the frame after the swap was drawn: a message of a frame comes when that is done.
CLICKED = """(element) => new Promise((done) => {
  const began = performance.now();
  const after = new MessageChannel();
  after.port1.onmessage = () => done(performance.now() - began);
  const drawn = () => requestAnimationFrame(() => after.port2.postMessage(null));
  document.addEventListener("htmx:afterSettle", drawn, { once: true });
  element.click();
})"""


def main() -> None:
    if len(sys.argv) > 1:
        sys.exit(_measured(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory(prefix="headway-swaps-") as folder:
        sys.exit(_measured(Path(folder)))


def _measured(home: Path) -> bool:
    """Whether the median is over the bar."""
    messages = filled(home)
    cookie, channel = _session(), _channel()
    server = Server(home)
    server.start()
    try:
        times = _times(server, cookie, channel)
    finally:
        server.stop()
    Console(width=100).print(_table(times, messages))
    return max(statistics.median(one) for one in times.values()) > SETTLED_MS_MOST


def _session() -> str:
    """The cookie of somebody who is signed in."""
    from django.test import Client

    from headway.core.models import Membership

    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(Membership.objects.filter(workspace__slug=WORKSPACE, role="owner")[0].user)
    return str(client.cookies["sessionid"].value)


def _channel() -> str:
    """The channel of most messages."""
    from django.db.models import Count

    from headway.apps.discovery.models import Feedback

    channels = Feedback.objects.filter(workspace__slug=WORKSPACE).values("channel")
    found = channels.annotate(many=Count("pk")).order_by("-many", "channel")[0]
    return str(found["channel"])


def _times(server: Server, cookie: str, channel: str) -> dict[str, list[float]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(playwright), args=FLAGS)
        window = browser.new_context(viewport={"width": 1440, "height": 900})
        window.add_cookies([{"name": "sessionid", "value": cookie, "url": server.url}])
        page = window.new_page()
        # Playwright waits for nothing here: the page itself says when it is done.
        found = [_turn(page, server.url, channel) for _ in range(WARM_UPS + TIMES)][WARM_UPS:]
        browser.close()
    return {"condition on": [on for on, _ in found], "condition off": [off for _, off in found]}


def _turn(page: "Page", url: str, channel: str) -> tuple[float, float]:
    """Milliseconds to put a condition on, and to take it off."""
    page.goto(f"{url}/w/{WORKSPACE}/lists/feedback/?view=table&add=channel")
    page.locator("#add [name=fv]").fill(channel)
    page.wait_for_timeout(REST_MS)
    on = page.locator("#add").get_by_role("button", name="Filter").evaluate(CLICKED)
    assert page.locator(".lst-chips .chip").count() == 1
    page.wait_for_timeout(REST_MS)
    off = page.locator(".lst-chips .chip .off").evaluate(CLICKED)
    assert page.locator(".lst-chips .chip").count() == 0
    assert page.locator(".lst-table tbody tr[data-ref]").count() == 50
    return float(on), float(off)


def _table(times: dict[str, list[float]], messages: int) -> Table:
    title = f"Filter changes at {messages} messages (bar: {SETTLED_MS_MOST:.0f} ms until drawn, idle machine)"
    table = Table(title=title, title_justify="left")
    for column in ("change", "times", "ms, median", "ms, p95", "holds"):
        table.add_column(column, justify="left" if column == "change" else "right", no_wrap=True)
    for name, found in times.items():
        median, p95 = statistics.median(found), sorted(found)[round(0.95 * (len(found) - 1))]
        holds = "yes" if median <= SETTLED_MS_MOST else "NO"
        table.add_row(name, str(len(found)), f"{median:.0f}", f"{p95:.0f}", holds)
    load = os.getloadavg()[0]
    table.caption = f"Load of the machine meanwhile: {load:.1f} on {os.cpu_count()} processors."
    return table


if __name__ == "__main__":
    main()
