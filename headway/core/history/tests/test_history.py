"""What the history of a record says, and going back to how the record stood."""

from typing import Any

import pytest

from headway.apps.discovery.models import Account, Feedback, Problem
from headway.apps.prioritisation.models import Initiative
from headway.core.errors import Conflict, Invalid, NotFound, Refused
from headway.core.lists.tests.company import edit, erased, field, problems
from headway.core.models import Activity
from headway.core.perform import ask, perform
from tests.world import World


def history(world: World, kind: str = "problem", ref: str = "P-1", role: str = "viewer", **more: Any) -> Any:
    return ask("core.record_history", {"kind": kind, "ref": ref} | more, world.context(role))


def standing(
    world: World, sequence: int, kind: str = "problem", ref: str = "P-1", side: str = "before"
) -> Any:
    question = {"kind": kind, "ref": ref, "sequence": sequence, "side": side}
    return ask("core.record_standing", question, world.context())


def restore(
    world: World, sequence: int, version: int, kind: str = "problem", ref: str = "P-1",
    side: str = "before", role: str = "product_manager",
) -> Any:  # fmt: skip
    question = {"kind": kind, "ref": ref, "sequence": sequence, "side": side, "version": version}
    return perform("core.record_restore", question, world.context(role))


def told(found: Any) -> list[tuple[str, list[tuple[str, str, str]]]]:
    return [
        (row.summary, [(one.label, one.before_words, one.after_words) for one in row.changes])
        for row in found.rows
    ]


def test_who_changed_what_from_what_to_what(world: World) -> None:
    problems(world)
    perform("discovery.problem_rename", {"ref": "P-1", "title": "Export stops"}, world.context("designer"))
    edit(world, "problem", {"P-1": 2, "P-2": 1}, title="Exports stop")
    found = history(world)
    assert told(found) == [
        ("Changed title of 2 problems", [("Title", "Export stops", "Exports stop")]),
        ("Renamed P-1 to 'Export stops'", [("Title", "Problem 1", "Export stops")]),
    ]
    assert [(one.actor, one.channel, one.records, one.restorable) for one in found.rows] == [
        ("Pia Manager", "api", 2, False), ("Dina Designer", "api", 1, False),
    ]  # fmt: skip
    assert (found.ref, found.title, found.version, found.came_from, found.next) == (
        "P-1", "Exports stop", 3, "", "",
    )  # fmt: skip
    assert [one.restorable for one in history(world, role="designer").rows] == [True, True]


def test_values_are_told_as_people_say_them(world: World) -> None:
    Initiative.objects.create(workspace=world.workspace, ref="INI-1", title="Freeze a card", nature="feature")
    wave = field(world, "Wave", "money", kind="initiative")
    sponsor = field(world, "Sponsor", "person", kind="initiative")
    person = str(world.users["engineer"].pk)
    edit(world, "initiative", {"INI-1": 1}, moscow="wont", mandatory=True, **{wave: "12.5", sponsor: person})
    [row] = history(world, "initiative", "INI-1").rows
    assert sorted((one.label, one.before_words, one.after_words) for one in row.changes) == [
        ("Mandatory", "no", "yes"),
        ("MoSCoW", "nothing", "Won't"),
        ("Sponsor", "nothing", "Egon Engineer"),
        ("Wave", "nothing", "12.50 EUR"),
    ]


TICKETS = "Summary,Issue key,Status,Custom field (Story Points),Size\n"


def tickets(world: World, *lines: str) -> Any:
    content = TICKETS + "".join(f"{line}\n" for line in lines)
    question = {"kind": "backlog", "file_name": "backlog.csv", "content": content}
    return perform("core.file_import", question, world.context())


