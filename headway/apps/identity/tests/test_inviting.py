"""Links to set a password: for whom one may make them, above all across workspaces."""

import pytest
from django.test import Client

from headway.core.access import enter_by_token
from headway.core.errors import Invalid, NotFound, Refused
from headway.core.models import Activity, IdempotencyKey, Membership, User
from headway.core.perform import perform
from tests.world import NOW, World

PASSWORD = "a quite different phrase 7"


def fresh(world: World, role: str = "engineer", email: str = "new@lumen.test") -> User:
    """A member who has no way in yet."""
    user = User.objects.create_user(email)
    Membership.objects.create(workspace=world.workspace, user=user, role=role)
    return user


def invite(world: World, email: str, by: str = "admin"):
    return perform("identity.invite_make", {"email": email}, world.context(by))


def elsewhere(world: World, user: User, role: str) -> None:
    Membership.objects.create(workspace=world.elsewhere, user=user, role=role)


def test_a_link_sets_a_password_once(world: World) -> None:
    user = fresh(world)
    made = invite(world, "New@lumen.test")
    assert (made.email, made.hours_valid) == ("new@lumen.test", 72)
    form = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert Client().post(made.link, form).status_code == 302
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert Client().post(made.link, form).status_code == 404


def test_neither_log_nor_memory_keeps_the_link(world: World) -> None:
    fresh(world)
    here = world.context("admin")
    made = perform("identity.invite_make", {"email": "new@lumen.test"}, here, "k1")
    again = perform("identity.invite_make", {"email": "new@lumen.test"}, here, "k1")
    secret = made.link.rstrip("/").rpartition("/")[2]
    row = Activity.objects.filter(workspace=world.workspace).order_by("-sequence").first()
    assert row.summary == "Made a link for a member to set a password"
    assert secret not in str(row.__dict__) and secret not in str(IdempotencyKey.objects.get().answer)
    assert (again.link, again.email) == ("", made.email)


@pytest.mark.parametrize("role", ["product_lead", "engineer", "viewer"])
def test_only_owners_and_admins_make_links(world: World, role: str) -> None:
    fresh(world)
    with pytest.raises(Refused):
        invite(world, "new@lumen.test", role)


@pytest.mark.parametrize("email", ["owner@elsewhere.test", "nobody@lumen.test"])
def test_only_for_members_and_others_look_alike(world: World, email: str) -> None:
    with pytest.raises(NotFound) as refused:
        invite(world, email)
    assert (
        refused.value.detail == f"Nobody with the address {email!r} is a member; core.member_list has them."
    )


@pytest.mark.parametrize("role", ["viewer", "engineer", "admin", "owner"])
def test_no_way_into_another_workspace_leads_over_a_common_member(world: World, role: str) -> None:
    """An admin, and an owner too, would otherwise set the password and enter the other workspace as that person."""
    user = fresh(world, "viewer")
    elsewhere(world, user, role)
    for by in ("admin", "owner"):
        with pytest.raises(Refused) as refused:
            invite(world, user.email, by)
        assert "Elsewhere" not in refused.value.detail and "elsewhere" not in refused.value.detail
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_adding_a_stranger_first_opens_nothing(world: World) -> None:
    perform("core.member_set", {"email": world.outsider.email, "role": "viewer"}, world.context("owner"))
    with pytest.raises(Refused):
        invite(world, world.outsider.email, "owner")


def test_somebody_above_in_all_their_workspaces_may(world: World) -> None:
    user = fresh(world)
    elsewhere(world, user, "engineer")
    elsewhere(world, world.users["admin"], "admin")
    assert invite(world, user.email).email == user.email
    Membership.objects.filter(user=world.users["admin"], workspace=world.elsewhere).update(role="engineer")
    with pytest.raises(Refused):
        invite(world, user.email)


@pytest.mark.parametrize("role", ["admin", "owner"])
def test_an_admin_makes_none_for_admins_and_owners(world: World, role: str) -> None:
    user = fresh(world, role)
    with pytest.raises(Refused):
        invite(world, user.email, "admin")
    assert invite(world, user.email, "owner").email == user.email


def test_who_has_a_way_in_is_for_owners_only(world: World) -> None:
    with pytest.raises(Refused):
        invite(world, "product_lead@lumen.test", "admin")
    assert invite(world, "product_lead@lumen.test", "owner").email == "product_lead@lumen.test"
    by_sso = fresh(world)
    User.objects.filter(pk=by_sso.pk).update(last_login=NOW)
    with pytest.raises(Refused):
        invite(world, by_sso.email, "admin")


def test_a_stolen_token_takes_over_nobody(world: World) -> None:
    here = enter_by_token(world.token("owner"), "api", NOW)
    with pytest.raises(Refused):
        perform("identity.invite_make", {"email": "product_lead@lumen.test"}, here)
    with pytest.raises(Invalid):
        perform("identity.invite_make", {"email": "owner@lumen.test"}, here)
    fresh(world)
    assert perform("identity.invite_make", {"email": "new@lumen.test"}, here).link


def test_a_closed_account_gets_no_link(world: World, settings) -> None:
    user = fresh(world)
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(Invalid) as refused:
        invite(world, user.email)
    assert refused.value.detail == "Field email: this account is closed; a link would open nothing."


def test_where_only_single_sign_on_is_open_there_is_no_password_to_set(world: World, settings) -> None:
    settings.SSO_ONLY = True
    user = fresh(world)
    with pytest.raises(Invalid):
        invite(world, user.email)
    owner = fresh(world, "owner", "second@lumen.test")
    assert invite(world, owner.email, "owner").link
