"""One's own notifications: in order, by kind, read and unread; and how one wants to be told."""

from datetime import timedelta
from typing import Any

import pytest

from headway.core.errors import Invalid, NotFound
from headway.core.perform import ask
from headway.core.talk.models import Notification
from headway.core.talk.queries import unread_count
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(world: World) -> list[Notification]:
    """Six for the owner: the odd ones are read, number 5 is the latest; 4 and 5 are approvals."""
    return [
        Notification.objects.create(
            workspace=world.workspace, person=world.users["owner"], key=str(number), words=f"n{number}",
            event="approval_waits" if number > 3 else "mention", created_at=NOW + timedelta(minutes=number),
            read_at=NOW if number % 2 else None,
        )
        for number in range(6)
    ]  # fmt: skip


def words(found: Any) -> list[str]:
    return [row.words for row in found.rows]


def test_unread_comes_first_and_of_each_the_latest(filled: Any, get: Any, world: World) -> None:
    found = get("owner", "talk.inbox_list")
    assert words(found) == ["n4", "n2", "n0", "n5", "n3", "n1"]
    assert (found.unread, found.next, unread_count(world.context("owner"))) == (3, "", 3)
    assert words(get("viewer", "talk.inbox_list")) == []


def test_pages_follow_each_other_across_the_border(filled: Any, get: Any) -> None:
    got, after = [], ""
    for _ in range(3):
        part = get("owner", "talk.inbox_list", limit=2, after=after)
        got, after = got + words(part), part.next
    assert (got, after) == (["n4", "n2", "n0", "n5", "n3", "n1"], "")


@pytest.mark.parametrize(
    ("show", "shown"),
    [("unread", ["n4", "n2", "n0"]), ("mentions", ["n2", "n0", "n3", "n1"]), ("approvals", ["n4", "n5"])],
)
def test_one_kind_at_a_time(filled: Any, get: Any, show: str, shown: list[str]) -> None:
    assert words(get("owner", "talk.inbox_list", show=show)) == shown


@pytest.mark.parametrize("after", ["x", "00000000-0000-0000-0000-000000000007"])
def test_a_place_that_is_not_in_the_inbox_is_told(filled: Any, get: Any, after: str) -> None:
    with pytest.raises(Invalid, match=r"^Field after: "):
        get("owner", "talk.inbox_list", after=after)


def test_one_or_all_of_a_kind_are_read(filled: Any, get: Any, do: Any) -> None:
    assert do("owner", "talk.notification_read", id=str(filled[0].pk)).read == 1
    assert do("owner", "talk.notification_read", id=str(filled[0].pk)).read == 0
    assert do("owner", "talk.notification_read_all", show="approvals").read == 1
    assert words(get("owner", "talk.inbox_list", show="unread")) == ["n2"]
    assert do("owner", "talk.notification_read_all").read == 1
    with pytest.raises(NotFound):
        do("admin", "talk.notification_read", id=str(filled[0].pk))


def test_a_row_tells_who_what_and_where(say: Any, get: Any) -> None:
    ref = say("engineer", "Ask **@Olga Owner**\n\nplease")
    [row] = get("owner", "talk.inbox_list").rows
    assert (row.said, row.words, row.comment) == (
        "Egon Engineer mentioned you",
        "Ask **@Olga Owner** please",
        ref,
    )
    assert (row.record.title, row.record.address) == ("Export fails", "/w/lumen/problems/P-1/#COM-1")


def test_a_record_that_is_gone_leaves_the_words(say: Any, get: Any, problem: Any) -> None:
    say("engineer", "@Olga Owner")
    problem.delete()
    assert get("owner", "talk.inbox_list").rows[0].record is None


def test_the_inbox_takes_few_queries_whatever_is_in_it(
    say: Any, filled: Any, world: World, django_assert_num_queries: Any
) -> None:
    for number in range(5):
        say("engineer", f"@Olga Owner {number}")
    context = world.context("owner")
    with django_assert_num_queries(3):
        ask("talk.inbox_list", {}, context)


def test_watched_records_say_why(say: Any, do: Any, get: Any) -> None:
    say("engineer", "Hm")
    [row] = get("engineer", "talk.watch_list").rows
    assert (row.record.ref, row.reason, row.since) == ("P-1", "commented", NOW)
    do("engineer", "talk.unwatch", kind="problem", ref="P-1")
    assert get("engineer", "talk.watch_list").rows == []
    do("engineer", "talk.watch", kind="problem", ref="P-1")
    assert get("engineer", "talk.watch_list").rows[0].reason == "asked"


def test_choices_stay_until_they_are_changed(do: Any, get: Any) -> None:
    before = get("viewer", "talk.preferences_show")
    ways = {one.event: one.way for one in before.events}
    assert ways["mention"] == "email" and ways["import_finished"] == "off" and ways["comment"] == "digest"
    assert (before.digest_hour, before.quiet_starts, before.time_zone) == (8, None, "Europe/Berlin")
    do("viewer", "talk.preferences_set", choices={"comment": "off"}, digest_hour=7)
    do("viewer", "talk.preferences_set", quiet_starts=22, quiet_ends=6)
    do("viewer", "talk.preferences_set", choices={"reply": "inbox"})
    after = get("viewer", "talk.preferences_show")
    ways = {one.event: one.way for one in after.events}
    assert (ways["comment"], ways["reply"], after.digest_hour, after.quiet_starts) == ("off", "inbox", 7, 22)
    do("viewer", "talk.preferences_set", quiet_starts=None, quiet_ends=None)
    assert get("viewer", "talk.preferences_show").quiet_starts is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"choices": {"mention": "sms"}},
        {"choices": {"gossip": "off"}},
        {"digest_hour": 24},
        {"quiet_starts": -1},
    ],
)
def test_a_wrong_choice_is_told_and_nothing_changes(do: Any, get: Any, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        do("viewer", "talk.preferences_set", **wrong)
    assert get("viewer", "talk.preferences_show").digest_hour == 8
