import pytest

from headway.web.tests.story import tell
from tests.world import World


@pytest.fixture
def story(world: World) -> World:
    """The small world, after the main job has read and planned the story's folder."""
    tell(world.context("product_manager", "cli"))
    return world
