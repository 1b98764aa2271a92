"""Members: positions, who decided, and an end that takes their keys along."""

import pytest

from headway.core.access import enter_by_token
from headway.core.errors import Invalid, NotFound, Refused, SignInNeeded
from headway.core.models import Activity, ApiToken, Membership, User
from headway.core.perform import ask, perform
from tests.world import NOW, World


def listed(world: World, email: str, role: str = "admin"):
    return next(one for one in ask("core.member_list", {}, world.context(role)).rows if one.email == email)


def set_(world: World, by: str = "admin", **question: object) -> None:
    perform("core.member_set", question, world.context(by))


def remove(world: World, email: str, by: str = "admin") -> None:
    perform("core.member_remove", {"email": email}, world.context(by))


def last_row(world: World) -> Activity:
    return Activity.objects.filter(workspace=world.workspace).order_by("-sequence").first()


def test_positions_are_given_kept_and_taken(world: World) -> None:
    email = "product_lead@lumen.test"
    set_(world, email=email, role="product_lead", positions=["director", "cpo", "director"])
    assert listed(world, email).positions == ["cpo", "director"]
    set_(world, email=email, role="product_manager")
    assert (listed(world, email).positions, listed(world, email).role) == (
        ["cpo", "director"],
        "product_manager",
    )
    set_(world, email=email, role="product_manager", positions=[])
    assert listed(world, email).positions == []
    assert last_row(world).changes["positions"] == {"before": ["cpo", "director"], "after": []}


def test_a_form_gives_and_takes_positions(world: World) -> None:
    email, client = "analyst@lumen.test", world.client("owner")
    form = {"email": email, "role": "analyst", "positions": "director, cpo"}
    assert client.post("/w/lumen/do/core.member_set/", form).status_code == 303
    assert listed(world, email).positions == ["cpo", "director"]
    assert (
        client.post(
            "/w/lumen/do/core.member_set/", form | {"positions": "", "emptied": "positions"}
        ).status_code
        == 303
    )
    assert listed(world, email).positions == []


@pytest.mark.parametrize("wrong", ["The Boss!", "9lives", "x" * 41])
def test_a_position_has_a_plain_name(world: World, wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        set_(world, email="analyst@lumen.test", role="analyst", positions=[wrong.replace(" ", "-")])
    assert refused.value.detail.startswith("Field positions.0: String should match pattern")


def test_the_list_says_who_decided(world: World) -> None:
    Membership.objects.filter(user=world.users["viewer"]).update(source="scim")
    Membership.objects.filter(user=world.users["analyst"]).update(source="rule:" + "0" * 32)
    found = {one.email: one.source for one in ask("core.member_list", {}, world.context("viewer")).rows}
    assert (found["viewer@lumen.test"], found["analyst@lumen.test"]) == ("directory", "rule")
    assert found["owner@lumen.test"] == "person"
    set_(world, email="viewer@lumen.test", role="viewer")
    assert listed(world, "viewer@lumen.test").source == "person"


def test_when_somebody_signed_in_is_for_admins_and_oneself(world: World) -> None:
    User.objects.update(last_login=NOW)
    assert listed(world, "owner@lumen.test", "admin").last_sign_in == NOW
    assert listed(world, "owner@lumen.test", "viewer").last_sign_in is None
    assert listed(world, "viewer@lumen.test", "viewer").last_sign_in == NOW


def test_removing_ends_membership_and_tokens(world: World) -> None:
    secret = world.token("engineer")
    remove(world, "Engineer@lumen.test")
    row = last_row(world)
    assert (row.subject_kind, row.changes["tokens_ended"]) == ("core.membership", 1)
    assert row.changes["user"] == str(world.users["engineer"].pk)
    assert ApiToken.objects.count() == 0
    with pytest.raises(SignInNeeded):
        enter_by_token(secret, "api", NOW)
    with pytest.raises(NotFound):
        world.context("engineer")
    assert User.objects.filter(email="engineer@lumen.test", is_active=True).exists()


def test_the_last_owner_stays(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        remove(world, "owner@lumen.test", by="owner")
    assert refused.value.detail == "This is the last owner; make somebody else an owner first."
    with pytest.raises(Refused):
        remove(world, "owner@lumen.test", by="admin")
    set_(world, by="owner", email="analyst@lumen.test", role="owner")
    remove(world, "owner@lumen.test", by="owner")
    assert (
        Membership.objects.filter(workspace=world.workspace, role="owner").get().user
        == world.users["analyst"]
    )


def test_somebody_of_another_workspace_is_nobody_here(world: World) -> None:
    with pytest.raises(NotFound) as there:
        remove(world, "owner@elsewhere.test")
    with pytest.raises(NotFound) as nowhere:
        remove(world, "nobody@elsewhere.test")
    words = there.value.detail.replace("owner@", "nobody@")
    assert words == nowhere.value.detail
    assert Membership.objects.filter(user=world.outsider).count() == 1


def test_an_admin_gets_role_and_positions_from_somebody_else(world):
    own = {"email": "admin@lumen.test", "role": "admin"}
    with pytest.raises(Refused, match="Nobody but an owner changes their own role or positions"):
        perform("core.member_set", own | {"positions": ["executive"]}, world.context("admin"))
    with pytest.raises(Refused, match="Nobody but an owner changes their own role or positions"):
        perform("core.member_set", own | {"role": "product_lead"}, world.context("admin"))
    assert Membership.objects.get(user=world.users["admin"]).positions == []
    perform("core.member_set", own | {"positions": ["legal"]}, world.context("owner"))
    perform("core.member_set", own, world.context("admin"))
    assert Membership.objects.get(user=world.users["admin"]).positions == ["legal"]
