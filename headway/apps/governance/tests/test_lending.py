"""Only what is one's own is lent, to a member, within a year, and never in a circle."""

from datetime import timedelta

import pytest

from headway.apps.governance.models import Delegation
from headway.core.errors import Invalid, NotFound, Refused
from headway.core.models import Membership
from headway.core.perform import perform
from tests.world import NOW, World

TODAY = NOW.date()


def position(world: World, role: str, *names: str) -> None:
    Membership.objects.filter(workspace=world.workspace, user=world.users[role]).update(positions=list(names))


def lend(world: World, giver: str, taker: str, *positions: str, days: int = 7) -> None:
    question = {
        "to": world.users[taker].email,
        "positions": list(positions),
        "starts": str(TODAY),
        "ends": str(TODAY + timedelta(days=days)),
    }
    perform("governance.delegation_save", question, world.context(giver))


def lent() -> list[tuple[str, str, list[str]]]:
    return [(one.ref, one.taker.name, one.positions) for one in Delegation.objects.order_by("ref")]


def test_a_position_of_ones_own_is_lent(world: World) -> None:
    position(world, "analyst", "director")
    lend(world, "analyst", "designer", "director")
    assert lent() == [("DG-1", world.users["designer"].name, ["director"])]


def test_a_position_one_does_not_hold_is_not_lent(world: World) -> None:
    position(world, "analyst", "director")
    with pytest.raises(Invalid, match="Field positions: you do not hold security; you hold"):
        lend(world, "analyst", "designer", "director", "security")
    assert lent() == []


def test_what_was_lent_to_oneself_is_not_lent_on(world: World) -> None:
    position(world, "analyst", "director")
    lend(world, "analyst", "designer", "director")
    with pytest.raises(Invalid, match="you do not hold director"):
        lend(world, "designer", "engineer", "director")
    assert len(lent()) == 1


def test_nothing_is_lent_in_a_circle(world: World) -> None:
    for role in ("analyst", "designer", "engineer"):
        position(world, role, "director")
    lend(world, "analyst", "designer", "director")
    lend(world, "designer", "engineer", "director")
    with pytest.raises(Invalid, match="lends positions to you already; that would go in a circle"):
        lend(world, "engineer", "analyst", "director")
    assert len(lent()) == 2


def test_nothing_is_lent_to_oneself_or_to_a_stranger(world: World) -> None:
    position(world, "analyst", "director")
    with pytest.raises(Invalid, match="a position cannot be lent to oneself"):
        lend(world, "analyst", "analyst", "director")
    question = {
        "to": world.outsider.email,
        "positions": ["director"],
        "starts": "2026-01-01",
        "ends": "2026-01-02",
    }
    with pytest.raises(Invalid, match=r"Field to: .* is no member of this workspace"):
        perform("governance.delegation_save", question, world.context("analyst"))
    assert lent() == []


@pytest.mark.parametrize("days", [-1, 367])
def test_the_last_day_is_within_a_year_of_the_first(world: World, days: int) -> None:
    position(world, "analyst", "director")
    with pytest.raises(Invalid, match="a delegation ends on or after the day it starts, within a year"):
        lend(world, "analyst", "designer", "director", days=days)
    assert lent() == []


def test_giver_taker_and_admin_end_it_and_nobody_else(world: World) -> None:
    position(world, "analyst", "director")
    lend(world, "analyst", "designer", "director")
    with pytest.raises(Refused, match="Only its giver, its taker or an admin"):
        perform("governance.delegation_end", {"ref": "DG-1"}, world.context("engineer"))
    assert Delegation.objects.get().ended_at is None
    perform("governance.delegation_end", {"ref": "DG-1"}, world.context("designer"))
    assert Delegation.objects.get().ended_at == NOW
    with pytest.raises(NotFound, match="DG-1 has ended already"):
        perform("governance.delegation_end", {"ref": "DG-1"}, world.context("admin"))
