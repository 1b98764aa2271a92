"""From what customers said to a problem and a plan."""

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.journeys.hand import Hand, Walk
from tests.server import Server

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
WORK = (
    "import django; django.setup(); from headway.core.jobs import run; from headway.core.models import JobRun;"
    "waiting = list(JobRun.objects.filter(status='waiting').order_by('pk'));"
    "[run(str(job.pk)) for job in waiting]; print(*JobRun.objects.exclude(status='done').values_list('name', 'error'))"
)


def test_import_to_plan(page: "Page", hand: Hand, told: Server) -> None:
    name = f"said-{uuid4().hex[:6]}"
    rows = [f"{name}-{number},the invoice shows the wrong tax,2026-09-{number:02}" for number in range(1, 9)]
    page.goto("imports/")
    hand.choose(page.get_by_label("What is in it"), "Feedback")
    file = {
        "name": f"{name}.csv",
        "mimeType": "text/csv",
        "buffer": "\n".join(["id,text,created_at", *rows]).encode(),
    }
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    hand.press(page.get_by_role("button", name="Import", exact=True))
    page.get_by_role("heading", name=f"{name}.csv").wait_for()
    hand.press(page.get_by_role("button", name="Find themes and problems"))
    page.get_by_text("The worker is going through the messages.").wait_for()
    assert told.command("-c", WORK).strip() == ""
    page.goto("problems/")
    assert page.get_by_role("link", name="The invoice shows the wrong tax").count() == 1
    page.goto("roadmap/")
    hand.press(page.get_by_text("Plan…", exact=True))
    hand.press(page.get_by_role("button", name="Plan", exact=True))
    page.get_by_text("Made a new plan.").wait_for(timeout=60_000)


def test_triage_feedback(page: "Page", hand: Hand) -> None:
    page.goto("evidence/")
    hand.press(page.get_by_role("link", name="R2", exact=True))
    page.get_by_role("heading", name="Message R2").wait_for()
    hand.choose(page.get_by_label("Its theme"), "None of these")
    hand.press(page.get_by_role("button", name="Place it"))
    page.get_by_text("Placed by", exact=True).wait_for()
    page.goto("evidence/?unplaced=true")
    assert page.get_by_role("link", name="R2", exact=True).count() == 0
    assert page.get_by_role("link", name="R1", exact=True).count() <= 1


def test_highlight_to_problem(page: "Page", hand: Hand, walk: Walk) -> None:
    title = f"Cards vanish {uuid4().hex[:6]}"
    page.goto("evidence/L1/")
    form = page.locator("form").filter(has=page.get_by_label("The problem in a few words"))
    words = form.get_by_label("The telling words")
    if walk.scripts and walk.by == "mouse":
        page.locator("[data-said]").dblclick(position={"x": 20, "y": 10})
        assert words.input_value() in "I lost my card"
    else:
        hand.write(words, "lost my card")
    said = words.input_value()
    hand.write(page.get_by_label("The problem in a few words"), title)
    hand.press(page.get_by_role("button", name="Make the problem"))
    made = page.get_by_role("listitem").filter(has_text=title)
    made.wait_for()
    assert f"“{said}”" in made.inner_text()
    hand.press(made.get_by_role("link", name=title))
    page.get_by_role("heading", name=title).wait_for()
