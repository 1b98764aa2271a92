"""How a directory finds people, and how much of them it is given."""

import pytest

from headway.core.models import User
from headway.interfaces.scim.tests.conftest import Directory
from tests.world import World


def listed_ids(directory: Directory, query: str) -> list[str]:
    answer = directory.send("GET", f"Users?filter={query}")
    assert answer.status_code == 200, answer.content
    return [one["id"] for one in answer.json()["Resources"]]


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
    some = directory.get(f"Users/{made['id']}?attributes=name.givenName,active")
    assert some == {
        "schemas": made["schemas"],
        "id": made["id"],
        "name": {"givenName": "Nora"},
        "active": True,
    }
    less = directory.get(f"Users/{made['id']}?excludedAttributes=displayName,emails.type")
    assert "displayName" not in less and less["emails"] == [{"value": "nora@lumen.test", "primary": True}]
