"""Groups of a directory, and the places that rules give their people."""

from typing import Any
from uuid import uuid4

import pytest

from headway.apps.identity.models import ScimGroup
from headway.core.models import Activity
from headway.core.perform import perform
from headway.interfaces.scim.tests.conftest import Directory
from tests.world import World


def rule(world: World, group: str, role: str, *positions: str) -> None:
    question = {"group": group, "role": role, "positions": list(positions)}
    perform("identity.group_rule_save", question, world.context("owner"))


def test_people_come_and_go_with_their_group(directory: Directory, world: World) -> None:
    rule(world, "Product", "product_manager", "director")
    nora, omar = directory.person("nora@lumen.test"), directory.person("omar@lumen.test")
    group = directory.group("Product", nora["id"])
    given = [("lumen", "product_manager", ["director"], "scim")]
    assert (directory.places(nora["id"]), directory.places(omar["id"])) == (given, [])
    path = f"Groups/{group['id']}"
    assert (
        directory.patch(path, {"op": "add", "path": "members", "value": [{"value": omar["id"]}]}).status_code
        == 200
    )
    assert directory.places(omar["id"]) == given
    directory.patch(path, {"op": "remove", "path": f'members[value eq "{nora["id"]}"]'})
    assert (directory.places(nora["id"]), directory.places(omar["id"])) == ([], given)
    directory.patch(path, {"op": "remove", "path": "members", "value": [{"value": omar["id"]}]})
    assert directory.places(omar["id"]) == []
    rows = Activity.objects.filter(workspace=world.workspace, action="identity.rule_apply")
    assert [row.channel for row in rows] == ["scim"] * 4
    assert directory.row().changes == {"group": group["id"], "renamed": False, "added": 0, "removed": 1}


def test_a_group_is_shown_with_its_people_and_a_person_with_the_groups(directory: Directory) -> None:
    nora = directory.person()
    group = directory.group("Product", nora["id"], externalId="g-1")
    shown = directory.get(f"Groups/{group['id']}")
    assert (shown["displayName"], shown["externalId"]) == ("Product", "g-1")
    assert shown["members"] == [
        {"value": nora["id"], "type": "User", "$ref": f"http://testserver/scim/v2/Users/{nora['id']}"}
    ]
    assert directory.get(f"Users/{nora['id']}")["groups"] == [
        {
            "value": group["id"],
            "$ref": f"http://testserver/scim/v2/Groups/{group['id']}",
            "display": "Product",
        }
    ]


def test_another_name_of_a_group_is_another_rule(directory: Directory, world: World) -> None:
    rule(world, "Product", "engineer")
    rule(world, "Design", "designer")
    nora = directory.person()
    group = directory.group("Product", nora["id"])
    directory.patch(f"Groups/{group['id']}", {"op": "replace", "path": "displayName", "value": "Design"})
    assert directory.places(nora["id"]) == [("lumen", "designer", [], "scim")]
    directory.patch(f"Groups/{group['id']}", {"op": "replace", "value": {"displayName": "Nothing"}})
    assert directory.places(nora["id"]) == []


def test_a_group_that_goes_takes_its_places_along(directory: Directory, world: World) -> None:
    rule(world, "Product", "engineer")
    nora = directory.person()
    group = directory.group("Product", nora["id"])
    assert directory.send("DELETE", f"Groups/{group['id']}").status_code == 204
    assert directory.places(nora["id"]) == [] and ScimGroup.objects.count() == 0
    assert directory.row().action == "scim.group_remove"


def test_what_a_person_decided_is_not_the_directorys(directory: Directory, world: World) -> None:
    rule(world, "Product", "admin")
    viewer = str(world.users["viewer"].pk)
    group = directory.group("Product", viewer)
    assert directory.places(viewer) == [("lumen", "viewer", [], "")]
    directory.send("DELETE", f"Groups/{group['id']}")
    assert directory.places(viewer) == [("lumen", "viewer", [], "")]


def test_put_tells_all_members(directory: Directory) -> None:
    nora, omar = directory.person("nora@lumen.test"), directory.person("omar@lumen.test")
    group = directory.group("Product", nora["id"])
    body = {"displayName": "Product", "members": [{"value": omar["id"]}]}
    answer = directory.send("PUT", f"Groups/{group['id']}", body)
    assert [one["value"] for one in answer.json()["members"]] == [omar["id"]]
    assert directory.row().changes == {"group": group["id"], "renamed": False, "added": 1, "removed": 1}


@pytest.mark.parametrize("query", ['displayName eq "product"', 'externalId eq "g-1"', "members pr"])
def test_groups_are_found_by_filter(directory: Directory, query: str) -> None:
    group = directory.group("Product", directory.person()["id"], externalId="g-1")
    directory.group("Design")
    found = directory.get(f"Groups?filter={query}")
    assert [one["id"] for one in found["Resources"]] == [group["id"]]
    assert found["totalResults"] == 1


@pytest.mark.parametrize(
    ("operation", "status", "kind"),
    [
        ({"op": "add", "path": "members", "value": [{"value": str(uuid4())}]}, 400, "invalidValue"),
        ({"op": "add", "path": "members", "value": [{"value": "nobody"}]}, 400, "invalidValue"),
        ({"op": "add", "path": "owners", "value": []}, 400, "invalidPath"),
        ({"op": "remove", "path": "displayName"}, 400, "invalidValue"),
        ({"op": "replace", "path": "displayName", "value": "Design"}, 409, "uniqueness"),
        ({"op": "replace", "path": "displayName", "value": "x" * 201}, 400, "invalidValue"),
    ],
)
def test_a_wrong_change_of_a_group_changes_nothing(
    directory: Directory, operation: dict[str, Any], status: int, kind: str
) -> None:
    directory.group("Design")
    group = directory.group("Product", directory.person()["id"])
    before = directory.get(f"Groups/{group['id']}")
    answer = directory.patch(f"Groups/{group['id']}", operation)
    assert (answer.status_code, answer.json()["scimType"]) == (status, kind)
    assert directory.get(f"Groups/{group['id']}") == before
    assert directory.row().outcome == "refused"


def test_the_last_owner_in_a_group_that_goes_stays_owner(directory: Directory, world: World) -> None:
    rule(world, "Product", "viewer")
    owner = str(world.users["owner"].pk)
    group = directory.group("Product", owner)
    directory.send("DELETE", f"Groups/{group['id']}")
    assert directory.places(owner) == [("lumen", "owner", [], "")]
