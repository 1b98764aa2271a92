"""The small world with a second workspace full of marked records, made once for all tests of this folder."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from headway.interfaces.tests.doors import Doors
    from tests.world import World


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple["World", list[Any]]]:
    from django.db import transaction

    from tests.permissions.elsewhere import filled_elsewhere
    from tests.world import build

    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        yield world, filled_elsewhere(world)
        transaction.set_rollback(True)


@pytest.fixture
def world(planted: tuple["World", list[Any]], db: None) -> "World":
    """That world; what a test does in it is taken back."""
    return planted[0]


@pytest.fixture
def rows_elsewhere(planted: tuple["World", list[Any]]) -> list[Any]:
    return planted[1]


@pytest.fixture
def doors(world: "World") -> "Doors":
    from headway.interfaces.tests.doors import Doors

    return Doors(world)
