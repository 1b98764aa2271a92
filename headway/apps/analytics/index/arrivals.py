"""The rows that came after an index was made, as they lie in their segments, and whose they are by now."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from headway.apps.analytics.index.naming import By
from headway.apps.analytics.store import connection, segments_sql
from headway.engine.behaviour.histories import MISSING, Codes, Longs

FILE = "arrivals.json"
PersonOf = Callable[[Collection[str]], Mapping[str, str]]


@dataclass
class Arrivals:
    """`who` and `event` are numbers of ids and names in the order in which they were met; MISSING is nobody.

    `person` says whose each id is, and `moved` which people of the index are somebody else by now.
    """

    segments: list[str] = field(default_factory=list)
    person: dict[str, str] = field(default_factory=dict)
    moved: dict[str, str] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)
    who: Codes = field(default_factory=lambda: np.empty(0, np.int32))
    at_us: Longs = field(default_factory=lambda: np.empty(0, np.int64))
    event: Codes = field(default_factory=lambda: np.empty(0, np.int32))

    def tied(self, fresh: Mapping[str, str]) -> None:
        """Let ids be of those whom new aliases name."""
        for known in (self.person, self.moved):
            known.update({one: fresh[whose] for one, whose in known.items() if whose in fresh})
        # Whoever is not in the index moves nobody there.
        self.moved.update(fresh)

    def add(self, segments: Sequence[str], by: By, person_of: PersonOf) -> None:
        """Read further segments."""
        if not segments:
            return
        with connection() as session:
            found = session.execute(
                f"SELECT {by} AS who, event, at_us FROM {segments_sql(segments)}"  # nosec B608 # noqa: S608 - our own file names, quoted
            ).fetchnumpy()
        ids = {one: n for n, one in enumerate(self.person)}
        who = _coded(found["who"].tolist(), ids | {"": MISSING})
        events = {name: n for n, name in enumerate(self.events)}
        event = _coded(found["event"].tolist(), events)
        self.segments += segments
        self.events = list(events)
        self.who, self.event = np.append(self.who, who[0]), np.append(self.event, event[0])
        self.at_us = np.append(self.at_us, np.asarray(found["at_us"], np.int64))
        met = who[1]
        self.person |= {one: one for one in met} | dict(person_of(met))

    @property
    def last_us(self) -> list[int]:
        """When the last of them was; nothing where there are none."""
        return [int(self.at_us.max())] if len(self.at_us) else []

    def write(self, folder: Path) -> None:
        """Keep them for whoever goes on from here."""
        for name in ("who", "at_us", "event"):
            np.save(folder / f"came_{name}.npy", getattr(self, name))
        told = {name: getattr(self, name) for name in ("segments", "person", "moved", "events")}
        (folder / FILE).write_text(json.dumps(told))


def arrivals_read(folder: Path) -> Arrivals:
    """Those that were written."""
    columns = {name: np.load(folder / f"came_{name}.npy") for name in ("who", "at_us", "event")}
    return Arrivals(**json.loads((folder / FILE).read_text()) | columns)


def _coded(texts: Iterable[str], known: dict[str, int]) -> tuple[Codes, list[str]]:
    """The numbers of texts; and those texts that were not known."""
    before = len(known)
    first = sum(code >= 0 for code in known.values())
    found = [known.setdefault(one, first + len(known) - before) for one in texts]
    return np.array(found, np.int32), list(known)[before:]
