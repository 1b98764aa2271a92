"""Comments that were taken back: hidden at once, brought back within thirty days, then gone for good."""

from datetime import timedelta
from typing import Any

import pytest

from headway.core.errors import Conflict, Invalid, Refused
from headway.core.talk.models import Comment
from headway.core.talk.timers import removed_words_forget
from tests.world import NOW, World


def thread(get: Any) -> Any:
    [found] = get("owner", "talk.comment_list", kind="problem", ref="P-1").rows
    return found


def test_a_comment_comes_back_word_for_word(say: Any, do: Any, get: Any, told: Any) -> None:
    ref = say("engineer", "Ask @Pia Manager about P-1", quote="Export", quote_field="title")
    before, told_before = thread(get), told()
    gone = do("engineer", "talk.comment_remove", ref=ref)
    assert gone.undo.model_dump() == {"action": "talk.comment_restore", "question": {"ref": ref}}
    hidden = thread(get)
    assert (hidden.body, hidden.quote, hidden.quote_field, hidden.people, hidden.records) == (
        "",
        "",
        "",
        {},
        {},
    )
    assert (hidden.removed_by, hidden.remover) == ("Egon Engineer", "engineer@lumen.test")
    assert get("product_manager", "talk.inbox_list").rows[0].words == ""
    do("engineer", "talk.comment_restore", ref=ref)
    assert thread(get) == before
    assert told() == told_before
    with pytest.raises(Invalid, match="COM-1 is there; nothing has to be brought back"):
        do("engineer", "talk.comment_restore", ref=ref)


def test_whoever_took_it_back_or_an_admin_brings_it_back(say: Any, do: Any, get: Any) -> None:
    ref = say("engineer", "Rude")
    do("admin", "talk.comment_remove", ref=ref)
    with pytest.raises(Refused, match="Only Adam Admin or an admin can bring COM-1 back"):
        do("engineer", "talk.comment_restore", ref=ref)
    do("owner", "talk.comment_restore", ref=ref)
    assert thread(get).body == "Rude"


def test_after_thirty_days_the_words_are_gone_for_good(say: Any, do: Any, get: Any) -> None:
    ref, other = say("engineer", "Secret", quote="Export"), say("engineer", "Kept")
    do("engineer", "talk.comment_remove", ref=ref)
    assert removed_words_forget(NOW + timedelta(days=30, seconds=-1)) == 0
    assert removed_words_forget(NOW + timedelta(days=30)) == 1
    assert removed_words_forget(NOW + timedelta(days=31)) == 0
    assert list(Comment.objects.order_by("ref").values_list("ref", "body", "quote")) == [
        (ref, "", ""), (other, "Kept", ""),
    ]  # fmt: skip
    with pytest.raises(Conflict, match="The words of COM-1 are gone for good"):
        do("engineer", "talk.comment_restore", ref=ref)


def test_the_thread_offers_it_to_those_who_may(world: World, say: Any, do: Any) -> None:
    do("engineer", "talk.comment_remove", ref=say("engineer", "Hm"))
    path = "/w/lumen/talk/problem/P-1/"
    offered = {
        role: "Bring it back" in world.client(role).get(path).content.decode()
        for role in ("engineer", "admin", "designer", "viewer")
    }
    assert offered == {"engineer": True, "admin": True, "designer": False, "viewer": False}
    form = {"act": "restore", "comment": "COM-1", "next": path}
    assert world.client("engineer").post(path, form).status_code == 303
    assert Comment.objects.get().removed_at is None
