"""The log's pages: searched by every filter, verified, given out, and only to whom it may concern."""

import json
import re
from datetime import timedelta

import pytest

from headway.core import activity
from headway.core.activity import append, append_installation
from headway.core.audit.check_export import check, read
from headway.core.models import Activity, Membership
from headway.core.perform import perform
from headway.core.registry import Answer, Done
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
LOG = "/w/lumen/activity/"


@pytest.fixture
def logged(world: World) -> World:
    """One row of each kind: done through two doors, waiting, decided by a right, refused."""
    perform("core.note_add", {"text": "Met the board"}, world.context("engineer", "cli"))
    perform("core.workspace_edit", {"goal": "Grow"}, world.context("owner", "web", NOW + timedelta(days=1)))
    append(
        world.context("analyst"),
        "roadmap.plan_accept",
        Done(Answer(), "Asked to accept PL-1"),
        activity.PENDING,
    )
    append(
        world.context("admin"),
        "roadmap.plan_accept",
        Done(Answer(), "Accepted PL-1", None, {"right": "DRe1"}),
    )
    append(
        world.context("viewer"),
        "core.note_add",
        Done(Answer(), "Refused: not open to viewers"),
        activity.REFUSED,
    )
    return world


def page(world: World, query: str = "", role: str = "viewer", path: str = LOG) -> str:
    answer = world.client(role).get(f"{path}?{query}")
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def numbers(text: str) -> list[int]:
    return [int(one) for one in re.findall(r'data-label="Row and hash"><span>(\d+) ', text)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", [4, 3, 2, 1]),
        ("outcome=all", [5, 4, 3, 2, 1]),
        ("outcome=refused", [5]),
        ("outcome=pending", [3]),
        ("outcome=done", [4, 2, 1]),
        ("actor=ENGINEER@lumen.test", [1]),
        ("actor=nobody@lumen.test", []),
        ("action=roadmap.", [4, 3]),
        ("action=plan", []),
        ("channel=cli", [1]),
        ("words=pl-1", [4, 3]),
        ("since=2026-10-01", [2]),
        ("until=2026-09-30", [4, 3, 1]),
        ("since=2026-10-01&until=2026-10-01&channel=web", [2]),
        ("subject_kind=core.workspace", [2, 1]),
        ("after=3&outcome=all", [2, 1]),
    ],
)
def test_rows_are_found_by(logged: World, query: str, found: list[int]) -> None:
    assert numbers(page(logged, query)) == found


def test_a_row_says_who_did_what_through_which_door_and_by_which_right(logged: World) -> None:
    text = page(logged, "outcome=all")
    for words in (
        "Met the board",
        "Egon Engineer",
        "the command line",
        "decided by right DRe1",
        "Waits for approval",
    ):
        assert words in text
    assert '<span class="chip bad">Refused</span>' in text
    assert "5 rows that match, the latest first" in text
    assert "No row matches" in page(logged, "words=nowhere")


def test_pages_follow_each_other_and_keep_their_filters(world: World) -> None:
    for number in range(55):
        perform("core.note_add", {"text": f"Note {number}"}, world.context())
    first = page(world, "words=Note")
    assert numbers(first) == list(range(55, 5, -1))
    [further] = re.findall(r'href="\?([^"]*after=[^"]*)"', first)
    assert numbers(page(world, further.replace("&amp;", "&"))) == [5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("outcome=lost", "Field outcomes.0: Input should be"),
        ("since=yesterday", "Field since: Input should be a valid date"),
        (
            "since=2026-10-02&until=2026-10-01",
            "Field until: 2026-10-01 is before 2026-10-02, the first day; swap them.",
        ),
        ("after=x", "is not a row number"),
    ],
)
def test_a_search_that_cannot_be_is_told_in_a_sentence(logged: World, query: str, words: str) -> None:
    answer = logged.client("viewer").get(f"{LOG}?{query}")
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_log_is_verified_on_a_page_and_in_a_word(logged: World) -> None:
    text = page(logged, path=f"{LOG}verified/")
    assert "✓ Whole: 5 rows verified" in text and "none yet; heads are signed once a day" in text
    mark = logged.client("viewer").get(f"{LOG}verified/", headers={"HX-Request": "true"}).content.decode()
    assert mark.strip() == '<span class="chip good" role="status">✓ Whole: 5 rows verified</span>'


def test_the_page_of_the_day_leaves_refusals_out(story: World) -> None:
    append(story.context("viewer"), "core.note_add", Done(Answer(), "Refused: no note"), activity.REFUSED)
    append(story.context("admin"), "core.note_add", Done(Answer(), "Met the board"))
    text = page(story, path="/w/lumen/today/documents/")
    assert "Met the board" in text and "Refused: no note" not in text


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_an_admin_takes_an_export_along(logged: World, kind: str) -> None:
    address = f"{LOG}export/?since=2026-09-30&until=2026-10-01&format={kind}"
    answer = logged.client("admin").get(address)
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="activity-lumen-2026-09-30-2026-10-01.{kind}"'
    )
    assert check(read(answer.content.decode())).startswith("Whole: rows 1 to 5 ")
    assert "Export them" in page(logged, role="admin") and "Export them" not in page(logged)
    assert logged.client("product_lead").get(address).status_code == 403


def test_the_log_of_the_installation_is_for_whoever_owns_every_workspace(logged: World) -> None:
    append_installation(NOW, "web", "identity.sign_in", "Signed in", actor=logged.users["viewer"])
    append_installation(NOW, "scim", "identity.user_made", "Into elsewhere", actor=logged.outsider)
    append_installation(NOW, "web", "identity.sign_in", "An unknown person", outcome="refused")
    path = f"{LOG}installation/"
    some = page(logged, "outcome=all", "owner", path)
    assert numbers(some) == [1]
    assert "Vera Viewer" in some and "Signed in" not in re.sub("Signing in", "", some)
    assert logged.client("owner").get(f"{path}?words=into").status_code == 422
    Membership.objects.create(workspace=logged.elsewhere, user=logged.users["owner"], role="owner")
    everything = page(logged, "outcome=all", "owner", path)
    assert numbers(everything) == [3, 2, 1] and "Into elsewhere" in everything
    assert numbers(page(logged, "words=into", "owner", path)) == [2]
    assert [logged.client(role).get(path).status_code for role in ("admin", "viewer")] == [403, 403]


def test_the_log_of_the_installation_is_verified_for_admins(logged: World) -> None:
    append_installation(NOW, "web", "identity.sign_in", "Signed in")
    # Both refusals below are in the workspace's log, not in this one.
    assert logged.client("viewer").get(f"{LOG}verified/?log=installation").status_code == 403
    assert "✓ Whole: 1 row verified" in page(logged, "log=installation", "admin", f"{LOG}verified/")
    assert Activity.objects.filter(outcome="refused", action="core.audit_verify").count() == 1


def test_nothing_of_the_log_is_open_from_elsewhere(logged: World) -> None:
    client = logged.client()
    client.force_login(logged.outsider)
    for part in ("", "installation/", "verified/", "export/?since=2026-09-30&until=2026-10-01"):
        assert client.get(LOG + part).status_code == 404
    assert json.loads(client.get("/api/v1/ask/core.activity_list").content)["status"] == 405
