"""What an index is made of, apart from the numerical libraries, which a web process starts without."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

from headway.core.ids import new_id

By = Literal["person", "account"]
BYS: tuple[By, ...] = ("person", "account")
FACTS, PEOPLE, PROPERTY = "facts.json", "people.npy", "property-"
# How many aliases there are, and when the last was made.
Ties = tuple[int, str]
UNTIED: Ties = (0, "")


def whole(path: Path, write: Callable[[Path], object]) -> None:
    """A file that is there whole or not at all, though two make it at once."""
    part = path.with_name(f"{new_id()}{path.suffix}")
    write(part)
    part.replace(path)
