"""Who is told of what: once, in the weightiest way, only where they belong and want to."""

from typing import Any

import pytest

from headway.apps.discovery.models import Problem
from headway.apps.governance.models import Approval
from headway.core.models import Membership
from headway.core.perform import perform
from headway.core.talk.models import Notification, Watch
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_mention_a_reply_and_a_comment_reach_each_person_once(say: Any, told: Any) -> None:
    first = say("engineer", "Why?")
    assert told() == []
    say("designer", "Ask @Pia Manager and @Egon Engineer", reply_to=first)
    assert told() == [("engineer", "mention"), ("product_manager", "mention")]
    say("product_manager", "Here", reply_to=first)
    assert told() == [
        ("designer", "reply"), ("engineer", "mention"), ("engineer", "reply"), ("product_manager", "mention")
    ]  # fmt: skip
    say("analyst", "Something else")
    latest = [pair for pair in told() if pair[1] == "comment"]
    assert latest == [("designer", "comment"), ("engineer", "comment"), ("product_manager", "comment")]


def test_nobody_is_told_of_what_they_do_themselves(say: Any, told: Any) -> None:
    say("engineer", "Note to @Egon Engineer")
    assert told() == []


def test_an_edit_tells_only_those_newly_mentioned(say: Any, do: Any, told: Any) -> None:
    ref = say("engineer", "@Pia Manager")
    do("engineer", "talk.comment_edit", ref=ref, body="@Pia Manager and @Dina Designer")
    assert told() == [("designer", "mention"), ("product_manager", "mention")]


def test_whoever_speaks_or_is_mentioned_watches_until_they_end_it_for_good(
    say: Any, do: Any, told: Any
) -> None:
    first = say("engineer", "Hi @Pia Manager")
    reasons = Watch.objects.values_list("person__name", "reason")
    assert sorted(reasons) == [("Egon Engineer", "commented"), ("Pia Manager", "mentioned")]
    do("product_manager", "talk.unwatch", kind="problem", ref="P-1")
    Notification.objects.all().delete()
    say("designer", "Hm")
    say("designer", "Hm, hm", reply_to=first)
    assert told() == [("engineer", "comment"), ("engineer", "reply")]
    say("designer", "@Pia Manager?")
    assert ("product_manager", "mention") in told()
    assert Watch.objects.get(person__name="Pia Manager").is_on is False


def test_unwatching_counts_for_replies_in_ones_own_thread(say: Any, do: Any, told: Any) -> None:
    first = say("engineer", "Why?")
    do("engineer", "talk.unwatch", kind="problem", ref="P-1")
    say("designer", "Because", reply_to=first)
    assert told() == []


def test_many_changes_to_a_watched_record_are_one_unread_notification(
    do: Any, problem: Problem, told: Any
) -> None:
    do("viewer", "talk.watch", kind="problem", ref="P-1")
    for title in ("Export is slow", "Export stalls", "Export hangs"):
        do("product_manager", "discovery.problem_rename", ref="P-1", title=title)
    assert told() == [("viewer", "changed")]
    one = Notification.objects.get()
    assert "Export hangs" in one.words
    do("viewer", "talk.notification_read", id=str(one.pk))
    do("product_manager", "discovery.problem_rename", ref="P-1", title="Export fails again")
    assert told() == [("viewer", "changed"), ("viewer", "changed")]


def test_whoever_makes_a_record_watches_it(do: Any, world: World) -> None:
    do("product_manager", "prioritisation.initiative_save", ref="INI-1", title="Faster export",
       effort={"Core": {"p50": 1, "p90": 2}})  # fmt: skip
    [watch] = Watch.objects.all()
    assert (watch.kind, watch.person, watch.reason) == (
        "prioritisation.initiative", world.users["product_manager"], "wrote"
    )  # fmt: skip


def test_who_left_or_is_not_active_is_not_told(world: World, say: Any, do: Any, told: Any) -> None:
    say("engineer", "Hm")
    say("designer", "Hm")
    Notification.objects.all().delete()
    Membership.objects.filter(user=world.users["engineer"]).delete()
    world.users["designer"].is_active = False
    world.users["designer"].save()
    say("analyst", "Anybody?")
    assert told() == []


def test_what_is_switched_off_is_not_told_and_the_rest_goes_out_as_chosen(
    say: Any, do: Any, told: Any
) -> None:
    do("product_manager", "talk.preferences_set", choices={"mention": "off", "comment": "email"})
    say("engineer", "@Pia Manager")
    assert told() == []
    say("engineer", "More")
    [one] = Notification.objects.all()
    assert (one.event, one.mail) == ("comment", "now")


def test_a_pending_change_asks_everybody_who_may_approve_and_tells_what_came_of_it(
    world: World, do: Any, told: Any
) -> None:
    do("owner", "governance.policy_adopt", profile="enterprise")
    answer = do("admin", "governance.policy_adopt", profile="startup")
    approval = Approval.objects.get(ref=answer.approval)
    able = {email for email, event in told() if event == "approval_waits"}
    assert able == {"owner", "product_lead"}
    note = Notification.objects.get(event="approval_waits", person=world.users["owner"])
    assert (note.words, note.mail, note.actor) == (approval.title, "now", world.users["admin"])
    do("owner", "governance.approval_refuse", ref=approval.ref, note="Not now")
    note.refresh_from_db()
    assert note.read_at is not None
    assert ("admin", "approval_decided") in told()
    assert Notification.objects.get(event="approval_decided").words == f"Refused: {approval.title}"


def test_an_import_tells_nobody_by_default_and_only_whoever_made_it_when_asked(
    world: World, do: Any, told: Any
) -> None:
    table = {
        "kind": "feedback",
        "file_name": "f.csv",
        "content": "id,text,created_at\nF-1,It fails,2026-09-01\n",
    }
    do("product_manager", "core.file_import", **table)
    assert told() == []
    do("product_manager", "talk.preferences_set", choices={"import_finished": "inbox"})
    do(
        "product_manager",
        "core.file_import",
        **table | {"content": table["content"] + "F-2,Slow,2026-09-02\n"},
    )
    assert told() == [("product_manager", "import_finished")]


def test_a_refused_action_tells_nobody(world: World, problem: Problem, do: Any, told: Any) -> None:
    do("owner", "talk.watch", kind="problem", ref="P-1")
    from headway.core.errors import Refused

    with pytest.raises(Refused):
        do("viewer", "discovery.problem_rename", ref="P-1", title="x")
    assert told() == []


def test_notifications_stay_in_their_workspace(world: World, say: Any, do: Any) -> None:
    say("engineer", "@Pia Manager")
    from headway.core.perform import ask

    assert ask("talk.inbox_list", {}, world.context_elsewhere()).model_dump()["rows"] == []
    note = Notification.objects.get()
    from headway.core.errors import NotFound

    for role_context in (world.context_elsewhere(), world.context("owner")):
        with pytest.raises(NotFound, match="No such notification in your inbox"):
            perform("talk.notification_read", {"id": str(note.pk)}, role_context)
    assert Notification.objects.get().read_at is None
