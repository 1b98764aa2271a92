"""Changing cells of one and of many records, who may, what is refused, and taking it back."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headway.apps.discovery.models import Account, Problem
from headway.apps.prioritisation.models import Initiative
from headway.apps.requirements.models import BacklogItem
from headway.core.errors import Conflict, Invalid, NotFound, Refused
from headway.core.lists.tests.company import accounts, cells, edit, erased, field, problems, rows
from headway.core.models import Activity
from headway.core.perform import perform
from tests.world import World


def undo(world: World, sequence: int, role: str = "product_manager") -> Any:
    return perform("lists.edit_undo", {"sequence": sequence}, world.context(role))


def story(world: World) -> BacklogItem:
    return BacklogItem.objects.create(
        workspace=world.workspace, ref="S-1", title="Show why", status="To Do", labels=["a"], points=3.0
    )


def test_one_cell(world: World) -> None:
    problems(world)
    answer = edit(world, "problem", {"P-2": 1}, title="  A better title ")
    entry = Activity.objects.get(action="lists.records_edit")
    assert (answer.undo, answer.changed) == (entry.sequence, 1)
    assert entry.summary == "Changed title of P-2"
    assert entry.subject_kind == "discovery.problem"
    assert entry.changes == {
        "kind": "problem",
        "records": {
            "P-2": {
                "title": {"before": "Problem 2", "after": "A better title"},
                "version": {"before": 1, "after": 2},
            }
        },
    }
    found = Problem.objects.get(ref="P-2")
    assert (found.title, found.version) == ("A better title", 2)


def test_many_records_in_one_row_of_activity_and_back(world: World) -> None:
    accounts(world)
    answer = edit(world, "account", {"A-1": 1, "A-3": 1, "A-4": 1}, segment="enterprise", region="EU")
    entry = Activity.objects.get(sequence=answer.undo, workspace=world.workspace)
    assert (answer.changed, entry.summary, entry.subject_kind) == (
        3,
        "Changed region, segment of 3 accounts",
        "",
    )
    assert entry.changes["records"]["A-3"] == {
        "region": {"before": None, "after": "EU"}, "version": {"before": 1, "after": 2},
    }  # fmt: skip
    assert cells(world, "account", "segment")["A-4"] == "enterprise"
    back = undo(world, answer.undo)
    assert (back.changed, back.undo) == (3, answer.undo + 1)
    found = Account.objects.filter(workspace=world.workspace).order_by("ref")
    assert [(one.segment, one.region, one.version) for one in found] == [
        ("smb", "", 3), ("smb", "", 1), ("enterprise", "", 3), ("", "", 3), ("enterprise", "", 1),
        ("mid_market", "", 1),
    ]  # fmt: skip
    assert undo(world, back.undo).changed == 3
    assert cells(world, "account", "region")["A-1"] == "EU"


def test_a_thousand_records_cost_few_queries(world: World) -> None:
    problems(world, 1000)
    versions = {f"P-{number}": 1 for number in range(1, 1001)}
    column = field(world, "Tier", "text")
    with CaptureQueriesContext(connection) as queries:
        assert edit(world, "problem", versions, **{column: "gold"}).changed == 1000
    assert len(queries) < 30
    assert undo(world, Activity.objects.filter(workspace=world.workspace).count()).changed == 1000
    assert set(Problem.objects.values_list("version", flat=True)) == {3}
    assert rows(world, "problem", f"{column}:set").total == 0


def test_what_is_the_same_is_no_change(world: World) -> None:
    problems(world)
    answer = edit(world, "problem", {"P-1": 1, "P-2": 1}, title="Problem 1")
    assert answer.changed == 1
    assert Problem.objects.get(ref="P-1").version == 1
    assert edit(world, "problem", {"P-1": 1}, title="Problem 1").changed == 0


def test_each_type_takes_what_a_form_sends_and_what_a_program_sends(world: World) -> None:
    story(world)
    edit(world, "story", {"S-1": 1}, points="2.5", labels="b|c \\| d|b", status="Done")
    found = BacklogItem.objects.get()
    assert (found.points, found.labels, found.status) == (2.5, ["b", "c | d"], "Done")
    edit(world, "story", {"S-1": 2}, points=None, labels=["x"], status=None, description=None)
    found.refresh_from_db()
    assert (found.points, found.labels, found.status, found.description) == (None, ["x"], "", "")
    Initiative.objects.create(workspace=world.workspace, ref="INI-1", title="Export")
    edit(
        world,
        "initiative",
        {"INI-1": 1},
        deadline="2026-12-31",
        mandatory="yes",
        nature="Debt",
        moscow="must",
    )
    initiative = Initiative.objects.get()
    assert (initiative.deadline, initiative.is_mandatory) == (date(2026, 12, 31), True)
    assert (initiative.nature, initiative.moscow) == ("debt", "must")
    undo(world, 3)
    initiative.refresh_from_db()
    assert (initiative.deadline, initiative.is_mandatory, initiative.nature, initiative.moscow) == (
        None, False, "feature", "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "changes", "sentence"),
    [
        ("problem", {"title": ""}, "Field Title: it cannot be empty; write something."),
        ("problem", {"title": "x" * 10_000}, "Field Title: has 10000 characters, more than the 300 allowed; shorten it."),
        ("problem", {"title": 5}, "Field Title: “5” is not a text."),
        ("problem", {"state": "confirmed"}, "Field State: it is changed by discovery.problem_confirm, not in the list."),
        ("problem", {"arr": 5}, "Field ARR: it is not changed in the list."),
        ("problem", {"ref": "P-9"}, "Field Ref: it is not changed in the list."),
        ("problem", {"nothing": 1}, "Field changes: There is no column “nothing” in the list of problems."),
        ("problem", {"title'; --": 1}, "Field changes: There is no column “title'; --” in the list of problems."),
        ("initiative", {"deadline": "soon"}, "Field Deadline: 'soon' is not a date; write it like 2026-12-31."),
        ("initiative", {"deadline": 5}, "Field Deadline: “5” is not a date; write it like 2026-12-31."),
        ("initiative", {"nature": "x"}, "Field Nature: “x” is not one of the choices; there are Feature, Enabler, Debt, Compliance."),
        ("initiative", {"nature": None}, "Field Nature: it cannot be empty; write something."),
        ("initiative", {"mandatory": "perhaps"}, "Field Mandatory: “perhaps” is not yes or no."),
        ("story", {"points": "many"}, "Field Points: “many” is not a number."),
        ("story", {"points": True}, "Field Points: “True” is not a number."),
        ("story", {"points": "1e999"}, "Field Points: “1e999” is not a number up to 1e+15."),
        ("story", {"labels": {"a": 1}}, "Field Labels: “{'a': 1}” is not a list of texts."),
        ("story", {"labels": ["x"] * 201}, "Field Labels: has 201 values, more than the 200 allowed."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_and_nothing_is_written(
    world: World, kind: str, changes: dict[str, Any], sentence: str
) -> None:
    problems(world, 1)
    story(world)
    Initiative.objects.create(workspace=world.workspace, ref="INI-1", title="Export")
    ref = {"problem": "P-1", "story": "S-1", "initiative": "INI-1"}[kind]
    with pytest.raises(Invalid) as error:
        edit(world, kind, {ref: 1}, **changes)
    assert error.value.detail == sentence
    assert Problem.objects.get().title == "Problem 1" and not Activity.objects.exists()


def test_emoji_right_to_left_and_hidden_bytes(world: World) -> None:
    problems(world, 1)
    edit(world, "problem", {"P-1": 1}, title="🚀 שלום\0 <script>alert(1)</script> \ud83d")
    assert Problem.objects.get().title == "🚀 שלום <script>alert(1)</script> ?"


def test_a_record_that_moved_on_is_told_with_both_texts(world: World) -> None:
    problems(world)
    edit(world, "problem", {"P-1": 1}, role="designer", title="Designed")
    with pytest.raises(Conflict) as error:
        edit(world, "problem", {"P-1": 1, "P-2": 1}, title="Managed")
    assert error.value.detail == (
        "P-1 was changed by Dina Designer on 2026-09-30 at 14:00 meanwhile: "
        "Title is now “Designed”; you wanted “Managed”."
    )
    assert error.value.fields == [
        {
            "field": "title", "record": "P-1", "now": "Designed", "wanted": "Managed",
            "message": "Title is now “Designed”; you wanted “Managed”",
        }
    ]  # fmt: skip
    assert Problem.objects.get(ref="P-2").title == "Problem 2"


def test_whoever_changed_many_at_once_is_named(world: World) -> None:
    problems(world)
    edit(world, "problem", {"P-1": 1, "P-2": 1}, role="analyst", title="Analysed")
    with pytest.raises(
        Conflict, match=r"^P-2 was changed by Anna Analyst on 2026-09-30 at 14:00 meanwhile: "
    ):
        edit(world, "problem", {"P-2": 1}, title="Mine")
    Problem.objects.filter(ref="P-3").update(version=9)
    with pytest.raises(Conflict, match=r"^P-3 was changed by somebody or an import meanwhile: "):
        edit(world, "problem", {"P-3": 1}, title="Mine")


def test_undo_says_what_moved_on_and_takes_back_nothing(world: World) -> None:
    problems(world)
    first = edit(world, "problem", {"P-1": 1, "P-2": 1}, title="Bulk")
    edit(world, "problem", {"P-2": 2}, role="designer", title="Designed")
    with pytest.raises(Conflict) as error:
        undo(world, first.undo)
    assert error.value.detail == (
        "P-2 moved on since: P-2 was changed by Dina Designer on 2026-09-30 at 14:00. Nothing was taken back."
    )
    assert [one.title for one in Problem.objects.order_by("ref")] == ["Bulk", "Designed", "Problem 3"]
    Problem.objects.filter(ref="P-1").delete()
    with pytest.raises(Conflict, match=r"^P-1 is not there any more, so nothing was taken back\.$"):
        undo(world, first.undo)


def test_undo_knows_only_changes_of_lists_in_this_workspace(world: World) -> None:
    problems(world)
    perform("core.note_add", {"text": "A note"}, world.context())
    answer = edit(world, "problem", {"P-1": 1}, title="Changed")
    for sequence, context in (
        (1, world.context()),
        (99, world.context()),
        (answer.undo, world.context_elsewhere()),
    ):
        with pytest.raises(NotFound, match=r"^No change of a list has the number"):
            perform("lists.edit_undo", {"sequence": sequence}, context)


def test_words_that_were_erased_are_not_written_back(world: World) -> None:
    problems(world)
    answer = edit(world, "problem", {"P-1": 1}, title="Ann Lee cannot export")
    erased(world, "Ann Lee")
    assert "Ann Lee" not in str(Activity.objects.get(sequence=answer.undo).changes)
    with pytest.raises(
        Conflict, match=r"^This change cannot be taken back: its words were erased for a person's sake\.$"
    ):
        undo(world, answer.undo)


def test_who_edits(world: World) -> None:
    problems(world, 1)
    for role in ("viewer", "contributor"):
        with pytest.raises(Refused):
            edit(world, "problem", {"P-1": 1}, role=role, title="No")
    from headway.apps.strategy.models import KeyResult, Objective

    objective = Objective.objects.create(workspace=world.workspace, ref="O1", title="Trust")
    KeyResult.objects.create(
        workspace=world.workspace, ref="KR1", objective=objective, title="Less", metric="m"
    )
    with pytest.raises(Refused, match=r"^Key results are not edited by the role designer\.$"):
        edit(world, "key_result", {"KR1": 1}, role="designer", title="No")
    assert [one.editable for one in rows(world, "key_result", role="designer").columns[1:2]] == [False]
    assert edit(world, "key_result", {"KR1": 1}, target=5).changed == 1
    with pytest.raises(Refused):
        undo(world, Activity.objects.filter(workspace=world.workspace, outcome="done").count() + 3, "viewer")


def test_records_from_elsewhere_are_not_there(world: World) -> None:
    accounts(world)
    with pytest.raises(NotFound, match=r"^No account “A-9” in this workspace; it may have been removed\.$"):
        edit(world, "account", {"A-1": 1, "A-9": 1}, region="EU")
    assert Account.objects.get(ref="A-1").region == ""
