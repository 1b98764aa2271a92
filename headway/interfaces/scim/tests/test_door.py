"""Who comes through the directory's door, and what it says to others."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from headway.apps.identity.directory_tokens import directory_token_make, directory_token_revoke
from headway.apps.identity.models import DirectoryToken
from headway.core.models import Activity
from headway.interfaces.scim.tests.conftest import Directory
from tests.world import World


def get(authorization: str | None) -> int:
    headers = {"Authorization": authorization} if authorization else {}
    return Client(headers=headers).get("/scim/v2/Users").status_code


def test_only_the_directorys_key_opens(directory: Directory, world: World) -> None:
    assert get(f"Bearer {directory.secret}") == 200
    for wrong in (
        None,
        "Bearer",
        "Bearer hwd_wrong",
        f"Basic {directory.secret}",
        f"Bearer {world.token('owner')}",
    ):
        assert get(wrong) == 401, wrong
    assert world.client("owner").get("/scim/v2/Users").status_code == 401


def test_a_refusal_at_the_door_tells_nothing(directory: Directory) -> None:
    answer = Client().post(
        "/scim/v2/Users", {"userName": "x@lumen.test"}, content_type="application/scim+json"
    )
    assert answer.status_code == 401 and answer.headers["WWW-Authenticate"] == 'Bearer realm="Headway SCIM"'
    assert answer.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert "lumen" not in answer.content.decode()


def test_the_directorys_key_opens_nothing_else(directory: Directory) -> None:
    client = Client(headers={"Authorization": f"Bearer {directory.secret}"})
    answer = client.post("/api/v1/ask/core.member_list", {}, content_type="application/json")
    assert answer.status_code == 401
    assert client.get("/w/lumen/").status_code == 302


def test_a_key_ends_by_time_and_by_hand(directory: Directory, world: World) -> None:
    DirectoryToken.objects.update(expires_at=timezone.now())
    assert get(f"Bearer {directory.secret}") == 401
    fresh = directory_token_make(world.users["owner"], "second", 1, timezone.now())
    assert get(f"Bearer {fresh}") == 200
    assert directory_token_revoke(world.users["owner"], "second", timezone.now()) == 1
    assert get(f"Bearer {fresh}") == 401
    made = list(
        Activity.objects.filter(workspace=None, actor=world.users["owner"]).values_list("action", flat=True)
    )
    assert made == ["scim.token_make", "scim.token_make", "scim.token_revoke"]


def test_only_the_hash_of_a_key_is_kept(directory: Directory) -> None:
    token = DirectoryToken.objects.get()
    assert directory.secret not in str(token.__dict__) and len(token.hash) == 64
    assert token.expires_at - token.created_at == timedelta(days=365)


def test_use_of_a_key_is_noted(directory: Directory) -> None:
    assert DirectoryToken.objects.get().last_used_at is None
    directory.get("Users")
    first = DirectoryToken.objects.get().last_used_at
    assert first is not None
    directory.get("Users")
    assert DirectoryToken.objects.get().last_used_at == first


def test_who_tries_keys_has_to_wait(directory: Directory, settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BAD_TOKENS_PER_MINUTE = 3
    # So long a minute that none ends between two tries.
    monkeypatch.setattr("headway.web.accounts.bad_tokens.WINDOW_SECONDS", 10**9)
    assert [get("Bearer hwd_guess") for _ in range(5)] == [401, 401, 401, 429, 429]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "", 404),
        ("GET", "Nothing", 404),
        ("GET", "Users/", 404),
        ("GET", "Users/not-an-id", 404),
        ("GET", "Groups/00000000-0000-0000-0000-000000000000", 404),
        ("GET", "Schemas/urn:nothing", 404),
        ("GET", "ResourceTypes/Robot", 404),
        ("POST", "Schemas", 405),
        ("DELETE", "Users", 405),
        ("PUT", "Users", 405),
        ("POST", "Users/00000000-0000-0000-0000-000000000000", 405),
        ("GET", "Users/.search", 405),
        ("POST", "Bulk", 501),
        ("GET", "Me", 501),
        ("POST", ".search", 501),
    ],
)
def test_other_addresses_and_methods_are_scim_errors(
    directory: Directory, method: str, path: str, status: int
) -> None:
    answer = directory.send(method, path)
    assert (answer.status_code, answer.json()["status"]) == (status, str(status))
    assert answer.headers["Content-Type"] == "application/scim+json"


@pytest.mark.parametrize(
    "body", ["", "{", "[]", '{"userName": NaN}', '{"userName": "a\\u0000"}', "[" * 100_000, '{"userName": 7}']
)
def test_a_body_that_is_no_person_makes_nobody(directory: Directory, body: str) -> None:
    before = directory.get("Users")["totalResults"]
    answer = directory.send("POST", "Users", body)
    assert answer.status_code == 400, answer.content
    assert directory.get("Users")["totalResults"] == before
    assert directory.row().outcome == "refused"


def test_a_body_that_is_too_large_is_told_so(directory: Directory, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = directory.send("POST", "Users", {"userName": "x" * 200})
    assert (answer.status_code, answer.json()["scimType"]) == (413, "tooMany")


def test_what_the_directory_may_do_is_described(directory: Directory) -> None:
    config = directory.get("ServiceProviderConfig")
    assert config["patch"] == {"supported": True} and config["changePassword"] == {"supported": False}
    assert config["meta"]["location"] == "http://testserver/scim/v2/ServiceProviderConfig"
    names = {one["id"].rpartition(":")[2] for one in directory.get("Schemas")["Resources"]}
    assert names == {"User", "Group", "ResourceType", "ServiceProviderConfig", "Schema"}
    types = directory.get("ResourceTypes")
    assert [(one["id"], one["endpoint"]) for one in types["Resources"]] == [
        ("User", "/Users"),
        ("Group", "/Groups"),
    ]
    person = next(one for one in directory.get("Schemas")["Resources"] if one["name"] == "User")
    assert "password" not in {one["name"] for one in person["attributes"]}
