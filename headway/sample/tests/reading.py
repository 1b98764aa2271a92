"""The files of the sample, read back without the code that wrote them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from pathlib import Path


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def header(path: Path) -> list[str]:
    with path.open(newline="", encoding="utf-8") as file:
        return next(csv.reader(file))


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def labelled(folder: Path) -> Iterator[tuple[dict[str, str], str]]:
    category = {row["feedback_id"]: row["category"] for row in rows(folder, "labels")}
    return ((row, category[row["id"]]) for row in rows(folder, "feedback"))
