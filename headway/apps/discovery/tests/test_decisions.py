"""What people decided about problems stands when themes are found, sized and listed again."""

import pytest

from headway.apps.discovery.models import Insight, Problem, Theme
from headway.apps.discovery.tests.test_problems import HEADER, bring, find, messages, problems
from headway.apps.discovery.theme_actions import ThemeFind, found_before, theme_find
from headway.core.errors import Conflict, Invalid
from headway.core.perform import ask, perform

pytestmark = pytest.mark.django_db


def decide(world, action, ref, **more):
    return perform(f"discovery.problem_{action}", {"ref": ref} | more, world.context())


def test_ranks_close_up_when_a_problem_is_declined_and_open_again_when_it_is_confirmed(world):
    messages(world)
    find(world)
    decide(world, "decline", "P-001", reason="Not ours to solve")
    assert [(one.id, one.rank) for one in problems(world)] == [("P-002", 1)]
    assert [(one.id, one.rank) for one in problems(world, state="declined")] == [("P-001", None)]
    decide(world, "confirm", "P-001")
    assert [(one.id, one.rank) for one in problems(world)] == [("P-001", 1), ("P-002", 2)]


def test_a_declined_problem_is_not_proposed_again(world):
    messages(world)
    find(world)
    decide(world, "decline", "P-001", reason="Not ours to solve")
    bring(world, "feedback", HEADER + "L9,where is my lost card,2026-09-20T10:00:00Z,support,A1,\n")
    assert find(world).proposed == 0
    assert Theme.objects.get(feedback__ref="L9").problem.ref == "P-001"
    assert [one.id for one in problems(world)] == ["P-002"]


@pytest.mark.parametrize("state", ["proposed", "declined"])
def test_problems_are_paged_without_gaps_or_repeats_whether_they_have_a_rank_or_not(world, state):
    for number in range(1, 6):
        rank = number if state == "proposed" and number < 4 else None
        Problem.objects.create(
            workspace=world.workspace, ref=f"P-00{number}", title="A problem", state=state, rank=rank
        )
    found, after = [], ""
    while page := ask(
        "discovery.problem_list", {"state": state, "limit": 2, "after": after}, world.context()
    ):
        found += [one.id for one in page.rows]
        if not (after := page.next):
            break
    assert found == ["P-001", "P-002", "P-003", "P-004", "P-005"]


def test_a_problem_is_merged_once_and_only_into_an_open_one(world):
    messages(world)
    find(world)
    decide(world, "merge", "P-002", into="P-001")
    with pytest.raises(Conflict, match="P-002 was merged into P-001 already"):
        decide(world, "merge", "P-002", into="P-001")
    decide(world, "unmerge", "P-002")
    assert Problem.objects.get(ref="P-002").state == "proposed"
    decide(world, "decline", "P-001", reason="Not ours to solve")
    with pytest.raises(Invalid, match="P-001 cannot take P-002 in"):
        decide(world, "merge", "P-002", into="P-001")


def test_a_proposal_without_themes_goes_unless_somebody_named_it_or_merged_another_into_it(world):
    def made(ref, **more):
        return Problem.objects.create(workspace=world.workspace, ref=ref, title="Cards", **more)

    messages(world)
    find(world)
    for ref in ("P-007", "P-008"):
        made(ref)
    target = made("P-009")
    made("P-010", state="merged", merged_into=target)
    decide(world, "rename", "P-008", title="Cards that never come")
    perform("discovery.problem_propose", {}, world.context())
    kept = Problem.objects.order_by("ref").values_list("ref", flat=True)
    assert list(kept) == ["P-001", "P-002", "P-008", "P-009", "P-010"]


def test_a_theme_whose_messages_were_taken_back_is_named_by_its_terms(world):
    messages(world)
    perform("discovery.theme_find", {}, world.context())
    run = ask("core.import_list", {}, world.context()).rows[0]
    assert run.kind == "feedback"
    perform("core.import_undo", {"run": run.id}, world.context())
    assert perform("discovery.problem_propose", {}, world.context()).proposed == 2
    assert Problem.objects.get(ref="P-001").title == Theme.objects.get(problem__ref="P-001").name.capitalize()


def test_personal_particulars_stay_out_of_what_was_said_in_interviews(world):
    note = {"name": "1.txt", "content": "Participant: Write to kim@acme.example, please."}
    perform("discovery.note_import", {"notes": [note]}, world.context())
    (row,) = ask("discovery.note_list", {}, world.context()).rows
    assert [one.text for one in row.sayings] == ["Write to [EMAIL_1], please."]


def test_of_two_who_find_themes_at_once_the_later_is_told_so(world):
    messages(world)
    question = ThemeFind()
    found = found_before(world.context(), question)
    perform("discovery.theme_find", {"seed": 1}, world.context())
    with pytest.raises(Conflict, match="by somebody else meanwhile"):
        theme_find(world.context(), question, found)
    assert [one.messages for one in Theme.objects.order_by("ref")] == [4, 3]


def test_the_next_insight_finds_a_free_ref_after_others_went(world):
    messages(world)
    span = {"start": 0, "end": 4, "kind": "pain"}
    for ref in ("L1", "L2"):
        perform("discovery.insight_add", span | {"feedback": ref}, world.context())
    Insight.objects.get(ref="IN-1").delete()
    perform("discovery.insight_add", span | {"feedback": "L3"}, world.context())
    assert sorted(Insight.objects.values_list("ref", flat=True)) == ["IN-2", "IN-3"]
