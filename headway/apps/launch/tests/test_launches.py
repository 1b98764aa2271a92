"""Launches: planned with what they bring out, held against a template, and let out by whoever may."""

from typing import Any

import pytest

from headway.apps.launch.models import Launch, LaunchMeasure, ReadinessItem
from headway.apps.metrics.models import Metric
from headway.apps.prioritisation.models import Initiative
from headway.apps.requirements.tests.formal import agreed, claim_of, formal, pended
from headway.core.errors import Conflict, Invalid, NotFound, Refused
from headway.core.models import Link
from headway.core.perform import ask, perform
from tests.world import NOW, World

CRITERIA = ["The runbook is written | support", "The demo is recorded | go_to_market | optional"]
MEASURES = "active_people | 120 | 180 | 2027-03-31\nanswered | | 0.9 | 2027-03-31"
PLANNED = {
    "name": "Freeze a card",
    "tier": "major",
    "owner": "engineer@lumen.test",
    "initiatives": "INI-01, INI-02",
}


def done(world: World, name: str, /, **question: Any) -> str:
    return str(perform(f"launch.{name}", question, world.context()).model_dump()["ref"])


def detail(world: World, ref: str = "LCH-1") -> dict[str, Any]:
    found: dict[str, Any] = ask("launch.launch_show", {"ref": ref}, world.context("viewer")).model_dump()
    return found


@pytest.fixture
def ready(world: World) -> World:
    for ref, title in (("INI-01", "Cards that stop"), ("INI-02", "Cards that start")):
        Initiative.objects.create(workspace=world.workspace, ref=ref, title=title)
    for name in ("active_people", "answered"):
        Metric.objects.create(
            workspace=world.workspace, ref=name, label=name.title(), kind="simple", definition="", baseline=0.4,
            effective_on=NOW.date(),
        )  # fmt: skip
    done(world, "readiness_save", name="Large", tier="major", criteria=CRITERIA)
    return world


def test_a_launch_takes_its_template_its_initiatives_and_its_measures(ready: World) -> None:
    assert done(ready, "launch_save", **PLANNED, measures=MEASURES, starts_on="2027-01-11") == "LCH-1"
    found = detail(ready)
    launch = found["launch"]
    assert [launch[name] for name in ("status", "items", "items_done", "mandatory_open")] == [
        "planned",
        2,
        0,
        1,
    ]
    assert launch["owner"] == {"email": "engineer@lumen.test", "name": "Egon Engineer"}
    assert [one["id"] for one in launch["initiatives"]] == ["INI-01", "INI-02"]
    assert [(one["id"], one["text"], one["mandatory"], one["position"]) for one in found["items"]] == [
        ("LCH-1-R1", "The runbook is written", True, "support"),
        ("LCH-1-R2", "The demo is recorded", False, "go_to_market"),
    ]
    # Without a value before, the metric's own baseline counts.
    assert [(one["metric"], one["baseline"], one["goal"]) for one in found["measures"]] == [
        ("active_people", 120.0, 180.0), ("answered", 0.4, 0.9),
    ]  # fmt: skip
    done(ready, "launch_save", ref="LCH-1", initiatives="INI-02", measures=[])
    assert [one["id"] for one in detail(ready)["launch"]["initiatives"]] == ["INI-02"]
    assert (detail(ready)["measures"], Link.objects.filter(kind="brings_out").count()) == ([], 1)
    listed = ask("launch.launch_list", {"tier": "major", "status": "planned"}, ready.context("viewer"))
    assert [(one.id, one.mandatory_open) for one in listed.rows] == [("LCH-1", 1)]
    assert ask("launch.launch_list", {}, ready.context_elsewhere()).rows == []