def test_what_an_import_changed_stands_with_its_values(world: World) -> None:
    field(world, "Size", "number", kind="story")
    tickets(world, "Why,S-1,Open,3,1", "How,S-2,Open,,")
    assert history(world, "story", "S-1").rows == []
    run = tickets(world, "Why not,S-1,Done,3,2", "How,S-2,Open,,").run
    perform("core.import_undo", {"run": run.id}, world.context())
    found = history(world, "story", "S-1")
    changed = {("Title", "Why", "Why not"), ("Status", "Open", "Done"), ("Size", "1", "2")}
    assert [(summary, set(values)) for summary, values in told(found)] == [
        (
            "Undid the import of backlog.csv: put back S-1",
            {(label, after, before) for label, before, after in changed},
        ),
        ("Imported backlog.csv: changed S-1", changed),
    ]
    assert (found.came_from, history(world, "story", "S-2").rows) == ("backlog.csv of file", [])
    then = standing(world, found.rows[0].sequence, "story", "S-1")
    assert sorted((one.label, one.now_words, one.then_words) for one in then.changes) == sorted(
        (label, before, after)
        for label, before, after in changed
        if label in {one.label for one in then.changes}
    )
    assert {"Title", "Size"} <= {one.label for one in then.changes}


def test_what_no_list_shows_does_not_come_into_the_log(world: World) -> None:
    for words in ("Write to ann@acme.example", "Write to ann@acme.example now"):
        content = f"id,text,created_at\nF-1,{words},2026-09-01\n"
        question = {"kind": "feedback", "file_name": "feedback.csv", "content": content}
        perform("core.file_import", question, world.context())
    [row] = history(world, "feedback", "F-1").rows
    [change] = row.changes
    assert (change.label, change.after) == ("Message", Feedback.objects.get().redacted_text)
    assert "ann@acme" not in str([one.changes for one in Activity.objects.all()])


def test_a_long_history_comes_in_parts(world: World) -> None:
    problems(world)
    for version in range(1, 6):
        edit(
            world,
            "problem",
            {"P-1": version, **({"P-2": version} if version < 3 else {})},
            title=f"T{version}",
        )
    first = history(world, limit=2)
    then = history(world, limit=3, after=first.next)
    names = [one.changes[0].after for part in (first, then) for one in part.rows]
    assert (names, then.next) == (["T5", "T4", "T3", "T2", "T1"], "")


def test_comments_and_refusals_are_no_changes(world: World) -> None:
    problems(world)
    perform("talk.comment_add", {"kind": "problem", "ref": "P-1", "body": "Hm"}, world.context("engineer"))
    with pytest.raises(Refused):
        edit(world, "problem", {"P-1": 1}, role="viewer", title="Mine")
    assert history(world).rows == []


def test_going_back_sets_what_changed_since_and_can_be_undone(world: World) -> None:
    problems(world)
    tier = field(world, "Tier", "text")
    first = edit(world, "problem", {"P-1": 1}, title="Second title", **{tier: "gold"}).undo
    edit(world, "problem", {"P-1": 2}, **{tier: "silver"})
    shown = standing(world, first)
    assert [(one.column, one.now, one.then) for one in shown.changes] == [
        ("title", "Second title", "Problem 1"), ("custom.tier", "silver", None),
    ]  # fmt: skip
    assert (shown.version, shown.left) == (3, [])
    after = standing(world, first, side="after")
    assert [(one.column, one.now, one.then) for one in after.changes] == [("custom.tier", "silver", "gold")]
    answer = restore(world, first, 3)
    found = Problem.objects.get(ref="P-1", workspace=world.workspace)
    assert (found.title, found.custom, found.version) == ("Problem 1", {}, 4)
    entry = Activity.objects.get(sequence=answer.undo, workspace=world.workspace)
    assert (entry.action, entry.subject_id) == ("core.record_restore", str(found.pk))
    assert entry.summary == f"Put back custom.tier, title of P-1 as before change {first}"
    assert entry.changes["restored"] == {"sequence": first, "side": "before"}
    perform("lists.edit_undo", {"sequence": answer.undo}, world.context())
    found.refresh_from_db()
    assert (found.title, found.custom, found.version) == ("Second title", {"tier": "silver"}, 5)


