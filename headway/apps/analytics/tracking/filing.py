"""The events of a file held against the plan, by the same rules as those that arrive."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from headway.apps.analytics.inbox import Line
from headway.apps.analytics.tracking.intake import (
    ASIDE,
    BLOCKED,
    OFF_PLAN,
    LoadedPlan,
    faults_of,
    marked,
    told,
)
from headway.apps.analytics.tracking.keeping import (
    Counted,
    Key,
    aside_keep,
    count_add,
    counts_keep,
    quarantined,
)
from headway.apps.analytics.tracking.models import QuarantinedEvent
from headway.core.models import Workspace
from headway.engine.text.redaction import redact
from headway.engine.tracking.plan import KINDS

NOTES_MOST = 50
LEADS_TO = {"flag": "kept with a mark", "quarantine": "put aside", "block": "left out"}
AS_PLANNED = "Every event is as the tracking plan has it."
TRUTHS = {"true": True, "false": False}
NOTHING = msgspec.Raw(b"{}")
FileRow = tuple[int, str, str, str, int, str]


@dataclass
class FileCheck:
    """What a file brings against the plan. `source_key` is what ids of its source are told apart by.

    Nothing is stored before `keep`, so that a file can be tried.
    """

    plan: LoadedPlan
    workspace: Workspace
    source: str
    source_key: str
    now: datetime
    counts: dict[Key, Counted] = field(default_factory=dict)
    aside: list[QuarantinedEvent] = field(default_factory=list)

    @property
    def is_needed(self) -> bool:
        """Without a planned event nothing is checked."""
        return not self.plan.is_empty

    def kept(self, line: Line) -> Line | None:
        """A line with its mark; None where it is put aside. Raises OffPlan where the plan refuses it."""
        checker = self.plan.checker(self.source_key)
        faults = faults_of(checker, line) if checker else ()
        if not checker or not faults:
            return line
        mode = checker.mode(faults)
        if mode == "quarantine" and not self.plan.is_quarantine_full:
            found = marked(line, OFF_PLAN | ASIDE)
            self.aside.append(quarantined(self.workspace, self.source, found, faults))
        else:
            reason = BLOCKED + KINDS[faults[0].kind] if mode == "block" else ""
            found = marked(line, OFF_PLAN, reason)
        count_add(self.counts, self.source, found, faults)
        if found.reason:
            raise OffPlan(told(line, faults))
        return None if found.flags & ASIDE else found

    def left_out(self, rows: Iterable[FileRow]) -> Iterator[tuple[int, str]]:
        """The rows of a table (line, person, account, event, time, properties) that stay out, each with why.

        A table's rows have no ids by which they could be let in later, so that those to be put aside stay out too: the
        file comes in again once the plan allows them.
        """
        for number, person, account, event, at_us, properties in rows:
            raw = msgspec.Raw(json.dumps(self._typed(event, json.loads(properties))).encode())
            line = Line(
                source=self.source_key, id="", event=event, person=person, anonymous="", account=account,
                at_us=at_us, received_us=round(self.now.timestamp() * 1e6), properties=raw, context=NOTHING,
            )  # fmt: skip
            try:
                is_kept = self.kept(line) is not None
            except OffPlan as refusal:
                yield number, str(refusal)
                continue
            if not is_kept:
                yield (
                    number,
                    f"put aside by the tracking plan: {self.aside.pop().event}; import it again once it fits",
                )

    def _typed(self, event: str, properties: Mapping[str, Any]) -> dict[str, Any]:
        """Cells as the plan means them; a table has texts only, and an empty cell is none."""
        types = self.plan.types(event)
        known = {name: value for name, value in properties.items() if value is not None}
        return {name: _read(value, types.get(name, "text")) for name, value in known.items()}

    def notes(self) -> list[str]:
        """What differs from the plan, in sentences, the most frequent first; empty without a plan."""
        if not self.is_needed:
            return []
        total: dict[tuple[str, str, str, str], Counted] = {}
        for (_, _, _, event, kind, name, mode), one in self.counts.items():
            found = total.setdefault((event, kind, name, mode), Counted())
            found.events, found.example = found.events + one.events, one.example or found.example
        ranked = sorted(total.items(), key=lambda one: (-one[1].events, one[0]))[:NOTES_MOST]
        return [_sentence(*key, one) for key, one in ranked] or [AS_PLANNED]

    def keep(self) -> None:
        """Count what was found and put aside what is to wait; the caller is in a transaction."""
        aside_keep(self.aside)
        counts_keep(self.workspace, self.counts, self.now)


class OffPlan(Exception):
    """Why the plan refuses an event, in words."""


def _sentence(event: str, kind: str, name: str, mode: str, counted: Counted) -> str:
    of = f" ({name})" if name else ""
    example = f", such as {redact(counted.example).text[:60]!r}" if counted.example else ""
    many = "1 event" if counted.events == 1 else f"{counted.events:,} events"
    return f"{many} {event!r}: {KINDS[kind]}{of}{example}; {LEADS_TO[mode]}."  # type: ignore[index]


def _read(text: Any, type: str) -> Any:
    if not isinstance(text, str):
        return text
    try:
        if type == "integer":
            return int(text)
        if type == "number":
            return float(text)
        if type in ("list", "object"):
            return json.loads(text)
    except ValueError:
        return text
    return TRUTHS.get(text.lower(), text) if type == "boolean" else text
