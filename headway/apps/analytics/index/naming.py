"""Names of what an index is made of, apart from the numerical libraries, which a web process starts without."""

from typing import Literal

By = Literal["person", "account"]
BYS: tuple[By, ...] = ("person", "account")
FACTS, PEOPLE = "facts.json", "people.npy"
