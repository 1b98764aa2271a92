"""The sample company comes in and goes out whole, and takes nothing of people's along."""

import pytest
from django.apps import apps

from headway.apps.briefing.step_queries import FirstSteps
from headway.apps.discovery.models import Account, Feedback, Insight, Problem, Theme
from headway.core.errors import Conflict, Refused
from headway.core.models import Activity, ImportRun, JobRun, WorkspaceRecord
from headway.core.perform import ask, perform
from tests.world import World


def there(world: World) -> dict[str, int]:
    counted = {
        model._meta.label: model._default_manager.filter(workspace=world.workspace).count()
        for model in apps.get_models()
        if issubclass(model, WorkspaceRecord)
    }
    return {label: count for label, count in counted.items() if count}


def steps(world: World, role: str = "owner") -> FirstSteps:
    found = ask("briefing.first_steps", {}, world.context(role))
    assert isinstance(found, FirstSteps)
    return found


def test_it_comes_in_by_imports_and_goes_out_by_undoing_them(world: World) -> None:
    here = world.context("owner")
    own = "id,name,segment,arr_usd\nOWN-1,Own customer,smb,1000\n"
    perform("core.file_import", {"kind": "accounts", "file_name": "own.csv", "content": own}, here)
    before = there(world)
    added = perform("briefing.sample_add", {}, here)
    assert added.model_dump()["files"] == 8
    assert there(world)["discovery.Feedback"] == 1604 and there(world)["discovery.Account"] == 181
    assert list(JobRun.objects.order_by("created_at", "id").values_list("name", flat=True)) == [
        "discovery.theme_find", "discovery.problem_propose", "prioritisation.input_propose", "prioritisation.score_run",
    ]  # fmt: skip
    assert steps(world).sample
    for name in ("discovery.theme_find", "discovery.problem_propose"):
        perform(name, {}, here)
    assert there(world)["discovery.Problem"] == 26
    kept = Problem.objects.first()
    perform("discovery.problem_rename", {"ref": kept.ref, "title": "What a person named"}, here)
    removed = perform("briefing.sample_remove", {}, here)
    assert removed.model_dump()["themes"] == 26
    assert there(world) == before | {"discovery.Problem": 1}
    assert not steps(world).sample
    assert set(ImportRun.objects.filter(source="sample company").values_list("status", flat=True)) == {
        "undone"
    }
    assert Activity.objects.latest("sequence").action == "briefing.sample_remove"


def test_what_people_marked_is_never_lost(world: World) -> None:
    here = world.context("owner")
    perform("briefing.sample_add", {}, here)
    message = Feedback.objects.first()
    Insight.objects.create(
        workspace=world.workspace, ref="I-1", feedback=message, start=0, end=4, kind="pain"
    )
    before = there(world)
    with pytest.raises(Conflict, match="1 insight would be lost"):
        perform("briefing.sample_remove", {}, here)
    assert there(world) == before


def test_it_is_there_once_and_goes_once(world: World) -> None:
    here = world.context("product_manager")
    with pytest.raises(Conflict, match="not in this workspace"):
        perform("briefing.sample_remove", {}, here)
    perform("briefing.sample_add", {}, here)
    with pytest.raises(Conflict, match="already"):
        perform("briefing.sample_add", {}, here)
    for role in ("viewer", "engineer"):
        with pytest.raises(Refused):
            perform("briefing.sample_remove", {}, world.context(role))


def test_steps_are_told_by_what_is_there(world: World) -> None:
    assert {step.name: step.done for step in steps(world).steps} == {
        "messages": False, "problem": False, "scores": False, "plan": False, "colleague": True,
    }  # fmt: skip
    perform("core.file_import", {"kind": "feedback", "file_name": "f.csv", "content": "id,text,created_at\nF1,It fails,2026-09-01\n"},
            world.context("owner"))  # fmt: skip
    assert [step.name for step in steps(world).steps if step.done] == ["messages", "colleague"]
    assert (Theme.objects.count(), Account.objects.count()) == (0, 0)


def test_a_person_takes_the_steps_off_for_themselves(world: World) -> None:
    client = world.client("owner")
    assert "First steps" in client.get("/w/lumen/").content.decode()
    client.post("/w/lumen/do/core.first_steps_dismiss/", {"next": "/w/lumen/"})
    assert "First steps" not in client.get("/w/lumen/").content.decode()
    assert steps(world).dismissed and not steps(world, "admin").dismissed
    assert "First steps" in world.client("admin").get("/w/lumen/").content.decode()
    assert "First steps" not in world.client("viewer").get("/w/lumen/").content.decode()
