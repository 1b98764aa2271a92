"""The signed heads outside the database: one line each, on disk before the signing is over."""

import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.files import locks

from headway.core.audit.canonical import canonical
from headway.core.audit.models import SignedHead


def line_of(head: SignedHead) -> str:
    """A head as one line of JSON: the statement as it was signed, and the signature."""
    return canonical({"signature": head.signature, "statement": head.statement})


def heads_file() -> Path:
    folder: Path = settings.AUDIT_DIR
    return folder / "heads.jsonl"


def lines_kept() -> list[str]:
    """The lines of the file; none where there is no file."""
    path = heads_file()
    return path.read_text("utf-8").splitlines() if path.exists() else []


def keep(heads: Sequence[SignedHead]) -> None:
    """Add the heads that the file does not have; what was written before stays as it is."""
    path = heads_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        locks.lock(file, locks.LOCK_EX)
        file.seek(0)
        before = file.read()
        known = set(before.splitlines())
        # A line that a crash cut off must not swallow the next one.
        torn = "\n" if before and not before.endswith("\n") else ""
        fresh = [line for head in heads if (line := line_of(head)) not in known]
        file.write(torn + "".join(f"{line}\n" for line in fresh))
        file.flush()
        os.fsync(file.fileno())
