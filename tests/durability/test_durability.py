"""A few rounds of what `make proofs` does fifty times."""

import os
from pathlib import Path

import pytest

from tests.durability.rounds import Outcome, run
from tests.durability.writing import Tally
from tests.postgres import database_create
from tests.server import Server


@pytest.mark.slow
def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    address = os.environ["DATABASE_URL"]
    server = Server(tmp_path, address and database_create(address, "durability"))
    try:
        outcome = run(server, rounds=3)
    finally:
        server.kill()
    tally = outcome.tally
    assert (tally.lost, tally.doubled, tally.refused, outcome.locked) == (0, 0, 0, 0), server.log()[-3000:]
    assert "is whole" in outcome.chain
    assert outcome.holds


@pytest.mark.parametrize(
    "tally", [Tally(9, 1, 0, 0), Tally(9, 0, 1, 0), Tally(9, 0, 0, 1), Tally(0, 0, 0, 0)], ids=repr
)
def test_a_fault_is_not_passed_over(tally: Tally) -> None:
    assert not Outcome(3, tally, 8, 0, "The log is whole", 1.0).holds
    assert Outcome(3, Tally(9, 0, 0, 0), 8, 0, "The log is whole", 1.0).holds
