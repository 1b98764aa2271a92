from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from headway.interfaces.tests.doors import Doors
    from tests.world import World


@pytest.fixture
def doors(world: "World") -> "Doors":
    from headway.interfaces.tests.doors import Doors

    return Doors(world)
