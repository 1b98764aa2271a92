"""Accounts that a directory closes, opens again and removes; and the last owner, whom it may not touch."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

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


def test_an_account_made_closed_is_closed(directory: Directory) -> None:
    made = directory.person(active=False)
    assert made["active"] is False and not directory.user(made["id"]).is_active


def test_tokens_that_ended_before_are_not_counted(directory: Directory, world: World) -> None:
    world.token("designer")
    ApiToken.objects.update(revoked_at=timezone.now() - timedelta(days=1))
    directory.patch(f"Users/{world.users['designer'].pk}", replace("active", False))
    assert directory.row().changes["tokens_revoked"] == 0
