"""Search over every kind: what is found, in which order, why, and by whom."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from headway.apps.decisions.models import Decision
from headway.apps.discovery.models import Account, Feedback, Problem
from headway.apps.prioritisation.models import Initiative
from headway.core import kinds as kinds_module
from headway.core.errors import Invalid, NotFound, Refused
from headway.core.perform import ask
from headway.core.roles import ADMINS
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def find(world: World, text: str, role: str = "viewer", **more: Any) -> Any:
    return ask("search.find", {"text": text, **more}, world.context(role))


def refs(world: World, text: str, **more: Any) -> list[str]:
    return [row.ref for row in find(world, text, **more).rows]


def problem(world: World, ref: str, title: str, days: int = 0, **more: Any) -> Problem:
    made = {"created_at": NOW - timedelta(days=days)}
    return Problem.objects.create(workspace=world.workspace, ref=ref, title=title, **made | more)


def message(world: World, ref: str, text: str) -> Feedback:
    return Feedback.objects.create(
        workspace=world.workspace, ref=ref, text=text, redacted_text=text, at=NOW, created_at=NOW
    )


@pytest.fixture
def filled(world: World) -> World:
    problem(world, "P-1", "The export fails")
    problem(world, "P-2", "Notifications come too late", reason="Every export is told an hour later")
    Initiative.objects.create(workspace=world.workspace, ref="INI-01", title="Faster Éxport", created_at=NOW)
    Account.objects.create(workspace=world.workspace, ref="ACC-7", name="Exportex GmbH", created_at=NOW)
    message(world, "F-1", "I press export and it never ends")
    return world


def test_every_kind_is_found_with_where_it_is(filled: World) -> None:
    found = find(filled, "export")
    assert {(row.kind, row.ref, row.address) for row in found.rows} == {
        ("problem", "P-1", "/w/lumen/problems/P-1/"),
        ("problem", "P-2", "/w/lumen/problems/P-2/"),
        ("initiative", "INI-01", "/w/lumen/initiatives/INI-01/"),
        ("account", "ACC-7", "/w/lumen/accounts/#ACC-7"),
        ("feedback", "F-1", kinds_module.kind_named("feedback").address("lumen", "F-1")),
    }
    assert {one.kind: (one.label, one.count, one.is_more) for one in found.counts} == {
        "problem": ("Problem", 2, False), "initiative": ("Initiative", 1, False),
        "account": ("Account", 1, False), "feedback": ("Message", 1, False),
    }  # fmt: skip


def test_a_ref_comes_first_in_whatever_case(filled: World) -> None:
    problem(filled, "P-9", "What came of ini-01")
    rows = find(filled, "ini-01").rows
    assert (rows[0].ref, rows[0].why, rows[0].score) == ("INI-01", "its ref", 100.0)
    assert [row.ref for row in rows] == ["INI-01", "P-9"]


def test_the_last_word_may_be_only_begun(filled: World) -> None:
    assert refs(filled, "notif") == ["P-2"]
    assert refs(filled, "notif late") == refs(filled, "notif lat") == ["P-2"]
    assert refs(filled, "export fai") == ["P-1"]


def test_case_and_accents_do_not_count(filled: World) -> None:
    assert refs(filled, "FASTER EXPORT") == refs(filled, "fäster éxport") == ["INI-01"]


@pytest.mark.parametrize(
    ("typed", "proposal", "first"),
    [
        ("exprot", "export", "INI-01"),
        ("notifcatons", "notifications", "P-2"),
        ("the exprot fials", "the export fails", "P-1"),
        ("fastr", "faster", "INI-01"),
    ],
)
def test_typing_errors_are_put_right(filled: World, typed: str, proposal: str, first: str) -> None:
    found = find(filled, typed)
    assert found.proposal == proposal and found.rows[0].ref == first
    assert found.rows[0].why.startswith("corrected")


def test_one_wrong_word_is_named_in_the_reason(filled: World) -> None:
    assert find(filled, "exprot").rows[0].why == "corrected from “exprot”"


def test_words_that_are_too_short_or_too_far_are_not_put_right(filled: World) -> None:
    assert refs(filled, "tha") == [] and refs(filled, "exqqrt") == []


def test_a_word_that_nothing_has_is_left_out_and_said(filled: World) -> None:
    found = find(filled, "zzyzx fails")
    assert ([row.ref for row in found.rows], found.dropped, found.proposal) == (["P-1"], ["zzyzx"], "")
    nothing = find(filled, "zzyzx")
    assert (nothing.rows, nothing.dropped, nothing.counts) == ([], [], [])


def test_where_no_record_has_all_words_those_with_some_are_shown(filled: World) -> None:
    found = find(filled, "faster fails")
    assert ({row.ref for row in found.rows}, found.is_partial) == ({"INI-01", "P-1"}, True)
    assert find(filled, "export fails").is_partial is False


def test_the_word_itself_comes_before_one_that_it_begins(world: World) -> None:
    problem(world, "P-1", "Exporters wanted")
    problem(world, "P-2", "One export wanted", days=300)
    assert refs(world, "export") == ["P-2", "P-1"]


def test_a_title_weighs_more_than_a_body_and_recent_more_than_old(world: World) -> None:
    problem(world, "P-OLD", "Export is slow", days=720)
    problem(world, "P-NEW", "Export is slow", days=1)
    problem(world, "P-BODY", "Something else", reason="The export is slow")
    problem(world, "P-WHOLE", "Export", days=900)
    rows = find(world, "export").rows
    assert [row.ref for row in rows] == ["P-WHOLE", "P-NEW", "P-OLD", "P-BODY"]
    assert [row.why for row in rows] == ["in the title"] * 3 + ["in the text"]
    assert [row.score for row in rows] == [9.0312, 8.6628, 7.7292, 2.0]


def test_equal_ones_keep_their_order(world: World) -> None:
    for ref in ("P-3", "P-1", "P-2"):
        problem(world, ref, "Export fails")
    assert refs(world, "export") == ["P-2", "P-1", "P-3"] == refs(world, "export")


def test_the_words_are_marked_in_title_and_body(filled: World) -> None:
    row = next(row for row in find(filled, "exprot told").rows if row.ref == "P-2")
    assert [(one.text, one.marked) for one in row.snippet] == [
        ("Every ", False), ("export", True), (" is ", False), ("told", True), (" an hour later", False)
    ]  # fmt: skip
    first = find(filled, "fails").rows[0]
    assert [(one.text, one.marked) for one in first.marked_title] == [("The export ", False), ("fails", True)]


def test_script_in_a_record_comes_back_as_text(world: World) -> None:
    problem(world, "P-1", '<script>alert("x")</script> export')
    row = find(world, "alert").rows[0]
    assert "".join(one.text for one in row.marked_title) == '<script>alert("x")</script> export'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "!?",
        '"',
        "'",
        'a" OR b',
        "title : x",
        "a AND NOT",
        "x'/\\&|!",
        "🙂",
        "(" * 300,
        "%_",
        "\x00",
    ],
)
def test_whatever_is_typed_is_only_words(filled: World, text: str) -> None:
    assert find(filled, text).next == ""


def test_kinds_can_be_chosen(filled: World) -> None:
    assert refs(filled, "export", kinds=["initiative"]) == ["INI-01"]
    with pytest.raises(NotFound, match="No kind of record 'nothing'"):
        find(filled, "export", kinds=["nothing"])


def test_pages_go_on_where_the_last_one_ended(world: World) -> None:
    for number in range(7):
        problem(world, f"P-{number}", "Export fails")
    first = find(world, "export", limit=4)
    second = find(world, "export", limit=4, after=first.next)
    assert [row.ref for row in first.rows + second.rows] == [
        f"P-{number}" for number in (6, 5, 4, 3, 2, 1, 0)
    ]
    assert (first.next, second.next) == ("4", "")
    with pytest.raises(Invalid, match="Field after: give `next` of the last answer"):
        find(world, "export", after="x")


def test_of_each_kind_only_so_many_where_that_is_asked(filled: World) -> None:
    found = find(filled, "export", each=1)
    assert sorted(row.kind for row in found.rows) == ["account", "feedback", "initiative", "problem"]
    assert {one.kind: one.count for one in found.counts}["problem"] == 2


def test_nothing_of_another_workspace_is_found_or_proposed(filled: World) -> None:
    Problem.objects.create(workspace=filled.elsewhere, ref="P-E", title="Zebra secrets")
    assert refs(filled, "zebra") == [] and find(filled, "zebrra").proposal == ""
    assert "P-E" not in refs(filled, "P-E") and refs(filled, "zeb") == []
    own = ask("search.find", {"text": "zebrra"}, filled.context_elsewhere())
    assert [row.ref for row in own.rows] == ["P-E"]
    assert ask("search.find", {"text": "export"}, filled.context_elsewhere()).rows == []


def test_only_kinds_that_the_role_may_read_and_no_word_of_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    Decision.objects.create(
        workspace=world.workspace,
        ref="DEC-1",
        question="Acquire Quuxcorp?",
        opened_by=world.users["owner"],
    )
    kind = kinds_module.kind_named("decision")
    monkeypatch.setitem(kinds_module._KINDS, "decision", kind.__class__(**vars(kind) | {"readers": ADMINS}))
    for text in ("quuxcorp", "quuxcrop", "DEC-1", "quux"):
        assert (refs(world, text), find(world, text).proposal) == ([], ""), text
        assert [row.ref for row in find(world, text, role="owner").rows] == ["DEC-1"]
    assert refs(world, "quuxcorp", kinds=["decision"]) == []


def test_a_token_kept_to_something_else_does_not_search(world: World) -> None:
    context = replace(world.context("viewer"), scopes=("discovery",))
    with pytest.raises(Refused, match="outside the scopes of this token"):
        ask("search.find", {"text": "export"}, context)
