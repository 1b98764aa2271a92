"""How long people take between two steps, as a histogram: the figures other tools show for the same events."""

import pytest

from headway.apps.analytics.behaviour.tests.asking import asked, steps
from headway.core.errors import Invalid
from tests.world import World

DAY = 86_400


class TestTimeToConvert:
    HISTORY = """
    a: one 18, two 19, three 21
    b: one 37, two 37.616666666666667
    c: one 79, two 102
    """

    def test_bins_by_themselves(self, world: World) -> None:
        found = asked(world, "time_to_convert", self.HISTORY, steps=steps("one, two, three"),
                      from_step=0, to_step=1, window_seconds=7 * DAY)  # fmt: skip
        assert found["bins"] == [[2220, 2], [42510, 0], [82800, 1]]
        assert (found["average_seconds"], found["people"]) == (29540.0, 3)

    def test_as_many_bins_as_asked_for(self, world: World) -> None:
        found = asked(world, "time_to_convert", self.HISTORY, steps=steps("one, two, three"),
                      from_step=0, to_step=1, window_seconds=7 * DAY, bin_count=7)  # fmt: skip
        assert found["bins"] == [
            [2220, 2], [13732, 0], [25244, 0], [36756, 0], [48268, 0], [59780, 0], [71292, 1], [82804, 0],
        ]  # fmt: skip

    def test_one_alone_has_a_bin_of_a_minute(self, world: World) -> None:
        found = asked(world, "time_to_convert", self.HISTORY, steps=steps("one, two, three"))
        assert (found["bins"], found["average_seconds"]) == ([[10800, 1], [10860, 0]], 10800.0)

    def test_repeated_steps(self, world: World) -> None:
        rows = "a: one 18, one 19, one 21\nb: one 37, one 37.616666666666667\nc: one 79, one 102"
        found = asked(
            world, "time_to_convert", rows, steps=steps("one, one, one"), to_step=1, window_seconds=7 * DAY
        )
        assert found["bins"] == [[2220, 2], [42510, 0], [82800, 1]]

    def test_nobody_there_is_null(self, world: World) -> None:
        found = asked(world, "time_to_convert", "a: one 0", steps=steps("one, two"))
        assert (found["average_seconds"], found["bins"], found["reason"]) == (
            None,
            [],
            "nobody got to step 1",
        )

    @pytest.mark.parametrize("wrong", [{"from_step": 1, "to_step": 1}, {"to_step": 3}, {"from_step": -1}])
    def test_steps_that_are_not_there_are_refused(self, world: World, wrong: dict[str, int]) -> None:
        with pytest.raises(Invalid, match="give 0 <= from_step < to_step <= 2"):
            asked(world, "time_to_convert", self.HISTORY, steps=steps("one, two, three"), **wrong)

    def test_one_step_has_no_time_between(self, world: World) -> None:
        with pytest.raises(Invalid, match="has one step, and no time lies between steps; name at least two"):
            asked(world, "time_to_convert", self.HISTORY, steps=steps("one"))

    def test_equal_times_have_bins_of_a_minute(self, world: World) -> None:
        rows = "a: one 0, two 1\nb: one 5, two 6"
        found = asked(world, "time_to_convert", rows, steps=steps("one, two"), bin_count=2)
        assert found["bins"] == [[3600, 2], [3660, 0], [3720, 0]]
