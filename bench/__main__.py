"""`python -m bench [NAME ...]`: run the benchmarks one after another, each in a process of its own."""

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    names = sys.argv[1:] or sorted(path.stem for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    failed = [name for name in names if not _passes(name)]
    if failed:
        sys.exit(f"Below the bar or broken: {', '.join(failed)}")


def _passes(name: str) -> bool:
    """Run one benchmark; memory and caches of the one before it do not reach into its figures."""
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    status = subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=HERE.parent, check=False).returncode
    print(f"== {name}: {time.monotonic() - began:.0f} s", flush=True)
    return status == 0


if __name__ == "__main__":
    main()
