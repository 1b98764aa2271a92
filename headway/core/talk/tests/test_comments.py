"""Saying something about a record, and everything that can be done with it afterwards."""

from datetime import timedelta
from typing import Any

import pytest

from headway.core.errors import Invalid, NotFound, Refused
from headway.core.models import Activity, Membership, User
from headway.core.perform import perform
from headway.core.talk.models import Comment
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def test_a_comment_says_who_when_and_what_it_names(world: World, say: Any, get: Any) -> None:
    assert say("engineer", " See @Pia Manager in P-1.\r\nAnd X-9 ") == "COM-1"
    found = get("viewer", "talk.comment_list", kind="problem", ref="P-1")
    [thread] = found.rows
    assert (thread.ref, thread.author.name, thread.created_at) == ("COM-1", "Egon Engineer", NOW)
    assert thread.body == "See @Pia Manager in P-1.\nAnd X-9"
    assert thread.people == {"@Pia Manager": str(world.users["product_manager"].pk)}
    assert thread.records == {"P-1": "problem"}
    assert (found.total, found.open, found.title, found.address) == (
        1,
        1,
        "Export fails",
        "/w/lumen/problems/P-1/",
    )


def test_replies_stand_in_one_thread_whichever_comment_is_answered(say: Any, get: Any) -> None:
    first = say("engineer", "Why?")
    reply = say("designer", "Because.", reply_to=first)
    say("engineer", "Really?", reply_to=reply)
    say("analyst", "Another thing")
    latest, earlier = get("owner", "talk.comment_list", kind="problem", ref="P-1").rows
    assert (latest.body, latest.replies) == ("Another thing", [])
    assert [one.body for one in earlier.replies] == ["Because.", "Really?"]


def test_a_reply_goes_to_a_comment_on_the_same_record_only(world: World, say: Any) -> None:
    from headway.apps.discovery.models import Problem

    Problem.objects.create(workspace=world.workspace, ref="P-2", title="Slow")
    first = say("engineer", "Why?")
    with pytest.raises(Invalid, match="COM-1 is about another record"):
        say("engineer", "x", ref="P-2", reply_to=first)
    with pytest.raises(NotFound):
        say("engineer", "x", reply_to="COM-7")
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("body", ["   \n ", "x" * 10_001])
def test_words_are_neither_missing_nor_endless(say: Any, body: str) -> None:
    with pytest.raises(Invalid, match=r"^Field body: "):
        say("engineer", body)
    assert Comment.objects.count() == 0


def test_a_mention_that_may_be_two_people_is_asked_back(world: World, say: Any) -> None:
    twin = User.objects.create_user("pia2@lumen.test", name="Pia Other")
    Membership.objects.create(workspace=world.workspace, user=twin, role="viewer")
    with pytest.raises(Invalid) as told:
        say("engineer", "@Pia, what now?")
    assert told.value.detail == (
        "Field body: @Pia may be Pia Other (pia2@lumen.test) or Pia Manager (product_manager@lumen.test); write @ and "
        "the e-mail address of whom you mean."
    )
    say("engineer", "@pia2@lumen.test, what now?")


def test_an_account_elsewhere_looks_like_none_at_all(say: Any, get: Any, told: Any) -> None:
    say("engineer", "Ask @owner@elsewhere.test and @nobody@nowhere.test or @Otto Outsider")
    [thread] = get("owner", "talk.comment_list", kind="problem", ref="P-1").rows
    assert (thread.people, told()) == ({}, [])


def test_a_quote_names_the_text_that_has_it(say: Any, get: Any) -> None:
    say("engineer", "Always?", quote="Export  fails", quote_field="title")
    say("engineer", "Somebody said so", quote="It was fine")
    rows = get("owner", "talk.comment_list", kind="problem", ref="P-1").rows
    assert [(one.quote, one.quote_field) for one in rows] == [("It was fine", ""), ("Export  fails", "title")]


def test_a_quote_that_is_not_there_is_told(say: Any) -> None:
    with pytest.raises(Invalid, match="these words are not in the title any more"):
        say("engineer", "Always?", quote="Import", quote_field="title")
    with pytest.raises(Invalid, match="problem has no text 'rank'; it has title, reason"):
        say("engineer", "Always?", quote="Import", quote_field="rank")


def test_only_its_author_changes_a_comment(say: Any, do: Any, get: Any) -> None:
    ref = say("engineer", "Wyh?")
    with pytest.raises(Refused, match="Only Egon Engineer can change COM-1"):
        do("owner", "talk.comment_edit", ref=ref, body="No")
    do("engineer", "talk.comment_edit", ref=ref, body="Why, P-1?")
    [thread] = get("owner", "talk.comment_list", kind="problem", ref="P-1").rows
    assert (thread.body, thread.edited_at, thread.records) == ("Why, P-1?", NOW, {"P-1": "problem"})


