"""Answers that many actions and queries share."""

from datetime import datetime

from pydantic import Field

from headway.core.registry import Answer, Question


class RecordRef(Answer):
    """Which record an action made or changed."""

    kind: str
    id: str
    ref: str


class PageQuestion(Question):
    """Which part of a long list: `limit` rows after the row that `after` names, `next` of the last answer."""

    limit: int = Field(50, ge=1, le=500)
    after: str = ""


class RefQuestion(Question):
    """One record by its ref (`INI-01`) or id."""

    ref: str = Field(min_length=1, max_length=100)


class ActivityRow(Answer):
    sequence: int
    at: datetime
    actor: str
    email: str
    channel: str
    action: str
    outcome: str
    right: str
    summary: str
    subject_kind: str
    subject_id: str
    changes: dict[str, object]
    erased: bool
    hash: str
