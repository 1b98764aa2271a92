"""Who is an owner alone: somebody who cannot sign in is no help to a workspace."""

from datetime import timedelta

import pytest

from headway.core.errors import Refused
from headway.core.models import Membership, User
from headway.core.owners import enter_for_owner, owned_alone, owner_of
from headway.core.perform import perform
from tests.world import NOW, World


@pytest.fixture
def second(world: World) -> User:
    """Another owner of the workspace, for a shorter time."""
    user = User.objects.create_user("second@lumen.test", "x" * 12, "Sam Second")
    first = Membership.objects.get(workspace=world.workspace, role="owner")
    later = first.created_at + timedelta(days=1)
    Membership.objects.create(workspace=world.workspace, user=user, role="owner", created_at=later)
    return user


def test_of_two_owners_neither_is_alone(world: World, second: User) -> None:
    assert owned_alone(world.users["owner"]) == []
    assert owned_alone(second) == []


def test_beside_an_owner_whose_account_is_closed_the_other_is_alone(world: World, second: User) -> None:
    User.objects.filter(pk=second.pk).update(is_active=False)
    assert owned_alone(world.users["owner"]) == ["lumen"]


def test_the_last_owner_who_can_sign_in_is_not_erased(world: World, second: User) -> None:
    User.objects.filter(pk=world.users["owner"].pk).update(is_active=False)
    question = {"emails": ["second@lumen.test"], "why": "Asked by mail", "confirm": "second@lumen.test"}
    with pytest.raises(Refused, match="The person is the last owner of lumen"):
        perform("privacy.person_erase", question, world.context("admin"))


def test_background_work_is_done_for_the_owner_of_longest_standing_who_can_sign_in(
    world: World, second: User
) -> None:
    assert owner_of(world.workspace) == world.users["owner"]
    User.objects.filter(pk=world.users["owner"].pk).update(is_active=False)
    context = enter_for_owner(world.workspace, NOW)
    assert context is not None
    assert (context.actor, context.role.value, context.channel) == (second, "owner", "job")


def test_without_an_owner_nothing_is_done(world: World) -> None:
    Membership.objects.filter(role="owner", workspace=world.workspace).delete()
    assert enter_for_owner(world.workspace, NOW) is None
