"""What is older than its schedule allows is treated once a day, and only that."""

from datetime import timedelta

import pytest

from headway.apps.analytics.models import EventSegment
from headway.apps.analytics.store import connection, segments_sql
from headway.apps.discovery.models import Feedback, Insight, Person
from headway.apps.privacy.daily import retention_due
from headway.apps.privacy.models import RetentionRule, SourceConsent
from headway.core.errors import Invalid, NotFound, Refused
from headway.core.models import JobRun
from headway.core.perform import ask, perform
from tests.world import NOW, World

pytestmark = pytest.mark.django_db
OLD, NEW = "2026-01-01T08:00:00Z", "2026-09-29T08:00:00Z"
EVENTS = f"person_id,event,ts,note\nu-1,opened,{OLD},mail a@b.example\nu-2,opened,{NEW},\n"


def do(world: World, action: str, /, **question: object) -> dict:
    return perform(action, question, world.context("admin")).model_dump(mode="json")


def messages(world: World) -> None:
    rows = f"A,Call me at +44 20 7946 0958 now,{OLD},u@x.example\nB,It is slow,{NEW},u@x.example\n"
    people = "person_id,email,account_id\nu-1,u@x.example,\n"
    do(world, "core.file_import", kind="people", file_name="p.csv", content=people, source="desk")
    content = "id,text,created_at,person_email\n" + rows
    do(world, "core.file_import", kind="feedback", file_name="f.csv", content=content, source="desk")
    do(world, "discovery.insight_add", feedback="A", start=0, end=4, kind="pain")


def rule(world: World, data_class: str, treatment: str, days: int = 90, source: str = "") -> None:
    do(world, "privacy.retention_save", data_class=data_class, days=days, treatment=treatment, source=source)


def test_without_a_schedule_nothing_goes(world: World) -> None:
    messages(world)
    assert do(world, "privacy.retention_run") == {"rows": 0, "counts": []}
    assert (Feedback.objects.count(), retention_due()) == (2, 0)


def test_delete_takes_the_row_away(world: World) -> None:
    messages(world)
    rule(world, "evidence", "delete")
    assert ask("privacy.retention_list", {}, world.context("admin")).rows[0].due_rows == 1
    assert do(world, "privacy.retention_run")["counts"] == [
        {"place": "feedback", "done": "delete", "rows": 1}
    ]
    assert list(Feedback.objects.values_list("ref", flat=True)) == ["B"]


def test_erase_empties_the_words_and_keeps_the_row_and_its_marks_inside(world: World) -> None:
    messages(world)
    rule(world, "evidence", "erase")
    assert do(world, "privacy.retention_run")["rows"] == 1
    old = Feedback.objects.get(ref="A")
    assert (old.text, old.redacted_text, old.person, old.origin) == ("[erased]", "[erased]", None, {})
    insight = Insight.objects.get()
    assert 0 <= insight.start < insight.end <= len(old.text) + 1
    assert do(world, "privacy.retention_run")["rows"] == 0, "what is treated is not treated again"


def test_anonymise_takes_out_who_it_was(world: World) -> None:
    messages(world)
    rule(world, "evidence", "anonymise")
    assert do(world, "privacy.retention_run")["rows"] == 1
    old, new = Feedback.objects.order_by("ref")
    assert (old.text, old.person) == ("Call me at [erased] now", None)
    assert (new.text, new.person) == ("It is slow", Person.objects.get())


def test_a_schedule_for_one_source_leaves_the_others(world: World) -> None:
    messages(world)
    rule(world, "evidence", "delete", source="other desk")
    assert do(world, "privacy.retention_run")["rows"] == 0
    rule(world, "evidence", "delete", source="desk")
    assert do(world, "privacy.retention_run")["rows"] == 1


@pytest.mark.parametrize(
    ("treatment", "left"),
    [
        ("delete", [("u-2", '{"note":null}')]),
        ("erase", [("anonymous", "{}"), ("u-2", '{"note":null}')]),
        ("anonymise", [("anonymous", '{"note":"mail [EMAIL_1]"}'), ("u-2", '{"note":null}')]),
    ],
)
def test_old_events_go_and_newer_ones_stay(world: World, treatment: str, left: list[tuple[str, str]]) -> None:
    do(world, "analytics.event_import", file_name="e.csv", content=EVENTS)
    rule(world, "events", treatment)
    assert ask("privacy.retention_list", {}, world.context("admin")).rows[0].due_rows == 1
    assert do(world, "privacy.retention_run")["rows"] == 1
    assert do(world, "privacy.retention_run")["rows"] == 0
    segment = EventSegment.objects.get()
    with connection() as session:
        sql = f"SELECT person, properties FROM {segments_sql([segment.path])} ORDER BY at_us"
        found = session.execute(sql).fetchall()
    assert [
        (person.partition("nymous")[0] + "nymous" if "nymous" in person else person, said)
        for person, said in found
    ] == left
    assert segment.rows == len(left)


def test_contacts_become_pseudonyms(world: World) -> None:
    messages(world)
    Person.objects.update(created_at=NOW - timedelta(days=100))
    rule(world, "contacts", "anonymise")
    assert do(world, "privacy.retention_run")["rows"] == 1
    person = Person.objects.get()
    assert (
        person.ref == person.external_id
        and person.ref.startswith("erased-")
        and person.email.startswith("erased-")
    )


def test_the_worker_runs_them_once_a_day(world: World) -> None:
    messages(world)
    rule(world, "evidence", "delete")
    assert (retention_due(), retention_due()) == (1, 0)
    job = JobRun.objects.get()
    assert (job.name, job.actor) == ("privacy.retention_run", world.users["owner"])


def test_what_no_schedule_can_be_for_is_refused(world: World) -> None:
    with pytest.raises(Invalid, match="contacts, evidence, events, exports, operations, not for 'log'"):
        rule(world, "log", "delete")
    with pytest.raises(NotFound, match="No schedule for evidence"):
        do(world, "privacy.retention_remove", data_class="evidence")
    assert not RetentionRule.objects.exists()


def test_a_source_without_consent_lets_nothing_more_in(world: World) -> None:
    messages(world)
    do(world, "privacy.source_save", source="desk", basis="consent", purpose="Answering", is_allowed=False)
    with pytest.raises(Refused, match="Records of desk may not come in"):
        messages(world)
    with pytest.raises(Refused, match="Records of desk may not come in"):
        do(world, "analytics.event_import", file_name="e.csv", content=EVENTS, source="desk")
    found = ask("privacy.source_list", {}, world.context("admin")).rows
    assert [(one.source, one.basis, one.is_allowed, one.rows) for one in found] == [
        ("desk", "consent", False, 3)
    ]
    assert Feedback.objects.count() == 2 and SourceConsent.objects.count() == 1
