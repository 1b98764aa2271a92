"""Who may hand a decision on."""

import pytest

from headway.apps.decisions.tests.scene import act, decision, opened
from headway.core.errors import Refused
from tests.world import World

pytestmark = pytest.mark.django_db


def test_nobody_takes_a_decision_off_its_decider(world: World) -> None:
    opened(world)
    with pytest.raises(Refused) as told:
        act(world, "decision_edit", "engineer", ref="DEC-1", decider="engineer@lumen.test")
    assert told.value.detail == "Only Pia Manager and product roles may hand DEC-1 on to another decider."
    assert decision().decider == world.users["product_manager"]
    act(world, "decision_edit", "engineer", ref="DEC-1", background="Other parts are open to all who build")


@pytest.mark.parametrize("role", ["designer", "product_manager", "product_lead"])
def test_its_decider_its_opener_and_product_roles_hand_it_on(world: World, role: str) -> None:
    opened(world)
    act(world, "decision_edit", ref="DEC-1", decider="designer@lumen.test")
    act(world, "decision_edit", role, ref="DEC-1", decider="analyst@lumen.test")
    assert decision().decider == world.users["analyst"]


def test_whoever_builds_may_name_a_decider_where_there_is_none(world: World) -> None:
    opened(world, decider="")
    act(world, "decision_edit", "engineer", ref="DEC-1", decider="engineer@lumen.test")
    assert decision().decider == world.users["engineer"]
