"""Eight people write notes at once until the server is gone, and remember what it acknowledged."""

import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

WRITERS = (
    "owner",
    "admin",
    "product_lead",
    "product_manager",
    "engineer",
    "designer",
    "analyst",
    "contributor",
)


@dataclass
class Writer:
    """One member who sends notes, each under an idempotency key of its own."""

    url: str
    token: str
    name: str
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    unanswered: str = ""
    was_cut: bool = False

    def write(self, until: threading.Event) -> None:
        """Send notes one after another until told to stop or until nobody answers."""
        with self._client() as client:
            while not until.is_set() and not self.unanswered:
                self._send(client, f"{self.name}-{len(self.acknowledged) + len(self.refused)}")

    def write_again(self) -> None:
        """Send the note that got no answer once more, under the same key."""
        key, self.unanswered = self.unanswered, ""
        with self._client() as client:
            if key:
                self._send(client, key)

    def _client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers={"Authorization": f"Bearer {self.token}"}, timeout=30)

    def _send(self, client: httpx.Client, key: str) -> None:
        try:
            answer = client.post(
                "/api/v1/do/core.note_add", json={"text": key}, headers={"Idempotency-Key": key}
            )
        except httpx.TransportError:
            self.unanswered, self.was_cut = key, True
            return
        if answer.status_code == 200:
            self.acknowledged.append(key)
        else:
            self.refused.append(answer.text)


def notes(url: str, token: str) -> list[str]:
    """Every note in the activity log, as the API tells it."""
    found: list[str] = []
    after: Any = ""
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        while True:
            page = client.post("/api/v1/ask/core.activity_list", json={"limit": 500, "after": after}).json()
            found += [row["summary"] for row in page["rows"] if row["action"] == "core.note_add"]
            after = page["next"]
            if not after:
                return found


@dataclass(frozen=True)
class Tally:
    """What became of the writes; `doubled` are notes that stand in the log more than once."""

    acknowledged: int
    lost: int
    doubled: int
    refused: int


def tally(writers: Iterable[Writer], found: Iterable[str]) -> Tally:
    """Compare what was acknowledged with what is there.

    >>> one = Writer("", "", "a", acknowledged=["a-0", "a-1"])
    >>> tally([one], ["a-0", "a-0"])
    Tally(acknowledged=2, lost=1, doubled=1, refused=0)
    """
    all_writers = list(writers)
    counts: Mapping[str, int] = Counter(found)
    keys = [key for writer in all_writers for key in writer.acknowledged]
    return Tally(
        acknowledged=len(keys),
        lost=sum(key not in counts for key in keys),
        doubled=sum(count > 1 for count in counts.values()),
        refused=sum(len(writer.refused) for writer in all_writers),
    )
