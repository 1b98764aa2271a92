"""People of a directory: made and changed; and what it may not touch."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress

from headway.core.audit.verifying import verify
from headway.core.models import Activity, User
from headway.core.perform import perform
from headway.interfaces.scim.tests.conftest import Directory
from tests.world import World


def replace(path: str, value: object) -> dict[str, Any]:
    return {"op": "replace", "path": path, "value": value}


def path_of(person: dict[str, Any]) -> str:
    return f"Users/{person['id']}"


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


def test_an_old_address_is_no_way_in_any_more(directory: Directory) -> None:
    made = directory.person("nora@lumen.test")
    EmailAddress.objects.create(user=directory.user(made["id"]), email="nora@lumen.test", verified=True)
    directory.patch(path_of(made), replace("displayName", "Nora"))
    assert EmailAddress.objects.count() == 1
    directory.patch(path_of(made), replace("emails", [{"value": "nora.new@lumen.test"}]))
    assert EmailAddress.objects.count() == 0
    assert directory.get(path_of(made))["userName"] == "nora@lumen.test"


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


def test_a_changed_address_brings_in_by_the_rule_of_its_domain(directory: Directory, world: World) -> None:
    perform("identity.domain_rule_save", {"domain": "lumen.test"}, world.context("admin"))
    made = directory.person("nora@else.test")
    assert directory.places(made["id"]) == []
    directory.patch(path_of(made), replace("emails", [{"value": "nora@lumen.test"}]))
    assert [place[:2] for place in directory.places(made["id"])] == [("lumen", "viewer")]
