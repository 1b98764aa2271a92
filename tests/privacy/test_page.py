"""The page Privacy: finding, handing over and erasing by plain forms, schedules and sources."""

import pytest

from headway.apps.discovery.models import Person
from headway.apps.privacy.models import RetentionRule, SourceConsent, SubjectRequest
from headway.core.jobs import run
from headway.core.models import Activity
from tests.privacy import canary
from tests.privacy.canary import EMAIL, NAME
from tests.world import World

pytestmark = pytest.mark.django_db
PAGE = "/w/lumen/privacy/"


def act(world: World, action: str, **form: object) -> object:
    return world.client("admin").post(f"/w/lumen/do/{action}/", form | {"next": PAGE})


def test_a_person_is_found_erased_and_listed(world: World) -> None:
    canary.plant(world)
    client = world.client("admin")
    found = client.post(f"{PAGE}person/", {"emails": f"{EMAIL}; ", "names": "", "user_ids": ""})
    text = found.content.decode()
    assert "Records of the person add to what you gave" in text and NAME in text
    assert (found.status_code, found["Cache-Control"]) == (200, "no-store")
    form = {"emails": [EMAIL], "why": "Asked by mail", "confirm": EMAIL}
    assert act(world, "privacy.person_erase", **form).status_code == 303
    request = SubjectRequest.objects.get()
    assert "waits for the worker" in client.get(PAGE).content.decode()
    assert run(str(request.job_id)) == "done"
    page = client.get(PAGE).content.decode()
    assert "Erase a person" in page and "Asked by mail" in page and canary.traces(page) == []
    assert canary.traces_in_tables() == {}


def test_without_the_typed_confirmation_nothing_happens(world: World) -> None:
    canary.plant(world)
    answer = act(world, "privacy.person_erase", emails=[EMAIL], why="Asked by mail", confirm="yes")
    assert answer.status_code == 422 and not SubjectRequest.objects.exists()
    assert Person.objects.filter(email=EMAIL).exists()


def test_the_file_of_an_export_is_taken_by_an_admin_only(world: World) -> None:
    canary.plant(world)
    act(world, "privacy.person_export", emails=[EMAIL], why="Asked by mail")
    request = SubjectRequest.objects.get()
    address = f"{PAGE}requests/{request.ref}/document.json"
    assert world.client("admin").get(address).status_code == 404
    run(str(request.job_id))
    file = world.client("admin").get(address)
    assert file["Content-Disposition"] == 'attachment; filename="SR-1.json"'
    assert set(file.json()) == {"about", "workspace", "made_at", "identifiers", "tables", "elsewhere"}
    assert world.client("product_lead").get(address).status_code == 403


def test_schedules_and_sources_are_set_by_forms(world: World) -> None:
    act(world, "privacy.retention_save", data_class="evidence", days="400", treatment="anonymise", source="")
    act(
        world, "privacy.source_save", source="desk", basis="contract", purpose="Answering", is_allowed="false"
    )
    rule, consent = RetentionRule.objects.get(), SourceConsent.objects.get()
    assert (rule.ref, rule.days, rule.treatment) == ("evidence:", 400, "anonymise")
    assert (consent.ref, consent.basis, consent.is_allowed) == ("desk", "contract", False)
    page = world.client("admin").get(PAGE).content.decode()
    assert "400 days" in page and "no, imports are refused" in page
    act(world, "privacy.retention_remove", data_class="evidence")
    assert not RetentionRule.objects.exists()


def test_everybody_may_read_what_each_field_is_about_and_only_admins_the_rest(world: World) -> None:
    viewer = world.client("viewer")
    assert "What each field is about" in viewer.get(PAGE).content.decode()
    assert viewer.post(f"{PAGE}person/", {"emails": EMAIL}).status_code == 403
    assert Activity.objects.filter(action="privacy.person_preview", outcome="refused").count() == 1
    assert world.client("viewer").get("/w/elsewhere/privacy/").status_code == 404


def test_the_list_takes_few_queries_however_many_requests(
    world: World, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        SubjectRequest.objects.create(workspace=world.workspace, ref=f"SR-{number}", task="export", why="x")
    client = world.client("admin")
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        assert client.get(PAGE).content.decode().count("Export a person") == 30
