"""`python -m tests.scanners`: attack a small installation, and print one line for each scanner."""

import argparse
import sys
import time
from collections.abc import Callable

from tests.scanners import tools
from tests.scanners.installation import Installation, installed

STANDING: dict[str, Callable[[], tools.Scan]] = {"bandit": tools.bandit, "deployment": tools.deployment}
# schemathesis comes last: it changes and removes what the others want to find.
ATTACKS: dict[str, Callable[[Installation], tools.Scan]] = {
    "sqlmap": tools.sqlmap,
    "wapiti": tools.wapiti,
    "schemathesis": tools.schemathesis,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "only", nargs="*", choices=[*STANDING, *ATTACKS, []], help="only these; by default all"
    )
    only = parser.parse_args().only or [*STANDING, *ATTACKS]
    tools.WORK.mkdir(parents=True, exist_ok=True)
    clean = [told(scan) for name, scan in STANDING.items() if name in only]
    if set(only) & set(ATTACKS):
        with installed() as there:
            clean += [told(lambda tool=tool: tool(there)) for name, tool in ATTACKS.items() if name in only]
    sys.exit(not all(clean))


def told(scan: Callable[[], tools.Scan]) -> bool:
    """Run one and print its line."""
    start = time.monotonic()
    found = scan()
    figure = "did not end" if found.findings is None else f"{found.findings} open"
    words = f" ({found.words}, {time.monotonic() - start:.0f} s)" if found.words else ""
    print(f"{found.tool:15} {figure:>11}{words}  {found.command}", flush=True)
    return found.clean


if __name__ == "__main__":
    main()
