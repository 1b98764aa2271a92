"""`python -m tests.durability --rounds 50 --database sqlite`: the durability proof with its closing table."""

import argparse
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.progress import track
from rich.table import Table

from tests.durability.rounds import Outcome, run
from tests.postgres import database_address, database_create
from tests.server import Server


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="headway-durability-") as folder:
        outcome = _run(Path(folder), asked)
    Console().print(_table(outcome, asked.database))
    sys.exit(not outcome.holds)


def _run(folder: Path, asked: argparse.Namespace) -> Outcome:
    (folder / "home").mkdir()
    address = ""
    if asked.database == "postgres":
        address = database_create(database_address(folder / "postgres"), "proved")
    progress = iter(track(range(asked.rounds), f"SIGKILL under load, {asked.database}"))
    next(progress)
    return run(Server(folder / "home", address), asked.rounds, asked.seed, lambda done: next(progress, None))


def _table(outcome: Outcome, database: str) -> Table:
    table = Table(
        title=f"{outcome.rounds} rounds of SIGKILL under 8 writers on {database}", title_justify="left"
    )
    table.add_column("what")
    table.add_column("figure", justify="right")
    for what, figure in (
        ("writes acknowledged", outcome.tally.acknowledged),
        ("acknowledged writes lost", outcome.tally.lost),
        ("writes cut off and sent again under their key", outcome.sent_again),
        ("writes found twice", outcome.tally.doubled),
        ("requests refused", outcome.tally.refused),
        ('"database is locked"', outcome.locked),
        ("seconds", round(outcome.seconds)),
    ):
        table.add_row(what, str(figure))
    table.add_row("activity log whole", "yes" if "is whole" in outcome.chain else outcome.chain)
    return table


if __name__ == "__main__":
    main()