def test_money_comes_back_in_minor_units_and_days_as_days(world: World) -> None:
    Initiative.objects.create(workspace=world.workspace, ref="INI-1", title="Freeze a card", nature="feature")
    cost = field(world, "Cost", "money", kind="initiative")
    edit(world, "initiative", {"INI-1": 1}, deadline="2026-12-31", **{cost: "12.50"})
    change = edit(world, "initiative", {"INI-1": 2}, deadline=None, **{cost: "99"}).undo
    restore(world, change, 3, "initiative", "INI-1")
    found = Initiative.objects.get(ref="INI-1")
    assert (str(found.deadline), found.custom) == ("2026-12-31", {"cost": 1250})


def test_a_record_that_moved_on_is_not_overwritten(world: World) -> None:
    problems(world)
    change = edit(world, "problem", {"P-1": 1}, title="Second title").undo
    edit(world, "problem", {"P-1": 2}, role="designer", title="Third title")
    with pytest.raises(
        Conflict, match=r"^P-1 was changed by Dina Designer on .* meanwhile: Title is now “Third title”"
    ):
        restore(world, change, 2)
    assert Problem.objects.get(ref="P-1", workspace=world.workspace).title == "Third title"


def test_what_is_not_edited_in_a_list_stays_and_says_why(world: World) -> None:
    Initiative.objects.create(workspace=world.workspace, ref="INI-1", title="Freeze a card", nature="feature")
    perform(
        "prioritisation.initiative_save",
        {"ref": "INI-1", "title": "Freeze it", "earliest_quarter": "2027-Q1"},
        world.context(),
    )
    change = Activity.objects.filter(workspace=world.workspace).latest("sequence").sequence
    shown = standing(world, change, "initiative", "INI-1")
    assert [(one.column, one.then) for one in shown.changes] == [("title", "Freeze a card")]
    assert [(one.label, one.reason) for one in shown.left] == [
        ("Earliest quarter", "It is changed by prioritisation.initiative_save, not in the list.")
    ]
    restore(world, change, 2, "initiative", "INI-1")
    found = Initiative.objects.get(ref="INI-1")
    assert (found.title, found.earliest_quarter) == ("Freeze a card", "2027-Q1")


def test_a_choice_that_is_gone_stays_as_it_is(world: World) -> None:
    problems(world)
    question = {
        "kind": "problem",
        "label": "Tier",
        "type": "select",
        "options": [{"label": "Gold"}, {"label": "Tin"}],
    }
    made: Any = perform("lists.field_save", question, world.context("owner"))
    edit(world, "problem", {"P-1": 1}, custom__tier="gold")
    change = edit(world, "problem", {"P-1": 2}, custom__tier="tin").undo
    left = question | {"ref": made.ref, "options": [{"label": "Tin", "value": "tin"}]}
    perform("lists.field_save", left, world.context("owner"))
    with pytest.raises(Invalid) as refused:
        restore(world, change, 3)
    assert refused.value.detail == (
        "P-1 would be the same, so there is nothing to put back. Tier stays: “gold” is not one of the choices; "
        "there are Tin."
    )


def test_erased_words_stay_erased(world: World) -> None:
    problems(world)
    edit(world, "problem", {"P-1": 1}, title="Ask Fern Fullname")
    change = edit(world, "problem", {"P-1": 2}, title="Ask somebody").undo
    erased(world, "Fern Fullname")
    rows = history(world, role="product_manager").rows
    assert [(one.erased, one.restorable) for one in rows] == [(True, False), (True, False)]
    assert "Fern" not in str(rows)
    with pytest.raises(Invalid, match="Title stays: Its words were erased for a person's sake"):
        restore(world, change, 3)
    assert Problem.objects.get(ref="P-1", workspace=world.workspace).title == "Ask somebody"


def test_who_may_not_edit_may_not_go_back(world: World) -> None:
    problems(world)
    change = edit(world, "problem", {"P-1": 1}, title="Second title").undo
    with pytest.raises(Refused):
        restore(world, change, 2, role="contributor")
    with pytest.raises(NotFound, match="The history of P-2 has no change"):
        restore(world, change, 1, ref="P-2")
    with pytest.raises(NotFound, match="No problem 'P-1'"):
        ask("core.record_history", {"kind": "problem", "ref": "P-1"}, world.context_elsewhere())
    Account.objects.create(workspace=world.workspace, ref="P-1", name="The same ref")
    assert history(world, "account").rows == []
