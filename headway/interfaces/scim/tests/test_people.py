"""People of a directory: made, changed, closed, opened again, removed; and what it may not touch."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from headway.core.audit.verifying import verify
from headway.core.models import Activity, ApiToken, Membership, User
from headway.core.perform import perform
from headway.interfaces.scim.tests.conftest import Directory
from tests.world import World


def replace(path: str, value: object) -> dict[str, Any]:
    return {"op": "replace", "path": path, "value": value}


def path_of(person: dict[str, Any]) -> str:
    return f"Users/{person['id']}"


def token_opens(secret: str) -> int:
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    return client.post("/api/v1/ask/core.member_list", {}, content_type="application/json").status_code


def listed_ids(directory: Directory, query: str) -> list[str]:
    answer = directory.send("GET", f"Users?filter={query}")
    assert answer.status_code == 200, answer.content
    return [one["id"] for one in answer.json()["Resources"]]


def test_a_person_is_made_without_a_password(directory: Directory) -> None:
    made = directory.person(
        "Nora@Lumen.test",
        name={"givenName": "Nora", "familyName": "New"},
        externalId="00u1",
        emails=[{"value": "other@lumen.test"}, {"value": "Nora.New@lumen.test", "primary": True}],
        password="hunter2 hunter2",
        is_staff=True,
        title="Ignored",
    )
    user = directory.user(made["id"])
    assert (user.email, user.name, user.is_active) == ("nora.new@lumen.test", "Nora New", True)
    assert (user.scim_id, user.scim_username, user.scim_external_id) == (
        made["id"],
        "Nora@Lumen.test",
        "00u1",
    )
    assert not user.has_usable_password() and not user.is_superuser
    assert made["emails"] == [{"value": "nora.new@lumen.test", "type": "work", "primary": True}]
    assert made["name"] == {"givenName": "Nora", "familyName": "New"}
    assert "password" not in made and "title" not in made and "displayName" not in made
    row = directory.row()
    assert (row.action, row.channel, row.outcome) == ("scim.person_create", "scim", "done")
    assert row.changes == {"user": made["id"], "active": True}
    assert str(row.actor) == "Directory"


def test_the_log_of_the_installation_names_nobody_by_words(directory: Directory) -> None:
    made = directory.person("nora@lumen.test", displayName="Nora New")
    directory.patch(path_of(made), replace("displayName", "Nora Newer"))
    directory.patch(path_of(made), replace("nora@lumen.test", "x"))
    directory.send("DELETE", path_of(made))
    text = str(list(Activity.objects.filter(workspace=None).values("summary", "changes")))
    assert "Nora" not in text and "nora" not in text
    assert verify(None).broken_at is None and verify(directory.world.workspace).broken_at is None


def test_put_tells_all_and_what_is_left_out_goes(directory: Directory) -> None:
    made = directory.person(displayName="Nora", externalId="00u1")
    body = {"userName": "nora@lumen.test", "displayName": "Nora N.", "active": True}
    answer = directory.send("PUT", path_of(made), body)
    assert answer.status_code == 200
    assert answer.json()["displayName"] == "Nora N." and "externalId" not in answer.json()
    assert directory.user(made["id"]).name == "Nora N."
    assert directory.row().changes == {"user": made["id"], "fields": ["display_name", "external_id"]}


@pytest.mark.parametrize(
    ("operation", "field", "value"),
    [
        (replace("displayName", "N."), "displayName", "N."),
        (replace("DISPLAYNAME", "N."), "displayName", "N."),
        ({"op": "Add", "path": "externalId", "value": "e1"}, "externalId", "e1"),
        ({"op": "Replace", "value": {"displayName": "N.", "active": True}}, "displayName", "N."),
        (replace("urn:ietf:params:scim:schemas:core:2.0:User:displayName", "N."), "displayName", "N."),
        (replace("name.familyName", "New"), "name", {"givenName": "Nora", "familyName": "New"}),
        (
            {"op": "replace", "value": {"name.familyName": "New"}},
            "name",
            {"givenName": "Nora", "familyName": "New"},
        ),
        (
            replace('emails[type eq "work"].value', "n@lumen.test"),
            "emails",
            [{"value": "n@lumen.test", "type": "work", "primary": True}],
        ),
    ],
)
def test_patch_as_providers_send_it(directory: Directory, operation: dict, field: str, value: object) -> None:
    made = directory.person(name={"givenName": "Nora"})
    answer = directory.patch(path_of(made), operation)
    assert answer.status_code == 200, answer.content
    assert answer.json()[field] == value
    assert directory.get(path_of(made))[field] == value


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        (replace("is_staff", True), "invalidPath"),
        (replace("is_superuser", True), "invalidPath"),
        (replace("favouriteColour", "red"), "invalidPath"),
        ({"op": "replace", "value": {"displayName": "X", "favouriteColour": "red"}}, "invalidPath"),
        (
            replace("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "R&D"),
            "invalidPath",
        ),
        (replace("name.nickName", "N"), "invalidPath"),
        (replace('emails[type co "w"].value', "x@lumen.test"), "invalidFilter"),
        (replace("..", "x"), "invalidPath"),
        (replace("password", "hunter2 hunter2"), "mutability"),
        (replace("id", "x"), "mutability"),
        (replace("groups", []), "mutability"),
        (replace("active", "perhaps"), "invalidValue"),
        (replace("displayName", 7), "invalidValue"),
        (replace("displayName", "x" * 201), "invalidValue"),
        (replace("emails", [{"value": "no address"}]), "invalidValue"),
        ({"op": "remove", "path": "userName"}, "invalidValue"),
        ({"op": "remove"}, "noTarget"),
        ({"op": "move", "path": "displayName"}, "invalidSyntax"),
        ("replace", "invalidSyntax"),
    ],
)
def test_a_wrong_patch_changes_nothing_and_leaves_a_row(
    directory: Directory, operation: Any, kind: str
) -> None:
    made = directory.person(displayName="Nora")
    before = directory.get(path_of(made))
    # What stands before the wrong operation is not done either.
    answer = directory.patch(path_of(made), replace("displayName", "Changed"), operation)
    problem = answer.json()
    assert (answer.status_code, problem["scimType"], problem["status"]) == (400, kind, "400")
    assert problem["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"] and problem["detail"]
    assert directory.get(path_of(made)) == before
    row = directory.row()
    assert (row.action, row.outcome) == ("scim.refused", "refused")
    assert (row.changes["kind"], row.changes["id"]) == (kind, made["id"])


def test_an_unknown_attribute_is_named(directory: Directory) -> None:
    made = directory.person()
    answer = directory.patch(path_of(made), replace("favouriteColour", "red"))
    assert answer.json()["detail"] == "favouriteColour is no attribute that Headway keeps; see /Schemas."


def test_closing_an_account_ends_sessions_tokens_and_places_by_rule(
    directory: Directory, world: World
) -> None:
    engineer = world.users["engineer"]
    perform("identity.group_rule_save", {"group": "Else", "role": "viewer"}, world.context_elsewhere())
    directory.group("Else", str(engineer.pk))
    assert len(directory.places(str(engineer.pk))) == 2
    client, secret = world.client("engineer"), world.token("engineer")
    other, stays = world.client("engineer"), world.client("viewer")
    assert client.get("/w/lumen/").status_code == 200 and token_opens(secret) == 200
    answer = directory.patch(f"Users/{engineer.pk}", replace("active", False))
    assert (answer.status_code, answer.json()["active"]) == (200, False)
    for one in (client, other):
        assert one.get("/w/lumen/").headers["Location"].startswith("/sign-in/")
    assert stays.get("/w/lumen/").status_code == 200
    assert token_opens(secret) == 401
    assert directory.places(str(engineer.pk)) == [("lumen", "engineer", [], "")]
    assert directory.row().changes == {
        "user": str(engineer.pk),
        "fields": ["is_active"],
        "sessions_ended": 2,
        "tokens_revoked": 1,
    }
    row = Activity.objects.filter(workspace=world.workspace).order_by("-sequence").first()
    assert (row.action, row.channel, row.changes["tokens_revoked"]) == (
        "identity.person_deactivate",
        "scim",
        1,
    )
    assert world.client("engineer").get("/w/lumen/").headers["Location"].startswith("/sign-in/")


def test_opening_again_gives_places_but_no_old_session_or_token(directory: Directory, world: World) -> None:
    engineer = world.users["engineer"]
    perform("identity.group_rule_save", {"group": "Else", "role": "viewer"}, world.context_elsewhere())
    directory.group("Else", str(engineer.pk))
    client, secret = world.client("engineer"), world.token("engineer")
    directory.patch(f"Users/{engineer.pk}", replace("active", "False"))
    answer = directory.patch(f"Users/{engineer.pk}", replace("active", "True"))
    assert answer.json()["active"] is True
    assert directory.places(str(engineer.pk)) == [
        ("elsewhere", "viewer", [], "scim"),
        ("lumen", "engineer", [], ""),
    ]
    assert client.get("/w/lumen/").headers["Location"].startswith("/sign-in/")
    assert token_opens(secret) == 401
    assert world.client("engineer").get("/w/lumen/").status_code == 200


def test_deleting_closes_the_account_and_keeps_the_work(directory: Directory, world: World) -> None:
    analyst = world.users["analyst"]
    perform("core.note_add", {"text": "Spoke with Fern"}, world.context("analyst"))
    secret = world.token("analyst")
    assert directory.send("DELETE", f"Users/{analyst.pk}").status_code == 204
    assert directory.send("GET", f"Users/{analyst.pk}").status_code == 404
    assert directory.send("DELETE", f"Users/{analyst.pk}").status_code == 404
    assert listed_ids(directory, f'userName eq "{analyst.email}"') == []
    analyst.refresh_from_db()
    assert not analyst.is_active and token_opens(secret) == 401
    assert Activity.objects.filter(actor=analyst).count() == 1


def test_somebody_deleted_and_made_again_is_the_same_person(directory: Directory) -> None:
    made = directory.person(externalId="00u1")
    directory.send("DELETE", path_of(made))
    again = directory.person(externalId="00u2", displayName="Nora")
    assert again["id"] == made["id"] and again["active"] is True and again["externalId"] == "00u2"
    assert User.objects.filter(email="nora@lumen.test").count() == 1


@pytest.mark.parametrize("how", ["patch", "put", "delete", "rename"])
def test_the_last_owner_cannot_be_locked_out_by_a_directory(
    directory: Directory, world: World, how: str
) -> None:
    owner = world.users["owner"]
    path, body = f"Users/{owner.pk}", {"userName": owner.email, "active": False}
    answer = {
        "patch": lambda: directory.patch(path, replace("active", False)),
        "put": lambda: directory.send("PUT", path, body),
        "delete": lambda: directory.send("DELETE", path),
        "rename": lambda: directory.patch(path, replace("emails", [{"value": "mine@evil.test"}])),
    }[how]()
    assert answer.status_code == 403
    assert answer.json()["detail"].startswith("This person is the last owner of a workspace")
    before = owner.email
    owner.refresh_from_db()
    assert (owner.is_active, owner.email) == (True, before)
    assert (directory.row().action, directory.row().outcome) == ("scim.refused", "refused")
    assert world.client("owner").get("/w/lumen/").status_code == 200


def test_an_owner_beside_another_one_can_be_closed(directory: Directory, world: World) -> None:
    Membership.objects.filter(user=world.users["admin"]).update(role="owner")
    assert directory.patch(f"Users/{world.users['owner'].pk}", replace("active", False)).status_code == 200
    # Whoever is closed does not count as another owner.
    assert directory.patch(f"Users/{world.users['admin'].pk}", replace("active", False)).status_code == 403


def test_names_and_addresses_are_one_persons(directory: Directory, world: World) -> None:
    made = directory.person("nora@lumen.test")
    for body in (
        {"userName": "NORA@lumen.test"},
        {"userName": "n", "emails": [{"value": "viewer@lumen.test"}]},
    ):
        answer = directory.send("POST", "Users", body)
        assert (answer.status_code, answer.json()["scimType"]) == (409, "uniqueness")
    answer = directory.patch(path_of(made), replace("emails", [{"value": world.outsider.email}]))
    assert (answer.status_code, answer.json()["scimType"]) == (409, "uniqueness")
    assert directory.row().outcome == "refused"


def test_a_service_account_is_nobody_to_a_directory(directory: Directory, world: World) -> None:
    robot = User.objects.create_user("robot@service.lumen.local", None, "Robot")
    assert directory.send("GET", f"Users/{robot.pk}").status_code == 404
    assert listed_ids(directory, 'userName eq "directory@service.headway.local"') == []
    answer = directory.send("POST", "Users", {"userName": "robot@service.lumen.local"})
    assert answer.status_code == 409


@pytest.mark.parametrize(
    "query",
    [
        'userName eq "VIEWER@lumen.test"',
        'emails.value eq "viewer@lumen.test"',
        'emails eq "viewer@lumen.test"',
        'externalId eq "v-1"',
        'userName sw "viewer@" and active eq true',
        'displayName eq "Vera Viewer"',
        'not (userName ne "viewer@lumen.test")',
        'externalId pr and userName co "viewer"',
    ],
)
def test_people_are_found_by_filter(directory: Directory, world: World, query: str) -> None:
    User.objects.filter(email="viewer@lumen.test").update(scim_external_id="v-1")
    assert listed_ids(directory, query) == [str(world.users["viewer"].pk)]


def test_people_are_found_by_id_and_by_group(directory: Directory, world: World) -> None:
    key = str(world.users["viewer"].pk)
    group = directory.group("Product", key)
    assert listed_ids(directory, f'id eq "{key}"') == [key]
    assert listed_ids(directory, 'id eq "nobody"') == []
    assert listed_ids(directory, f'groups.value eq "{group["id"]}"') == [key]


@pytest.mark.parametrize(
    "query",
    [
        'favouriteColour eq "red"',
        'favouriteColour eq "red" or userName pr',
        "userName eq",
        "userName",
        'id co "a"',
        "(((",
        'active gt "x"',
        'meta.lastModified gt "soon"',
        'password eq "x"',
        "x" * 2001,
    ],
)
def test_a_filter_that_cannot_be_asked_finds_nobody(directory: Directory, query: str) -> None:
    answer = directory.send("GET", f"Users?filter={query}")
    assert (answer.status_code, answer.json()["scimType"]) == (400, "invalidFilter"), answer.content


def test_lists_come_in_parts(directory: Directory) -> None:
    whole = directory.get("Users")
    assert (whole["totalResults"], whole["startIndex"], whole["itemsPerPage"]) == (10, 1, 10)
    part = directory.get("Users?startIndex=9&count=5")
    assert [one["id"] for one in part["Resources"]] == [one["id"] for one in whole["Resources"]][8:]
    assert directory.get("Users?count=0")["Resources"] == []
    assert directory.get("Users?startIndex=-3&count=1")["startIndex"] == 1
    assert directory.send("GET", "Users?count=many").status_code == 400


def test_a_search_by_post_is_a_list(directory: Directory, world: World) -> None:
    body = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],
        "filter": 'userName sw "viewer"',
        "attributes": ["userName"],
        "count": 1,
    }
    answer = directory.send("POST", "Users/.search", body)
    assert answer.json()["Resources"] == [
        {
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "id": str(world.users["viewer"].pk),
            "userName": "viewer@lumen.test",
        }
    ]


def test_only_the_attributes_asked_for_are_given(directory: Directory) -> None:
    made = directory.person(name={"givenName": "Nora", "familyName": "New"}, displayName="Nora")
    some = directory.get(f"{path_of(made)}?attributes=name.givenName,active")
    assert some == {
        "schemas": made["schemas"],
        "id": made["id"],
        "name": {"givenName": "Nora"},
        "active": True,
    }
    less = directory.get(f"{path_of(made)}?excludedAttributes=displayName,emails.type")
    assert "displayName" not in less and less["emails"] == [{"value": "nora@lumen.test", "primary": True}]


def test_a_changed_address_brings_in_by_the_rule_of_its_domain(directory: Directory, world: World) -> None:
    perform("identity.domain_rule_save", {"domain": "lumen.test"}, world.context("admin"))
    made = directory.person("nora@else.test")
    assert directory.places(made["id"]) == []
    directory.patch(path_of(made), replace("emails", [{"value": "nora@lumen.test"}]))
    assert [place[:2] for place in directory.places(made["id"])] == [("lumen", "viewer")]


def test_an_account_made_closed_is_closed(directory: Directory) -> None:
    made = directory.person(active=False)
    assert made["active"] is False and not directory.user(made["id"]).is_active


def test_tokens_that_ended_before_are_not_counted(directory: Directory, world: World) -> None:
    world.token("designer")
    ApiToken.objects.update(revoked_at=timezone.now() - timedelta(days=1))
    directory.patch(f"Users/{world.users['designer'].pk}", replace("active", False))
    assert directory.row().changes["tokens_revoked"] == 0
