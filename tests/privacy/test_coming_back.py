"""A file that is read again does not bring an erased person back."""

import pytest

from headway.core.jobs import run
from headway.core.models import Activity, JobRun
from headway.core.perform import perform
from tests.privacy import canary
from tests.world import World

pytestmark = pytest.mark.django_db
REPEAT = "privacy.erasures_repeat"


def read_again(world: World) -> None:
    """The same files once more, as somebody does who has an old export at hand."""
    files = (("accounts", canary.ACCOUNTS), ("people", canary.CHANGED), ("feedback", canary.FEEDBACK))
    for kind, content in files:
        question = {"kind": kind, "file_name": f"{kind}.csv", "content": content, "source": "old crm"}
        perform("core.file_import", question, world.context("owner"))
    question = {"file_name": "old.csv", "content": canary.EVENTS, "source": "old crm"}
    perform("analytics.event_import", question, world.context("owner"))


def test_what_a_file_brought_back_is_erased_again_by_the_worker(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    canary.plant(world)
    canary.erase(world)
    read_again(world)
    assert canary.traces_in_tables() != {}
    waiting = JobRun.objects.filter(name=REPEAT, status=JobRun.Status.WAITING)
    assert waiting.count() == 4
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        assert [run(str(job.pk)) for job in waiting] == ["done"] * 4
    assert canary.traces_in_tables() == {}
    told = Activity.objects.filter(action=REPEAT).order_by("sequence").values_list("summary", flat=True)
    assert told[0].startswith("Erased again whom files had brought back: ")
    assert list(told[1:]) == ["Nobody erased has come back"] * 3


def test_where_nobody_was_erased_nothing_is_asked_of_the_worker(world: World) -> None:
    read_again(world)
    assert not JobRun.objects.filter(name=REPEAT).exists()


def test_a_dry_run_brings_nobody_back(world: World) -> None:
    canary.plant(world)
    canary.erase(world)
    question = {"kind": "accounts", "file_name": "a.csv", "content": canary.ACCOUNTS, "dry_run": True}
    perform("core.file_import", question, world.context("owner"))
    assert not JobRun.objects.filter(name=REPEAT).exists()
