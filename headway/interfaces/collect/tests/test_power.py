"""A few of the power cuts that `make proofs` does by fifties."""

import shutil
from pathlib import Path

import pytest

from headway.interfaces.collect.tests.power import Outcome, run


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("cc") is None, reason="no C compiler to make the recorder of syncs with")
def test_a_power_cut_loses_nothing_acknowledged_and_doubles_nothing(tmp_path: Path) -> None:
    outcome = run(tmp_path.resolve(), cuts=3)
    assert (outcome.lost, outcome.doubled, outcome.torn) == (0, 0, 0)
    assert outcome.holds


@pytest.mark.parametrize(
    "outcome",
    [Outcome(3, 9, 1, 0, 0), Outcome(3, 9, 0, 1, 0), Outcome(3, 9, 0, 0, 1), Outcome(3, 0, 0, 0, 0)],
    ids=repr,
)
def test_a_fault_is_not_passed_over(outcome: Outcome) -> None:
    assert not outcome.holds
    assert Outcome(3, 9, 0, 0, 0).holds
