"""Persons, requests, schedules and classes as the answers that show them."""

from datetime import datetime
from typing import Any

from pydantic import Field

from headway.core.registry import Answer


class PlaceRow(Answer):
    """Rows of one kind in which the person occurs, and what erasing does with them."""

    place: str
    rows: int
    will_be: str
    examples: list[str] = Field(description="Refs of a few of the rows.")


class PersonPreview(Answer):
    """Where a person occurs, before anything is done."""

    emails: list[str]
    names: list[str]
    user_ids: list[str]
    added: list[str] = Field(description="Identifiers that the person's own records added to those given.")
    places: list[PlaceRow]
    rows: int
    namesakes: list[str] = Field(description="Rows of somebody else with the same name; they stay.")
    refusal: str = Field(
        description="Why the person cannot be erased as things stand; empty when nothing is."
    )
    confirm: str = Field(description="What `confirm` of privacy.person_erase has to say.")


class Count(Answer):
    place: str
    done: str
    rows: int


class RequestRow(Answer):
    ref: str
    task: str
    state: str
    why: str
    asked_by: str
    asked_at: datetime
    started_at: datetime | None
    done_at: datetime | None
    rows: int
    counts: list[Count]
    error: str = Field(description="What went wrong the last time it was tried; empty when nothing did.")
    has_file: bool


class RequestAsked(Answer):
    """The request, and the job that carries it out."""

    ref: str
    job: str


class RequestDone(Answer):
    ref: str
    state: str
    rows: int
    counts: list[Count]


class RequestList(Answer):
    rows: list[RequestRow]
    next: str = ""


class PersonDocument(Answer):
    """What is kept about a person, as it was when the export was made."""

    ref: str
    document: dict[str, Any]


class RuleRow(Answer):
    data_class: str
    about: str
    source: str
    days: int
    treatment: str
    due_rows: int = Field(description="Rows that are older by now and not treated yet.")
    run_at: datetime | None
    run_rows: int | None


class RuleList(Answer):
    rows: list[RuleRow]
    classes: list[str] = Field(description="Data classes that a schedule can be for.")


class RetentionRan(Answer):
    rows: int
    counts: list[Count]


class SourceRow(Answer):
    source: str
    basis: str = Field(description="Empty where nobody has said on what grounds.")
    purpose: str
    is_allowed: bool | None
    rows: int
    schedules: list[str]


class SourceList(Answer):
    rows: list[SourceRow]


class FieldRow(Answer):
    model: str
    field: str
    field_class: str
    inside: str


class ModelRow(Answer):
    model: str
    name: str
    retained: str
    by_class: dict[str, list[str]]
    fields: list[FieldRow]


class ClassList(Answer):
    """Every stored field with its class."""

    meanings: dict[str, str]
    counts: dict[str, int]
    models: list[ModelRow]
