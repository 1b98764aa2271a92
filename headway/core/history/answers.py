"""What the history of a record is asked and what it answers."""

from datetime import datetime
from typing import Literal

from pydantic import Field, JsonValue

from headway.core.answers import PageQuestion
from headway.core.registry import Answer, Question

Side = Literal["before", "after"]


class HistoryQuestion(PageQuestion):
    kind: str = Field(min_length=1, max_length=60, examples=["problem"])
    ref: str = Field(min_length=1, max_length=100, examples=["P-001"])


class ValueChange(Answer):
    """One value: as the log keeps it, and in words. `restorable` says that going back can set it."""

    name: str
    label: str
    before: JsonValue = None
    after: JsonValue = None
    before_words: str = ""
    after_words: str = ""
    changed: bool = Field(description="False for what the log adds to a change, such as its reason.")
    restorable: bool = False


class HistoryRow(Answer):
    """One change. `records` is how many records it changed alike; `erased` says that words of it are gone."""

    sequence: int
    at: datetime
    actor: str
    channel: str
    action: str
    outcome: str
    right: str
    summary: str
    records: int = 1
    erased: bool = False
    restorable: bool = False
    changes: list[ValueChange]


class RecordHistory(Answer):
    """`came_from` names the file and the source that brought the record in; empty where a person made it."""

    kind: str
    label: str
    ref: str
    title: str
    address: str
    version: int
    created_at: datetime
    came_from: str
    rows: list[HistoryRow]
    next: str = ""


class StandingQuestion(Question):
    """How a record stood right `before` or `after` a change of its history."""

    kind: str = Field(min_length=1, max_length=60, examples=["problem"])
    ref: str = Field(min_length=1, max_length=100, examples=["P-001"])
    sequence: int = Field(ge=1, description="`sequence` of a row of core.record_history.")
    side: Side = "before"


class ValueThen(Answer):
    """A column that was different then."""

    column: str
    label: str
    now: JsonValue
    then: JsonValue
    now_words: str
    then_words: str


class ValueLeft(Answer):
    """What was different then and stays as it is now, and why."""

    label: str
    reason: str


class RecordStanding(Answer):
    kind: str
    ref: str
    version: int
    at: datetime
    side: Side
    changes: list[ValueThen]
    left: list[ValueLeft]


class RecordRestore(StandingQuestion):
    version: int = Field(ge=1, description="The version of the record that this was decided on.")
