"""Tokens: what they are kept to, when they were used, and whom they tell of what."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from headway.core.access import enter, enter_by_token
from headway.core.errors import Invalid, Refused, SignInNeeded
from headway.core.models import Activity, ApiToken, Membership, User
from headway.core.perform import ask, perform
from tests.world import NOW, World


def made(world: World, *scopes: str, role: str = "owner") -> str:
    question = {"name": "script", "scopes": list(scopes)}
    return perform("core.token_create", question, world.context(role)).secret


def entered(world: World, *scopes: str, role: str = "owner"):
    return enter_by_token(made(world, *scopes, role=role), "api", NOW)


def post(secret: str, path: str, **question: object):
    headers = {"Authorization": f"Bearer {secret}"}
    return Client(headers=headers).post(f"/api/v1/{path}", question, content_type="application/json")


def test_read_opens_queries_and_no_action(world: World) -> None:
    here = entered(world, "read")
    assert ask("core.member_list", {}, here).rows[0].email == "admin@lumen.test"
    with pytest.raises(Refused) as refused:
        perform("core.note_add", {"text": "no"}, here)
    assert refused.value.detail == "core.note_add is outside the scopes of this token: read."


def test_a_refusal_by_scope_leaves_a_row(world: World) -> None:
    here = entered(world, "read")
    with pytest.raises(Refused):
        perform("core.note_add", {"text": "no"}, here)
    row = Activity.objects.filter(workspace=world.workspace).order_by("-sequence").first()
    assert (row.action, row.outcome) == ("core.note_add", "refused")


def test_a_name_opens_itself_and_what_is_below_it(world: World) -> None:
    here = entered(world, "core.note")
    perform("core.note_add", {"text": "yes"}, here)
    for name in ("core.theme_set", "core.member_list"):
        with pytest.raises(Refused):
            perform(name, {"theme": "dark"}, here) if name.endswith("set") else ask(name, {}, here)


def test_without_scopes_a_token_may_what_the_role_may(world: World) -> None:
    perform("core.member_set", {"email": "new@lumen.test", "role": "viewer"}, entered(world))
    with pytest.raises(Refused):
        perform(
            "core.member_set", {"email": "new@lumen.test", "role": "viewer"}, entered(world, role="engineer")
        )


def test_scopes_never_open_more_than_the_role(world: World) -> None:
    with pytest.raises(Refused) as refused:
        ask("identity.rule_list", {}, entered(world, "identity", role="engineer"))
    assert "not open to the role engineer" in refused.value.detail


def test_scopes_hold_through_http(world: World) -> None:
    secret = made(world, "read")
    assert post(secret, "ask/core.member_list").status_code == 200
    answer = post(secret, "do/core.note_add", text="no")
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:headway:problem:refused")


@pytest.mark.parametrize("scope", ["discovery.prob", "nothing", "core.note_add.x", "Read", ""])
def test_a_scope_of_nothing_is_refused(world: World, scope: str) -> None:
    with pytest.raises(Invalid) as refused:
        made(world, scope)
    assert refused.value.detail.startswith("Field scopes")
    assert ApiToken.objects.count() == 0


@pytest.mark.parametrize("wanted", [[], ["core"], ["read"], ["core.token", "core.note_add"]])
def test_a_token_makes_none_that_opens_more(world: World, wanted: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        perform("core.token_create", {"name": "more", "scopes": wanted}, entered(world, "core.token"))
    assert refused.value.detail.startswith("A token makes none that opens more than itself")
    assert ApiToken.objects.count() == 1


def test_a_token_makes_one_that_opens_less(world: World) -> None:
    perform(
        "core.token_create", {"name": "less", "scopes": ["core.token_revoke"]}, entered(world, "core.token")
    )
    assert ApiToken.objects.get(name="less").scopes == ["core.token_revoke"]


def test_use_is_noted_at_most_once_a_minute(world: World) -> None:
    secret = made(world)
    moments = [NOW, NOW + timedelta(seconds=59), NOW + timedelta(seconds=61)]
    noted = []
    for moment in moments:
        enter_by_token(secret, "api", moment)
        noted.append(ApiToken.objects.get().last_used_at)
    assert noted == [moments[0], moments[0], moments[2]]


def test_a_refused_token_counts_as_no_use(world: World) -> None:
    secret = made(world)
    ApiToken.objects.update(revoked_at=NOW)
    with pytest.raises(SignInNeeded):
        enter_by_token(secret, "api", NOW)
    assert ApiToken.objects.get().last_used_at is None


def test_a_token_tells_of_its_own_workspace_only(world: World) -> None:
    Membership.objects.create(workspace=world.elsewhere, user=world.users["owner"], role="viewer")
    assert len(ask("core.workspace_list", {}, world.context("owner")).rows) == 2
    assert [one.slug for one in ask("core.workspace_list", {}, entered(world)).rows] == ["lumen"]
    assert "elsewhere" not in post(made(world), "ask/core.workspace_list").content.decode()


def test_admins_see_all_tokens_and_others_their_own(world: World) -> None:
    made(world, "read", role="engineer")
    made(world, role="owner")
    mine = ask("core.token_list", {}, world.context("engineer")).rows
    assert [(one.email, one.scopes, one.last_used_at) for one in mine] == [
        ("engineer@lumen.test", ["read"], None)
    ]
    assert len(ask("core.token_list", {}, world.context("admin")).rows) == 2
    assert ask("core.token_list", {}, world.context("analyst")).rows == []


def test_expiry_ends_a_token(world: World) -> None:
    secret = made(world)
    ApiToken.objects.update(expires_at=timezone.now())
    assert post(secret, "ask/core.member_list").status_code == 401


def test_a_closed_account_opens_nothing(world):
    secret = world.token("analyst")
    User.objects.filter(pk=world.users["analyst"].pk).update(is_active=False)
    with pytest.raises(SignInNeeded, match="This account is not active"):
        enter_by_token(secret, "api", NOW)
    closed = User.objects.get(pk=world.users["analyst"].pk)
    with pytest.raises(SignInNeeded, match="This account is not active"):
        enter(closed, "lumen", "web", NOW)
