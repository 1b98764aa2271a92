"""Rounds of: start, write from eight sides, SIGKILL in the middle, start again, look what is there."""

import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.durability.writing import WRITERS, Tally, Writer, notes, tally
from tests.server import Server

LOCKED = "database is locked"


@dataclass(frozen=True)
class Outcome:
    """What a number of rounds showed. `chain` is what `headway audit verify` said of the activity log."""

    rounds: int
    tally: Tally
    sent_again: int
    locked: int
    chain: str
    seconds: float

    @property
    def holds(self) -> bool:
        wrong = self.tally.lost + self.tally.doubled + self.tally.refused + self.locked
        return wrong == 0 and self.tally.acknowledged > 0 and "is whole" in self.chain


def run(
    server: Server, rounds: int, seed: int = 0, told: Callable[[int], None] = lambda done: None
) -> Outcome:
    """Carry out the rounds on a server whose home is new. The seed sets how long each round writes."""
    began, chance = time.monotonic(), random.Random(seed)
    tokens = server.prepare()
    all_writers: list[Writer] = []
    server.start()
    for number in range(rounds):
        all_writers += _round(server, tokens, number, chance.uniform(0.3, 1.0))
        told(number + 1)
    found = notes(server.url, tokens["owner"])
    server.stop()
    chain = server.command("-m", "headway", "audit", "verify", "-w", "lumen", "--as", "owner@lumen.test")
    refusals = "".join(text for writer in all_writers for text in writer.refused)
    return Outcome(
        rounds=rounds,
        tally=tally(all_writers, found),
        sent_again=sum(writer.was_cut for writer in all_writers),
        locked=(server.log() + refusals).count(LOCKED),
        chain=chain.strip(),
        seconds=time.monotonic() - began,
    )


def _round(server: Server, tokens: Mapping[str, str], number: int, seconds: float) -> list[Writer]:
    writers = [Writer(server.url, tokens[role], f"{number}-{role}") for role in WRITERS]
    stop = threading.Event()
    threads = [threading.Thread(target=writer.write, args=(stop,)) for writer in writers]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    server.kill()
    stop.set()
    for thread in threads:
        thread.join()
    server.start()
    for writer in writers:
        writer.write_again()
    return writers
