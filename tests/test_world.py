"""The world that other tests play in is what it says."""

import os

import pytest
from django.db import connection

from headway.core.errors import NotFound
from headway.core.perform import ask, perform
from headway.core.roles import Role
from tests.world import World


def test_every_role_has_a_member(world: World) -> None:
    assert sorted(world.users) == sorted(Role.values)
    assert {role: world.context(role).role.value for role in world.users} == {
        role: role for role in world.users
    }


def test_the_outsider_sees_nothing(world: World) -> None:
    from headway.core.access import enter

    with pytest.raises(NotFound):
        enter(world.outsider, world.workspace.slug, "api", world.context().now)


def test_a_token_opens_the_workspace_of_its_member(world: World) -> None:
    assert world.token("contributor").startswith("hw_")


def test_a_note_is_in_the_log(world: World) -> None:
    perform("core.note_add", {"text": "Met Kim"}, world.context())
    answer = ask("core.activity_list", {}, world.context("viewer")).model_dump()
    assert [(row["summary"], row["actor"]) for row in answer["rows"]] == [("Met Kim", "Pia Manager")]


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for(pytestconfig: pytest.Config) -> None:
    vendor = {"sqlite": "sqlite", "postgres": "postgresql"}[pytestconfig.getoption("--database")]
    assert connection.vendor == vendor
    assert os.environ["HEADWAY_HOME"] in str(connection.settings_dict["NAME"]) + str(
        connection.settings_dict["HOST"]
    )
