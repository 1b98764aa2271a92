"""One click takes imported messages to problems and scores, in the background and in order."""

import pytest

from headway.apps.discovery.models import Problem
from headway.core.errors import Refused
from headway.core.jobs import run
from headway.core.models import JobRun
from headway.core.perform import perform
from tests.world import World

pytestmark = pytest.mark.django_db
MESSAGES = "id,text,created_at\n" + "".join(
    f"M{number},{text},2026-09-{number:02}\n"
    for number, text in enumerate(["I lost my card", "my card is lost", "lost my card again"] * 4, 1)
)


def test_the_worker_finds_problems_after_one_click_on_a_page(world: World) -> None:
    question = {"kind": "feedback", "file_name": "feedback.csv", "content": MESSAGES}
    perform("core.file_import", question, world.context())
    client = world.client("product_manager")
    assert "Find themes and problems" in client.get("/w/lumen/problems/").content.decode()
    answer = client.post("/w/lumen/do/briefing.evidence_digest/", {"next": "/w/lumen/problems/"})
    assert (answer.status_code, answer["Location"]) == (303, "/w/lumen/problems/")
    jobs = list(JobRun.objects.order_by("pk"))
    assert [job.name for job in jobs] == [
        "discovery.theme_find", "discovery.problem_propose", "prioritisation.input_propose", "prioritisation.score_run",
    ]  # fmt: skip
    assert [run(str(job.pk)) for job in jobs[:2]] == ["done", "done"]
    assert Problem.objects.get().title == "I lost my card"


def test_whoever_only_reads_starts_nothing(world: World) -> None:
    with pytest.raises(Refused):
        perform("briefing.evidence_digest", {}, world.context("viewer"))
    assert not JobRun.objects.exists()
    assert "Find themes and problems" not in world.client("viewer").get("/w/lumen/problems/").content.decode()
