"""A SQLite file with all tables in it, made once for each state of the migrations and copied by every later run."""

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "tables"


def tables_taken(target: Path) -> bool:
    """Copy the kept file to a path; False where none is kept yet."""
    kept = _kept()
    if kept.exists():
        shutil.copyfile(kept, target)
    return kept.exists()


def tables_keep(source: Path) -> None:
    """Keep the tables of a database without a row of anybody's, unless they are kept already."""
    kept = _kept()
    if kept.exists():
        return
    kept.parent.mkdir(parents=True, exist_ok=True)
    made = kept.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(source) as connection:
        connection.execute("VACUUM INTO ?", [str(made)])
    made.replace(kept)


def _kept() -> Path:
    """Where the tables of this state are: migrations, and the versions of all that may bring some."""
    digest = hashlib.sha256()
    for path in sorted(
        [
            *ROOT.glob("headway/**/migrations/*.py"),
            *ROOT.glob("constraints*.txt"),
            ROOT / "headway/settings.py",
        ]
    ):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:16]}.sqlite3"