def test_a_launch_names_the_releases_it_goes_out_with_and_a_release_its_launches(ready: World) -> None:
    for sort, title in (
        ("release", "Release 4.8.0"),
        ("incident", "Payments failed"),
        ("release", "Release 4.9.0"),
    ):
        question = {"sort": sort, "title": title, "starts_on": "2026-11-03"}
        perform("reporting.annotation_save", question, ready.context())
    found = ask("launch.release_list", {}, ready.context("viewer"))
    assert [(one.id, one.title) for one in found.rows] == [
        ("AN-3", "Release 4.9.0"),
        ("AN-1", "Release 4.8.0"),
    ]
    done(ready, "launch_save", **PLANNED, releases="AN-1, AN-3")
    done(ready, "launch_save", name="Another", releases="AN-3")
    assert [one["title"] for one in detail(ready)["launch"]["releases"]] == ["Release 4.8.0", "Release 4.9.0"]
    with pytest.raises(NotFound, match="No release 'AN-2'"):
        done(ready, "launch_save", ref="LCH-1", releases="AN-2")
    done(ready, "launch_save", ref="LCH-1", name="Freeze", initiatives=[], releases=["AN-1"])
    listed = {
        ref: [one.id for one in ask("launch.launch_list", {"release": ref}, ready.context("viewer")).rows]
        for ref in ("AN-1", "AN-3")
    }
    assert listed == {"AN-1": ["LCH-1"], "AN-3": ["LCH-2"]}
    with pytest.raises(NotFound, match="No release 'AN-1'"):
        ask("launch.launch_list", {"release": "AN-1"}, ready.context_elsewhere())


def test_a_template_is_copied_once(ready: World) -> None:
    done(ready, "readiness_save", name="Small", tier="minor", criteria=["The changelog says so | support"])
    done(ready, "launch_save", name="A", tier="standard")
    assert detail(ready)["items"] == []
    done(ready, "launch_save", ref="LCH-1", template="RT-2")
    assert [one["text"] for one in detail(ready)["items"]] == ["The changelog says so"]
    with pytest.raises(Conflict, match="LCH-1 has its readiness items"):
        done(ready, "launch_save", ref="LCH-1", template="RT-1")


def test_an_item_is_seen_to_by_a_person_and_done_at_a_moment(ready: World) -> None:
    done(ready, "launch_save", **PLANNED)
    item = {"ref": "LCH-1-R1", "done": True, "owner": "designer@lumen.test", "note": "Read by two"}
    perform("launch.readiness_item_set", item, ready.context("engineer"))
    first = detail(ready)["items"][0]
    assert (first["done_at"], first["done_by"]["name"]) == (NOW, "Egon Engineer")
    assert (first["owner"]["name"], first["note"]) == ("Dina Designer", "Read by two")
    done(ready, "readiness_item_set", ref="LCH-1-R1", done=False)
    assert [detail(ready)["items"][0][name] for name in ("done_at", "done_by", "note")] == [
        None,
        None,
        "Read by two",
    ]
    history = ask("core.record_history", {"kind": "launch", "ref": "LCH-1"}, ready.context("viewer"))
    told = [
        (one.summary, {change.name for change in one.changes if change.changed}) for one in history.rows[:2]
    ]
    assert told == [
        ("LCH-1: The runbook is written is open", {"done"}),
        ("LCH-1: The runbook is written is done", {"done", "owner", "note"}),
    ]


def test_going_out_with_something_mandatory_open_uses_a_right(ready: World) -> None:
    done(ready, "launch_save", **PLANNED)
    question = {"ref": "LCH-1", "status": "launched"}
    assert claim_of(ready.context(), "launch.launch_status_set", **question | {"status": "preparing"}) is None
    claim = claim_of(ready.context(), "launch.launch_status_set", **question)
    assert claim is not None and (claim.right, claim.words) == (
        "DRt3",
        (
            "LCH-1 Freeze a card goes out with 1 mandatory item open",
            "“The runbook is written” is open, seen to by support",
        ),
    )
    formal(ready)
    waits = pended(ready, "launch.launch_status_set", "product_manager", **question)
    assert (waits.right, Launch.objects.get().status) == ("DRt3", "planned")
    agreed(ready, waits.approval, "engineer", "designer", "contributor")
    launch = Launch.objects.get()
    assert (launch.status, launch.launched_at) == ("launched", NOW)
    with pytest.raises(Conflict, match="LCH-1 is out; what was ready then stays as it was"):
        done(ready, "readiness_item_set", ref="LCH-1-R1", done=True)


