"""A few rounds of what `make proofs` does a hundred times."""

import pytest

from headway.interfaces.collect.tests.conftest import Collector
from headway.interfaces.collect.tests.kills import Outcome, run
from tests.server import Server


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_and_nothing_counts_twice(server: Server) -> None:
    collector = Collector(server.home, server.database_url, compacts=True)
    try:
        outcome = run(collector, "killed", rounds=2)
    finally:
        collector.kill()
    assert (outcome.lost, outcome.doubled, outcome.refused) == (0, 0, 0), collector.log()[-3000:]
    assert outcome.holds


@pytest.mark.parametrize(
    "outcome",
    [Outcome(9, 1, 0, 0, 1), Outcome(9, 0, 1, 0, 1), Outcome(9, 0, 0, 1, 1), Outcome(0, 0, 0, 0, 1)],
    ids=repr,
)
def test_a_fault_is_not_passed_over(outcome: Outcome) -> None:
    assert not outcome.holds
    assert Outcome(9, 0, 0, 0, 1).holds
