"""Erasing a person who came in through every door leaves no trace of them, and everything else as it was."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from headway.apps.analytics.models import EventSegment
from headway.apps.discovery.models import Feedback, Insight, Person
from headway.apps.privacy.ledger import ledger_path
from headway.apps.privacy.models import SubjectRequest
from headway.core.activity import LEFT, append_installation
from headway.core.audit.verifying import verify
from headway.core.errors import Invalid, Refused
from headway.core.models import Activity, ApiToken, Membership, User
from headway.core.perform import ask, perform
from tests.privacy import canary
from tests.privacy.canary import EMAIL, GIVEN, NAME
from tests.world import NOW, World

pytestmark = pytest.mark.django_db


def workspace_files(world: World) -> Path:
    return Path(settings.FILES_DIR) / str(world.workspace.pk)


def test_the_person_is_everywhere_before(world: World) -> None:
    canary.plant(world)
    places = {(place.split(".") * 2)[1] for place in canary.traces_in_tables()}
    assert places >= {
        "user", "emailaddress", "person", "account", "feedback", "researchnote", "initiative", "inputestimate",
        "prd", "objective", "activity", "idempotencykey", "importrun", "importrowerror", "jobrun", "apitoken",
        "session", "task", "workspace", "headway_cache",
    } - {"emailaddress"}  # fmt: skip
    assert len(canary.traces_in_files(workspace_files(world))) == 2


def test_after_erasing_there_is_no_trace_in_any_table_or_file(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    user = canary.plant(world)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        done = canary.erase(world)
    assert canary.traces_in_tables() == {}
    assert canary.traces_in_files(workspace_files(world)) == {}
    assert canary.traces(ledger_path().read_text()) == []
    assert (done.state, done.task, done.why) == ("done", "erase", "Asked by mail")
    user.refresh_from_db()
    assert (user.is_active, user.has_usable_password(), user.name) == (False, False, "Erased person")
    assert user.email.startswith("erased-") and user.email.endswith("@erased.invalid")
    assert not Membership.objects.filter(user=user).exists()
    assert not ApiToken.objects.filter(name__startswith="Laptop").exists()


def test_the_search_index_forgets_the_person_and_stays_whole(world: World) -> None:
    canary.plant(world)
    before = canary.traces_in_tables()
    assert {"search_entry", "search_term"} <= before.keys()
    assert ask("search.find", {"text": "zanderfink"}, world.context("viewer")).rows
    canary.erase(world)
    for text in ("zanderfink", "zanderfnik", "zander", canary.USER_ID):
        found = ask("search.find", {"text": text}, world.context("viewer"))
        assert not any("zanderfink" in str(row).lower() for row in found.rows) and found.proposal == ""
    assert {place for place in canary.traces_in_tables() if place.startswith("search_")} == set()
    assert ask("search.index_check", {}, world.context("owner")).is_whole


def test_what_others_said_and_did_stays(world: World) -> None:
    canary.plant(world)
    before = Feedback.objects.get(ref="FB-Q2").text
    canary.erase(world)
    assert Feedback.objects.get(ref="FB-Q2").text == before
    assert Feedback.objects.get(ref="FB-Q1").text == "[erased] here: the export fails, mail [erased]"
    assert Person.objects.get(ref="other-1").email == "other@canary.example"
    person = Person.objects.exclude(ref="other-1").get()
    assert person.ref == person.external_id and person.ref.startswith("erased-")
    segment = EventSegment.objects.get()
    assert (segment.rows, segment.people) == (3, 2)
    from headway.apps.analytics.store import connection, segments_sql

    with connection() as session:
        found = session.execute(
            f"SELECT person, event, properties FROM {segments_sql([segment.path])} ORDER BY at_us"
        ).fetchall()
    assert found == [
        (person.ref, "signed_in", '{"note":null}'),
        ("other-1", "invited", '{"note":"asked [erased] to join"}'),
        ("other-1", "signed_in", '{"note":null}'),
    ]


def test_marks_in_a_message_still_mark_the_same_words(world: World) -> None:
    canary.plant(world)
    insight = Insight.objects.select_related("feedback").get()
    before = insight.feedback.text[insight.start : insight.end]
    canary.erase(world)
    insight = Insight.objects.select_related("feedback").get()
    assert insight.feedback.text == "I am [erased], and [erased] is my id. Fix it!"
    after = insight.feedback.text[insight.start : insight.end]
    assert (before, after) == ("and usr-qz77123 is my id", "and [erased] is my id")


def test_the_chain_is_whole_and_says_how_each_row_was_left(world: World) -> None:
    canary.plant(world)
    assert verify(world.workspace).whole
    canary.erase(world)
    verdict = verify(world.workspace)
    assert verdict.whole, verdict.reason
    told = Activity.objects.get(workspace=world.workspace, action="privacy.request_run")
    erased = Activity.objects.filter(workspace=world.workspace).exclude(erased_at=None)
    assert sorted(map(int, told.changes[LEFT])) == sorted(erased.values_list("sequence", flat=True))
    note = Activity.objects.get(workspace=world.workspace, action="core.note_add")
    assert note.summary == "Spoke with [erased] ([erased]) about [erased]"


def test_the_words_of_the_installations_log_are_erased_as_well(world: World) -> None:
    canary.plant(world)
    append_installation(NOW, "web", "accounts.sign_in", f"Refused: no account {EMAIL}")
    canary.erase(world)
    assert canary.traces_in_tables() == {} and verify(None).whole
    first, second = Activity.objects.filter(workspace=None).order_by("sequence")[:2]
    assert (first.summary, second.action) == ("Refused: no account [erased]", "privacy.request_run")


def test_erasing_is_asked_for_by_name_and_confirmed_by_typing(world: World) -> None:
    canary.plant(world)
    question = GIVEN | {"why": "Asked by mail", "confirm": "yes"}
    with pytest.raises(Invalid, match=f"type '{EMAIL}' to confirm"):
        perform("privacy.person_erase", question, world.context("owner"))
    assert not SubjectRequest.objects.exists()
    with pytest.raises(Refused, match="not open to the role product manager"):
        perform("privacy.person_erase", question | {"confirm": EMAIL}, world.context("product_manager"))


@pytest.mark.parametrize(
    ("role", "email", "reason"),
    [
        ("admin", "owner@lumen.test", "is the last owner of lumen"),
        ("admin", "admin@lumen.test", "This is your own account"),
    ],
)
def test_who_may_not_be_erased(world: World, role: str, email: str, reason: str) -> None:
    question = {"emails": [email], "why": "Asked by mail", "confirm": email}
    with pytest.raises(Refused, match=reason):
        perform("privacy.person_erase", question, world.context(role))


def test_a_member_of_a_workspace_of_others_is_not_erased_from_here(world: World) -> None:
    Membership.objects.create(workspace=world.elsewhere, user=world.users["viewer"], role="viewer")
    question = {"emails": ["viewer@lumen.test"], "why": "Asked", "confirm": "viewer@lumen.test"}
    with pytest.raises(Refused, match="also belongs to a workspace where you are no admin"):
        perform("privacy.person_erase", question, world.context("admin"))


def test_rows_of_other_workspaces_are_neither_shown_nor_touched(world: World) -> None:
    perform("discovery.feedback_add", {"text": f"{NAME} wrote", "ref": "FB-E"}, world.context_elsewhere())
    canary.plant(world)
    preview = ask("privacy.person_preview", GIVEN, world.context("owner"))
    assert "FB-E" not in preview.model_dump_json()
    canary.erase(world)
    assert Feedback.objects.get(ref="FB-E").text == f"{NAME} wrote"


def test_somebody_elses_account_elsewhere_keeps_its_sign_ins(world: World) -> None:
    outsider = world.outsider.email
    Client().force_login(world.outsider)
    sessions = Session.objects.count()
    canary.plant(world)
    question = {"emails": [outsider], "why": "Asked", "confirm": outsider}
    perform("privacy.person_erase", question, world.context("owner"))
    world.outsider.refresh_from_db()
    assert world.outsider.email == outsider and Session.objects.count() >= sessions


def test_the_preview_lists_each_place_with_counts_and_what_will_be(world: World) -> None:
    canary.plant(world)
    preview = ask("privacy.person_preview", {"emails": [EMAIL]}, world.context("owner"))
    assert preview.added == [NAME, canary.USER_ID]
    places = {(one.place, one.will_be): one.rows for one in preview.places}
    assert places["feedback", "kept without the person"] == 2
    assert places["persons", "given a pseudonym"] == 1
    assert places["usage events", "given a pseudonym"] == 2
    assert places["files", "deleted"] == 1
    assert (preview.refusal, preview.confirm) == ("", EMAIL)
    assert preview.rows == sum(places.values())


def test_the_export_holds_every_planted_place(world: World) -> None:
    canary.plant(world)
    places = {place.rsplit(".", 1)[0] for place in canary.traces_in_tables()}
    asked = perform("privacy.person_export", {"emails": [EMAIL], "why": "Asked"}, world.context("admin"))
    from headway.core.jobs import run

    assert run(asked.job) == "done"
    answer = ask("privacy.person_document", {"ref": asked.ref}, world.context("admin"))
    document = answer.document
    # The search index has nothing of its own: what it holds is in the tables.
    places = {place for place in places if not place.startswith("search_")}
    assert set(document["tables"]) >= places - {"headway_cache"}
    assert [one["key"] for one in document["elsewhere"]["cached values"]] == [f":1:attempts:{EMAIL}"]
    assert {one["ref"] for one in document["tables"]["discovery.feedback"]} == {"FB-Q1", "FB-Q3"}
    assert [one["event"] for one in document["elsewhere"]["usage events"]] == ["signed_in", "invited"]
    assert document["elsewhere"]["files"][0]["file"] == "uploads/left.upload"
    text = json.dumps(document)
    secrets = ["other@canary.example", "0" * 64, User.objects.get(email=EMAIL).password]
    assert [one for one in secrets if one in text] == []
    canary.erase(world)
    assert not (workspace_files(world) / "exports").exists() or not any(
        (workspace_files(world) / "exports").iterdir()
    )