def test_a_ready_launch_goes_out_at_once_and_can_be_taken_back(ready: World) -> None:
    formal(ready)
    done(ready, "launch_save", **PLANNED)
    done(ready, "readiness_item_set", ref="LCH-1-R1", done=True)
    done(ready, "launch_status_set", ref="LCH-1", status="launched")
    assert Launch.objects.get().launched_at == NOW
    with pytest.raises(Conflict, match="LCH-1 is launched already"):
        done(ready, "launch_status_set", ref="LCH-1", status="launched")
    done(ready, "launch_status_set", ref="LCH-1", status="called_off")
    assert Launch.objects.get().launched_at is None


@pytest.mark.parametrize(
    ("question", "error", "words"),
    [
        ({"tier": "major"}, Invalid, "a new launch needs a name"),
        (PLANNED | {"initiatives": "INI-09"}, NotFound, "No initiative 'INI-09'"),
        (PLANNED | {"owner": "nobody@lumen.test"}, Invalid, "is no member"),
        (PLANNED | {"starts_on": "2027-01-11", "ends_on": "2027-01-10"}, Invalid, "is before 2027-01-11"),
        (PLANNED | {"measures": "active_people | 180"}, Invalid, "write: metric | from | to | by when"),
        (PLANNED | {"measures": "nothing | | 1 | 2027-03-31"}, NotFound, "No metric 'nothing'"),
        (
            PLANNED | {"measures": f"{MEASURES}\nanswered | | 1 | 2027-03-31"},
            Invalid,
            "'answered' comes twice",
        ),
        (PLANNED | {"template": "RT-9"}, NotFound, "No readiness template 'RT-9'"),
    ],
)
def test_bad_input_plans_nothing(
    ready: World, question: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words.replace("|", r"\|")):
        done(ready, "launch_save", **question)
    with pytest.raises(Refused):
        perform("launch.launch_save", PLANNED, ready.context("viewer"))
    counts = [model.objects.count() for model in (Launch, ReadinessItem, LaunchMeasure)]
    assert (counts, Link.objects.filter(kind="brings_out").count()) == ([0, 0, 0], 0)


TABLE = """id,name,tier,starts_on,ends_on,owner_email,initiatives
L1,Freeze a card,Major,2027-01-11,2027-01-15,Engineer@lumen.test,INI-01;INI-02
L2,Nobody's,,,,nobody@lumen.test,
L3,Of nothing,,,,,INI-09
L4,Backwards,minor,2027-01-15,2027-01-11,,
L5,Huge,huge,,,,
"""


def test_launches_come_in_from_a_file_and_go_again(ready: World) -> None:
    question = {"kind": "launches", "file_name": "launches.csv", "content": TABLE}
    report = perform("core.file_import", question, ready.context())
    assert [(one.row, one.column) for one in report.errors] == [
        (3, "owner_email"), (4, "initiatives"), (5, "ends_on"), (6, "tier"),
    ]  # fmt: skip
    launch = detail(ready, "L1")["launch"]
    assert (launch["tier"], launch["owner"]["name"]) == ("major", "Egon Engineer")
    assert [one["id"] for one in launch["initiatives"]] == ["INI-01", "INI-02"]
    perform("core.import_undo", {"run": report.run.id}, ready.context())
    assert (Launch.objects.count(), Link.objects.filter(kind="brings_out").count()) == (0, 0)


def test_launches_are_a_list_with_fields_of_the_workspaces_own(ready: World) -> None:
    done(ready, "launch_save", **PLANNED, starts_on="2027-01-11")
    own = perform(
        "lists.field_save", {"kind": "launch", "label": "Audience", "type": "text"}, ready.context("owner")
    )
    records = [{"ref": "LCH-1", "version": 1}]
    edit = {
        "kind": "launch",
        "records": records,
        "changes": {f"custom.{own.name}": "Parents", "name": "Freeze it"},
    }
    perform("lists.records_edit", edit, ready.context())
    asked = {
        "kind": "launch",
        "columns": ["name", "tier", "status", "still_open", "starts", f"custom.{own.name}"],
    }
    found = ask("lists.rows_list", asked, ready.context("viewer"))
    assert [found.rows[0].cells[name] for name in ("name", "status", "still_open", "starts", f"custom.{own.name}")] == [
        "Freeze it", "planned", 1, "2027-01-11", "Parents",
    ]  # fmt: skip