def test_what_is_taken_back_is_gone_and_leaves_its_place(say: Any, do: Any, get: Any) -> None:
    ref = say("engineer", "Secret @Pia Manager", quote="Export", quote_field="title")
    say("designer", "Hm", reply_to=ref)
    with pytest.raises(Refused, match="Only Egon Engineer or an admin"):
        do("product_manager", "talk.comment_remove", ref=ref)
    do("engineer", "talk.comment_remove", ref=ref)
    [thread] = get("owner", "talk.comment_list", kind="problem", ref="P-1").rows
    assert (thread.body, thread.quote, thread.people, thread.removed_at) == ("", "", {}, NOW)
    assert [one.body for one in thread.replies] == ["Hm"]
    assert get("owner", "talk.comment_list", kind="problem", ref="P-1").open == 0
    for name, more in (("talk.comment_edit", {"body": "x"}), ("talk.comment_remove", {})):
        with pytest.raises(Invalid, match="COM-1 was taken back"):
            do("engineer", name, ref=ref, **more)


def test_an_admin_takes_back_what_others_said(say: Any, do: Any, get: Any) -> None:
    do("admin", "talk.comment_remove", ref=say("engineer", "Rude"))
    [thread] = get("owner", "talk.comment_list", kind="problem", ref="P-1").rows
    assert (thread.removed_by, thread.author.name) == ("Adam Admin", "Egon Engineer")


def test_a_thread_is_resolved_and_a_reply_opens_it_again(say: Any, do: Any, get: Any) -> None:
    ref = say("engineer", "Why?")
    reply = say("designer", "Because.", reply_to=ref)
    do("contributor", "talk.comment_resolve", ref=reply)
    found = get("owner", "talk.comment_list", kind="problem", ref="P-1")
    assert (found.rows[0].resolved_by, found.open, found.total) == ("Cora Contributor", 0, 1)
    with pytest.raises(Invalid, match="COM-1 is resolved already"):
        do("engineer", "talk.comment_resolve", ref=ref)
    say("engineer", "But", reply_to=ref)
    assert get("owner", "talk.comment_list", kind="problem", ref="P-1").open == 1
    with pytest.raises(Invalid, match="COM-1 is open already"):
        do("engineer", "talk.comment_reopen", ref=ref)


def test_long_talk_comes_in_pages_the_latest_first(say: Any, get: Any) -> None:
    for number in range(5):
        say("engineer", f"{number}")
    first = get("owner", "talk.comment_list", kind="problem", ref="P-1", limit=2)
    then = get("owner", "talk.comment_list", kind="problem", ref="P-1", limit=2, after=first.next)
    last = get("owner", "talk.comment_list", kind="problem", ref="P-1", limit=2, after=then.next)
    assert [[one.body for one in part.rows] for part in (first, then, last)] == [
        ["4", "3"],
        ["2", "1"],
        ["0"],
    ]
    assert (first.total, last.next) == (5, "")


def test_viewers_read_and_contributors_write(say: Any, get: Any) -> None:
    with pytest.raises(Refused):
        say("viewer", "Hm")
    say("contributor", "Hm")
    assert get("viewer", "talk.comment_list", kind="problem", ref="P-1").total == 1


def test_another_workspaces_talk_is_not_there(world: World, say: Any) -> None:
    from headway.core.perform import ask

    say("engineer", "Ours")
    for name, question in (
        ("talk.comment_list", {"kind": "problem", "ref": "P-1"}),
        ("talk.comment_list", {"kind": "problem", "ref": str(Comment.objects.get().record_id)}),
    ):
        with pytest.raises(NotFound, match="No problem"):
            ask(name, question, world.context_elsewhere())
    with pytest.raises(NotFound, match="No comment 'COM-1'"):
        perform("talk.comment_remove", {"ref": "COM-1"}, world.context_elsewhere())


def test_the_log_names_the_comment_and_none_of_its_words(world: World, say: Any, do: Any) -> None:
    ref = say("engineer", "Very private words")
    do("engineer", "talk.comment_edit", ref=ref, body="Other private words")
    do("engineer", "talk.comment_remove", ref=ref)
    rows = Activity.objects.filter(action__startswith="talk.").order_by("sequence")
    assert [row.summary for row in rows] == [
        "Commented on P-1", "Changed the comment COM-1", "Took the comment COM-1 back"
    ]  # fmt: skip
    assert all("private" not in f"{row.summary}{row.changes}" for row in rows)
    assert {row.changes["comment"] for row in rows} == {"COM-1"}


def test_a_record_with_much_talk_is_read_in_two_queries(
    world: World, say: Any, get: Any, django_assert_num_queries: Any
) -> None:
    for number in range(4):
        say("designer", "And?", reply_to=say("engineer", f"{number}"))
    context = world.context("owner", now=NOW + timedelta(hours=1))
    from headway.core.perform import ask

    with django_assert_num_queries(2):
        ask("talk.comment_list", {"kind": "problem", "ref": "P-1"}, context)
