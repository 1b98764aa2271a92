import pytest
from django.test import Client

from headway.core.models import Activity, ApiToken, User

pytestmark = pytest.mark.django_db


def theme_set(client, theme="dark", key="k1", **more):
    return client.post(
        "/w/lumen/do/core.theme_set/", {"theme": theme, "key": key, "next": "/w/lumen/settings/"} | more
    )


def test_a_form_performs_an_action_and_goes_back_with_a_message(world):
    client = world.client("viewer")
    answer = theme_set(client, said="Dark it is.")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/w/lumen/settings/")
    page = client.get("/w/lumen/settings/").content.decode()
    assert "Dark it is." in page
    assert '<html lang="en" data-theme="dark">' in page
    assert Activity.objects.latest("sequence").changes == {"theme": {"before": "system", "after": "dark"}}


def test_the_same_form_sent_twice_acts_once(world):
    client = world.client("viewer")
    theme_set(client)
    theme_set(client)
    assert Activity.objects.filter(action="core.theme_set").count() == 1


def test_what_a_form_got_wrong_is_told_and_nothing_changes(world):
    answer = theme_set(world.client("viewer"), theme="pink")
    assert answer.status_code == 422
    assert "Field theme:" in answer.content.decode()
    assert (User.objects.get(email="viewer@lumen.test").theme, Activity.objects.count()) == ("", 0)


def test_a_role_that_may_not_is_refused_and_nothing_changes(world):
    answer = world.client("viewer").post("/w/lumen/do/core.workspace_edit/", {"name": "Mine"})
    assert answer.status_code == 403
    world.workspace.refresh_from_db()
    outcomes = list(Activity.objects.values_list("outcome", flat=True))
    assert (world.workspace.name, outcomes) == ("Lumen", ["refused"])


def test_an_action_that_is_not_there_is_not_found(world):
    assert world.client().post("/w/lumen/do/core.member_list/", {}).status_code == 404


def test_a_form_leads_to_no_other_site(world):
    answer = theme_set(world.client(), next="https://elsewhere.test/")
    assert answer.headers["Location"] == "/"


def test_a_form_without_its_token_is_refused(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.users["viewer"])
    answer = theme_set(client)
    assert answer.status_code == 403
    assert "This form is too old" in answer.content.decode()


def test_a_new_key_is_shown_once_and_not_kept(world):
    client = world.client("owner")
    page = client.post("/w/lumen/settings/tokens/", {"name": "laptop", "days_valid": "30"}).content.decode()
    assert "hw_" in page
    assert ApiToken.objects.get().name == "laptop"
    assert "hw_" not in client.get("/w/lumen/settings/tokens/").content.decode()
